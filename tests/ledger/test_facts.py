"""Invoice lines become facts: exactly, whatever their order, on made and on real ledgers."""

import random
from datetime import date
from decimal import Decimal

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openkam.analysis.facts import Facts, day_number
from openkam.core.money import cents
from openkam.core.problem import Problem
from openkam.ledger.engine import DuckDBEngine
from openkam.ledger.facts import ledger_facts
from tests.ledger.made_lines import MIXED_LEDGER, Rows, differences, invariant, line, made_connection
from tests.ledger.real_lines import classicmodels, northwind, online_retail


def facts_of(lines: Rows, **more: object) -> Facts:
    tables = {name: rows for name, rows in more.items() if isinstance(rows, list)}
    options = {"since": None, "until": None} | {n: value for n, value in more.items() if n not in tables}
    facts = ledger_facts(DuckDBEngine(made_connection(invoice_lines=lines, **tables)), **options)  # type: ignore[arg-type]
    invariant(facts)
    return facts


def net_by_code(facts: Facts) -> dict[str, str]:
    net = facts.sum_by_account(facts.events.net)
    return {code: cents(units) for code, units in zip(facts.code.tolist(), net, strict=True)}


TWO_DAYS = [
    line("1", "2024-01-01", "K", "100", cost_amount="80", product_code="P1", branch="N"),
    line("1", "2024-01-01", "K", "-30", product_code="P2", branch="N"),
    line("2", "2024-01-01", "K", "-5", cost_amount="-4", product_code="P1", discount_amount="0.25"),
    line("2", "2024-01-03", "K", "7", cost_amount="9", product_code="", branch="S"),
    line("3", "2024-01-03", "K", "0"),
]


