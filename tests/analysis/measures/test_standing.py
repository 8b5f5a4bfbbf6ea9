"""Value now and to come."""

from openkam.analysis.catalogue import measure
from tests.analysis.ledger_facts import facts_of, month_end, units

LINES = [("A", month_end(1), 100.0, 60.0), ("A", month_end(20), 900.0, 60.0), ("B", month_end(1), 10.0, 4.0)]


def test_current_value_is_a_years_contribution_and_profit_where_no_service_is_recorded():
    assert measure("current_value").of(facts_of(LINES)).values.tolist() == [units(40), units(6)]
    served = facts_of(LINES, service=[("A", month_end(1), 2.0, 15.0)])
    assert measure("current_value").of(served).values.tolist() == [units(25), units(6)]


def test_without_costs_it_is_unknown():
    lines = [(account, day, net, None) for account, day, net, _ in LINES]
    assert not measure("current_value").of(facts_of(lines)).known.any()
