"""The same lines give the same ledger, whatever file they come in."""

import gzip
from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest
import xlsxwriter

from .reads import read, written

ROWS = [
    ("发票号", "开票日期", "客户编码", "客户名称", "数量", "单价", "不含税金额", "备注"),
    ("A-1", "2024-01-31", "17850", "张三公司", "2", "617.25", "1234.50", "x, y"),
    ("A-1", "2024-01-31", "17850", "张三公司", "1", "0.1", "0.10", ""),
    ("A-2", "2024-02-03", "17851", 'Müller "KG"', "-1", "12.5", "-12.50", "zwei\nZeilen"),
]
EXPECTED = [
    ("A-1", "2024-01-31", "17850", "1234.5000"),
    ("A-1", "2024-01-31", "17850", "0.1000"),
    ("A-2", "2024-02-03", "17851", "-12.5000"),
]


def delimited(delimiter: str = ",") -> str:
    def cell(text: str) -> str:
        return '"' + text.replace('"', '""') + '"' if set(text) & set(',;\t|"\n') else text

    return "".join(delimiter.join(map(cell, row)) + "\r\n" for row in ROWS)


def check(path: Path) -> None:
    found = read(path)
    keys = ("invoice_number", "invoice_date", "customer_code", "net_amount")
    assert [tuple(str(row[key]) for key in keys) for row in found.rows] == EXPECTED
    assert found.receipt.closes
    assert found.receipt.amount_read == 12_221_000
    assert found.receipt.files[0].unused_headers == ("备注",)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_encoding_and_delimiter_reads_the_same(tmp_path: Path, encoding: str, delimiter: str) -> None:
    check(written(tmp_path, "lines.csv", delimited(delimiter), encoding))


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_gzip_of_a_text_file_reads_the_same(tmp_path: Path, encoding: str) -> None:
    check(written(tmp_path, "lines.csv.gz", gzip.compress(delimited().encode(encoding))))


def workbook(path: Path, *, title: bool = False) -> Path:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("明细")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    top = 0
    if title:
        sheet.merge_range(0, 0, 0, 7, "2024 年销售明细")
        top = 2
    sheet.write_row(top, 0, ROWS[0])
    for i, row in enumerate(ROWS[1:], top + 1):
        sheet.write_string(i, 0, row[0])
        sheet.write_datetime(i, 1, datetime.fromisoformat(row[1]), day)
        sheet.write_number(i, 2, int(row[2]))
        sheet.write_string(i, 3, row[3])
        for column in (4, 5, 6):
            sheet.write_number(i, column, float(row[column]))
        sheet.write_string(i, 7, row[7])
    book.close()
    return path


def test_a_workbook_with_dates_and_numbers_reads_the_same(tmp_path: Path) -> None:
    check(workbook(tmp_path / "lines.xlsx"))


def test_titles_above_the_header_of_a_sheet_are_passed_over(tmp_path: Path) -> None:
    check(workbook(tmp_path / "lines.xlsx", title=True))


def test_titles_above_the_header_of_a_text_file_are_passed_over(tmp_path: Path) -> None:
    check(written(tmp_path, "lines.csv", "销售明细,,,\r\n\r\n" + delimited()))


@pytest.mark.parametrize("number", ["DOUBLE", "DECIMAL(18, 6)", "VARCHAR", "FLOAT"])
def test_parquet_of_any_type_reads_the_same(tmp_path: Path, number: str) -> None:
    path = tmp_path / "lines.parquet"
    columns = ", ".join(f'v[{i + 1}] AS "{name}"' for i, name in enumerate(ROWS[0]) if i not in (1, 2, 4, 5, 6))
    rows = ", ".join("([" + ", ".join("'" + cell.replace("'", "''") + "'" for cell in row) + "])" for row in ROWS[1:])
    numbers = ", ".join(f'CAST(v[{i + 1}] AS {number}) AS "{ROWS[0][i]}"' for i in (4, 5, 6))
    duckdb.connect().execute(
        f'COPY (SELECT {columns}, {numbers}, CAST(v[2] AS TIMESTAMP) AS "{ROWS[0][1]}", CAST(v[3] AS DOUBLE) AS '
        f"\"{ROWS[0][2]}\" FROM (VALUES {rows}) AS t(v)) TO '{path}' (FORMAT parquet)"
    )
    check(path)