def test_events_tell_the_invoices_of_a_day() -> None:
    events = facts_of(TWO_DAYS).events
    assert events.day.tolist() == [day_number(date(2024, 1, 1)), day_number(date(2024, 1, 3))]
    assert [value // 10000 for value in events.net.tolist()] == [65, 7]
    assert [value // 10000 for value in events.bought.tolist()] == [100, 7]
    assert [value // 10000 for value in events.covered.tolist()] == [95, 7]
    assert [value // 10000 for value in events.cost.tolist()] == [76, 9]
    assert events.discount.tolist() == [2500, 0]
    assert events.orders.tolist() == [1, 1]


def test_an_invoice_of_two_days_counts_once_for_the_account() -> None:
    facts = facts_of(TWO_DAYS)
    assert facts.invoices.tolist() == [2]
    assert facts.credit_notes.tolist() == [0]


def test_the_figures_of_an_account() -> None:
    facts = facts_of(TWO_DAYS)
    assert facts.lines.tolist() == [5]
    assert facts.loss_lines.tolist() == [1]
    assert [value // 10000 for value in facts.moved.tolist()] == [142]
    assert [value // 10000 for value in facts.moved_covered.tolist()] == [112]
    assert (facts.products.tolist(), facts.branches.tolist(), facts.categories.tolist()) == ([2], [2], [0])
    assert facts.largest_line.tolist() == [1000000]
    assert facts.currency is None


def test_both_ends_of_the_period_belong_to_it() -> None:
    lines = [line(str(day), f"2024-05-{day:02d}", "K", "1") for day in range(1, 6)]
    facts = facts_of(lines, since=date(2024, 5, 2), until=date(2024, 5, 4))
    assert facts.company.lines == 3
    assert facts.company.lines_outside == 2
    assert (facts.since, facts.until) == (date(2024, 5, 2), date(2024, 5, 4))


def test_a_period_without_lines_is_a_problem() -> None:
    with pytest.raises(Problem, match="no invoice line between 2025-01-01"):
        facts_of([line("1", "2024-05-01", "K", "1")], since=date(2025, 1, 1))


def test_lines_without_a_customer_count_in_the_company_only() -> None:
    facts = facts_of(
        [line("1", "2024-01-01", "K", "1"), line("2", "2023-01-01", None, "2.5"), line("3", "2024-01-01", "", "-1")]
    )
    assert facts.code.tolist() == ["K"]
    assert facts.company.lines_without_customer == 2
    assert (cents(facts.company.net), cents(facts.company.net_with_customer)) == ("2.50", "1.00")
    assert facts.since == date(2023, 1, 1)


def test_a_ledger_of_nobody_has_no_accounts() -> None:
    facts = facts_of([line("1", "2024-01-01", None, "1", cost_amount="0.5")])
    assert facts.count == 0
    assert (cents(facts.company.net), cents(facts.company.cost), cents(facts.company.covered)) == (
        "1.00",
        "0.50",
        "1.00",
    )


def test_a_name_stands_in_for_a_missing_code() -> None:
    facts = facts_of(
        [
            line("1", "2024-01-01", "", "1", customer_name="散客"),
            line("2", "2024-01-01", "K", "1", customer_name="散客"),
        ]
    )
    assert facts.code.tolist() == ["K", "散客"]
    assert facts.name.tolist() == ["散客", "散客"]


def test_the_name_is_the_customers_tables_then_the_most_frequent_then_the_latest() -> None:
    lines = [
        line("1", "2024-01-01", "A", "1", customer_name="often"),
        line("2", "2024-01-02", "A", "1", customer_name="often"),
        line("3", "2024-01-03", "A", "1", customer_name="rare"),
        line("4", "2024-01-01", "B", "1", customer_name="early"),
        line("5", "2024-01-02", "B", "1", customer_name="late"),
        line("6", "2024-01-02", "B", "1"),
        line("7", "2024-01-02", "C", "1", customer_name="line's"),
        line("8", "2024-01-02", "D", "1"),
    ]
    facts = facts_of(lines, customers=[{"customer_code": "C", "customer_name": "table's"}, {"customer_code": "B"}])
    assert facts.name.tolist() == ["often", "late", "table's", "D"]


def test_customers_without_a_line_are_accounts_and_columns_are_aligned() -> None:
    facts = facts_of(
        [line("1", "2024-01-01", "M", "1")],
        customers=[
            {"customer_code": "Z", "customer_name": "Zero", "credit_limit_amount": "12.5", "product_fit": False},
            {"customer_code": "A", "region": "华东", "branch_count": 3, "potential_rating": 7.25},
        ],
    )
    assert facts.code.tolist() == ["A", "M", "Z"]
    assert facts.lines.tolist() == [0, 1, 0]
    assert facts.customers is not None
    columns = facts.customers.columns
    assert columns["region"].tolist() == ["华东", None, None]
    assert columns["credit_limit_amount"].tolist() == [None, None, 125000]
    assert columns["branch_count"].tolist() == [3, None, None]
    assert columns["potential_rating"].tolist() == [7.25, None, None]
    assert columns["product_fit"].tolist() == [None, None, False]
    assert "customer_name" not in columns


PARENTS = [
    {"customer_code": "A", "parent_code": "B"},
    {"customer_code": "B", "parent_code": "TOP"},
    {"customer_code": "C", "parent_code": "C"},
]


def test_rolling_up_unites_children_in_the_topmost_parent() -> None:
    lines = [
        line("1", "2024-01-01", "A", "1", product_code="P1"),
        line("2", "2024-01-01", "B", "2", product_code="P1"),
        line("3", "2024-01-02", "TOP", "4", product_code="P2"),
        line("4", "2024-01-02", "C", "8"),
    ]
    facts = facts_of(lines, customers=PARENTS, roll_up=True)
    assert net_by_code(facts) == {"C": "8.00", "TOP": "7.00"}
    assert facts.products.tolist() == [0, 2]
    assert facts.events.orders.tolist() == [1, 2, 1]
    assert facts.largest_line.tolist() == [80000, 40000]


def test_parents_in_a_circle_are_named() -> None:
    circle = [{"customer_code": "A", "parent_code": "B"}, {"customer_code": "B", "parent_code": "A"}]
    with pytest.raises(Problem, match="A → B → A"):
        facts_of([line("1", "2024-01-01", "A", "1")], customers=circle, roll_up=True)


def test_rolling_up_without_a_customers_table_is_a_problem() -> None:
    with pytest.raises(Problem, match="needs the customers table"):
        facts_of([line("1", "2024-01-01", "A", "1")], roll_up=True)


def test_payments_belong_to_their_customer_or_to_the_customer_of_their_invoice() -> None:
    facts = facts_of(
        [line("1", "2024-01-01", "A", "1"), line("2", "2024-01-01", "B", "1")],
        payments=[
            {"customer_code": "B", "amount": "5", "due_date": "2024-02-01", "paid_date": "2024-02-03"},
            {"invoice_number": "1", "amount": "2.5"},
            {"customer_code": "nobody", "amount": "1"},
            {"invoice_number": "9", "amount": "1"},
        ],
    )
    assert facts.payments is not None
    rows = sorted(zip(facts.payments.account.tolist(), facts.payments.amount.tolist(), strict=True))
    assert rows == [(-1, 10000), (-1, 10000), (0, 25000), (1, 50000)]
    paid = facts.payments.paid_day.tolist()
    assert sorted(paid) == [-1, -1, -1, day_number(date(2024, 2, 3))]


def test_cost_to_serve_of_strangers_is_left_out() -> None:
    facts = facts_of(
        [line("1", "2024-01-01", "A", "1")],
        cost_to_serve=[
            {"customer_code": "A", "cost_date": "2024-01-31", "cost_kind": "visit", "hours": "2.5", "amount": "300"},
            {"customer_code": "B", "cost_date": "2024-01-31", "hours": "1"},
        ],
    )
    assert facts.service is not None
    assert (facts.service.hours.tolist(), facts.service.amount.tolist()) == ([2.5], [3000000])
    assert facts.service.kind.tolist() == ["visit"]


def test_more_codes_than_one_word_of_bits_are_counted_exactly() -> None:
    lines = [line(str(n), "2024-01-01", "AB"[n % 2], "1", product_code=f"P{n // 2 % 150}") for n in range(1000)]
    assert facts_of(lines).products.tolist() == [150, 150]


amounts = st.decimals("-9999999.9999", "9999999.9999", places=4)
rows = st.builds(
    line,
    st.sampled_from(["1", "2", "3", "C4"]),
    st.sampled_from(["2023-12-31", "2024-01-01", "2024-02-29"]),
    st.sampled_from(["A", "B", "", None]),
    amounts,
    cost_amount=st.none() | amounts,
    product_code=st.sampled_from(["P", "Q", "", None]),
    customer_name=st.sampled_from(["N", "M", None]),
)


@given(st.lists(rows, min_size=1, max_size=12), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=25)
def test_totals_are_exact_and_the_order_of_lines_changes_nothing(
    lines: list[dict[str, object]], chance: random.Random
) -> None:
    facts = facts_of(lines)
    assert Decimal(facts.company.net) / 10000 == sum((row["net_amount"] for row in lines), Decimal(0))
    known = [row["cost_amount"] for row in lines if row["cost_amount"] is not None]
    assert Decimal(facts.company.cost) / 10000 == sum(known, Decimal(0))
    shuffled = lines[:]
    chance.shuffle(shuffled)
    assert differences(facts, facts_of(shuffled)) == []


def test_the_mixed_ledger_holds_together() -> None:
    invariant(ledger_facts(DuckDBEngine(made_connection(**MIXED_LEDGER)), since=None, until=None))


def real(connection: duckdb.DuckDBPyConnection) -> Facts:
    facts = ledger_facts(DuckDBEngine(connection), since=None, until=None)
    invariant(facts)
    return facts


def test_online_retail_to_the_cent() -> None:
    facts = real(online_retail())
    company = facts.company
    assert (company.lines, company.lines_without_customer, facts.count) == (541909, 135080, 4372)
    assert (cents(company.net), cents(company.net_with_customer)) == ("9747747.93", "8300065.81")
    top = sorted(net_by_code(facts).items(), key=lambda pair: -Decimal(pair[1]))[:5]
    assert top == [
        ("14646", "279489.02"),
        ("18102", "256438.49"),
        ("17450", "187482.17"),
        ("14911", "132572.62"),
        ("12415", "123725.45"),
    ]


def test_northwind_to_the_cent() -> None:
    facts = real(northwind())
    assert cents(facts.company.net) == "1265793.04"
    assert cents(int(facts.events.discount.sum())) == "88665.55"
    assert int(facts.invoices.sum()) == 830
    assert [code for code, lines in zip(facts.code, facts.lines, strict=True) if not lines] == ["FISSA", "PARIS"]
    net = net_by_code(facts)
    assert (net["QUICK"], net["ERNSH"], net["SAVEA"]) == ("110277.31", "104874.98", "104361.95")


def test_classicmodels_to_the_cent() -> None:
    facts = real(classicmodels())
    assert cents(facts.company.net) == "9604190.61"
    assert cents(facts.company.net - facts.company.cost) == "3825880.25"
    assert (facts.count, int((facts.lines > 0).sum())) == (122, 98)
    assert facts.payments is not None
    assert cents(int(facts.payments.amount.sum())) == "8853839.23"
    names = dict(zip(facts.name.tolist(), net_by_code(facts).values(), strict=True))
    assert names["Euro+ Shopping Channel"] == "820689.54"
