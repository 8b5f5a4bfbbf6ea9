"""The forecast with the tests it rests on."""

from tests.analysis.ledger_facts import Line, facts_of, month_end

from openkam.analysis.quality import Quality
from openkam.insight.grading.schemes import load_scheme
from openkam.insight.report.evidence import evidence_of
from openkam.insight.report.forecast import forecast_of


def lines(months: int) -> list[Line]:
    return [(f"A{place}", month_end(back), 100.0 + place, 60.0) for place in range(12) for back in range(months)]


def test_the_rule_that_is_used_is_marked_among_the_tests() -> None:
    forecast = forecast_of(evidence_of(facts_of(lines(36)), Quality(1), load_scheme()))
    assert [one.label.zh for one in forecast.tests if one.is_chosen] == ["“明年如去年”的简单规则"]
    assert forecast.tests[0].kind.en == "rule"
    assert forecast.total is not None
    assert forecast.by.zh == "毛利"


def test_a_short_ledger_has_no_tests_and_an_unknown_total() -> None:
    forecast = forecast_of(evidence_of(facts_of(lines(5)), Quality(1), load_scheme()))
    assert forecast.tests == ()
    assert forecast.total is None
    assert forecast.verdict.code == "future_not_enough_history"
