"""When profit is known, and what the company's totals are."""

from datetime import date

from openkam.analysis.profit import (
    company_net,
    company_profit,
    company_profit_known,
    contribution,
    profit_known,
    service_hours,
)
from tests.analysis.ledger_facts import facts_of, month_end, units

FACTS = facts_of(
    [("A", month_end(1), 100.0, 40.0), ("A", month_end(14), 50.0, 20.0), ("B", month_end(1), 3.0, None)],
    customers={"C": {}},
    nobody=(30.0, 10.0),
)


def test_company_totals_include_lines_without_a_customer():
    assert (company_net(FACTS), company_profit(FACTS)) == (units(183), units(110))


def test_an_earlier_view_leaves_later_sales_out():
    earlier = FACTS.as_of(date(2025, 1, 1))
    assert (company_net(earlier), company_profit(earlier)) == (units(80), units(30))


def test_the_company_may_know_its_profit_while_an_account_does_not():
    assert company_profit_known(FACTS)
    assert profit_known(FACTS).tolist() == [True, False, True]


def test_a_ledger_without_costs_knows_no_profit():
    facts = facts_of([("A", month_end(1), 100.0, None)], customers={"C": {}})
    assert not company_profit_known(facts)
    assert not profit_known(facts).any()


def test_serving_before_the_period_began_costs_the_period_nothing():
    since, before = date(2025, 7, 1), date(2025, 6, 30)
    facts = facts_of(
        [("A", month_end(1), 100.0, 40.0)], since=since, service=[("A", before, 3.0, 50.0), ("A", since, 1.0, 7.0)]
    )
    assert contribution(facts).values.tolist() == [units(53)]
    assert contribution(facts, 12).values.tolist() == [units(53)]
    assert service_hours(facts).values.tolist() == [1.0]
