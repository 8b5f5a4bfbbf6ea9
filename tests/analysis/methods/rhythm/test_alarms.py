from datetime import date, timedelta

import numpy as np
import pytest
from scipy.special import gammaincc

from openkam.analysis.facts import EPOCH, day_number
from openkam.analysis.methods.forecast.back_test import area_under_curve
from openkam.analysis.methods.forecast.worth import worth
from openkam.analysis.methods.rhythm.alarms import (
    AlarmKind,
    quiet_alarms,
    quiet_list,
    quiet_tail,
    shrinking_alarms,
    shrinking_list,
)
from openkam.analysis.methods.rhythm.change import change
from openkam.analysis.methods.rhythm.gaps import rhythm
from tests.analysis.methods.made_facts import facts_from, facts_of

UNTIL = date(2025, 12, 31)


def every(days, *, account, amount=100, latest=UNTIL, times=20):
    return [(account, latest - timedelta(days=days * n), amount) for n in range(times)]


def crowd(size=30, *, first=10, seed=1):
    """Accounts of about a month's rhythm that are well."""
    rng = np.random.default_rng(seed)
    rows = []
    for account in range(first, first + size):
        day = UNTIL - timedelta(days=int(rng.integers(0, 25)))
        for _ in range(15):
            rows.append((account, day, 100))
            day -= timedelta(days=int(rng.integers(20, 45)))
    return rows


def test_an_account_that_paused_far_beyond_its_rhythm_is_quiet_in_plain_figures():
    rows = every(31, account=0, amount=500, latest=UNTIL - timedelta(days=74)) + crowd()
    alarm = next(a for a in quiet_alarms(facts_of(rows, until=UNTIL)) if a.account == 0)
    assert alarm.kind is AlarmKind.QUIET
    assert alarm.figures["usual_days"] == 31
    assert alarm.figures["idle_days"] == 74
    assert 0 <= alarm.figures["of_hundred"] < 5
    assert alarm.money_at_risk == 12 * 500 * 10_000


def test_a_pause_within_the_rhythm_is_no_alarm():
    rows = every(31, account=0, latest=UNTIL - timedelta(days=33)) + crowd()
    assert 0 not in [a.account for a in quiet_alarms(facts_of(rows, until=UNTIL))]


def test_an_account_with_three_purchases_is_not_judged():
    rows = every(7, account=0, times=3, latest=UNTIL - timedelta(days=300)) + crowd()
    facts = facts_of(rows, until=UNTIL)
    assert 0 not in [a.account for a in quiet_alarms(facts)]
    assert np.isnan(quiet_tail(facts)[0])


def test_orders_of_one_day_and_credit_notes_are_no_rhythm():
    rows = every(30, account=0, times=6) + every(30, account=0, times=6)
    rows += [(0, UNTIL - timedelta(days=5), -50), (0, UNTIL - timedelta(days=6), 0)]
    beat = rhythm(facts_of(rows, until=UNTIL))
    assert beat.purchases[0] == 6
    assert beat.gap_days[0] == pytest.approx(30)


def test_a_lost_account_is_no_news():
    rows = every(30, account=0, latest=UNTIL - timedelta(days=800)) + crowd()
    assert 0 not in [a.account for a in quiet_alarms(facts_of(rows, until=UNTIL))]


def test_alarms_are_ranked_by_money_at_risk_and_can_be_capped():
    rows = crowd()
    for account, amount in ((0, 100), (1, 900), (2, 300)):
        rows += every(20, account=account, amount=amount, latest=UNTIL - timedelta(days=150))
    listed = quiet_list(facts_of(rows, until=UNTIL))
    assert [a.account for a in listed.alarms][:3] == [1, 2, 0]
    assert [a.account for a in listed.capped(2)] == [1, 2]
    assert listed.judged == 33
    assert 0 < listed.expected_by_chance < 0.08 * listed.judged
    assert listed.by == "net_sales"


def test_money_at_risk_is_profit_where_the_costs_are_known():
    rows = every(31, account=0, amount=500, latest=UNTIL - timedelta(days=120)) + crowd()
    facts = facts_of(rows, until=UNTIL, cost_share=0.75)
    alarm = next(a for a in quiet_alarms(facts) if a.account == 0)
    assert alarm.money_at_risk == 12 * 125 * 10_000
    assert quiet_list(facts).by == "gross_profit"


def test_an_account_that_orders_far_less_often_is_shrinking():
    steady = every(7, account=0, times=60, latest=UNTIL - timedelta(days=91))
    rows = [*steady, (0, UNTIL - timedelta(days=60), 100), (0, UNTIL - timedelta(days=3), 100), *crowd()]
    alarm = next(a for a in shrinking_alarms(facts_of(rows, until=UNTIL)) if a.account == 0)
    assert alarm.figures["recent_count"] == 2
    assert alarm.figures["usual_count"] == pytest.approx(90 / 7, abs=0.1)
    assert alarm.figures["by_count"] == 1
    assert alarm.figures["of_hundred"] == 0
    assert alarm.figures["recent_amount"] < alarm.figures["usual_amount"]


