"""What was sold and earned: sums close, unknown stays unknown."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from openkam.analysis.catalogue import measure
from openkam.analysis.profit import company_profit_known, profit_or_sales
from tests.analysis.ledger_facts import facts_of, month_end, units

LEDGER = facts_of(
    [
        ("ACME", month_end(20), 100.0, 60.0),
        ("ACME", month_end(2), 300.0, 200.0),
        ("ACME", month_end(1), -50.0, -30.0),
        ("BOLT", month_end(1), 80.0, 100.0),
    ],
    discounts={1: 75.0},
    nobody=(70.0, 50.0),
    service=[("ACME", month_end(1), 3.0, 20.0), ("ACME", month_end(15), 0.0, 5.0)],
)


def values(code: str, facts=LEDGER) -> list[float | None]:
    column = measure(code).of(facts)
    return [one.item() if known else None for one, known in zip(column.values, column.known, strict=True)]


@pytest.mark.parametrize(
    ("code", "acme", "bolt"),
    [
        ("net_sales", 350, 80),
        ("net_sales_12m", 250, 80),
        ("gross_sales", 400, 80),
        ("returns", 50, 0),
        ("gross_profit", 120, -20),
        ("gross_profit_12m", 80, -20),
        ("contribution", 95, -20),
        ("contribution_12m", 60, -20),
        ("average_invoice", 175, 80),
    ],
)
def test_money(code: str, acme: float, bolt: float):
    assert values(code) == [units(acme), units(bolt)]


@pytest.mark.parametrize(
    ("code", "acme", "bolt"),
    [
        ("invoices", 2, 1),
        ("margin", 120 / 350, -0.25),
        ("returns_share", 0.125, 0),
        ("discount_share", 75 / 425, 0),
        ("sales_share", 0.7, 0.16),
        ("profit_share", 1.0, -20 / 120),
    ],
)
def test_counts_and_shares(code: str, acme: float, bolt: float):
    assert values(code) == pytest.approx([acme, bolt])


def test_profit_is_unknown_where_a_twentieth_of_the_amounts_has_no_cost():
    known = facts_of([("A", month_end(1), 95.0, 60.0), ("A", month_end(2), 5.0, None)])
    unknown = facts_of([("A", month_end(1), 94.0, 60.0), ("A", month_end(2), 6.0, None)])
    assert values("gross_profit", known) == [units(35)]
    assert values("gross_profit", unknown) == values("margin", unknown) == values("profit_share", unknown) == [None]
    assert (company_profit_known(known), company_profit_known(unknown)) == (True, False)
    assert (profit_or_sales(known).by, profit_or_sales(unknown).by) == ("gross_profit", "net_sales")


def test_without_cost_to_serve_contribution_is_unknown_and_without_discounts_the_discount_too():
    facts = facts_of([("A", month_end(1), 95.0, 60.0)])
    assert values("contribution", facts) == values("discount_share", facts) == [None]


def test_a_customer_who_never_bought_has_no_sales_and_no_average():
    facts = facts_of([("A", month_end(1), 95.0, 60.0)], customers={"NEW": {}})
    assert values("net_sales", facts) == [units(95), 0]
    assert values("average_invoice", facts) == [units(95), None]


def test_an_earlier_view_counts_the_invoices_up_to_its_day():
    assert values("invoices", LEDGER.as_of(date(2025, 1, 1))) == [1, 0]


LINES = some.lists(
    some.tuples(
        some.sampled_from(["A", "B", "C"]),
        some.dates(date(2024, 1, 1), date(2025, 12, 31)),
        some.integers(-(10**6), 10**6).map(float),
        some.integers(-(10**6), 10**6).map(float),
    ),
    min_size=1,
    max_size=30,
)


@settings(deadline=None, max_examples=40)
@given(LINES, some.randoms())
def test_sums_add_up_to_the_company_and_the_order_of_lines_changes_nothing(lines, random):
    facts, shuffled = facts_of(lines), facts_of(random.sample(lines, len(lines)))
    for code in ("net_sales", "gross_sales", "returns", "gross_profit", "net_sales_12m"):
        assert values(code, facts) == values(code, shuffled)
    assert measure("net_sales").of(facts).values.sum() == facts.company.net
    assert measure("gross_profit").of(facts).values.sum() == facts.company.covered - facts.company.cost
    shares = measure("sales_share").of(facts)
    if facts.company.net > 0:
        assert shares.values.sum() == pytest.approx(1)
    else:
        assert not shares.known.any()
        assert np.all(shares.values == 0)
