"""Odd lines are found, counted and summed to the cent."""

from datetime import date

import pytest

from openkam.analysis.quality import CodeTally, Quality, Tally
from openkam.ledger.engine import DuckDBEngine
from openkam.ledger.facts import read_ledger
from openkam.ledger.quality import ledger_quality
from tests.ledger.made_lines import MIXED_LEDGER, Rows, line, made_connection
from tests.ledger.real_lines import online_retail


def quality_of(lines: Rows) -> Quality:
    engine = DuckDBEngine(made_connection(invoice_lines=lines))
    return ledger_quality(engine, read_ledger(engine, since=None, until=None))


def usual_lines(count: int = 200) -> list[dict[str, object]]:
    """An even business: products at 9 to 11 each, five a line."""
    return [
        line(f"INV{n:04d}", f"2024-{n % 12 + 1:02d}-28", f"K{n % 8}", 5 * (9 + n % 3), quantity=5, unit_price=9 + n % 3,
             product_code=f"P{n % 10}")
        for n in range(count)
    ]  # fmt: skip


def test_an_even_business_has_nothing_odd() -> None:
    assert quality_of(usual_lines()) == Quality(lines=200, main_since=date(2024, 1, 28), main_until=date(2024, 12, 28))


def test_signs_and_prices_are_counted_and_summed() -> None:
    quality = quality_of(
        [
            line("1", "2024-01-31", "K", "-2.5", quantity=-1, unit_price="2.5"),
            line("2", "2024-01-31", "K", "-3", quantity=1, unit_price="-3"),
            line("3", "2024-01-31", "K", "4", quantity=-1, unit_price="4"),
            line("4", "2024-01-31", "K", "0", quantity=9, unit_price="0"),
            line("5", "2024-01-31", "K", "0"),
            line("6", "2024-01-31", None, "7"),
        ]
    )
    assert quality.negative_lines == Tally(2, -55000)
    assert quality.negative_price == Tally(1, -30000)
    assert quality.opposite_sign == Tally(2, 10000)
    assert quality.zero_price == Tally(2, 0)
    assert quality.without_customer == Tally(1, 70000)


def test_duplicates_differ_in_no_column() -> None:
    twice = line("1", "2024-01-31", "K", "2.5", product_code="P")
    quality = quality_of([twice, twice, twice, twice | {"seller": "Lin"}, twice | {"line_number": "2"}])
    assert quality.duplicates == Tally(2, 50000)


def test_a_date_years_away_is_far_and_a_gap_inside_the_business_is_not() -> None:
    lines = [*usual_lines(), line("x", "2099-01-01", "K1", "5"), line("y", "1900-01-01", "K1", "6")]
    quality = quality_of(lines)
    assert quality.far_dates == Tally(2, 110000)
    assert (quality.main_since, quality.main_until) == (date(2024, 1, 28), date(2024, 12, 28))
    halves = [row | {"invoice_date": f"202{n % 2 * 4}-06-30"} for n, row in enumerate(usual_lines())]
    assert quality_of(halves).far_dates == Tally()


@pytest.mark.parametrize(
    ("last", "partial"), [("2024-03-28", None), ("2024-03-27", date(2024, 3, 1)), ("2024-02-29", None)]
)
def test_a_month_that_stops_early_is_partial(last: str, partial: date | None) -> None:
    assert quality_of([line("1", last, "K", "1")]).partial_month == partial


def test_codes_without_a_digit_are_odd_only_among_codes_with_digits() -> None:
    postage = line("INV9", "2024-01-31", "K1", "12", product_code="POST")
    assert quality_of([*usual_lines(), postage]).odd_codes == (CodeTally("POST", 1, 120000),)
    named = [row | {"product_code": "Pump" if n % 2 else "Valve"} for n, row in enumerate(usual_lines())]
    assert quality_of(named).odd_codes == ()


def test_a_rare_kind_of_invoice_number_is_named() -> None:
    debt = line("BAD1", "2024-01-31", "K1", "-40")
    assert quality_of([*usual_lines(), debt]).odd_prefixes == (CodeTally("B", 1, -400000, "BAD1"),)


@pytest.mark.parametrize("place", [0, 100, 200])
@pytest.mark.parametrize("usual", ["INV", "9", ""])
def test_the_usual_kind_of_invoice_number_is_the_most_frequent_wherever_it_begins(usual: str, place: int) -> None:
    lines = [row | {"invoice_number": f"{usual}{n + 1}"} for n, row in enumerate(usual_lines())]
    lines.insert(place, line("BAD1", "2024-05-05", "K1", "-40"))
    assert quality_of(lines).odd_prefixes == (CodeTally("B", 1, -400000, "BAD1"),)


