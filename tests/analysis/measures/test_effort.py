"""Hours spent and what an hour brings."""

from openkam.analysis.catalogue import measure
from tests.analysis.ledger_facts import facts_of, month_end, units

LINES = [("A", month_end(1), 5_000_000.0, None), ("B", month_end(1), 10.0, None)]
FACTS = facts_of(LINES, service=[("A", month_end(1), 800.0, 120.0), ("A", month_end(14), 99.0, 7.0)])


def test_five_million_in_800_hours_are_6250_an_hour():
    column = measure("return_on_time").of(FACTS)
    assert (column.values.tolist(), column.known.tolist()) == ([units(6_250), 0], [True, False])


def test_hours_their_share_and_their_cost():
    assert measure("effort_hours").of(FACTS).values.tolist() == [800, 0]
    assert measure("effort_share").of(FACTS).values.tolist() == [1, 0]
    assert measure("service_amount").of(FACTS).values.tolist() == [units(120), 0]


def test_without_the_table_or_without_hours_effort_is_unknown():
    amounts_only = facts_of(LINES, service=[("A", month_end(1), 0.0, 120.0)])
    for code in ("effort_hours", "effort_share", "return_on_time"):
        assert not measure(code).of(facts_of(LINES)).known.any()
        assert not measure(code).of(amounts_only).known.any()
    assert not measure("service_amount").of(facts_of(LINES)).known.any()
