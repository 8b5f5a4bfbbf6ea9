"""What a graded report holds: everything every output shows, in both languages; an output only renders it."""

from dataclasses import dataclass
from datetime import date

from openkam.analysis.methods.grading.scheme import Scheme
from openkam.analysis.words import Text
from openkam.insight.report.account import TierWord
from openkam.insight.report.reason import Reason
from openkam.insight.report.sentence import Sentence
from openkam.insight.report.verdicts import Verdicts
from openkam.insight.value.portfolio import Portfolio


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
class AlarmLine:
    """An account that needs a call: which alarm (QUIET or SHRINKING), why, and the money of a year (1/10,000)."""

    account: str
    name: str
    rank: int
    kind: str
    label: Text
    sentence: Reason
    money_at_risk: int

    @property
    def title(self) -> str:
        """What people call the account."""
        return self.name or self.account


@dataclass(frozen=True)
class ForecastTest:
    """How a rule or model would have done on the closed period that was held out; money in 1/10,000.

    mean_error    mean absolute error an account
    bias_share    how much too high (or too low) the sum was; None where nothing was earned
    caught_share  what the 20 % it ranked highest really brought, of all; None as above
    """

    label: Text
    kind: Text
    is_chosen: bool
    since: date
    until: date
    accounts: int
    expected: int
    actual: int
    mean_error: int
    bias_share: float | None
    caught_share: float | None


@dataclass(frozen=True)
class Forecast:
    """What the next twelve months are expected to bring, by which money, and why that may be believed."""

    verdict: Sentence
    by: Text
    total: int | None
    tests: tuple[ForecastTest, ...]


@dataclass(frozen=True)
class SetAsideGroup:
    """Rows set aside for one reason: how many, how much money (None: no amount can be read), and an example."""

    code: str
    rows: int
    amount: int | None
    example: Text


@dataclass(frozen=True)
class Report:
    """The whole answer. `headlines` come first, `warnings` ask for a decision, `notes` say how it was done.

    used_scheme  the scheme with every cut filled in, as it can be kept; named by the month of cuts that were read
    names      what people call each account, aligned with the arrays of the portfolio
    alarms     the most money at risk first
    accounts   in rank order; a verdict is made when it is asked for, so a short list costs little
    details    figures for machines that no sentence needs, ready for JSON
    """

    ledger: LedgerFigures
    scheme: SchemeFigures
    used_scheme: Scheme
    portfolio: Portfolio
    names: tuple[str, ...]
    tiers: tuple[TierFigures, ...]
    accounts: Verdicts
    disagreements: tuple[Disagreement, ...]
    alarms: tuple[AlarmLine, ...]
    forecast: Forecast
    headlines: tuple[Sentence, ...]
    warnings: tuple[Sentence, ...]
    notes: tuple[Sentence, ...]
    titles: dict[str, Sentence]
    set_aside: tuple[SetAsideGroup, ...]
    details: dict[str, object]
