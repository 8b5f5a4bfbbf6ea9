"""Payments and costs: in the ledger's currency, of its accounts, and what is left out is counted and summed."""

from datetime import date

import pytest

from openkam.analysis.facts import Facts, LeftOut, LeftOutReason
from openkam.core.problem import Problem
from openkam.ledger.engine import DuckDBEngine
from openkam.ledger.facts import ledger_facts
from openkam.ledger.parcel import pack, unpack
from tests.ledger.made_lines import MIXED_LEDGER, Rows, line, made_connection

LINES = [
    line("1", "2024-01-10", "A", "100", currency="CNY"),
    line("2", "2024-02-10", "B", "10", currency="CNY"),
]
PAYMENTS = [
    {"customer_code": "A", "paid_date": "2024-02-15", "amount": "10.01", "currency": "EUR"},
    {"customer_code": "A", "paid_date": "2024-01-15", "amount": "2", "currency": "EUR"},
    {"customer_code": "A", "due_date": "2024-02-01", "amount": "1", "currency": "EUR"},
    {"customer_code": "B", "paid_date": "2024-01-15", "amount": "5", "currency": "CNY"},
    {"customer_code": "B", "paid_date": "2024-01-15", "amount": "6"},
    {"customer_code": "B", "amount": "7", "currency": "EUR"},
]
COSTS = [
    {"customer_code": "A", "cost_date": "2024-02-01", "hours": "1", "amount": "3", "currency": "EUR"},
    {"customer_code": "B", "cost_date": "2023-12-31", "hours": "2", "amount": "4", "currency": "EUR"},
    {"customer_code": "B", "cost_date": "2024-02-01", "hours": "3", "amount": "5"},
]
RATES = [
    {"currency": "EUR", "to_currency": "CNY", "rate_date": "2024-01-01", "rate": "7.5"},
    {"currency": "EUR", "to_currency": "CNY", "rate_date": "2024-02-01", "rate": "8.00005"},
]


def facts_of(since: date | None = None, **tables: Rows) -> Facts:
    engine = DuckDBEngine(made_connection(**{"invoice_lines": LINES} | tables))
    return ledger_facts(engine, since=since, until=None)


def test_payments_and_costs_are_converted_by_the_rate_of_their_day() -> None:
    facts = facts_of(payments=PAYMENTS, cost_to_serve=COSTS, rates=RATES)
    assert facts.payments is not None
    assert facts.service is not None
    assert sorted(facts.payments.amount.tolist()) == [50000, 60000, 80001, 150000, 800805]
    assert facts.service.amount.tolist() == [240002, 50000]
    assert facts.left_out == (
        LeftOut("payments", LeftOutReason.NO_RATE, 1, 70000, "EUR"),
        LeftOut("cost_to_serve", LeftOutReason.NO_RATE, 1, 40000, "EUR"),
    )


def test_the_lines_and_their_payments_are_converted_by_the_same_rates() -> None:
    lines = [*LINES, line("3", "2024-01-20", "A", "10.01", currency="EUR")]
    facts = facts_of(invoice_lines=lines, payments=PAYMENTS[:1], rates=RATES)
    assert facts.payments is not None
    assert (int(facts.events.net.sum()), facts.payments.amount.tolist()) == (1100000 + 750750, [800805])


def test_without_rates_each_currency_left_out_is_counted_and_summed() -> None:
    pounds = {"customer_code": "A", "paid_date": "2024-02-15", "amount": "-1.5", "currency": "GBP"}
    facts = facts_of(payments=[*PAYMENTS, pounds], cost_to_serve=COSTS)
    assert facts.payments is not None
    assert facts.payments.amount.tolist() == [50000, 60000]
    assert facts.left_out == (
        LeftOut("payments", LeftOutReason.OTHER_CURRENCY, 4, 200100, "EUR"),
        LeftOut("payments", LeftOutReason.OTHER_CURRENCY, 1, -15000, "GBP"),
        LeftOut("cost_to_serve", LeftOutReason.OTHER_CURRENCY, 2, 70000, "EUR"),
    )


def test_rows_of_unknown_customers_are_counted_and_summed() -> None:
    strangers = [{"customer_code": "X", "paid_date": "2024-01-15", "amount": "2.5"}, {"amount": "1"}]
    costs = [{"customer_code": "X", "cost_date": "2024-01-15", "amount": "9"}]
    assert facts_of(payments=[*PAYMENTS[3:5], *strangers], cost_to_serve=costs).left_out == (
        LeftOut("payments", LeftOutReason.NO_ACCOUNT, 2, 35000),
        LeftOut("cost_to_serve", LeftOutReason.NO_ACCOUNT, 1, 90000),
    )


def test_two_rates_of_one_day_are_refused_for_payments_too() -> None:
    with pytest.raises(Problem, match="two different rates"):
        facts_of(payments=PAYMENTS, rates=[*RATES, RATES[0] | {"rate": "7.6"}])


def test_facts_know_that_the_ledger_began_earlier() -> None:
    assert not facts_of().cut
    assert not facts_of(date(2024, 1, 10)).cut
    assert facts_of(date(2024, 1, 11)).cut


def test_what_was_left_out_crosses_from_the_child() -> None:
    engine = DuckDBEngine(made_connection(**MIXED_LEDGER))
    facts = ledger_facts(engine, since=date(2024, 1, 6), until=None)
    received = unpack(*pack(facts))
    assert (received.cut, received.left_out) == (True, facts.left_out)
    assert {one.reason for one in received.left_out} == {LeftOutReason.NO_ACCOUNT}
