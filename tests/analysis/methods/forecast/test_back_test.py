from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openkam.analysis.facts import day_number
from openkam.analysis.methods.forecast.back_test import (
    area_under_curve,
    back_test,
    hold_out,
    is_clearly_better,
    months_before,
)
from openkam.analysis.methods.forecast.baselines import Expectation
from openkam.analysis.methods.forecast.worth import worth
from tests.analysis.methods.made_facts import facts_of

UNTIL = date(2025, 12, 31)


@pytest.mark.parametrize(
    ("until", "months", "cut"),
    [
        (date(2025, 12, 31), 12, date(2024, 12, 31)),
        (date(2025, 12, 31), 3, date(2025, 9, 30)),
        (date(2025, 2, 28), 12, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2025, 3, 15), 6, date(2024, 9, 15)),
        (date(2025, 3, 30), 1, date(2025, 2, 28)),
    ],
)
def test_a_period_starts_after_the_same_day_some_months_before(until, months, cut):
    assert months_before(until, months) == cut


@given(st.dates(date(2000, 1, 1), date(2030, 12, 31)), st.sampled_from([3, 6, 12]))
@settings(deadline=None, max_examples=60)
def test_the_held_out_days_are_the_latest_months_of_the_ledger(until, months):
    rows = [(0, day_number(until) - back, 1) for back in range(380)]
    facts = facts_of(rows, until=until)
    held = int(hold_out(facts, worth(facts), months).actual[0]) // 10_000
    assert held == int(facts.window(months).sum())


def truth():
    rows = [(a, date(2025, 1, 5), 100) for a in range(10)] + [(a, date(2025, 11, 1), 100 * (a + 1)) for a in range(5)]
    rows += [(10, date(2025, 12, 1), 999)]
    facts = facts_of(rows, until=UNTIL)
    return hold_out(facts, worth(facts), 3)


def expectation(values, method="rule"):
    values = np.array([*values, 0.0]) * 10_000
    return Expectation(method, values, (values > 0).astype(float), values)


def test_an_account_that_is_new_in_the_period_is_not_judged():
    held = truth()
    assert held.judged.tolist() == [True] * 10 + [False]
    assert held.facts.until == date(2025, 9, 30)


def test_errors_bias_and_caught_share_are_as_defined():
    test = back_test(expectation([100] * 10), truth())
    assert test.accounts == 10
    assert test.expected_total == 1000 * 10_000
    assert test.actual_total == 1500 * 10_000
    assert test.bias_share == pytest.approx(-1 / 3)
    assert test.mean_error == (0 + 100 + 200 + 300 + 400 + 5 * 100) / 10 * 10_000
    assert test.caught_share == pytest.approx(300 / 1500)
    assert test.auc == 0.5
    assert test.brier == 0.5
    assert [w.account for w in test.most_wrong[:2]] == [4, 3]
    assert len(test.most_wrong) == 9


def test_a_perfect_forecast_has_no_wrong_accounts():
    test = back_test(expectation([100, 200, 300, 400, 500, 0, 0, 0, 0, 0]), truth())
    assert test.mean_error == 0
    assert test.most_wrong == ()
    assert test.auc == 1.0
    assert test.caught_share == pytest.approx(900 / 1500)


def test_better_means_clearly_better():
    plain = back_test(expectation([100] * 10), truth())
    perfect = back_test(expectation([100, 200, 300, 400, 500, 0, 0, 0, 0, 0]), truth())
    slightly = back_test(expectation([101, *[100] * 9]), truth())
    assert is_clearly_better(perfect, plain)
    assert not is_clearly_better(plain, perfect)
    assert not is_clearly_better(slightly, plain)
    assert not is_clearly_better(plain, plain)


def test_saying_nothing_for_everyone_is_not_better_however_small_its_error():
    rows = [(a, date(2025, 1, 5), 100) for a in range(50)] + [(0, date(2025, 11, 1), 1000)]
    facts = facts_of(rows, until=UNTIL)
    held = hold_out(facts, worth(facts), 3)
    nothing = Expectation("nothing", np.zeros(50), np.zeros(50), np.zeros(50))
    rule = Expectation("rule", np.full(50, 250_000.0), np.ones(50), np.ones(50))
    silent, plain = back_test(nothing, held), back_test(rule, held)
    assert silent.mean_error < plain.mean_error
    assert not is_clearly_better(silent, plain)


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=1, max_size=30))
@settings(deadline=None, max_examples=60)
def test_the_curve_is_the_share_of_pairs_in_the_right_order(pairs):
    score, positive = np.array([p[0] for p in pairs]), np.array([p[1] for p in pairs])
    high, low = score[positive], score[~positive]
    area = area_under_curve(score, positive)
    if not len(high) or not len(low):
        assert area is None
    else:
        wins = (high[:, None] > low).mean() + (high[:, None] == low).mean() / 2
        assert area == pytest.approx(wins)
