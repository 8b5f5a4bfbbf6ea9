"""How often signing in failed from one place, whoever was tried."""

from datetime import datetime
from typing import Final

_CODE: Final = " code"


def failures_from(address: str, since: datetime) -> int:
    """Wrong passwords and codes from this address since then, over all logins."""
    from axes.models import AccessAttempt
    from django.db.models import Sum

    rows = AccessAttempt.objects.filter(ip_address=address, attempt_time__gte=since)
    return rows.exclude(username__endswith=_CODE).aggregate(sum=Sum("failures_since_start"))["sum"] or 0


def code_name(user: int) -> str:
    """Under what wrong codes of a user are counted apart from passwords; no login can look like it."""
    return f"{user}{_CODE}"


def wrong_codes_of(user: int, since: datetime) -> int:
    """Wrong codes of one user from all addresses since then: the password was right each time."""
    from axes.models import AccessAttempt
    from django.db.models import Sum

    rows = AccessAttempt.objects.filter(username=code_name(user), attempt_time__gte=since)
    return rows.aggregate(sum=Sum("failures_since_start"))["sum"] or 0
