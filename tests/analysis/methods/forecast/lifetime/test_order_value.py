import numpy as np
import pytest

from openkam.analysis.methods.forecast.lifetime.order_value import order_value
from openkam.analysis.methods.forecast.worth import worth
from tests.analysis.methods.made_facts import facts_of
from tests.analysis.methods.made_ledgers import UNTIL, made_ledger


def test_gamma_gamma_is_used_where_count_and_size_are_strangers():
    facts = made_ledger(800, 30, stop_chance=0.1)
    found = order_value(facts, worth(facts))
    assert found.method == "gamma_gamma"
    assert abs(found.correlation) < 0.15


def test_the_own_mean_is_used_where_frequent_buyers_buy_larger():
    facts = made_ledger(800, 30, stop_chance=0.1, size_follows_rate=0.8)
    found = order_value(facts, worth(facts))
    assert found.method == "own_mean_shrunk"
    assert found.correlation > 0.3


def test_a_mean_is_shrunk_between_its_own_and_that_of_all():
    rows = [(0, 20_000, 1000)] + [(1, 20_000 + n, 100 + n % 3) for n in range(30)] + [(2, 20_000, 120), (2, 20_009, 90)]
    facts = facts_of(rows, until=UNTIL)
    found = order_value(facts, worth(facts))
    assert found.method == "own_mean_shrunk"
    assert 101 * 10_000 < found.mean[1] < 120 * 10_000
    assert found.mean[0] < 1000 * 10_000


def test_credit_notes_are_netted_from_what_an_order_is_worth():
    plain = [(a, 20_000 + 10 * n, 100 + a) for a in range(3) for n in range(5)]
    facts = facts_of([*plain, (0, 20_003, -400)], until=UNTIL)
    found = order_value(facts, worth(facts))
    before = order_value(facts_of(plain, until=UNTIL), worth(facts_of(plain, until=UNTIL)))
    assert found.mean[0] < before.mean[0]


def test_nobody_bought_is_no_crash():
    facts = facts_of([(0, 20_000, -5)], until=UNTIL)
    assert np.isfinite(order_value(facts, worth(facts)).mean).all()


@pytest.mark.parametrize("follows", [0.0, 0.8])
def test_the_mean_of_all_expected_orders_is_the_mean_of_all_orders(follows):
    facts = made_ledger(800, 30, stop_chance=0.1, size_follows_rate=follows)
    found = order_value(facts, worth(facts))
    bought = np.bincount(facts.events.account[facts.events.orders > 0], minlength=facts.count)
    assert (found.mean * bought).sum() == pytest.approx(facts.events.net.sum(), rel=0.05)
