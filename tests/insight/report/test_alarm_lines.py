"""Alarms as a list: every one, the most money first."""

from datetime import timedelta

from tests.analysis.ledger_facts import UNTIL, Line, facts_of

from openkam.analysis.quality import Quality
from openkam.insight.grading.schemes import load_scheme
from openkam.insight.report.alarm_lines import alarm_lines
from openkam.insight.report.evidence import evidence_of


def test_every_alarm_stands_in_the_list_with_its_sentence_by_money_at_risk() -> None:
    lines: list[Line] = []
    for place in range(12):
        stop = 200 if place in (2, 5, 9) else 0
        days = range(stop + place, 700, 14)
        lines += [(f"A{place:02}", UNTIL - timedelta(days=back), 100.0 * (place + 1), 60.0) for back in days]
    evidence = evidence_of(facts_of(lines), Quality(len(lines)), load_scheme())
    found = alarm_lines(evidence)
    assert [one.account for one in found] == ["A09", "A05", "A02"]
    assert [one.money_at_risk for one in found] == sorted((one.money_at_risk for one in found), reverse=True)
    assert {one.kind for one in found} == {"QUIET"}
    assert found[0].sentence.to("zh").startswith("沉默：平常每14天下一次单")
    assert found[0].label.zh == "沉默"
