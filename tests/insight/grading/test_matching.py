"""Files of another coding are seen, and what they would tell stays unknown."""

from dataclasses import replace
from datetime import date

from tests.analysis.ledger_facts import Line, facts_of, month_end

from openkam.analysis.quality import Quality
from openkam.insight.grading.matching import matches_of, without_strangers
from openkam.insight.grading.schemes import load_scheme
from openkam.insight.report.report import grade_report
from openkam.intake.receipt import FileReceipt, Receipt

LINES: list[Line] = [(f"A{place}", month_end(back), 100.0 + place, 60.0) for place in range(12) for back in range(14)]
PAID = [("OTHER", None, date(2025, 6, 1), 50.0)]


def receipt(name: str, rows: int) -> Receipt:
    file = FileReceipt(name, name, "csv", "utf-8", ",", rows, {}, ())
    return Receipt((file,), rows, rows, 0, 0, 0, 0, 0, 0, 0, 0, (), {})


def test_customers_of_another_coding_are_told_at_the_top_and_payments_of_it_stay_unknown() -> None:
    strangers: dict[str, dict[str, object]] = {f"Z{place}": {"industry": "steel"} for place in range(60)}
    facts = facts_of(LINES, customers=strangers, payments=PAID)
    others = {"customers": receipt("customers.csv", 60), "payments": receipt("payments.csv", 1)}
    report = grade_report(facts, Quality(len(LINES)), receipt("l", 1), load_scheme(), others=others)
    first, second = report.warnings[:2]
    assert (first.code, second.code) == ("codes_do_not_match", "codes_do_not_match")
    assert first.to("en").startswith("customers.csv: 0 of 60 customer codes occur in the lines; is it another coding?")
    assert first.to("zh").startswith("customers.csv：60个客户编码没有一个出现在明细里")
    assert report.details["receivables"] is None
    assert all(one.measures["open_amount"] is None for one in report.accounts)


def test_prospects_beside_the_buyers_are_no_other_coding() -> None:
    known: dict[str, dict[str, object]] = {f"A{place}": {"industry": "steel"} for place in range(12)}
    prospects: dict[str, dict[str, object]] = {f"P{place}": {"industry": "coal"} for place in range(500)}
    facts = facts_of(LINES, customers=known | prospects)
    (match,) = matches_of(facts, {"customers": receipt("c.csv", 512)})
    assert (match.matched, match.total, match.is_poor) == (12, 512, False)


def test_hardly_any_match_is_poor_and_tells_how_many() -> None:
    rows = [*PAID * 30, ("A1", None, date(2025, 6, 1), 5.0)]
    facts = facts_of(LINES, payments=rows, service=[("A2", date(2025, 3, 1), 1.0, 10.0)])
    payments, service = matches_of(facts, {"payments": receipt("p.csv", 31)})
    assert (payments.matched, payments.total, payments.is_poor) == (1, 31, True)
    assert not service.is_poor
    assert without_strangers(facts) is facts


def test_costs_of_nobody_known_are_unknown_and_not_zero() -> None:
    facts = facts_of(LINES, service=[("A2", date(2025, 3, 1), 1.0, 10.0)])
    assert facts.service is not None
    none = replace(facts.service, **{name: getattr(facts.service, name)[:0] for name in ("account", "day", "amount")})
    assert without_strangers(replace(facts, service=none)).service is None
