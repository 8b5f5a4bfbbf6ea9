"""The findings that come first say no more than the figures do."""

from dataclasses import replace

from tests.analysis.ledger_facts import Line, facts_of, month_end

from openkam.analysis.methods.rhythm.alarms import Alarm, AlarmKind, AlarmList
from openkam.analysis.quality import Quality
from openkam.insight.grading.schemes import load_scheme
from openkam.insight.report.evidence import Evidence, evidence_of
from openkam.insight.report.sentences.headlines import alarm_headline, money_headline
from openkam.insight.report.sentences.notes import notes_of

LINES: list[Line] = [(f"A{place}", month_end(back), 100.0 + place, 60.0) for place in range(12) for back in range(14)]
FIGURES: dict[str, int | float] = {"usual_days": 9, "idle_days": 90, "of_hundred": 1, "purchases": 9}


def evidence(quiet: int, expected: float) -> Evidence:
    found = evidence_of(facts_of(LINES), Quality(len(LINES)), load_scheme())
    alarms = tuple(Alarm(index, AlarmKind.QUIET, 0.01, FIGURES, 100 * index) for index in range(quiet))
    none = AlarmList(AlarmKind.SHRINKING, "gross_profit", (), 12, 1.0)
    return replace(found, quiet=AlarmList(AlarmKind.QUIET, "gross_profit", alarms, 12, expected), shrinking=none)


def test_alarms_that_chance_explains_are_said_to_be_no_more_than_chance() -> None:
    headline = alarm_headline(evidence(5, 7.1))
    assert headline is not None
    assert "no more than chance alone brings (about 7)" in headline.to("en")
    assert "并不多于偶然因素" in headline.to("zh")
    more = alarm_headline(evidence(8, 0.6))
    assert more is not None
    assert "chance" not in more.to("en")
    assert "silent longer than usual for them" in more.to("en")


def test_a_note_never_calls_more_alarms_chance_than_there_are() -> None:
    for quiet, expected in ((1, 12.0), (9, 2.0)):
        (note,) = [one for one in notes_of(evidence(quiet, expected)) if one.code == "quiet_by_chance"]
        assert "其中" not in note.to("zh")
        assert "of these" not in note.to("en")
        assert ("no more than chance" in note.to("en")) == (quiet < expected)


def test_a_file_without_currency_is_said_so() -> None:
    found = evidence(0, 0.0)
    unnamed = replace(found, facts=replace(found.facts, currency=None))
    assert "the files name no currency" in money_headline(unnamed).to("en")
    assert "文件未注明币种" in money_headline(unnamed).to("zh")
    assert "币种：人民币元" in money_headline(found).to("zh")
