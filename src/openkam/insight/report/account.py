"""One graded account: its place, its figures, its tier and the sentences that say why."""

from dataclasses import dataclass

from openkam.analysis.words import Said, Text
from openkam.insight.report.reason import Reason

SHOWN_MEASURES = (
    "margin",
    "profit_share",
    "sales_share",
    "invoices",
    "days_since_purchase",
    "trend",
    "growth",
    "tenure_months",
    "active_months",
    "longest_gap_days",
    "average_invoice",
    "net_sales_12m",
    "gross_profit_12m",
    "contribution_12m",
    "current_value",
    "discount_share",
    "overdue_amount",
    "open_amount",
    "collection_days",
    "credit_use_share",
    "product_breadth",
    "branches",
    "predictability",
    "share_of_wallet",
)
"""Measures whose figures go with every account, whatever the scheme looks at."""


@dataclass(frozen=True)
class TierWord:
    """A tier of a scheme: its stable code, its name, and its place (0 is the best)."""

    code: str
    label: Text
    place: int


@dataclass(frozen=True)
class Step:
    """The smallest single change that leads to the next tier: the measure, from where to where, written for people."""

    measure: str
    label: Text
    from_figure: Said
    to_figure: Said
    gap: Said
    tier: TierWord


@dataclass(frozen=True)
class AccountVerdict:
    """What the report says about one account. Money is int in 1/10,000; None means unknown, which is not zero.

    tier            the settled tier (band and two reviews); plain_tier is that of the latest figures alone
    money_at_risk   of its alarm, a year; None where it raises none
    industry, region  from the customers table
    other_tiers     the tier under each of the three methods, by method code
    pattern         SUSTAINED, ONE_OFF, OCCASIONAL or NEW
    movement        LOST, DECLINING, GROWING, STABLE or NEW
    trend           share a year by which monthly sales rise or fall
    next_step       to a better tier than stands, else None
    missing         measures the scheme asks for and the ledger cannot tell
    reasons         most important first
    """

    account: str
    name: str
    rank: int
    net_sales: int
    gross_sales: int
    returns: int
    gross_profit: int | None
    margin: float | None
    sales_share: float | None
    profit_share: float | None
    invoices: int
    days_since_purchase: int | None
    tier: TierWord | None
    plain_tier: TierWord | None
    scheme: str
    score: float | None
    score_low: float | None
    score_high: float | None
    coverage: float | None
    pattern: str | None
    movement: str | None
    trend: float | None
    future_value: int | None
    money_at_risk: int | None
    industry: str | None
    region: str | None
    criteria_met: int | None
    other_tiers: dict[str, TierWord | None]
    missing: tuple[tuple[str, Text], ...]
    vetoes: tuple[str, ...]
    next_step: Step | None
    measures: dict[str, int | float | None]
    reasons: tuple[Reason, ...]

    @property
    def title(self) -> str:
        """What people call the account: its name, or its code where it has none."""
        return self.name or self.account
