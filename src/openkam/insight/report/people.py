"""What people decided about accounts, as grading needs it."""

from datetime import date
from decimal import Decimal

from openkam.records.accounts.models import AccountCode, Rating


def code_map() -> dict[str, int]:
    return dict(AccountCode.objects.values_list("code", "account"))


def merged_codes() -> dict[str, str]:
    by_account: dict[int, str] = {}
    merged = {}
    for code, account in AccountCode.objects.order_by("account", "added_at", "code").values_list("code", "account"):
        main = by_account.setdefault(account, code)
        if main != code:
            merged[code] = main
    return merged


def latest_ratings(today: date) -> dict[tuple[int, str], Decimal]:
    rows = Rating.objects.filter(rated_date__lte=today).order_by("rated_date", "rated_at", "pk")
    return {(account, measure): value for account, measure, value in rows.values_list("account", "measure", "value")}
