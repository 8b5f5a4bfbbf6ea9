"""Rated measures: known only where somebody rated."""

import pytest

from openkam.analysis.catalogue import measure
from tests.analysis.ledger_facts import facts_of, month_end, units

RATED = {
    "value_fit": "value_fit_rating",
    "criteria_fit": "criteria_fit_rating",
    "goal_link": "goal_rating",
    "potential": "potential_rating",
    "behaviour_value": "behaviour_rating",
    "influence_value": "influence_rating",
}


@pytest.mark.parametrize(("code", "column"), RATED.items())
def test_a_rating_of_zero_is_known_and_no_rating_is_not(code: str, column: str):
    lines = [(account, month_end(1), 1.0, None) for account in "ABC"]
    found = measure(code).of(facts_of(lines, customers={"A": {column: 7.5}, "B": {column: 0.0}, "C": {}}))
    assert (found.values.tolist(), found.known.tolist()) == ([7.5, 0, 0], [True, True, False])
    assert not measure(code).of(facts_of(lines)).known.any()


def test_wallet_measures_come_from_the_wallet():
    facts = facts_of([("A", month_end(1), 10.0, None)], customers={"A": {"wallet_amount": units(40)}})
    assert measure("share_of_wallet").of(facts).values.tolist() == [0.25]
    assert measure("wallet_gap").of(facts).values.tolist() == [units(30)]
