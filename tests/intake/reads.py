"""Reads made-up files the way the child does, without the price of a process for each."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from openkam.intake.reading import Reading
from openkam.intake.receipt import Receipt
from openkam.intake.stage import stage_inside

HEADER = "Invoice No,Invoice Date,Customer Code,Quantity,Unit Price,Net Amount"


@dataclass(frozen=True)
class Read:
    """The receipt, the rows of the typed file as dicts, and the text of the set-aside file."""

    receipt: Receipt
    rows: list[dict[str, Any]]
    set_aside: str

    def column(self, name: str) -> list[str]:
        """The values of a column as text, in file order."""
        return [str(row[name]) for row in self.rows]


def read(*files: Path, **known: Any) -> Read:
    """What staging these files gives."""
    with TemporaryDirectory() as place:
        folder = Path(place)
        reading = Reading(files, **known)
        parcel = stage_inside({"reading": reading.as_request(), "mark": None}, folder, lambda *_: None)
        found = duckdb.connect().execute(f"SELECT * FROM '{folder / reading.table}.parquet'")
        names = [column[0] for column in found.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
        set_aside = folder / f"{reading.table}_set_aside.csv"
        text = set_aside.read_text(encoding="utf-8-sig") if set_aside.exists() else ""
        return Read(Receipt.of_meta(parcel.meta), rows, text)


def written(folder: Path, name: str, content: str | bytes, encoding: str = "utf-8") -> Path:
    """A file with this content."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def lines(folder: Path, *rows: str, name: str = "lines.csv", header: str = HEADER) -> Path:
    """A CSV file of invoice lines."""
    return written(folder, name, "\n".join((header, *rows)) + "\n")


def codes(receipt: Receipt) -> Sequence[tuple[int, str]]:
    """Row and code of every row set aside."""
    return [(row.row, row.code) for row in receipt.set_aside]
