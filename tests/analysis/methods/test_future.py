from datetime import date, timedelta

import numpy as np

from openkam.analysis.methods.future import VerdictCode, future_value
from tests.analysis.methods.made_facts import facts_of

UNTIL = date(2025, 12, 31)


def monthly(account, months, amount, until=UNTIL):
    return [(account, until - timedelta(days=round(30.44 * n) + 2), amount) for n in range(months)]


def test_a_ledger_under_a_year_says_unknown_and_why():
    future = future_value(facts_of(monthly(0, 8, 100), until=UNTIL))
    assert future.verdict.code is VerdictCode.NOT_ENOUGH_HISTORY
    assert not future.value.known.any()


def test_last_year_comes_again_where_nothing_proved_better():
    future = future_value(facts_of(monthly(0, 40, 100) + monthly(1, 40, 50), until=UNTIL))
    assert future.verdict.code is VerdictCode.RULE_HOLDS
    assert future.method == "last_year"
    assert future.value.values.tolist() == [1200 * 10_000, 600 * 10_000]
    assert future.by == "net_sales"
    assert [t.method for t in future.tests] == ["last_year", "same_months", "two_year_average", "damped_trend"]


def test_expected_sales_are_not_below_zero_and_expected_profit_may_be():
    rows = [*monthly(0, 40, 100), *monthly(1, 30, 10, until=date(2024, 12, 1)), (1, date(2025, 3, 1), -70)]
    assert future_value(facts_of(rows, until=UNTIL)).value.values[1] == 0
    loss = future_value(facts_of(monthly(0, 40, 100), until=UNTIL, cost_share=1.5))
    assert loss.by == "gross_profit"
    assert loss.value.values[0] == -600 * 10_000


def test_the_most_wrong_accounts_of_the_back_test_are_named():
    rows = monthly(0, 40, 100) + monthly(1, 28, 5_000, until=date(2024, 12, 31))
    test = future_value(facts_of(rows, until=UNTIL)).tests[0]
    assert test.months == 12
    assert test.since == date(2025, 1, 1)
    assert test.most_wrong[0].account == 1
    assert test.most_wrong[0].actual == 0
    assert test.actual_total == 1200 * 10_000
    assert test.bias_share > 10


def test_nobody_bought_is_no_crash():
    future = future_value(facts_of([], until=UNTIL, accounts=2))
    assert not future.value.known.any()
    assert np.all(future.value.values == 0)
