"""Currencies are never added up: one is chosen, or all are converted by dated rates."""

from datetime import date

import pytest

from openkam.analysis.facts import Facts
from openkam.core.money import cents
from openkam.core.problem import Problem
from openkam.ledger.engine import DuckDBEngine
from openkam.ledger.facts import ledger_facts
from tests.ledger.made_lines import Rows, line, made_connection

LINES = [
    line("1", "2024-01-10", "A", "100", currency="CNY", cost_amount="50"),
    line("2", "2024-01-10", "A", "10.01", currency="EUR", cost_amount="3", discount_amount="1"),
    line("3", "2024-02-01", "B", "-1", currency="EUR"),
]
RATES = [
    {"currency": "EUR", "to_currency": "CNY", "rate_date": "2024-01-01", "rate": "7.5"},
    {"currency": "EUR", "to_currency": "CNY", "rate_date": "2024-02-01", "rate": "8.00005"},
]


def facts_of(lines: Rows, rates: Rows | None = None, **options: object) -> Facts:
    tables = {"invoice_lines": lines} | ({} if rates is None else {"rates": rates})
    options = {"since": None, "until": None} | options
    return ledger_facts(DuckDBEngine(made_connection(**tables)), **options)  # type: ignore[arg-type]


def test_several_currencies_are_refused_with_both_remedies() -> None:
    with pytest.raises(Problem) as refused:
        facts_of(LINES)
    for text in (refused.value.to("en"), refused.value.to("zh")):
        assert "CNY 100.00" in text
        assert "EUR 9.01" in text
        assert "--currency" in text
        assert "--rates" in text


def test_one_currency_can_be_chosen() -> None:
    facts = facts_of(LINES, currency="EUR")
    assert (facts.currency, cents(facts.company.net), facts.company.lines) == ("EUR", "9.01", 2)


def test_a_currency_nobody_used_is_refused() -> None:
    with pytest.raises(Problem, match="No invoice line is in USD"):
        facts_of(LINES, currency="USD")


def test_the_currency_of_the_period_is_what_counts() -> None:
    facts = facts_of(LINES, since=date(2024, 2, 1))
    assert (facts.currency, cents(facts.company.net)) == ("EUR", "-1.00")


def test_a_ledger_without_currencies_takes_the_one_it_is_told() -> None:
    assert facts_of([line("1", "2024-01-01", "A", "1")]).currency is None
    assert facts_of([line("1", "2024-01-01", "A", "1", currency="")], currency="CNY").currency == "CNY"


def test_blank_currencies_follow_the_only_one_that_is_named() -> None:
    facts = facts_of([line("1", "2024-01-01", "A", "1"), line("2", "2024-01-01", "A", "1", currency="CNY")])
    assert (facts.currency, facts.company.lines) == ("CNY", 2)


@pytest.mark.parametrize("currency", [None, "CNY"])
def test_every_amount_is_converted_at_the_latest_rate_on_its_day(currency: str | None) -> None:
    facts = facts_of(LINES, RATES, currency=currency)
    assert facts.currency == "CNY"
    assert facts.events.net.tolist() == [1000000 + 750750, -80001]
    assert facts.events.cost.tolist() == [500000 + 225000, 0]
    assert facts.events.discount.tolist() == [75000, 0]


def test_a_ledger_in_one_foreign_currency_is_converted_too() -> None:
    facts = facts_of(LINES[1:], RATES)
    assert (facts.currency, facts.company.net) == ("CNY", 750750 - 80001)


def test_a_line_older_than_the_first_rate_is_refused_by_currency_and_day() -> None:
    with pytest.raises(Problem, match="EUR 2024-01-10"):
        facts_of(LINES, RATES[1:])


def test_two_rates_of_one_day_are_refused() -> None:
    with pytest.raises(Problem, match="EUR has two different rates on 2024-01-01"):
        facts_of(LINES, [*RATES, RATES[0] | {"rate": "7.6"}])


def test_rates_to_several_currencies_need_a_choice() -> None:
    both = [*RATES, {"currency": "CNY", "to_currency": "EUR", "rate_date": "2024-01-01", "rate": "0.13"}]
    with pytest.raises(Problem, match="does not name one currency"):
        facts_of(LINES, both)
    assert facts_of(LINES, both, currency="EUR").events.net.tolist() == [130000 + 100100, -10000]


@pytest.mark.parametrize(
    ("net", "rate", "converted"),
    [
        ("168145.32", "7.1", "1193831.77"),
        ("1000000000", "7.12345678", "7123456780.00"),
        ("-99999999999.9999", "0.00000001", "-1000.00"),
        ("0.0001", "0.5", "0.00"),
    ],
)
def test_amounts_of_millions_are_converted_exactly(net: str, rate: str, converted: str) -> None:
    rates = [{"currency": "USD", "to_currency": "CNY", "rate_date": "2024-01-01", "rate": rate}]
    facts = facts_of([line("1", "2024-01-10", "A", net, currency="USD")], rates)
    assert cents(facts.company.net) == converted


def test_half_a_unit_is_rounded_up() -> None:
    rates = [{"currency": "USD", "to_currency": "CNY", "rate_date": "2024-01-01", "rate": "0.5"}]
    assert facts_of([line("1", "2024-01-10", "A", "1000000.0001", currency="USD")], rates).company.net == 5000000001


BARE = [rate | {"to_currency": None} for rate in RATES]


def test_rates_without_a_target_convert_to_the_one_currency_that_has_no_rate() -> None:
    assert facts_of(LINES, BARE).events.net.tolist() == facts_of(LINES, RATES).events.net.tolist()
    assert facts_of(LINES, BARE).currency == "CNY"
    assert facts_of(LINES[1:], BARE, currency="人民币").currency == "CNY"


def test_rates_without_a_target_need_a_choice_where_several_currencies_have_no_rate() -> None:
    lines = [*LINES, line("4", "2024-02-01", "B", "5", currency="USD")]
    with pytest.raises(Problem, match="does not name one currency") as refused:
        facts_of(lines, BARE)
    for text in (refused.value.to("en"), refused.value.to("zh")):
        assert "--currency" in text
        assert all(name in text for name in ("to_currency", "rate_date", "7.10"))


@pytest.mark.parametrize("name", ["cny", "人民币", "RMB"])
def test_a_currency_is_chosen_by_any_of_its_names(name: str) -> None:
    assert facts_of(LINES, currency=name).currency == "CNY"
    assert facts_of(LINES, RATES, currency=name).events.net.tolist() == [1000000 + 750750, -80001]
