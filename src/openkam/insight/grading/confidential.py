"""Which figures of a grade only readers of prices may see: whatever is profit, cost, discount, or drawn from them."""

from typing import Final

from openkam.core.access import FieldClass, Viewer
from openkam.insight.grading.models import Grade, Run

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

PRICE_FIELDS: Final = frozenset(name for name, kind in Grade.FIELD_CLASSES.items() if kind is FieldClass.PRICE)
"""Fields of Grade of class PRICE; `sales_rank` stands in for `rank`."""


BY_SCORE: Final = frozenset({"score", "score_low", "score_high", "robustness", "criteria_met"})
"""Figures of grades and verdicts that are as confidential as the measures the scheme looks at."""


def hidden_fields(viewer: Viewer, run: Run) -> frozenset[str]:
    """Fields of Grade that this viewer may not see, sort, filter, sum or export in this run.

    A score is as confidential as the figures it rests on: who knows the other criteria could compute them.
    """
    if viewer.reads(FieldClass.PRICE):
        return frozenset()
    return PRICE_FIELDS | (BY_SCORE if run.by_price else frozenset())
