"""Invoices that came twice with other content, and payments of days that are not graded yet."""

from dataclasses import replace
from datetime import date

from tests.analysis.ledger_facts import UNTIL, facts_of, units

from openkam.insight.report.sentences.file_cautions import file_cautions, payments_after
from openkam.intake.receipt import Receipt

RECEIPT = Receipt((), 1000, 995, 5, 5, 0, 0, 0, 0, 3, units(-120.5), (), {})


def test_copies_with_other_content_are_told_with_count_and_money() -> None:
    (said,) = file_cautions((), {"invoice_lines": RECEIPT})
    assert said.code == "differing_copies"
    assert "3 invoices" in said.to("en")
    assert "-120.50" in said.to("en")
    assert "--parts" not in said.to("en")


def test_many_replaced_rows_name_the_remedy() -> None:
    many = replace(RECEIPT, rows_used=900, rows_set_aside=100, rows_replaced=100)
    (said,) = file_cautions((), {"invoice_lines": many})
    for language in ("en", "zh"):
        assert "--parts" in said.to(language)  # type: ignore[arg-type]
        assert "--source" in said.to(language)  # type: ignore[arg-type]
    assert "10%" in said.to("zh")


def test_two_invoices_under_one_number_are_told_with_the_money_that_gave_way() -> None:
    clash = replace(RECEIPT, clashing_copies=2, clashing_amount=units(900))
    (said,) = file_cautions((), {"invoice_lines": clash})
    assert "其中2张的日期或客户不同" in said.to("zh")
    assert "900" in said.to("en")
    assert "--parts" in said.to("en")


def test_a_receipt_without_differing_copies_says_nothing() -> None:
    assert not list(file_cautions((), {"invoice_lines": replace(RECEIPT, differing_copies=0)}))


def test_payments_after_the_last_day_are_counted_and_told() -> None:
    lines = [("A", date(2025, 3, 1), 100.0, 60.0), ("B", date(2025, 3, 1), 100.0, 60.0)]
    paid = [("A", None, date(2026, 1, 5), 40.0), ("A", None, UNTIL, 10.0), ("X", None, date(2026, 2, 1), 7.0)]
    (said,) = payments_after(facts_of(lines, payments=paid))
    assert said.evidence == {"payments": 1, "amount": "40.00"}
    assert said.to("zh") == "1笔回款（40）晚于截止日2025年12月31日，尚未计入；相应款项在该日仍算未收。"
    assert not list(payments_after(facts_of(lines, payments=paid[1:2])))
    assert not list(payments_after(facts_of(lines)))
