from dataclasses import replace
from datetime import date

from openkam.analysis.methods.forecast.worth import worth
from tests.analysis.methods.made_facts import facts_of

ROWS = [(0, date(2025, 1, 5), 100), (1, date(2025, 2, 5), 50)]
UNTIL = date(2025, 12, 31)


def test_an_event_is_worth_its_profit_where_the_company_knows_its_costs():
    found = worth(facts_of(ROWS, until=UNTIL, cost_share=0.6))
    assert found.by == "gross_profit"
    assert found.of_event.tolist() == [40 * 10_000, 20 * 10_000]
    assert found.known.all()


def test_an_event_is_worth_its_sales_where_costs_are_unknown_and_never_both():
    facts = facts_of(ROWS, until=UNTIL, cost_share=0.6)
    half = replace(facts, company=replace(facts.company, moved_covered=facts.company.moved // 2))
    found = worth(half)
    assert found.by == "net_sales"
    assert found.of_event.tolist() == [100 * 10_000, 50 * 10_000]
