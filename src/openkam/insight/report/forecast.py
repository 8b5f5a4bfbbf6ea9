"""The forecast of the next twelve months: its verdict, and how each rule and model did on the closed period."""

from typing import Final

from openkam.analysis.methods.forecast.back_test import BackTest
from openkam.analysis.words import Text
from openkam.insight.report.answer import Forecast, ForecastTest
from openkam.insight.report.evidence import Evidence
from openkam.insight.report.sentences.notes import future_note, method_words

RULES: Final = frozenset({"last_year", "same_months", "two_year_average", "damped_trend"})


def forecast_of(evidence: Evidence) -> Forecast:
    """The verdict as a sentence, the sum that is expected, and the tests behind it, plain rules first."""
    future = evidence.future
    by_profit = future.by == "gross_profit"
    return Forecast(
        verdict=future_note(evidence),
        by=Text("gross profit", "毛利") if by_profit else Text("net sales", "净销售额"),
        total=int(future.value.values.sum()) if future.value.known.any() else None,
        tests=tuple(_test(one, future.method) for one in future.tests),
    )


def _test(test: BackTest, chosen: str) -> ForecastTest:
    return ForecastTest(
        label=method_words(test.method),
        kind=Text("rule", "规则") if test.method in RULES else Text("model", "模型"),
        is_chosen=test.method == chosen,
        since=test.since,
        until=test.until,
        accounts=test.accounts,
        expected=test.expected_total,
        actual=test.actual_total,
        mean_error=test.mean_error,
        bias_share=test.bias_share,
        caught_share=test.caught_share,
    )
