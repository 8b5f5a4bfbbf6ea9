from datetime import date

import pytest

from openkam.analysis.methods.forecast.baselines import baselines
from openkam.analysis.methods.forecast.worth import worth
from tests.analysis.methods.made_facts import facts_of

UNTIL = date(2025, 12, 31)
ROWS = [
    (0, date(2024, 2, 1), 400),
    (0, date(2024, 11, 1), 600),
    (0, date(2025, 2, 1), 500),
    (0, date(2025, 11, 1), 700),
    (1, date(2025, 3, 1), -90, 0),
]


def said(rows, months, since=date(2024, 1, 1)):
    facts = facts_of(rows, since=since, until=UNTIL)
    return {e.method: e for e in baselines(facts, worth(facts), months)}


def test_each_rule_is_its_plain_arithmetic():
    year = said(ROWS, 12)
    assert year["last_year"].value[0] == 1200 * 10_000
    assert year["same_months"].value[0] == 1200 * 10_000
    assert year["two_year_average"].value[0] == 1100 * 10_000
    assert year["damped_trend"].value[0] == (1200 + 100) * 10_000


def test_three_months_are_a_quarter_of_a_year_or_the_same_months_a_year_ago():
    quarter = said(ROWS, 3)
    assert quarter["last_year"].value[0] == 300 * 10_000
    assert quarter["same_months"].value[0] == 500 * 10_000


def test_a_ledger_under_a_year_goes_by_its_own_pace():
    young = said([(0, date(2025, 8, 1), 100), (0, date(2025, 12, 1), 100)], 3, since=date(2025, 7, 1))
    assert set(young) == {"last_year"}
    assert young["last_year"].value[0] == 100 * 10_000


def test_expected_sales_of_an_account_with_credit_notes_only_are_nothing():
    assert said(ROWS, 12)["last_year"].value[1] == 0


def test_who_bought_lately_is_expected_back():
    year = said(ROWS, 3)["last_year"]
    assert year.active.tolist() == [1.0, 0.0]
    assert year.ranking[0] == pytest.approx(-60)
    assert year.ranking[1] < year.ranking[0]
