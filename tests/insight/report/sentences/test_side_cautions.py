"""Nothing is left out of payments and costs in silence."""

from dataclasses import replace
from datetime import date

from tests.analysis.ledger_facts import facts_of, units

from openkam.analysis.facts import LeftOut, LeftOutReason
from openkam.insight.report.sentences.side_cautions import side_cautions, side_notes

DAY = date(2025, 10, 1)
FACTS = facts_of([("A", DAY, 100.0, None)], payments=[("A", None, DAY, 10.0)] * 3 + [("A", None, None, 10.0)])


def test_rows_left_out_are_told_with_table_reason_and_money() -> None:
    left_out = tuple(
        LeftOut("payments", reason, 2, units(1234), "" if reason is LeftOutReason.NO_ACCOUNT else "EUR")
        for reason in LeftOutReason
    )
    told = list(side_cautions(replace(FACTS, left_out=left_out)))
    assert [one.evidence["reason"] for one in told] == [reason.value for reason in LeftOutReason]
    assert all("2 rows of the payments were left out" in one.to("en") for one in told)
    assert "EUR 1,234" in told[0].to("en")
    assert "--rates" in told[0].to("zh")
    assert [one.evidence["currency"] for one in told] == ["EUR", "EUR", "CNY"]


def test_the_kind_of_payments_that_was_read_is_told() -> None:
    (cash,) = side_notes(FACTS)
    assert cash.code == "cash_received"
    assert "1 row without a payment date" in cash.to("en")
    (unknown,) = side_notes(replace(FACTS, cut=True))
    assert unknown.code == "open_unknown_before_since"
    due = facts_of([("A", DAY, 100.0, None)], payments=[("A", DAY, None, 10.0)])
    assert [one.code for one in side_notes(replace(due, cut=True))] == ["receivables_list"]
    assert list(side_notes(facts_of([("A", DAY, 100.0, None)]))) == []
