"""What is open, overdue and how old, from both kinds of payments table."""

from dataclasses import replace
from datetime import date

import duckdb
import numpy as np
import pytest

from openkam.analysis.methods.payment.receivables import receivables
from tests.analysis.ledger_facts import facts_of, units
from tests.real_data import data_folder

OCT, NOV, DEC = (date(2025, month, 1) for month in (10, 11, 12))


def test_cash_received_leaves_the_newest_invoices_open():
    facts = facts_of(
        [("A", OCT, 100.0, None), ("A", NOV, 60.0, None), ("A", DEC, 40.0, None), ("B", DEC, 5.0, None)],
        customers={"A": {"payment_terms_days": 30}},
        payments=[("A", None, DEC, 110.0)],
    )
    found = receivables(facts)
    assert found.open.values.tolist() == [units(90), units(5)]
    assert found.overdue.values.tolist() == [units(50), 0]
    assert found.overdue.known.tolist() == [True, False]
    assert found.current.values.tolist() == [units(40), 0]
    assert found.days_to_pay.values[0] == pytest.approx((61 * 100 + 30 * 10) / 110)
    assert found.days_to_pay.known.tolist() == [True, False]
    assert found.ageing[0].tolist() == [units(40), units(50), 0, 0, 0, 0]
    assert found.ageing[1].tolist() == [0, 0, 0, 0, 0, units(5)]


def test_money_paid_ahead_is_a_negative_balance():
    found = receivables(facts_of([("A", NOV, 10.0, None)], payments=[("A", None, DEC, 25.0)]))
    assert found.open.values.tolist() == [units(-15)]


@pytest.mark.parametrize("due", [None, date(2025, 12, 15)])
def test_payments_of_nobody_we_know_leave_everything_unknown(due: date | None):
    facts = facts_of([("A", OCT, 500.0, None)], payments=[("X", due, DEC, 10.0), ("Y", due, None, 20.0)])
    assert receivables(facts) is None


def test_a_list_of_receivables_says_itself_what_is_open():
    facts = facts_of(
        [("A", OCT, 500.0, None), ("B", OCT, 500.0, None)],
        customers={"A": {"payment_terms_days": 20}},
        payments=[
            ("A", date(2025, 12, 31), None, 10.0),
            ("A", date(2025, 12, 30), None, 20.0),
            ("A", date(2025, 9, 1), None, 40.0),
            ("A", date(2025, 10, 21), date(2025, 10, 31), 80.0),
            ("A", date(2025, 12, 15), date(2026, 1, 5), 160.0),
        ],
    )
    found = receivables(facts)
    assert found.open.values.tolist() == [units(230), 0]
    assert found.overdue.values.tolist() == [units(220), 0]
    assert found.overdue.known.all()
    assert found.ageing[0].tolist() == [units(10), units(180), 0, 0, units(40), 0]
    assert found.days_to_pay.values[0] == 30


def test_an_open_row_without_a_due_day_leaves_the_overdue_amount_unknown():
    rows = [("A", NOV, None, 1.0), ("A", None, None, 2.0)]
    found = receivables(facts_of([("A", OCT, 5.0, None)], payments=rows))
    assert (found.open.values.tolist(), found.overdue.known.tolist()) == ([units(3)], [False])


def test_without_a_payments_table_there_is_nothing_to_say():
    assert receivables(facts_of([("A", OCT, 5.0, None)])) is None


def test_classicmodels_balances_and_the_three_over_their_limit():
    folder = data_folder("classicmodels")
    with duckdb.connect() as engine:
        lines = engine.sql(
            "select customerNumber::varchar, orderDate, quantityOrdered * priceEach::decimal(18, 2), null "
            f"from '{folder / 'orderdetails.csv'}' join '{folder / 'orders.csv'}' using (orderNumber) "
            "where status <> 'Cancelled'"
        ).fetchall()
        payments = engine.sql(
            f"select customerNumber::varchar, null, paymentDate, amount from '{folder / 'payments.csv'}'"
        ).fetchall()
        limits = engine.sql(
            f"select customerNumber::varchar, customerName, creditLimit from '{folder / 'customers.csv'}'"
        ).fetchall()
    facts = facts_of(lines, customers={code: {} for code, _, _ in limits}, payments=payments, until=date(2005, 6, 30))
    found = receivables(facts).open.values
    assert int(found.sum()) == units(511_497.20)
    assert int((found > 0).sum()) == 16
    assert not (found < 0).any()
    limit = {code: (name, units(amount)) for code, name, amount in limits}
    over = {
        limit[code][0]: n for code, n in zip(facts.code.tolist(), found.tolist(), strict=True) if n > limit[code][1]
    }
    assert over == {
        "Gifts4AllAges.com": units(50_806.85),
        "The Sharp Gifts Warehouse": units(83_984.89),
        "Tekni Collectables Inc.": units(43_525.04),
    }
    assert np.all(receivables(facts).days_to_pay.values >= 0)


def test_cash_received_says_nothing_of_a_ledger_that_is_cut():
    facts = facts_of(
        [("A", OCT, 1_000.0, None)], customers={"A": {"payment_terms_days": 30}}, payments=[("A", None, OCT, 12_000.0)]
    )
    assert receivables(facts).open.values.tolist() == [units(-11_000)]
    assert receivables(replace(facts, cut=True)) is None


def test_a_list_with_due_dates_works_on_a_ledger_that_is_cut():
    rows = [("A", date(2025, 12, 15), None, 10.0), ("A", date(2025, 10, 31), date(2025, 11, 5), 20.0)]
    facts = facts_of([("A", OCT, 500.0, None)], customers={"A": {"payment_terms_days": 30}}, payments=rows)
    found = receivables(replace(facts, cut=True))
    assert found.open.values.tolist() == [units(10)]
    assert found.days_to_pay.values.tolist() == [35]


@pytest.mark.parametrize(("open_rows", "owed"), [(0, 300), (1, 300), (2, 300), (3, 3), (4, 4)])
def test_a_few_rows_without_a_paid_date_are_slips_in_a_list_of_cash(open_rows: int, owed: float):
    rows = [("A", None, NOV, 100.0)] * 3 + [("A", None, None, 1.0)] * open_rows
    found = receivables(facts_of([("A", OCT, 600.0, None)], payments=rows))
    assert found.open.values.tolist() == [units(owed)]
