"""Facts keep their arithmetic: sums by account, earlier days, months that close with the period."""

import calendar
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openkam.analysis.facts import Company, Events, Facts, day_number, months_back

rows = st.lists(
    st.tuples(st.integers(0, 3), st.integers(19000, 19800), st.integers(-(10**15), 10**15)),
    max_size=30,
    unique_by=lambda row: row[:2],
)


def facts_of(events: list[tuple[int, int, int]], until: date = date(2024, 3, 31)) -> Facts:
    account, day, net = (np.array([row[place] for row in sorted(events)], np.int64) for place in range(3))
    blank = np.zeros(len(net), np.int64)
    counts = np.zeros(4, np.int64)
    return Facts(
        since=date(2022, 1, 1),
        until=until,
        currency=None,
        company=Company(0, 0, 0, 0, 0, 0, 0, 0),
        events=Events(account.astype(np.int32), day.astype(np.int32), net, net, blank, blank, net, blank),
        code=np.array(list("ABCD")),
        name=np.array(list("ABCD")),
        **dict.fromkeys(
            ("lines", "loss_lines", "moved", "moved_covered", "products", "categories", "branches", "invoices",
             "credit_notes", "largest_line"),
            counts,
        ),
    )  # fmt: skip


@given(rows, st.booleans())
@settings(deadline=None, max_examples=50)
def test_sums_by_account_are_exact_with_and_without_a_mask(events: list[tuple[int, int, int]], masked: bool) -> None:
    facts = facts_of(events)
    mask = facts.events.day >= 19400 if masked else None
    wanted = [
        sum(net for who, day, net in events if who == account and (not masked or day >= 19400)) for account in range(4)
    ]
    assert facts.sum_by_account(facts.events.net, mask).tolist() == wanted


@given(rows, st.integers(0, 30), st.integers(0, 14), st.booleans())
@settings(deadline=None, max_examples=100)
def test_sums_of_months_are_those_of_the_events_in_their_window(
    events: list[tuple[int, int, int]], months: int, back: int, is_earlier: bool
) -> None:
    facts = facts_of(events)
    if is_earlier:
        facts = facts.as_of(date(2023, 2, 14))
    for column in ("net", "bought", "profit"):
        values = getattr(facts.events, column)
        wanted = facts.sum_by_account(values, facts.window(months, back)).tolist()
        assert facts.sum_of(column, months, back).tolist() == wanted
        before = facts.sum_by_account(values, facts.month_of_event() >= back).tolist()
        assert facts.sum_of(column, back=back).tolist() == before
        assert facts.sum_of(column).tolist() == facts.sum_by_account(values).tolist()


@given(rows, st.lists(st.integers(18900, 19900), min_size=4, max_size=4))
@settings(deadline=None, max_examples=50)
def test_each_account_may_have_days_of_its_own(events: list[tuple[int, int, int]], days: list[int]) -> None:
    until = np.array(days)
    wanted = [
        sum(net for who, day, net in events if who == account and until[account] - 365 < day <= until[account])
        for account in range(4)
    ]
    assert facts_of(events).events.summed("net", 4, until - 365, until).tolist() == wanted
    cut = facts_of(events).events.until(19400).summed("net", 4, until - 365, until).tolist()
    assert (
        cut
        == facts_of([event for event in events if event[1] <= 19400])
        .events.summed("net", 4, until - 365, until)
        .tolist()
    )


def test_sums_stay_exact_where_those_of_all_accounts_run_over() -> None:
    facts = facts_of([(account, 19400 + day, 2**61 - account) for account in range(4) for day in range(3)])
    assert facts.sum_of("net").tolist() == [3 * (2**61 - account) for account in range(4)]


def test_an_earlier_day_knows_no_later_event() -> None:
    facts = facts_of([(0, day_number(date(2024, 1, 31)), 5), (0, day_number(date(2024, 2, 1)), 7)])
    earlier = facts.as_of(date(2024, 1, 31))
    assert earlier.until == date(2024, 1, 31)
    assert earlier.events.net.tolist() == [5]
    assert earlier.count == 4


@pytest.mark.parametrize(
    ("day", "until", "back"),
    [
        (date(2024, 3, 1), date(2024, 3, 31), 0),
        (date(2024, 2, 29), date(2024, 3, 31), 1),
        (date(2024, 2, 29), date(2024, 2, 29), 0),
        (date(2024, 1, 31), date(2024, 2, 29), 1),
        (date(2024, 3, 16), date(2024, 4, 15), 0),
        (date(2024, 3, 15), date(2024, 4, 15), 1),
        (date(2023, 4, 15), date(2024, 4, 15), 12),
        (date(2024, 4, 16), date(2024, 4, 15), -1),
        (date(1969, 12, 31), date(1970, 1, 31), 1),
    ],
)
def test_months_end_on_the_day_of_the_period(day: date, until: date, back: int) -> None:
    assert months_back(np.array([day_number(day)]), until).tolist() == [back]


@given(st.dates(date(2000, 1, 1), date(2030, 12, 31)), st.integers(0, 48))
@settings(deadline=None, max_examples=50)
def test_every_window_of_closed_months_holds_whole_months(until: date, months: int) -> None:
    until = until.replace(day=calendar.monthrange(until.year, until.month)[1])
    days = np.arange(day_number(until) - 1800, day_number(until) + 1)
    inside = [date(1970, 1, 1) + timedelta(int(day)) for day in days[months_back(days, until) == months]]
    assert inside[0].day == 1
    assert (inside[-1] + timedelta(1)).day == 1
    assert len(inside) == calendar.monthrange(inside[0].year, inside[0].month)[1]


def test_a_window_takes_whole_months_back_from_until() -> None:
    facts = facts_of([(0, day_number(date(2024, month, 15)), month) for month in (1, 2, 3)])
    assert facts.events.net[facts.window(1)].tolist() == [3]
    assert facts.events.net[facts.window(2, back=1)].tolist() == [1, 2]
