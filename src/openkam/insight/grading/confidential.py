"""Which figures of a grade only readers of prices may see: whatever is profit, cost, discount, or drawn from them."""

from typing import Final

from openkam.core.access import FieldClass, Viewer
from openkam.insight.grading.models import Run

PRICE_MEASURES: Final = frozenset(
    {
        "gross_profit",
        "gross_profit_12m",
        "margin",
        "contribution",
        "contribution_12m",
        "discount_share",
        "profit_share",
        "current_value",
        "future_value",
        "loss_impact",
        "service_amount",
    }
)
"""Measures of class PRICE."""

PRICE_FIELDS: Final = frozenset(
    {"gross_profit", "gross_profit_12m", "margin", "profit_share", "future_value", "money_at_risk", "rank"}
)
"""Fields of Grade of class PRICE, whatever the run; `sales_rank` stands in for `rank`."""


def hidden_fields(viewer: Viewer, run: Run) -> frozenset[str]:
    """Fields of Grade that this viewer may not see, sort, filter, sum or export in this run.

    A score is as confidential as the figures it rests on: who knows the other criteria could compute them.
    """
    if viewer.reads(FieldClass.PRICE):
        return frozenset()
    return PRICE_FIELDS | ({"score"} if run.by_price else frozenset())
