"""Which figures a figure is made of, and which rows of the ledger lie behind it."""

from datetime import date
from enum import StrEnum
from typing import Final

from openkam.analysis.catalogue import MEASURES
from openkam.analysis.measure import Unit

MARGIN_12M: Final = "margin_12m"
"""Gross profit / net sales of the latest 12 months: no measure of the catalogue, shown so that inputs multiply out."""
INPUTS: Final[dict[str, tuple[str, ...]]] = {
    "margin": ("gross_profit", "net_sales"),
    "gross_profit": ("net_sales", "margin"),
    "gross_profit_12m": ("net_sales_12m", MARGIN_12M),
    "contribution": ("gross_profit", "service_amount"),
    "contribution_12m": ("gross_profit_12m", "service_amount"),
    "current_value": ("contribution_12m", "gross_profit_12m"),
    "net_sales": ("gross_sales", "returns"),
    "returns_share": ("returns", "gross_sales"),
    "average_invoice": ("net_sales", "invoices"),
    "sales_share": ("net_sales",),
    "profit_share": ("gross_profit",),
    "growth": ("net_sales_12m",),
    "discount_share": ("net_sales",),
    "share_of_wallet": ("net_sales_12m",),
    "wallet_gap": ("net_sales_12m", "share_of_wallet"),
    "return_on_time": ("net_sales_12m", "effort_hours"),
    "effort_share": ("effort_hours",),
    "credit_use_share": ("open_amount",),
    "days_delinquent": ("collection_days_simple", "collection_days_best"),
}
"""By measure, the figures its formula names; a measure that is summed from rows has none."""


class Source(StrEnum):
    """Where the rows behind a figure lie."""

    LINES = "invoice_lines"
    PAYMENTS = "payments"
    SERVICE = "cost_to_serve"
    RATINGS = "ratings"
    CUSTOMER = "customers"


_PAYMENTS: Final = frozenset({"open_amount", "overdue_amount", "days_delinquent", "credit_use_share"})
_CUSTOMER: Final = frozenset({"branch_count", "coverage_share"})


def source_of(measure: str) -> Source:
    """The rows a measure is made of."""
    if MEASURES[measure].unit is Unit.RATING:
        return Source.RATINGS
    if measure in _CUSTOMER:
        return Source.CUSTOMER
    if measure in _PAYMENTS or measure.startswith("collection_days"):
        return Source.PAYMENTS
    if measure.startswith("effort_") or measure in ("return_on_time", "service_amount"):
        return Source.SERVICE
    return Source.LINES


_YEAR: Final = frozenset(
    {"return_on_time", "active_months", "effort_hours", "effort_share", "share_of_wallet", "wallet_gap"}
)


def since_of(measure: str, since: date, until: date) -> date:
    """The first day a measure looks at: of one of the latest 12 months, that year's, else the period's."""
    if not measure.endswith("_12m") and measure not in _YEAR:
        return since
    month = until.year * 12 + until.month - _MONTHS
    return max(since, date(month // 12, month % 12 + 1, 1))


_MONTHS: Final = 12
