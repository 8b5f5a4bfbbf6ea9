from datetime import date

import numpy as np

from openkam.analysis.methods.forecast.lifetime.beta_geometric import MBG_NBD
from openkam.analysis.methods.forecast.lifetime.summary import Summary, summary_of
from tests.analysis.methods.forecast.lifetime.drawn import drawn
from tests.analysis.methods.made_facts import facts_of

UNTIL = date(2025, 12, 31)


def test_orders_of_one_day_are_one_purchase_and_credit_notes_none():
    rows = [
        (0, date(2025, 1, 1), 10),
        (0, date(2025, 1, 1), 20),
        (0, date(2025, 1, 15), 10),
        (0, date(2025, 2, 1), -10),
        (0, date(2025, 2, 2), 0),
        (1, date(2025, 3, 1), -5),
        (2, date(2025, 12, 31), 5),
    ]
    summary = summary_of(facts_of(rows, until=UNTIL))
    assert summary.account.tolist() == [0, 2]
    assert summary.repeats.tolist() == [1, 0]
    assert summary.recency_days.tolist() == [14, 0]
    assert summary.age_days.tolist() == [364, 0]


def test_an_earlier_day_knows_nothing_of_what_came_later():
    rows = [(0, date(2025, 1, 1), 10), (0, date(2025, 1, 15), 10), (0, date(2025, 6, 1), 10), (1, date(2025, 6, 1), 1)]
    summary = summary_of(facts_of(rows, until=UNTIL).as_of(date(2025, 3, 1)))
    assert summary.account.tolist() == [0]
    assert summary.repeats.tolist() == [1]
    assert summary.age_days.tolist() == [59]


def test_equal_rows_become_one_with_a_weight():
    same = Summary(np.arange(3), np.array([2, 1, 2]), np.array([14, 7, 14]), np.array([70, 70, 70]))
    counts = same.counts()
    assert counts.repeats.tolist() == [1, 2]
    assert counts.weight.tolist() == [1, 2]
    assert counts.age.tolist() == [10, 10]
    assert counts.recency.tolist() == [1, 2]


def test_a_sample_is_always_the_same_and_everybody_where_few():
    rows = drawn(MBG_NBD, 1000, seed=1)
    assert rows.sample(1000) is rows
    assert np.array_equal(rows.sample(100).account, rows.sample(100).account)
    assert len(np.unique(rows.sample(100).account)) == 100
