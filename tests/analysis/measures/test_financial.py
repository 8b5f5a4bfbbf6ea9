"""Receivables as measures."""

from datetime import date

import pytest

from openkam.analysis.catalogue import MEASURES, measure
from openkam.analysis.measure import Indicator
from tests.analysis.ledger_facts import facts_of, month_end, units

FACTS = facts_of(
    [("A", date(2025, 7, 1), 1000.0, None), ("B", month_end(1), 10.0, None)],
    since=date(2025, 1, 1),
    customers={"A": {"payment_terms_days": 30, "credit_limit_amount": units(200)}, "B": {"credit_limit_amount": 0}},
    payments=[("A", None, date(2025, 9, 9), 750.0)],
)


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("open_amount", units(250)),
        ("overdue_amount", units(250)),
        ("collection_days", 70),
        ("collection_days_simple", 0.25 * 365),
        ("collection_days_best", 0),
        ("days_delinquent", 0.25 * 365),
        ("credit_use_share", 1.25),
    ],
)
def test_figures_of_an_account(code: str, value: float):
    column = measure(code).of(FACTS)
    assert column.known[0]
    assert column.values[0] == pytest.approx(value)


def test_no_limit_no_terms_no_payment_are_unknown():
    for code in ("credit_use_share", "overdue_amount", "collection_days"):
        assert not measure(code).of(FACTS).known[1]


def test_without_a_payments_table_every_financial_measure_is_unknown():
    facts = facts_of([("A", month_end(1), 10.0, 5.0)])
    for one in MEASURES.values():
        if one.indicator is Indicator.FINANCIAL:
            assert not one.of(facts).known.any(), one.code
