"""One order is no promise of the next: what single orders brought before says what they will bring."""

from datetime import date

import pytest

from openkam.analysis.methods.forecast.baselines import baselines
from openkam.analysis.methods.forecast.future import future_value
from openkam.analysis.methods.forecast.single_orders import USUAL_COUNT, single_orders
from openkam.analysis.methods.forecast.worth import worth
from tests.analysis.methods.made_facts import facts_of

UNTIL = date(2025, 12, 31)
SINCE = date(2022, 1, 1)


def regular(account: int, months: int = 48) -> list[tuple[int, date, float]]:
    """A purchase in each month of four years."""
    return [(account, date(2025 - back // 12, 12 - back % 12, 5), 100.0) for back in range(months)]


def once(first: int, count: int, day: date, again: int = 0, worth_again: float = 0.0):
    """So many accounts with one order of 1,000, the first few of which come back a year later."""
    rows = [(first + index, day, 1000.0) for index in range(count)]
    return rows + [(first + index, day.replace(year=day.year + 1), worth_again) for index in range(again)]


def test_the_share_is_what_single_orders_brought_in_the_latest_year():
    facts = facts_of(regular(0) + once(1, 60, date(2024, 5, 1), again=12, worth_again=500.0), since=SINCE, until=UNTIL)
    found = single_orders(facts, worth(facts), 12)
    trust = 60 / (60 + USUAL_COUNT)
    assert found.accounts == 60
    assert found.value_share == pytest.approx(trust * 0.1 + (1 - trust) * 0.1)
    assert found.account_share == pytest.approx(trust * 0.2 + (1 - trust) * 0.1)
    assert found.is_single.sum() == 48


@pytest.mark.parametrize(("months", "share"), [(12, 0.1), (3, 0.025)])
def test_a_ledger_that_cannot_tell_takes_a_tenth_a_year(months: int, share: float):
    facts = facts_of(regular(0), since=SINCE, until=UNTIL)
    found = single_orders(facts, worth(facts), months)
    assert (found.accounts, found.value_share, found.account_share) == (0, pytest.approx(share), pytest.approx(share))


def test_orders_that_were_sent_back_count_for_nothing_and_more_than_everything_for_all():
    back = [(index, date(2025, 3, 1), -900.0, 0) for index in range(1, 61)]
    facts = facts_of(regular(0) + once(1, 60, date(2024, 5, 1)) + back, since=SINCE, until=UNTIL)
    assert single_orders(facts, worth(facts), 12).value_share == pytest.approx(0.1 * USUAL_COUNT / (60 + USUAL_COUNT))
    more = facts_of(regular(0) + once(1, 60, date(2024, 5, 1), 60, 9e6), since=SINCE, until=UNTIL)
    assert single_orders(more, worth(more), 12).value_share <= 1


def test_one_large_order_nine_months_ago_is_not_forecast_to_come_again():
    large = [(61, date(2025, 3, 20), 50_000.0)]
    facts = facts_of(regular(0) + once(1, 60, date(2024, 5, 1)) + large, since=SINCE, until=UNTIL)
    assert future_value(facts).value.values[61] <= 0.05 * 50_000 * 10_000
    for rule in baselines(facts, worth(facts), 12):
        assert rule.value[61] <= 0.03 * 50_000 * 10_000
        assert rule.active[61] < 0.1


def test_the_back_test_includes_it_and_learns_from_nothing_it_is_tested_on():
    """60 orders of 1,000 in the year before the held-out one: the plain rule would have promised them all again."""
    singles = once(1, 60, date(2023, 5, 1)) + once(61, 60, date(2024, 5, 1), again=60, worth_again=1000.0)
    test = future_value(facts_of(regular(0) + singles, since=SINCE, until=UNTIL)).tests[0]
    assert test.actual_total == (1200 + 60_000) * 10_000
    assert test.expected_total == pytest.approx((1200 + 60_000 * 0.025) * 10_000)
