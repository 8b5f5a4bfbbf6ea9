"""The table of rules and models that were tested on the closed period, for the page and the workbook."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from openkam.analysis.words import Language, Text
from openkam.cli.grade.columns import Kind
from openkam.core.figures import UNKNOWN, money_text, share_text
from openkam.core.money import amount_of
from openkam.core.periods import period_text
from openkam.insight.report.answer import Forecast, ForecastTest


@dataclass(frozen=True)
class ForecastColumn:
    """One column: `of` answers a plain value (Decimal for money) or None where it is unknown."""

    label: Text
    kind: Kind
    width: int
    of: Callable[[ForecastTest, Language], Any]


_CHOSEN: Final = Text("{name} ✓", "{name} ✓")


def _name(test: ForecastTest, language: Language) -> str:
    return (_CHOSEN.filled(name=test.label) if test.is_chosen else test.label).to(language)


FORECAST_COLUMNS: Final = (
    ForecastColumn(Text("Rule or model (✓ in use)", "规则或模型（✓为采用）"), Kind.TEXT, 44, _name),
    ForecastColumn(Text("Kind", "类别"), Kind.TEXT, 18, lambda t, z: t.kind.to(z)),
    ForecastColumn(Text("Tested on", "回测期间"), Kind.TEXT, 30, lambda t, z: period_text(t.since, t.until).to(z)),
    ForecastColumn(Text("Accounts", "客户数"), Kind.COUNT, 10, lambda t, _: t.accounts),
    ForecastColumn(Text("Expected", "预测合计"), Kind.MONEY, 18, lambda t, _: amount_of(t.expected)),
    ForecastColumn(Text("Actual", "实际合计"), Kind.MONEY, 18, lambda t, _: amount_of(t.actual)),
    ForecastColumn(Text("Sum too high or low", "合计偏差"), Kind.SHARE, 12, lambda t, _: t.bias_share),
    ForecastColumn(Text("Mean error an account", "每家平均偏差"), Kind.MONEY, 18, lambda t, _: amount_of(t.mean_error)),
    ForecastColumn(Text("Caught by its best 20%", "其前20%客户实占"), Kind.SHARE, 14, lambda t, _: t.caught_share),
)


def forecast_cell(column: ForecastColumn, test: ForecastTest, language: Language) -> str:
    """A cell as people read it."""
    value = column.of(test, language)
    if value is None:
        return UNKNOWN.to(language)
    if column.kind is Kind.MONEY:
        return money_text(int(value * 10_000)).to(language)
    if column.kind is Kind.SHARE:
        return share_text(value)
    return f"{value:,}" if column.kind is Kind.COUNT else str(value)


def forecast_total_label(forecast: Forecast) -> Text:
    """What the expected sum is a sum of."""
    words = Text("Expected {what} of the next 12 months, all customers", "未来12个月预计{what}（全部客户）")
    return words.filled(what=forecast.by)
