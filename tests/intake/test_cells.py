"""Numbers and dates as people write them."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openkam.core.problem import Problem

from .reads import codes, lines, read, written

SIMPLE = "Invoice;Date;Customer;Amount"


def amounts(folder: Path, *cells: str, **known: object) -> list[str]:
    rows = (f"{i};2024-01-05;a;{cell}" for i, cell in enumerate(cells))
    return read(lines(folder, *rows, header=SIMPLE), **known).column("net_amount")


def test_a_decimal_comma_is_recognised_by_cells_that_allow_nothing_else(tmp_path: Path) -> None:
    cells = ("1.234,50", "1.000", "12,5", "(3,00)", "7,25-", "€ 1.000,00", "1 234,5", "-0,125")
    values = ["1234.5000", "1000.0000", "12.5000", "-3.0000", "-7.2500", "1000.0000", "1234.5000", "-0.1250"]
    assert amounts(tmp_path, *cells) == values


def test_a_decimal_point_is_recognised_by_cells_that_allow_nothing_else(tmp_path: Path) -> None:
    cells = (
        "1,234.50",
        "1,000",
        "12.5",
        "(3.00)",
        "7.25-",
        "￥1,000.00",
        "１２．５",
        "$-5.00",
        "−2.00",
        "1e3",
        "12 元",
    )
    expected = ["1234.5", "1000", "12.5", "-3", "-7.25", "1000", "12.5", "-5", "-2", "1000", "12"]
    assert [Decimal(value) for value in amounts(tmp_path, *cells)] == [Decimal(value) for value in expected]


def test_an_unclear_decimal_mark_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(Problem) as caught:
        amounts(tmp_path, "1,234", "5")
    assert "--decimal" in caught.value.to("en")
    assert amounts(tmp_path, "1,234", "5", decimal_mark=",") == ["1.2340", "5.0000"]
    assert amounts(tmp_path, "1,234", "5", decimal_mark=".") == ["1234.0000", "5.0000"]


def test_a_stray_cell_does_not_turn_the_decimal_mark_of_a_file(tmp_path: Path) -> None:
    cells = ["1.25"] * 150
    found = read(lines(tmp_path, *(f"{i};2024-01-05;a;{c}" for i, c in enumerate([*cells, "1,5"])), header=SIMPLE))
    assert codes(found.receipt) == [(152, "UNREADABLE_NUMBER")]


def test_a_number_too_large_for_money_is_set_aside(tmp_path: Path) -> None:
    found = read(lines(tmp_path, "1;2024-01-05;a;5", f"2;2024-01-05;a;{'9' * 16}", header=SIMPLE))
    assert codes(found.receipt) == [(3, "NUMBER_OUT_OF_RANGE")]


DATES = {
    "2024-01-31": date(2024, 1, 31),
    "2024/1/31": date(2024, 1, 31),
    "2024.01.31": date(2024, 1, 31),
    "20240131": date(2024, 1, 31),
    "20240131093000": date(2024, 1, 31),
    "2024年1月31日": date(2024, 1, 31),
    "2024年1月31日 10:20": date(2024, 1, 31),
    "２０２４－０１－３１": date(2024, 1, 31),
    "2024-01-31T10:20:30.5+08:00": date(2024, 1, 31),
    "2024-01-31 23:59:59": date(2024, 1, 31),
    "31.01.2024": date(2024, 1, 31),
    "31/1/2024 8:05": date(2024, 1, 31),
    "31 Jan 2024": date(2024, 1, 31),
    "31-JAN-2024": date(2024, 1, 31),
    "January 31, 2024": date(2024, 1, 31),
    "03/02/2024": date(2024, 2, 3),
}


def test_dates_are_read_in_every_usual_form(tmp_path: Path) -> None:
    rows = (f'{i},"{cell}",a,1,1,1' for i, cell in enumerate(DATES))
    found = read(lines(tmp_path, *rows))
    assert [row["invoice_date"] for row in found.rows] == list(DATES.values())


def test_the_month_comes_first_where_a_date_shows_it(tmp_path: Path) -> None:
    found = read(lines(tmp_path, "1,01/31/2024,a,1,1,1", "2,02/03/2024,a,1,1,1"))
    assert found.column("invoice_date") == ["2024-01-31", "2024-02-03"]


@pytest.mark.parametrize(("day_first", "expected"), [(True, "2024-04-03"), (False, "2024-03-04")])
def test_the_order_of_day_and_month_is_never_guessed(tmp_path: Path, day_first: bool, expected: str) -> None:
    path = lines(tmp_path, "1,03/04/2024,a,1,1,1")
    with pytest.raises(Problem, match="two ways") as caught:
        read(path)
    assert "--dayfirst" in caught.value.to("zh")
    assert read(path, day_first=day_first).column("invoice_date") == [expected]


def test_what_is_no_date_does_not_hide_the_question_of_their_order(tmp_path: Path) -> None:
    path = lines(tmp_path, "1,01/02/2024,a,1,1,1", *(f"{n},nan,a,1,1,1" for n in range(2, 200)))
    with pytest.raises(Problem, match="01/02/2024 can be read two ways"):
        read(path)


def test_both_orders_in_one_file_are_a_problem_until_one_is_named(tmp_path: Path) -> None:
    path = lines(tmp_path, "1,31/01/2024,a,1,1,1", "2,01/31/2024,a,1,1,1")
    with pytest.raises(Problem, match=r"day first \(31/01/2024\), others"):
        read(path)
    assert codes(read(path, day_first=True).receipt) == [(3, "IMPOSSIBLE_DATE")]


def test_equal_day_and_month_need_no_order(tmp_path: Path) -> None:
    assert read(lines(tmp_path, "1,05/05/2024,a,1,1,1")).column("invoice_date") == ["2024-05-05"]


def test_codes_written_as_floats_lose_their_point(tmp_path: Path) -> None:
    found = read(lines(tmp_path, "1.0,2024-01-01,17850.0,1,1,1", "2.0,2024-01-01,,1,1,1"))
    assert found.column("customer_code") == ["17850", "None"]
    mixed = read(lines(tmp_path, "1,2024-01-01,17850.0,1,1,1", "2,2024-01-01,B.1,1,1,1"))
    assert mixed.column("customer_code") == ["17850.0", "B.1"]


def test_a_missing_net_amount_is_computed_exactly(tmp_path: Path) -> None:
    header = "Invoice,Date,Customer,Qty,Unit Price,Discount Amount,Unit Cost"
    found = read(lines(tmp_path, "1,2024-01-01,a,3,1.00015,,0.5", "2,2024-01-01,a,-3,1.00015,0.1,", header=header))
    assert found.column("net_amount") == ["3.0005", "-3.1005"]
    assert found.column("cost_amount") == ["1.5000", "None"]


def test_a_discount_that_may_be_a_rate_has_to_be_settled(tmp_path: Path) -> None:
    path = lines(tmp_path, "1,2024-01-01,a,2,10,0.25", header="Invoice,Date,Customer,Qty,Price,Discount")
    with pytest.raises(Problem, match="rate or an amount"):
        read(path)
    assert read(path, mapping={"discount_rate": "Discount"}).column("net_amount") == ["15.0000"]
    assert read(path, mapping={"discount_amount": "Discount"}).column("net_amount") == ["19.7500"]
    assert read(path, mapping={"discount_rate": ""}).column("net_amount") == ["20.0000"]


@settings(deadline=None, max_examples=10)
@given(st.lists(st.decimals(-(10**10), 10**10, places=2), min_size=2, max_size=20), st.sampled_from(".,"))
def test_money_written_either_way_is_read_exactly(tmp_path_factory: pytest.TempPathFactory, money, mark) -> None:
    def cell(value: Decimal) -> str:
        text = f"{value:,.2f}"
        return text if mark == "." else text.translate(str.maketrans(".,", ",."))

    folder = tmp_path_factory.mktemp("money")
    assert [Decimal(value) for value in amounts(folder, *map(cell, money))] == money


def test_words_of_both_languages_become_codes(tmp_path: Path) -> None:
    text = "客户编码,单位性质,采购模式,产品匹配\nC1,企业,集采,是\nC2,Government,central,n\nC3,?,,\n"
    found = read(written(tmp_path, "customers.csv", text), table="customers")
    assert found.column("organisation_kind") == ["ENTERPRISE", "PUBLIC_BODY", "None"]
    assert found.column("buying_structure") == ["CENTRAL", "CENTRAL", "None"]
    assert [row["product_fit"] for row in found.rows] == [True, False, None]
    assert [(note.column, note.count) for note in found.receipt.notes] == [("单位性质", 1)]


def test_an_amount_of_millions_is_computed_from_quantity_and_price(tmp_path: Path) -> None:
    header = "Invoice No,Invoice Date,Customer Code,Quantity,Unit Price,Discount Rate,Unit Cost"
    found = read(lines(tmp_path, "1,2024-01-01,a,13324.3,18642.27,0.1,9999.99", header=header))
    assert found.column("net_amount") == ["223555678.3449"]
    assert found.column("cost_amount") == ["133242866.7570"]


def test_a_currency_is_one_whatever_it_is_called(tmp_path: Path) -> None:
    names = ["人民币", "RMB", "rmb", "CNY", "￥", " ¥ ", "美元", "US$", "usd", "€", "港币", "£", "JPY", "brl", ""]
    rows = (f"{i},2024-01-05,a,1,{name}" for i, name in enumerate(names))
    file = lines(tmp_path, *rows, header="Invoice,Date,Customer,Amount,Currency")
    expected = ["CNY"] * 6 + ["USD"] * 3 + ["EUR", "HKD", "GBP", "JPY", "BRL"]
    assert read(file).column("currency") == [*expected, "None"]
    assert read(file, currency="港元").column("currency") == [*expected, "HKD"]


@pytest.mark.parametrize("name", ["CNY", "RMB", "人民币", "￥", "¥", "rmb", "cn¥"])
def test_a_column_of_one_name_of_a_currency_is_brought_to_its_code(tmp_path: Path, name: str) -> None:
    file = lines(tmp_path, f"1,2024-01-05,a,1,{name}", header="Invoice,Date,Customer,Amount,Currency")
    assert read(file).column("currency") == ["CNY"]


def test_an_unclear_date_is_shown_as_it_stands_in_the_file(tmp_path: Path) -> None:
    with pytest.raises(Problem) as caught:
        read(lines(tmp_path, "1,,a,1,1,1", "2,2024-01-31,a,1,1,1", "3,7/7/2025,a,1,1,1", "4,5/11/2025 10:30,a,1,1,1"))
    found = caught.value
    assert (found.row, found.column, found.value) == (5, "Invoice Date", "5/11/2025")
    assert "--dayfirst (5 Nov) or --monthfirst (11 May)" in found.to("en")
    assert "--dayfirst（11 月 5 日）" in found.to("zh")


def test_dates_of_both_orders_are_shown_with_their_rows(tmp_path: Path) -> None:
    with pytest.raises(Problem) as caught:
        read(lines(tmp_path, "1,3/4/2025,a,1,1,1", "2,4/25/2025,a,1,1,1", "3,26/4/2025,a,1,1,1"))
    assert (caught.value.row, caught.value.value) == (4, "26/4/2025")
    assert "4/25/2025, row 3" in caught.value.to("en")
