"""What a graded report holds: everything every output shows, in both languages; an output only renders it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from openkam.analysis.methods.scheme import Scheme
from openkam.analysis.words import Text
from openkam.insight.grading.account import AccountVerdict, TierWord
from openkam.insight.value.portfolio import Portfolio
from openkam.insight.value.sentence import Sentence


@dataclass(frozen=True)
class LedgerFigures:
    """What the report rests on. Money is int in 1/10,000; rows_read = rows_used + rows_set_aside.

    gross_profit      over the lines whose cost is known; None where they are too few to speak of a profit
    cost_coverage     share of the absolute amounts whose cost is known
    version           names the data: a digest of the files, or the version of the ledger
    """

    rows_read: int
    rows_used: int
    rows_set_aside: int
    rows_replaced: int
    rows_without_customer: int
    amount_set_aside: int
    customers: int
    since: date
    until: date
    currency: str | None
    net_sales: int
    net_sales_with_customer: int
    gross_profit: int | None
    cost_coverage: float
    version: str


@dataclass(frozen=True)
class SchemeFigures:
    """The scheme the tiers come from, with the cuts it used in business units."""

    code: str
    version: int
    label: Text
    about: Text
    method: str
    origin: str
    weights: dict[str, float]
    breakpoints: dict[str, tuple[float, ...]]
    calibrated: bool


@dataclass(frozen=True)
class TierFigures:
    """One tier: how many accounts, and what they bring. Shares are of the accounts' totals; None unknown."""

    tier: TierWord
    accounts: int
    net_sales: int
    gross_profit: int | None
    sales_share: float | None
    profit_share: float | None


@dataclass(frozen=True)
class Disagreement:
    """An account on which the methods do not agree, with the tier each of them gives."""

    account: str
    name: str
    rank: int
    tiers: dict[str, TierWord | None]
    sentence: Sentence


@dataclass(frozen=True)
class SetAsideGroup:
    """Rows set aside for one reason: how many, how much money, and an example."""

    code: str
    rows: int
    amount: int
    example: Text


@dataclass(frozen=True)
class Report:
    """The whole answer. `headlines` come first, `warnings` ask for a decision, `notes` say how it was done.

    used_scheme  the scheme with every cut filled in, as it can be kept
    names      what people call each account, aligned with the arrays of the portfolio
    accounts   in rank order; a verdict is made when it is asked for, so a short list costs little
    details    figures for machines that no sentence needs, ready for JSON
    """

    ledger: LedgerFigures
    scheme: SchemeFigures
    used_scheme: Scheme
    portfolio: Portfolio
    names: tuple[str, ...]
    tiers: tuple[TierFigures, ...]
    accounts: Sequence[AccountVerdict]
    disagreements: tuple[Disagreement, ...]
    headlines: tuple[Sentence, ...]
    warnings: tuple[Sentence, ...]
    notes: tuple[Sentence, ...]
    titles: dict[str, Sentence]
    set_aside: tuple[SetAsideGroup, ...]
    details: dict[str, object]
