"""Every kind of bad file is a clear message in both languages, and nothing is left behind."""

import random
import tempfile
import zipfile
from pathlib import Path

import duckdb
import pytest

from openkam.core.problem import Problem
from openkam.intake.reading import Reading
from openkam.intake.stage import stage_files

from .reads import HEADER, codes, lines, read, written


def problem(folder: Path, path: Path, **known: object) -> Problem:
    """The Problem of staging a file in a real child; the folder must stay as it was."""
    before = sorted(folder.rglob("*"))
    with pytest.raises(Problem) as caught:
        stage_files(Reading((path,), **known), folder)
    assert sorted(folder.rglob("*")) == before
    for language in ("en", "zh"):
        assert "→" in caught.value.to(language)
        assert path.name in caught.value.to(language)
    return caught.value


def test_an_empty_file(tmp_path: Path) -> None:
    assert "empty" in problem(tmp_path, written(tmp_path, "a.csv", "")).to("en")
    assert "为空" in problem(tmp_path, written(tmp_path, "b.csv", "\ufeff\r\n\r\n")).to("zh")


def test_a_header_without_rows(tmp_path: Path) -> None:
    assert "header but no rows" in problem(tmp_path, lines(tmp_path)).to("en")


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    assert "no such file" in problem(tmp_path, tmp_path / "gone.csv").to("en")
    (tmp_path / "exports").mkdir()
    assert "folder" in problem(tmp_path, tmp_path / "exports").to("en")


def test_a_wrong_delimiter(tmp_path: Path) -> None:
    path = lines(tmp_path, "1^2024-01-01^a^1^1^1", header=HEADER.replace(",", "^"))
    assert "one column" in problem(tmp_path, path).to("en")


def test_a_needed_column_is_named_with_the_headers_found(tmp_path: Path) -> None:
    text = problem(tmp_path, lines(tmp_path, "1,2,3", header="Beleg,Tag,Wert")).to("en")
    assert "invoice_number, invoice_date, net_amount, customer_code" in text
    assert "Beleg, Tag, Wert" in text
    assert "--map invoice_number=" in text


def test_fifty_columns_that_say_nothing(tmp_path: Path) -> None:
    header = ",".join(f"f{i}" for i in range(50))
    text = problem(tmp_path, lines(tmp_path, ",".join("1" * 50), header=header)).to("en")
    assert "f49" in text


def test_two_headers_that_claim_one_column(tmp_path: Path) -> None:
    text = problem(tmp_path, lines(tmp_path, "1,2024-01-01,a,1,1", header="Invoice,Date,Customer,金额,销售额")).to("zh")
    assert "--map net_amount=" in text


def test_a_repeated_header_is_not_chosen_between(tmp_path: Path) -> None:
    problem(tmp_path, lines(tmp_path, "1,2024-01-01,a,1,2", header="Invoice,Date,Customer,Amount,Amount"))


def test_tax_included_amounts_are_not_taken_for_net(tmp_path: Path) -> None:
    text = problem(tmp_path, lines(tmp_path, "1,2024-01-01,a,113", header="发票号,日期,客户,含税金额")).to("zh")
    assert "含税" in text
    assert "net_amount" in text


@pytest.mark.parametrize("gb_first", [True, False])
def test_mixed_encodings_name_the_row(tmp_path: Path, gb_first: bool) -> None:
    parts = [f"{i},2024-01-01,客户有限公司{i},1,1,1\n".encode("gb18030" if gb_first else "utf-8") for i in range(5)]
    other = "9,2024-01-01,另一家公司名称,1,1,1\n".encode("utf-8" if gb_first else "gb18030")
    caught = problem(tmp_path, written(tmp_path, "mixed.csv", HEADER.encode() + b"\n" + b"".join(parts) + other))
    assert caught.row == 7


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("1,1900-01-01,a,1,1,1", "before 1990"),
        ("1,2099-12-31,a,1,1,1", "far after"),
        ("1,2024-01-01,a,-1,1,1", "negative and the amount positive"),
        ("1,2024-13-45,a,1,1,1", "no such day"),
        ("1,2024-01-01,a,1,1,abc", "not a number"),
        (",2024-01-01,a,1,1,1", "is empty"),
        ("合计,,,,,1", "a total"),
    ],
)
def test_a_file_without_a_usable_row_gives_the_first_reason(tmp_path: Path, row: str, reason: str) -> None:
    caught = problem(tmp_path, lines(tmp_path, row))
    assert reason in caught.to("en")
    assert caught.row == 2


def test_a_cell_of_ten_megabytes(tmp_path: Path) -> None:
    huge = f"2,2024-01-01,{'x' * 10_000_000},1,1,1"
    assert "larger than a megabyte" in problem(tmp_path, lines(tmp_path, huge)).to("en")
    found = read(lines(tmp_path, "1,2024-01-01,a,1,1,1", huge, "3,2024-01-01,a,1,1,1"))
    assert codes(found.receipt) == [(3, "CELL_TOO_LARGE")]


