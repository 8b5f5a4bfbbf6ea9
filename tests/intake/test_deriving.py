"""Net amounts that a file does not have follow from those it has, exactly."""

from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openkam.core.problem import Problem

from .reads import codes, lines, read

TAXED = "发票号,日期,客户名称,含税金额,税率"


def test_a_net_amount_follows_from_gross_and_tax_rate(tmp_path: Path) -> None:
    cells = ("113,13%", "113,0.13", "113,13", "-113,13％", "101,1%", "101,1", "50,免税", "50,0", "100,13%")
    found = read(lines(tmp_path, *(f"{i},2024-01-05,甲,{cell}" for i, cell in enumerate(cells)), header=TAXED))
    expected = ["100.0000"] * 3 + ["-100.0000", "100.0000", "100.0000", "50.0000", "50.0000", "88.4956"]
    assert found.column("net_amount") == expected
    (note,) = found.receipt.notes
    assert "“含税金额”÷（1 +“税率”）" in note.what.zh
    assert found.receipt.closes


@settings(deadline=None, max_examples=8)
@given(st.lists(st.tuples(st.integers(-(10**15), 10**15), st.integers(0, 9999)), min_size=1, max_size=20))
def test_tax_is_taken_off_half_up(tmp_path_factory: pytest.TempPathFactory, made: list[tuple[int, int]]) -> None:
    amounts = [(Decimal(gross) / 10_000, Decimal(rate) / 10_000) for gross, rate in made]
    rows = (f"{i},2024-01-05,甲,{gross:f},{rate:f}" for i, (gross, rate) in enumerate(amounts))
    found = read(lines(tmp_path_factory.mktemp("tax"), *rows, header=TAXED))
    exact = [(gross / (1 + rate)).quantize(Decimal("0.0001"), ROUND_HALF_UP) for gross, rate in amounts]
    assert [row["net_amount"] for row in found.rows] == exact


def test_a_rate_that_cannot_be_read_sets_its_row_aside(tmp_path: Path) -> None:
    rows = ("1,2024-01-05,甲,113,13%", "2,2024-01-05,甲,113,x", "3,2024-01-05,甲,113,", "4,2024-01-05,甲,113,-5%")
    found = read(lines(tmp_path, *rows, header=TAXED))
    assert codes(found.receipt) == [(3, "UNREADABLE_NUMBER"), (4, "MISSING"), (5, "NUMBER_OUT_OF_RANGE")]


def test_a_net_column_is_believed_before_tax_is_taken_off(tmp_path: Path) -> None:
    found = read(lines(tmp_path, "1,2024-01-05,甲,113,13%,99", header=f"{TAXED},不含税金额"))
    assert found.column("net_amount") == ["99.0000"]
    assert set(found.receipt.files[0].unused_headers) == {"含税金额", "税率"}


def test_a_gross_amount_without_a_rate_is_not_used(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="net_amount"):
        read(lines(tmp_path, "1,2024-01-05,甲,113", header=TAXED.removesuffix(",税率")))


def test_a_discount_may_be_written_in_percent(tmp_path: Path) -> None:
    header = "Invoice,Date,Customer,Quantity,Unit Price,Discount Rate"
    rows = ("1,2024-01-05,a,2,50,10%", "2,2024-01-05,a,2,50,0.5%", "3,2024-01-05,a,2,50,0.1")
    assert read(lines(tmp_path, *rows, header=header)).column("net_amount") == ["90.0000", "99.5000", "90.0000"]


RATED = "Invoice,Date,Customer,Qty,Price,Discount Rate"


def rated(*rates: str) -> list[str]:
    return [f"{i},2024-01-05,a,10,100,{rate}" for i, rate in enumerate(rates)]


def test_a_column_of_discounts_is_in_percent_as_a_whole(tmp_path: Path) -> None:
    found = read(lines(tmp_path, *rated("5", "10", "1", "0", "2.5"), header=RATED))
    assert found.column("net_amount") == ["950.0000", "900.0000", "990.0000", "1000.0000", "975.0000"]


def test_a_column_of_shares_may_give_everything_away(tmp_path: Path) -> None:
    found = read(lines(tmp_path, *rated("0.25", "1", "0"), header=RATED))
    assert found.column("net_amount") == ["750.0000", "0.0000", "1000.0000"]


@pytest.mark.parametrize("unclear", ["abc", "-0.2", "20000"])
def test_a_discount_that_cannot_be_read_is_no_discount_of_zero(unclear: str, tmp_path: Path) -> None:
    found = read(lines(tmp_path, *rated("5", unclear), header=RATED))
    assert found.column("net_amount") == ["950.0000"]
    (aside,) = found.receipt.set_aside
    assert aside.row == 3
    assert "iscount" in aside.column
    assert found.receipt.closes


def test_a_one_among_zeros_may_be_a_percent_or_everything(tmp_path: Path) -> None:
    found = read(lines(tmp_path, *rated("0", "1"), header=RATED))
    assert found.column("net_amount") == ["1000.0000"]
    assert [one.row for one in found.receipt.set_aside] == [3]
