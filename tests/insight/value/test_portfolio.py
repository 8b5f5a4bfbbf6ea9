"""The customers together: order, curves, groups."""

from datetime import date

from tests.analysis.ledger_facts import Line, facts_of

from openkam.insight.value.portfolio import groups_of, portfolio_of

DAY = date(2025, 6, 10)
PROFITS = (400, 200, 150, 50, 40, 40, 30, 30, 30, 30)


def test_accounts_are_ranked_by_profit_where_costs_are_known() -> None:
    lines: list[Line] = [(f"A{place}", DAY, 1_000.0, 1_000.0 - profit) for place, profit in enumerate(PROFITS)]
    found = portfolio_of(facts_of(lines))
    assert found.by_profit
    assert found.order.tolist() == list(range(10))
    assert (found.line.accounts_for_80, found.line.accounts_for_80_share) == (4, 0.4)


def test_without_costs_the_order_is_by_sales_and_profit_stays_unknown() -> None:
    found = portfolio_of(facts_of([("A", DAY, 10.0, None), ("B", DAY, 30.0, None)]))
    assert not found.by_profit
    assert found.rank.tolist() == [2, 1]
    assert found.curve is None


def test_an_account_of_unknown_profit_stands_behind_the_known_and_before_those_that_bought_nothing() -> None:
    lines: list[Line] = [("A", DAY, 1_000.0, 990.0), ("B", DAY, 20.0, None)]
    found = portfolio_of(facts_of(lines, customers={"C": {}}))
    assert found.by_profit
    assert found.rank.tolist() == [1, 2, 3]
    assert found.active_count == 2


def test_companies_under_one_parent_are_one_group() -> None:
    lines: list[Line] = [(code, DAY, 10.0, None) for code in "ABCD"]
    parents = {"A": {"parent_code": "P"}, "B": {"parent_code": "A"}, "C": {"parent_code": "C"}, "D": {}}
    groups = groups_of(facts_of(lines, customers=parents))
    assert groups is not None
    assert groups[0] == groups[1]
    assert len(set(groups.tolist())) == 3


def test_parents_in_a_circle_do_not_hang() -> None:
    lines: list[Line] = [("A", DAY, 10.0, None), ("B", DAY, 10.0, None)]
    assert groups_of(facts_of(lines, customers={"A": {"parent_code": "B"}, "B": {"parent_code": "A"}})) is not None
    assert groups_of(facts_of(lines)) is None