def test_of_two_usual_kinds_of_invoice_numbers_neither_is_odd() -> None:
    lines = [row | {"invoice_number": f"{'XY'[n % 2]}{n}"} for n, row in enumerate(usual_lines())]
    debt = line("BAD1", "2024-05-05", "K1", "-40")
    for mixed in ([*lines, debt], [debt, *lines[::-1]]):
        assert quality_of(mixed).odd_prefixes == (CodeTally("B", 1, -400000, "BAD1"),)


def test_digits_are_one_kind_of_invoice_number() -> None:
    lines = [row | {"invoice_number": str(n)} for n, row in enumerate(usual_lines())]
    assert quality_of(lines).odd_prefixes == ()


@pytest.mark.parametrize("factor", [10, 100, 1000])
def test_a_price_with_the_decimal_point_slipped_is_suspect(factor: int) -> None:
    slip = line("SLIP", "2024-05-05", "K1", 50 * factor, quantity=5, product_code="P1")
    (suspect,) = quality_of([*usual_lines(), slip]).suspects
    assert (suspect.invoice, suspect.account, suspect.product, suspect.by) == ("SLIP", "K1", "P1", "product")
    assert suspect.amount == 500000 * factor
    assert 0.9 * factor <= suspect.factor <= 1.2 * factor
    assert suspect.usual == round(suspect.amount / suspect.factor)


def test_an_amount_a_hundred_times_the_usual_is_suspect_by_its_account_where_no_price_explains_it() -> None:
    slip = line("SLIP", "2024-05-05", "K1", 5000, quantity=500, product_code="NEW1")
    (suspect,) = quality_of([*usual_lines(), slip]).suspects
    assert (suspect.by, suspect.day) == ("account", date(2024, 5, 5))


@pytest.mark.parametrize("factor", [10, 100, 1000])
def test_a_much_larger_order_at_the_usual_price_is_business(factor: int) -> None:
    large = line("LARGE", "2024-05-05", "K1", 50 * factor, quantity=5 * factor, product_code="P1")
    assert quality_of([*usual_lines(), large]).suspects == ()


@pytest.mark.parametrize("price", [50, 75, 130, 140])
def test_a_price_that_is_not_nearly_ten_times_the_usual_is_a_dear_one(price: int) -> None:
    dear = line("DEAR", "2024-05-05", "K1", price * 5, quantity=5, product_code="P1")
    assert quality_of([*usual_lines(), dear]).suspects == ()


def test_an_amount_about_ten_times_the_usual_of_its_account_alone_says_nothing() -> None:
    large = line("LARGE", "2024-05-05", "K1", 500, quantity=1, product_code="NEW1")
    assert quality_of([*usual_lines(), large]).suspects == ()


def test_an_error_too_small_for_the_company_matters_to_a_small_account() -> None:
    lines = [row | {"net_amount": 50000, "quantity": 5000} for row in usual_lines(400)]
    small = [line("S1", "2024-05-05", "SMALL", "10", quantity=1, product_code="P1")]
    slip = line("S2", "2024-05-06", "SMALL", "1000", quantity=1, product_code="P1")
    (suspect,) = quality_of([*lines, *small, slip]).suspects
    assert (suspect.invoice, suspect.account) == ("S2", "SMALL")


def test_the_mixed_ledger_is_read_without_trouble() -> None:
    engine = DuckDBEngine(made_connection(**MIXED_LEDGER))
    quality = ledger_quality(engine, read_ledger(engine, since=None, until=None))
    assert quality.far_dates.count == 1
    assert quality.without_customer.count == 2


def test_online_retail() -> None:
    engine = DuckDBEngine(online_retail())
    quality = ledger_quality(engine, read_ledger(engine, since=None, until=None))
    assert quality.without_customer.count == 135080
    assert quality.zero_price == Tally(2515, 0)
    assert quality.negative_price == Tally(2, -221241200)
    assert quality.partial_month == date(2011, 12, 1)
    assert [tally.example for tally in quality.odd_prefixes] == ["A563185"]
    assert {"POST", "DOT", "M", "D", "BANK CHARGES", "AMAZONFEE"} <= {tally.code for tally in quality.odd_codes}
    assert [(suspect.invoice, suspect.product) for suspect in quality.suspects] == [("556444", "22502")]
