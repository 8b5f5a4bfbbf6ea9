"""Ledgers drawn for the forecast tests: accounts come, buy at their own rate, and some stop."""

from datetime import date, timedelta

import numpy as np

from openkam.analysis.facts import day_number
from tests.analysis.methods.made_facts import facts_from

UNTIL = date(2025, 12, 31)


def made_ledger(accounts, months, *, stop_chance, seed=1, orders_a_month=0.5, size_follows_rate=0.0, regular=False):
    """Facts of so many months up to UNTIL. `stop_chance` is the chance that a purchase is the last."""
    rng = np.random.default_rng(seed)
    end = day_number(UNTIL)
    start = end - round(months * 30.44) + 1
    rate = rng.gamma(1.0, 1.0, accounts) if not regular else rng.gamma(20.0, 1 / 20.0, accounts)
    typical = np.exp(rng.normal(0, 0.7, accounts)) * np.maximum(rate, 0.05) ** size_follows_rate * 100
    clock = start + rng.uniform(0, 0.75 * (end - start), accounts)
    clock[: accounts // 50] = start
    account, day = [], []
    live = np.arange(accounts)
    while len(live):
        account.append(live)
        day.append(clock[live].astype(int))
        live = live[rng.random(len(live)) >= stop_chance]
        gap = rng.gamma(8, 1 / 8, len(live)) if regular else rng.exponential(1, len(live))
        clock[live] += gap * 30.44 / np.maximum(rate[live] * orders_a_month, 1e-6)
        live = live[clock[live] <= end]
    account, day = np.concatenate(account), np.concatenate(day)
    amount = np.maximum(typical[account] * np.exp(rng.normal(0, 0.3, len(account))), 0.01)
    since = UNTIL - timedelta(days=end - start)
    return facts_from(account, day, np.rint(amount * 1e4), since=since, until=UNTIL, accounts=accounts)
