"""A Parquet file that promises much is read like the same rows as text: nothing unsound slips through unseen."""

from pathlib import Path

import duckdb
import pytest

from openkam.intake.promises import promises_held, promises_of
from tests.intake.reads import codes, read, written

GOOD = ("A1", "2025-03-01", "K1", "2", "10.00")
COLUMNS = "invoice_number, invoice_date, customer_code, quantity, net_amount"


def _parquet(folder: Path, odd: tuple[str | None, ...], good: int = 30) -> Path:
    """Many good lines and an odd one, in columns that repeat a few values."""
    path = folder / "lines.parquet"
    typed = (
        "v[1] AS invoice_number, CAST(v[2] AS DATE) AS invoice_date, v[3] AS customer_code, "
        "CAST(v[4] AS DECIMAL(18, 6)) AS quantity, CAST(v[5] AS DECIMAL(18, 4)) AS net_amount"
    )
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE made (v VARCHAR[])")
        connection.executemany("INSERT INTO made VALUES (?)", [[list(row)] for row in [GOOD] * good + [odd]])
        connection.execute(f"COPY (SELECT {typed} FROM made) TO '{path}' (FORMAT parquet)")
    return path


def _csv(folder: Path, odd: tuple[str | None, ...], good: int = 30) -> Path:
    rows = [",".join(cell or "" for cell in row) for row in [GOOD] * good + [odd]]
    return written(folder, "lines.csv", "\n".join((COLUMNS.replace(" ", ""), *rows)) + "\n")


@pytest.mark.parametrize(
    "odd",
    [
        GOOD,
        ("A1 ", "2025-03-01", "K1", "2", "10.00"),
        ("\u3000A1", "2025-03-01", "K1\t", "2", "10.00"),
        ("'=A1", "2025-03-01", "'-K1", "2", "10.00"),
        ("#N/A", "2025-03-01", "'K1", "2", "10.00"),
        ("(A1)", "2025-03-01", "K1\u00a0", "2", "10.00"),
        ("-", "2025-03-01", "K1", "2", "10.00"),
        ("A1", "1900-01-01", "K1", "2", "10.00"),
        ("A1", "2025-03-01", "K1", "-2", "10.00"),
        ("A1", "2025-03-01", None, "2", "10.00"),
        (None, "2025-03-01", "K1", "2", "10.00"),
        ("A1", None, "K1", "2", "10.00"),
        ("A1", "2025-03-01", "K1", "2", None),
        ("2.5117E+19", "2025-03-01", "K1", "2", "10.00"),
        ("A1", "2025-03-01", "2.5117E+19", "2", "10.00"),
    ],
)
def test_parquet_and_text_give_the_same_rows_and_the_same_faults(tmp_path: Path, odd: tuple[str | None, ...]) -> None:
    typed, text = read(_parquet(tmp_path, odd)), read(_csv(tmp_path, odd))
    assert typed.rows == text.rows
    assert codes(typed.receipt) == codes(text.receipt)
    assert [note.what for note in typed.receipt.notes] == [note.what for note in text.receipt.notes]
    assert typed.receipt.amount_read == text.receipt.amount_read


def test_promises_are_those_of_the_statistics(tmp_path: Path) -> None:
    path = _parquet(tmp_path, ("A1", "1900-01-01", None, "2", "10.00"))
    found = promises_of(duckdb.connect(), str(path))
    assert found.full == {"invoice_number", "invoice_date", "quantity", "net_amount"}
    assert "invoice_date" not in found.dated
    assert found.lettered >= {"invoice_number", "customer_code"}
    assert found.named({"invoice_number": "customer_code"}).full == frozenset()


@pytest.mark.parametrize(
    ("cells", "promised"),
    [
        (("A1", "B2"), {"full", "bare", "lettered"}),
        (("(A)", "9"), {"full", "bare"}),
        (("A1", None), {"bare", "lettered"}),
        (("A1", ""), {"full"}),
        (("A1", "'B"), {"full"}),
        (("A1", " B"), {"full"}),
        (("A1", "\tB"), {"full"}),
        (("a1", "\\B"), {"full"}),
        (("A1", "\u00a0B"), {"full"}),
        (("A1", "B\u3000"), {"full"}),
        ((", Max: A", "B"), {"full"}),
        (("A, Max: ", "\u00a0, Max:"), {"full"}),
        (("A" * 40, "][Has Null: false, Has No Null: ", None), {"bare", "lettered"}),
        ((None, None), set()),
        ((), set()),
    ],
)
def test_what_the_engine_knows_of_a_column_in_memory_is_promised(
    cells: tuple[str | None, ...], promised: set[str]
) -> None:
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE held (cell VARCHAR)")
        for cell in cells:
            connection.execute("INSERT INTO held VALUES (?)", [cell])
        found = promises_held(connection, "held", ["cell"])
    assert {what for what in found.__dataclass_fields__ if "cell" in getattr(found, what)} == promised


@pytest.mark.parametrize(
    ("days", "promised"),
    [
        (("2024-01-01", "2025-01-01"), {"full", "dated"}),
        (("2024-01-01", None), {"dated"}),
        (("1980-01-01", "2025-01-01"), {"full"}),
        (("2024-01-01", "10024-01-01"), {"full"}),
        (("2024-01-01", "infinity"), {"full"}),
        (("0044-03-15 (BC)", "2025-01-01"), {"full"}),
    ],
)
def test_days_in_memory_are_promised_where_they_are_of_our_time(
    days: tuple[str | None, ...], promised: set[str]
) -> None:
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE held (day DATE)")
        for day in days:
            connection.execute("INSERT INTO held VALUES (?::DATE)", [day])
        found = promises_held(connection, "held", ["day"])
    assert {what for what in found.__dataclass_fields__ if "day" in getattr(found, what)} == promised
