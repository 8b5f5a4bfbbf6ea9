"""Long numbers that a spreadsheet shortened never pass for one invoice."""

from pathlib import Path

import duckdb
import pytest
import xlsxwriter

from openkam.core.problem import Problem

from .reads import lines, read


def rows(*numbers: str, customer: str = "a") -> list[str]:
    return [f"{number},2024-01-05,{customer},1,1,1" for number in numbers]


def test_a_few_shortened_numbers_are_counted_in_a_note(tmp_path: Path) -> None:
    found = read(lines(tmp_path, *rows("2.5117E+19", "2.5117e+19", "A1", "A2", "A+3", "25117000000012345678")))
    (note,) = found.receipt.notes
    assert (note.count, note.column) == (2, "Invoice No")
    assert "2.5117E+19" in note.what.en
    assert "按文本" in note.what.zh
    assert found.receipt.rows_used == 6


def test_mostly_shortened_invoice_numbers_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="2 of 3") as caught:
        read(lines(tmp_path, *rows("A1", "2.5117E+19", "2.51E+19")))
    assert (caught.value.row, caught.value.column, caught.value.value) == (3, "Invoice No", "2.5117E+19")
    assert "as text" in caught.value.to("en")


def test_shortened_customer_codes_are_told_as_well(tmp_path: Path) -> None:
    few = [*rows("1", customer="9.1E+17"), *rows("2", "3", customer="a")]
    assert [note.column for note in read(lines(tmp_path, *few)).receipt.notes] == ["Customer Code"]
    with pytest.raises(Problem, match="Customer Code"):
        read(lines(tmp_path, *rows("1", customer="9.1E+17")))


def test_numbers_too_long_for_a_sheet_are_refused_and_fifteen_digits_are_kept(tmp_path: Path) -> None:
    def sheet(*numbers: float | str) -> Path:
        book = xlsxwriter.Workbook(path := tmp_path / "lines.xlsx")
        page = book.add_worksheet()
        page.write_row(0, 0, ("Invoice No", "Invoice Date", "Customer", "Amount"))
        for i, number in enumerate(numbers, 1):
            page.write_row(i, 0, (number, "2024-01-05", "a", 1))
        book.close()
        return path

    assert read(sheet(123456789012345, "25117000000012345678")).column("invoice_number") == [
        "123456789012345",
        "25117000000012345678",
    ]
    with pytest.raises(Problem, match="shortened by a spreadsheet"):
        read(sheet(25117000000012345678, 25117000000012345679))


def test_floating_numbers_too_long_to_be_exact_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "lines.parquet"
    duckdb.execute(
        f"COPY (SELECT 2.5e19::DOUBLE AS invoice_number, DATE '2024-01-05' AS invoice_date, 'a' AS customer_code, "
        f"1::DECIMAL(18, 4) AS net_amount) TO '{path}'"
    )
    with pytest.raises(Problem, match="shortened"):
        read(path)
