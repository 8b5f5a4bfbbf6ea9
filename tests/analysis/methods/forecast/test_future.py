from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from openkam.analysis.methods.forecast.future import VerdictCode, future_value
from tests.analysis.methods.made_facts import facts_from, facts_of
from tests.analysis.methods.made_ledgers import made_ledger

UNTIL = date(2025, 12, 31)


def monthly(account, months, amount, until=UNTIL):
    return [(account, until - timedelta(days=round(30.44 * n) + 2), amount) for n in range(months)]


def test_a_ledger_under_a_year_says_unknown_and_why():
    future = future_value(facts_of(monthly(0, 8, 100), until=UNTIL))
    assert future.verdict.code is VerdictCode.NOT_ENOUGH_HISTORY
    assert not future.value.known.any()


def test_last_year_comes_again_where_nothing_proved_better():
    future = future_value(facts_of(monthly(0, 40, 100) + monthly(1, 40, 50), until=UNTIL))
    assert future.verdict.code is VerdictCode.NO_MODEL
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


def test_the_report_and_the_measure_share_one_forecast():
    facts = facts_of(monthly(0, 40, 100), until=UNTIL)
    assert future_value(facts) is future_value(facts)


def test_nobody_bought_is_no_crash():
    future = future_value(facts_of([], until=UNTIL, accounts=2))
    assert not future.value.known.any()
    assert np.all(future.value.values == 0)


def test_a_model_that_clearly_wins_the_back_test_makes_the_forecast():
    future = future_value(made_ledger(2500, 40, stop_chance=0.25))
    assert future.verdict.code is VerdictCode.MODEL_WINS
    assert future.method == future.verdict.model == "mbg_nbd"
    assert future.verdict.model_error < 0.95 * future.verdict.rule_error
    assert {"bg_nbd", "pareto_nbd"} < {t.method for t in future.tests}
    assert future.fit.identified
    assert future.alive.known.all()
    assert future.active.values.max() <= 1


def test_the_model_is_believed_only_where_its_total_is_right_too():
    future = future_value(made_ledger(2500, 40, stop_chance=0.25))
    by_method = {t.method: t for t in future.tests}
    assert abs(by_method["mbg_nbd"].bias_share) < 0.15
    assert by_method["mbg_nbd"].auc > 0.7
    assert by_method["mbg_nbd"].brier < by_method["last_year"].brier


def test_under_two_years_no_model_forecasts_a_year_even_if_it_won():
    future = future_value(made_ledger(2500, 20, stop_chance=0.35))
    assert future.verdict.code is VerdictCode.MODEL_TOO_YOUNG
    assert future.method == future.verdict.rule
    assert future.verdict.model == "mbg_nbd"
    assert future.tests[0].months == 6


def test_where_nobody_stops_no_drop_out_is_found_and_the_rule_is_used():
    future = future_value(made_ledger(900, 40, stop_chance=0.0, orders_a_month=2, regular=True))
    assert future.verdict.code is VerdictCode.NO_DROP_OUT
    assert future.method == future.verdict.rule
    assert not future.alive.known.any()


def test_few_accounts_get_shrunk_rates_beside_the_rules():
    future = future_value(made_ledger(120, 40, stop_chance=0.02, regular=True))
    assert [t.method for t in future.tests][-1] == "shrinkage"
    assert future.fit is None


def test_the_order_of_accounts_changes_nothing():
    facts = made_ledger(700, 40, stop_chance=0.2, seed=3)
    events = facts.events
    turned = facts_from(
        facts.count - 1 - events.account, events.day, events.net, events.orders, since=facts.since, until=facts.until
    )
    one, other = future_value(facts), future_value(turned)
    assert one.method == other.method
    assert np.allclose(one.value.values, other.value.values[::-1], rtol=1e-3, atol=10_000)


def test_an_account_without_known_costs_has_no_known_future_profit():
    facts = facts_of(monthly(0, 40, 100) + monthly(1, 40, 1), until=UNTIL, cost_share=0.5)
    covered = facts.moved_covered.copy()
    covered[1] = 0
    future = future_value(replace(facts, moved_covered=covered))
    assert future.value.known.tolist() == [True, False]
    assert future.by == "gross_profit"
