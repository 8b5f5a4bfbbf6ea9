"""How often signing in failed from one place, whoever was tried."""

from datetime import datetime


def failures_from(address: str, since: datetime) -> int:
    """Wrong passwords and codes from this address since then, over all logins."""
    from axes.models import AccessAttempt
    from django.db.models import Sum

    rows = AccessAttempt.objects.filter(ip_address=address, attempt_time__gte=since)
    return rows.aggregate(sum=Sum("failures_since_start"))["sum"] or 0
