from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import digamma

from openkam.analysis.methods.rhythm.gaps import rhythm
from tests.analysis.methods.made_facts import facts_from, facts_of

UNTIL = date(2025, 12, 31)


def drawn(shape, *, accounts=300, gaps=12, mean=30.0, differ=0.0, seed=1):
    rng = np.random.default_rng(seed)
    means = mean * np.exp(rng.normal(0, differ, accounts))
    lengths = np.maximum(1, np.rint(rng.gamma(shape, 1 / shape, (accounts, gaps)) * means[:, None]))
    days = 15_000 + np.cumsum(np.c_[np.zeros(accounts), lengths], axis=1).astype(int)
    account = np.repeat(np.arange(accounts), gaps + 1)
    return means, facts_from(account, days.ravel(), np.full(days.size, 10_000), until=UNTIL)


@pytest.mark.parametrize("shape", [1.0, 4.0, 12.0])
def test_the_pool_knows_how_regular_the_gaps_are(shape):
    _, facts = drawn(shape)
    found = rhythm(facts).shape
    assert np.exp(np.log(found).mean()) == pytest.approx(shape, rel=0.25)


def test_accounts_that_are_alike_are_pulled_together_by_six_gaps():
    _, facts = drawn(2.0)
    beat = rhythm(facts)
    assert beat.weight[0] == pytest.approx(12 + 6)
    assert np.log(beat.mean_days).std() < 0.75 * np.log(beat.gap_days).std()


def test_accounts_that_differ_by_nature_keep_their_own_rhythm():
    means, facts = drawn(2.0, differ=1.2)
    beat = rhythm(facts)
    assert beat.weight[0] < 12.6
    assert np.corrcoef(np.log(beat.mean_days), np.log(means))[0, 1] > 0.97


def test_a_frequent_buyer_among_rare_ones_is_not_taken_for_slow():
    rows = [(0, UNTIL - timedelta(days=2 * n), 10) for n in range(100)]
    rows += [(a, UNTIL - timedelta(days=60 * n + a), 10) for a in range(1, 30) for n in range(8)]
    assert rhythm(facts_of(rows, until=UNTIL)).mean_days[0] < 2.5


@given(st.integers(0, 400), st.integers(1, 200))
@settings(deadline=None, max_examples=40)
def test_a_longer_pause_is_never_likelier(idle, more):
    _, facts = drawn(1.5, accounts=20)
    beat = rhythm(facts)
    assert np.all(beat.gap_tail(np.full(20, idle)) >= beat.gap_tail(np.full(20, idle + more)))
    assert np.all(beat.gap_tail(np.zeros(20)) == 1)


@given(st.lists(st.integers(1, 90), min_size=3, max_size=12))
@settings(deadline=None, max_examples=40)
def test_one_account_alone_is_judged_by_itself(gaps):
    days = 15_000 + np.cumsum([0, *gaps])
    beat = rhythm(facts_from(np.zeros(len(days)), days, np.full(len(days), 10_000), until=UNTIL))
    assert beat.gap_days[0] == pytest.approx(np.mean(gaps))
    assert beat.mean_days[0] == pytest.approx(np.mean(gaps))
    assert 0.2 <= beat.shape[0] <= 50


def test_the_shape_solves_its_equation():
    _, facts = drawn(3.0, accounts=400, gaps=60)
    found = rhythm(facts).shape
    assert np.mean(np.log(found) - digamma(found)) == pytest.approx(np.log(3) - digamma(3), rel=0.1)
