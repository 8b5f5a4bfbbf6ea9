"""Every column the list of accounts can show, sort and filter by; a viewer's list is what he may read of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from openkam.analysis.words import Text
from openkam.core.access import FieldClass, Viewer
from openkam.insight.grading.confidential import PRICE_FIELDS, hidden_fields
from openkam.insight.grading.models import Run

NAME: Final = "name"
PROFIT: Final = "gross_profit_12m"
SALES: Final = "net_sales_12m"


class Kind(StrEnum):
    """How the values of a column are written, asked for and ordered."""

    TEXT = "text"
    TIER = "tier"
    MOVE = "move"
    SPARK = "spark"
    MONEY = "money"
    SHARE = "share"
    SCORE = "score"
    DAYS = "days"
    YEARS = "years"
    HOURS = "hours"


FIGURES: Final = frozenset({Kind.MONEY, Kind.SHARE, Kind.SCORE, Kind.DAYS, Kind.YEARS, Kind.HOURS})


@dataclass(frozen=True)
class Column:
    """One column; `code` is its name in addresses and, for a figure, the field of the grade.

    `measure` is the code of the catalogue that explains it.
    """

    code: str
    label: Text
    kind: Kind
    measure: str = ""
    is_shown_first: bool = False

    @property
    def is_figure(self) -> bool:
        """Whether a range can be asked for."""
        return self.kind in FIGURES

    @property
    def is_sortable(self) -> bool:
        """Whether the list can be ordered by it; a drawing has no order."""
        return self.kind is not Kind.SPARK

    @property
    def begins_down(self) -> bool:
        """Whether the first click shows the largest first."""
        return self.is_figure


def _figure(code: str, label: Text, kind: Kind, *, measure: str = "", first: bool = False) -> Column:
    return Column(code, label, kind, measure or code, first)


COLUMNS: Final = (
    Column(NAME, Text("Account", "客户"), Kind.TEXT, is_shown_first=True),
    Column("code", Text("Code", "编码"), Kind.TEXT),
    Column("tier", Text("Tier", "等级"), Kind.TIER, is_shown_first=True),
    _figure(PROFIT, Text("Profit, 12 months", "近12个月毛利"), Kind.MONEY, first=True),
    _figure(SALES, Text("Sales, 12 months", "近12个月销售额"), Kind.MONEY, first=True),
    Column("months", Text("24 months", "24个月走势"), Kind.SPARK, is_shown_first=True),
    _figure("margin", Text("Margin, whole period", "毛利率（全部期间）"), Kind.SHARE, first=True),
    _figure("growth", Text("Growth", "增长率"), Kind.SHARE, first=True),
    Column("pattern", Text("Pattern", "采购模式"), Kind.TEXT),
    Column("movement", Text("Movement", "变化"), Kind.MOVE, is_shown_first=True),
    Column("owner", Text("Owner", "负责人"), Kind.TEXT, is_shown_first=True),
    Column("region", Text("Region", "区域"), Kind.TEXT),
    Column("industry", Text("Industry", "行业"), Kind.TEXT),
    _figure("score", Text("Score", "得分"), Kind.SCORE, measure="none"),
    _figure("coverage", Text("Coverage", "数据覆盖率"), Kind.SHARE, measure="none"),
    _figure("net_sales", Text("Sales, whole period", "期间销售额"), Kind.MONEY),
    _figure("gross_profit", Text("Profit, whole period", "期间毛利"), Kind.MONEY),
    _figure("profit_share", Text("Share of profit", "毛利占比"), Kind.SHARE),
    _figure("sales_share", Text("Share of sales", "销售占比"), Kind.SHARE),
    _figure("future_value", Text("Future value", "未来价值"), Kind.MONEY),
    _figure("money_at_risk", Text("Money at risk", "风险金额"), Kind.MONEY, measure="none"),
    _figure("overdue_amount", Text("Overdue", "逾期欠款"), Kind.MONEY),
    _figure("collection_days", Text("Days to pay", "回款天数"), Kind.DAYS),
    _figure("share_of_wallet", Text("Share of wallet", "钱包份额"), Kind.SHARE),
    _figure("effort_hours", Text("Hours spent", "投入工时"), Kind.HOURS),
    _figure("tenure_months", Text("Years with us", "合作年数"), Kind.YEARS),
    _figure("days_since_purchase", Text("Days since purchase", "距上次采购"), Kind.DAYS),
)


def columns_of(viewer: Viewer, run: Run | None) -> Mapping[str, Column]:
    """The columns this viewer may read in this run, by code, in the order in which they are shown."""
    hidden = hidden_fields(viewer, run) if run is not None else _closed(viewer)
    return {column.code: column for column in COLUMNS if column.code not in hidden}


def shown_first(allowed: Mapping[str, Column]) -> tuple[str, ...]:
    """The columns of a list nobody has chosen columns for."""
    return tuple(code for code, column in allowed.items() if column.is_shown_first)


def leading(allowed: Mapping[str, Column], run: Run | None) -> str:
    """What the list is ordered by unless asked: profit where cost is known and may be read, else net sales.

    By name where nothing is graded yet.
    """
    if run is None:
        return NAME
    return PROFIT if run.by_profit and PROFIT in allowed else SALES


def _closed(viewer: Viewer) -> frozenset[str]:
    return frozenset() if viewer.reads(FieldClass.PRICE) else PRICE_FIELDS | {"score"}