def test_dates_kept_as_excel_serials_are_read(tmp_path: Path) -> None:
    path = tmp_path / "serials.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Invoice", "Date", "Customer", "Amount"])
    sheet.write_row(1, 0, ["1", 45322, "a", 10.5])
    sheet.write_row(2, 0, ["2", 20240131, "a", 0.1 + 0.2])
    for column, text in enumerate(("=1+1", "31/01/2024", "@b", "1.234,50")):
        sheet.write_string(3, column, text)
    book.close()
    found = read(path)
    assert [row["invoice_date"] for row in found.rows] == [date(2024, 1, 31)] * 3
    assert found.column("net_amount") == ["10.5000", "0.3000", "1234.5000"]
    assert found.rows[2]["invoice_number"] == "=1+1"
    assert found.rows[2]["customer_name"] == "@b"


def test_cached_values_of_formulas_are_read(tmp_path: Path) -> None:
    path = tmp_path / "formulas.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Invoice", "Date", "Customer", "Amount"])
    sheet.write_row(1, 0, ["1", "2024-01-31", "a"])
    sheet.write_formula(1, 3, "=2*3", value=6)
    book.close()
    assert read(path).column("net_amount") == ["6.0000"]


def months(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    book = xlsxwriter.Workbook(path)
    for name, rows in sheets.items():
        page = book.add_worksheet(name)
        for i, row in enumerate(rows):
            page.write_row(i, 0, row)
    book.close()
    return path


HEAD = ["单号", "日期", "客户名称", "金额"]


def test_all_sheets_with_the_same_columns_are_read_and_the_others_named(tmp_path: Path) -> None:
    sheets: dict[str, list[list[object]]] = {
        "说明": [["导出说明"], ["仅供内部使用"]],
        "一月": [HEAD, ["1", "2024-01-05", "甲", 10], ["2", "2024-01-32", "甲", 1], ["3", "2024-01-07", "乙", 5]],
        "空白": [],
        "二月": [
            ["2 月明细"],
            ["日期", "备注", "单号", "客户", "销售额"],
            ["2024-02-05", "x", "3", "乙", "7.5"],
            ["", "", "", "", 3],
        ],
        "汇总": [["客户", "合计"], ["甲", 10]],
    }
    found = read(months(tmp_path / "book.xlsx", sheets))
    assert found.column("net_amount") == ["10.0000", "5.0000", "7.5000"]
    assert found.column("customer_name") == ["甲", "乙", "乙"]
    assert [(one.file, one.row) for one in found.receipt.set_aside] == [
        ("book.xlsx [一月]", 3),
        ("book.xlsx [二月]", 4),
    ]
    read_sheets, unread = [note.what.zh for note in found.receipt.notes]
    assert "一月, 二月" in read_sheets
    assert "说明, 汇总" in unread
    assert found.receipt.closes
    assert "book.xlsx [一月],3," in found.set_aside


def test_one_sheet_is_called_by_its_file(tmp_path: Path) -> None:
    sheets: dict[str, list[list[object]]] = {
        "一月": [HEAD, ["1", "2024-01-05", "甲", 10], ["2", "2024-01-32", "甲", 1]]
    }
    found = read(months(tmp_path / "book.xlsx", sheets))
    assert [(one.file, one.row) for one in found.receipt.set_aside] == [("book.xlsx", 3)]
    assert found.receipt.notes == ()


def test_rows_of_a_sheet_that_complete_an_invoice_can_be_read_again(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        HEAD,
        ["1", 45322, "甲", 10.25],
        ["1", 45323, "甲", "坏"],
        ["2", 45324, "乙", "1.234,5"],
    ]
    found = read(book := months(tmp_path / "book.xlsx", {"一月": rows}))
    mended = written(tmp_path, "mended.csv", found.set_aside.replace("坏", "4.5"))
    assert found.set_aside.splitlines()[1].startswith("1,2024-01-31,甲,10.2500,")
    assert sorted(read(book, mended).column("net_amount")) == ["10.2500", "1234.5000", "4.5000"]