def test_as_many_orders_of_half_the_size_are_shrinking_by_amount():
    rows = every(10, account=0, times=50)
    rows = [(a, d, 40 if d > UNTIL - timedelta(days=90) else m) for a, d, m in rows] + crowd()
    alarm = next(a for a in shrinking_alarms(facts_of(rows, until=UNTIL)) if a.account == 0)
    assert alarm.figures["by_count"] == 0
    assert alarm.figures["by_amount"] == 1


def test_fewer_but_larger_orders_are_no_loss():
    steady = every(7, account=0, times=60, latest=UNTIL - timedelta(days=91))
    rows = [*steady, (0, UNTIL - timedelta(days=60), 900), (0, UNTIL - timedelta(days=3), 900), *crowd()]
    assert 0 not in [a.account for a in shrinking_alarms(facts_of(rows, until=UNTIL))]


def test_a_quiet_account_is_not_called_shrinking_as_well():
    rows = every(10, account=0, times=40, latest=UNTIL - timedelta(days=100)) + crowd()
    facts = facts_of(rows, until=UNTIL)
    assert 0 in [a.account for a in quiet_alarms(facts)]
    assert 0 not in [a.account for a in shrinking_alarms(facts)]


def test_a_slow_season_that_came_last_year_too_alarms_nobody():
    rng = np.random.default_rng(5)
    start = day_number(UNTIL) - 1000
    account, day = [], []
    for index in range(60):
        for d in range(start, day_number(UNTIL) + 1):
            slow = (day_number(UNTIL) - d) % 365 < 90
            if rng.random() < (0.04 if slow else 0.12):
                account.append(index)
                day.append(d)
    facts = facts_from(account, day, np.full(len(day), 1_000_000), until=UNTIL)
    listed = shrinking_list(facts)
    assert len(listed.alarms) <= 3 * max(listed.expected_by_chance, 2)


def test_no_accounts_no_alarms():
    facts = facts_of([], until=UNTIL, accounts=0)
    assert quiet_alarms(facts) == []
    assert shrinking_alarms(facts) == []


def test_chance_alone_names_about_as_many_accounts_as_foretold():
    rng = np.random.default_rng(3)
    facts = _drawn(rng, 2000, 1.0, stop=None, fall=None)
    for listed in (quiet_list(facts), shrinking_list(facts)):
        assert len(listed.alarms) < 1.5 * listed.expected_by_chance
        assert listed.expected_by_chance < 0.1 * listed.judged


def test_the_tail_of_a_long_history_is_the_gamma_tail_of_the_shrunk_rhythm():
    facts = facts_of(every(3, account=0, times=400, latest=UNTIL - timedelta(days=4)) + crowd(), until=UNTIL)
    beat = rhythm(facts)
    expected = gammaincc(beat.shape[0], beat.shape[0] * 4 / beat.mean_days[0])
    assert quiet_tail(facts)[0] == pytest.approx(expected, rel=0.05)
    assert beat.shape[0] > 2
    assert 3 < beat.mean_days[0] < 3.2


@pytest.mark.parametrize(("shape", "stopped", "fallen"), [(1.0, 0.92, 0.72), (4.0, 0.95, 0.82)])
def test_stopped_and_shrinking_accounts_stand_out_after_three_months(shape, stopped, fallen):
    rng = np.random.default_rng(11)
    stop_curve, fall_curve = [], []
    for _ in range(3):
        facts = _drawn(rng, 400, shape, stop=slice(0, 40), fall=slice(40, 80))
        beat = rhythm(facts)
        score = -np.nan_to_num(quiet_tail(facts), nan=0.5)
        group = np.arange(400)
        others = group >= 80
        stop_curve.append(area_under_curve(score[(group < 40) | others], (group < 40)[(group < 40) | others]))
        score = -change(facts, beat, worth(facts)).count_tail
        fall_curve.append(area_under_curve(score[group >= 40], (group < 80)[group >= 40]))
    assert np.mean(stop_curve) >= stopped
    assert np.mean(fall_curve) >= fallen


def _drawn(rng, accounts, shape, *, stop, fall, months_after=3):
    """About one order a month for 18 months; then some stop and some fall by 60 % (design of the alarms)."""
    turn, end = 18 * 30.44, (18 + months_after) * 30.44
    rate = rng.gamma(4, 1 / 4, accounts) / 30.44
    clock = np.zeros(accounts)
    account, day = [], []
    slower = np.ones(accounts)
    if fall is not None:
        slower[fall] = 0.4
    ends = np.full(accounts, end)
    if stop is not None:
        ends[stop] = turn
    clock = rng.random(accounts) / rate
    while (clock < ends).any():
        live = np.flatnonzero(clock < ends)
        account.append(live)
        day.append(clock[live].astype(np.int64))
        # Work done at the old pace until the turn, at the new pace after it.
        work = rng.gamma(shape, 1 / shape, accounts) / rate
        before = np.clip(turn - clock, 0, work)
        clock = clock + before + (work - before) / slower
    until = EPOCH + timedelta(days=int(end))
    account, day = np.concatenate(account), np.concatenate(day)
    return facts_from(account, day, np.full(len(day), 1_000_000), until=until, since=EPOCH, accounts=accounts)
