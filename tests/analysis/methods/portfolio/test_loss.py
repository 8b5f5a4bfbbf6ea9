"""Losing an account takes exactly its own figures away."""

from datetime import date

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as some

from openkam.analysis.catalogue import measure
from openkam.analysis.methods.portfolio.loss import loss_of
from tests.analysis.ledger_facts import facts_of, month_end, units

FACTS = facts_of(
    [("A", month_end(1), 600.0, 400.0), ("B", month_end(2), 300.0, 250.0), ("B", month_end(15), 900.0, 100.0)]
)


def test_what_is_lost_and_what_is_left():
    loss = loss_of(FACTS, np.array([0]), fixed_cost=units(125))
    assert (loss.net, loss.net_lost, loss.net_left) == (units(900), units(600), units(300))
    assert (loss.profit, loss.profit_lost, loss.profit_left) == (units(250), units(200), units(50))
    assert (loss.net_lost_share, loss.profit_lost_share) == (600 / 900, 0.8)
    assert (loss.fixed_cost_cover, loss.fixed_cost_cover_left) == (2.0, 0.4)


def test_the_measure_is_the_same_what_if():
    shares = measure("loss_impact").of(FACTS).values
    assert shares.tolist() == [loss_of(FACTS, np.array([index])).profit_lost_share for index in (0, 1)]


def test_without_costs_only_sales_are_known():
    facts = facts_of([("A", month_end(1), 600.0, None), ("B", month_end(1), 200.0, None)])
    loss = loss_of(facts, np.array([1]), fixed_cost=units(10))
    assert (loss.net_lost_share, loss.profit_lost, loss.profit_left, loss.fixed_cost_cover) == (0.25, None, None, None)
    assert measure("loss_impact").of(facts).values.tolist() == [0.75, 0.25]


@settings(deadline=None, max_examples=40)
@given(
    some.lists(
        some.tuples(some.sampled_from("ABCD"), some.integers(-999, 999), some.integers(0, 999)), min_size=1, max_size=20
    ),
    some.sets(some.integers(0, 3)),
)
def test_removing_accounts_changes_totals_by_exactly_their_figures(rows, chosen):
    lines = [(account, month_end(1), float(net), float(cost)) for account, net, cost in rows]
    facts = facts_of(lines, customers={code: {} for code in "ABCD"}, since=date(2025, 1, 1))
    gone = [code for index, code in enumerate("ABCD") if index in chosen]
    left = facts_of([line for line in lines if line[0] not in gone], since=date(2025, 1, 1))
    loss = loss_of(facts, np.array(sorted(chosen), np.int64))
    assert loss.net_left == int(left.events.net.sum())
    if loss.profit_left is not None:
        assert loss.profit_left == int((left.events.net - left.events.cost).sum())