def test_a_header_cell_of_ten_megabytes(tmp_path: Path) -> None:
    assert "longer than a megabyte" in problem(tmp_path, written(tmp_path, "h.csv", "x" * 10_000_000)).to("en")


def test_a_quotation_mark_that_never_closes_names_its_row(tmp_path: Path) -> None:
    rows = [f"{i},2024-01-01,a,1,1,1" for i in range(1000)]
    rows[3] = '3,2024-01-01,"a,1,1,1'
    assert problem(tmp_path, lines(tmp_path, *rows)).row == 5


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_a_workbook_that_is_a_bomb_is_not_opened(tmp_path: Path) -> None:
    path = zipped(tmp_path / "bomb.xlsx", {"xl/worksheets/sheet1.xml": b"0" * (200 << 20)})
    assert "unpacks to 200 MB" in problem(tmp_path, path).to("en")


def test_a_zip_that_is_no_workbook(tmp_path: Path) -> None:
    assert "not a readable Excel" in problem(tmp_path, zipped(tmp_path / "a.xlsx", {"a.txt": b"hello"})).to("en")
    assert "not a readable Excel" in problem(tmp_path, zipped(tmp_path / "b.xlsx", {"xl/a.xml": b"hello"})).to("en")


def parquet(path: Path, rows: int) -> Path:
    duckdb.connect().execute(
        f"COPY (SELECT i AS invoice_number, DATE '2024-01-01' AS invoice_date, 'a' || i AS customer_code, "
        f"random() AS net_amount FROM range({rows}) t(i)) TO '{path}' (FORMAT parquet)"
    )
    return path


def test_a_truncated_parquet_file(tmp_path: Path) -> None:
    whole = parquet(tmp_path / "whole.parquet", 5000).read_bytes()
    for i, size in enumerate((len(whole) // 2, len(whole) - 4, 12)):
        path = written(tmp_path, f"cut{i}.parquet", whole[:size])
        assert "damaged or cut off" in problem(tmp_path, path).to("en")


def test_damaged_parquet_bytes_never_pass_silently_as_a_crash(tmp_path: Path) -> None:
    whole = bytearray(parquet(tmp_path / "whole.parquet", 5000).read_bytes())
    chance = random.Random(3)
    for place in (chance.randrange(4, len(whole) - 300) for _ in range(20)):
        whole[place] ^= 0xFF
    path = written(tmp_path, "damaged.parquet", bytes(whole))
    with pytest.raises(Problem):
        stage_files(Reading((path,)), tmp_path)


def test_files_of_other_kinds_are_named(tmp_path: Path) -> None:
    assert "PDF" in problem(tmp_path, written(tmp_path, "a.csv", b"%PDF-1.7 ...")).to("en")


def test_a_damaged_gzip_file(tmp_path: Path) -> None:
    import gzip

    packed = gzip.compress(b"a,b\n" * 10_000)
    assert "damaged or cut off" in problem(tmp_path, written(tmp_path, "a.csv.gz", packed[:40])).to("en")


def test_a_gzip_file_that_is_a_bomb(tmp_path: Path) -> None:
    import gzip

    path = written(tmp_path, "a.csv.gz", gzip.compress(b"a," * (40 << 20)))
    assert "grows to more than" in problem(tmp_path, path).to("en")


def test_a_reader_out_of_memory_or_time_is_a_problem_and_leaves_nothing(tmp_path: Path) -> None:
    path = lines(tmp_path, *(f"{i},2024-01-01,a{i},1,1,1" for i in range(2000)))
    (tmp_path / "out").mkdir()
    with pytest.raises(Problem, match="too long"):
        stage_files(Reading((path,)), tmp_path / "out", seconds=0)
    with pytest.raises(Problem):
        stage_files(Reading((path,)), tmp_path / "out", memory_bytes=-(900 << 20))
    assert not list((tmp_path / "out").iterdir())
    assert not list(Path(tempfile.gettempdir()).glob("openkam-reader-*-stale"))


def test_a_missing_column_of_another_table_is_named_as_it_must_be_typed(tmp_path: Path) -> None:
    found = problem(tmp_path, written(tmp_path, "p.csv", "Customer,When,How\na,2024-01-01,b\n"), table="payments")
    for language in ("en", "zh"):
        assert "--map payments.amount=" in found.to(language)
        assert "paid_date" in found.to(language)


def test_two_headers_for_a_column_of_another_table_are_told_apart_as_they_must_be_typed(tmp_path: Path) -> None:
    file = written(tmp_path, "p.csv", "Customer,Invoice No,Total,Balance,Total Open Amount\na,1,1,1,1\n")
    assert '--map payments.amount="Balance"' in problem(tmp_path, file, table="payments").to("en")
