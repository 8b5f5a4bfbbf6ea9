from datetime import date, timedelta

import numpy as np
import pytest
from scipy.stats import binom

from openkam.analysis.methods.forecast.worth import worth
from openkam.analysis.methods.rhythm.change import change, season
from openkam.analysis.methods.rhythm.gaps import rhythm
from tests.analysis.methods.made_facts import facts_from, facts_of

UNTIL = date(2025, 12, 31)


def changed(rows):
    facts = facts_of(rows, until=UNTIL)
    return change(facts, rhythm(facts), worth(facts))


def ago(days, amount=100, account=0):
    return (account, UNTIL - timedelta(days=days), amount)


def test_the_count_is_judged_by_the_binomial_tail():
    before = [ago(90 + 20 * n) for n in range(14)]
    fall = changed([*before, ago(40)])
    assert fall.recent_count[0] == 1
    assert fall.before_count[0] == 13
    assert fall.count_tail[0] == pytest.approx(binom.cdf(1, 14, 90 / (90 + 260)))
    assert fall.usual_count[0] == pytest.approx(13 * 90 / 260)


def test_amounts_are_judged_by_their_signs_against_the_own_median():
    before = [ago(90 + 20 * n, 100 + n) for n in range(14)]
    fall = changed([*before, *(ago(10 * n, 50) for n in range(6))])
    assert fall.signed_count[0] == 6
    assert fall.amount_tail[0] == pytest.approx(0.5**6)


def test_too_little_before_is_not_judged():
    fall = changed([ago(100), ago(120), ago(80), ago(60), ago(1)])
    assert not fall.judged[0]
    assert fall.count_tail[0] == 1


def test_a_short_ledger_has_no_season():
    assert season(facts_of([ago(n) for n in range(400)], until=UNTIL)) == 1.0


def test_steady_growth_is_no_season_and_a_slow_summer_is():
    rng = np.random.default_rng(1)
    day = rng.triangular(0, 1200, 1200, 30_000).astype(int)
    account = rng.integers(0, 200, len(day))
    end = (UNTIL - date(1970, 1, 1)).days
    steady = facts_from(account, end - 1200 + day, np.full(len(day), 10_000), until=UNTIL)
    assert season(steady) == pytest.approx(1.0, abs=0.1)
    busy = ((1200 - day) % 365 >= 90) | (rng.random(len(day)) < 0.4)
    slow = facts_from(account[busy], end - 1200 + day[busy], np.full(busy.sum(), 10_000), until=UNTIL)
    assert season(slow) < 0.75


def test_usual_money_nets_credit_notes_and_is_scaled_to_the_recent_window():
    before = [ago(90 + 30 * n) for n in range(12)]
    fall = changed([*before, (0, UNTIL - timedelta(days=100), -300, 0), ago(5, 70)])
    assert fall.recent_amount[0] == 70 * 10_000
    assert fall.usual_amount[0] == pytest.approx((1200 - 300) * 90 / 331 * 10_000, rel=1e-6)


def test_amounts_beyond_any_ledger_do_not_overflow_the_median():
    huge = 4 * 10**11
    before = [(0, UNTIL - timedelta(days=90 + 20 * n), huge + n) for n in range(14)]
    others = [(1, UNTIL - timedelta(days=90 + 20 * n), -huge, 1) for n in range(14)]
    facts = facts_of([*before, *others, *(ago(10 * n, 50) for n in range(6))], until=UNTIL, accounts=5000)
    fall = change(facts, rhythm(facts), worth(facts))
    assert fall.amount_tail[0] == pytest.approx(0.5**6)
