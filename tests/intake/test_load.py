"""Files become batches: the bytes that were read are named, and a file that changed is loaded anew."""

import subprocess
import sys
from pathlib import Path
from typing import Final

import duckdb
import pytest

from openkam.core.problem import Problem
from openkam.intake.load import load_files
from openkam.intake.reading import Reading
from openkam.intake.trial import Outcome
from openkam.ledger.batches import roll_back_batch
from openkam.ledger.folder import DataFolder
from openkam.ledger.models import BatchAmount, BatchFile, PublishedAmount
from openkam.ledger.store import file_sha256, orphans
from openkam.ledger.tables import open_ledger
from tests.installation import NOW, installation
from tests.ledger.loads import published

__all__ = ["installation"]

HEAD = "invoice,date,customer,amount,currency\n"
_STAGED: Final = """
import sys
from pathlib import Path
from openkam.intake.reading import Reading
from openkam.intake.stage import stage_inside

file, place = Path(sys.argv[1]), Path(sys.argv[2])
request = {"reading": Reading((file,)).as_request(), "mark": {"source": "erp", "number": 1}}
parcel = stage_inside(request, place, lambda *_: None)
print(parcel.meta["rows_used"], parcel.meta["rows_set_aside"], "numpy" in sys.modules)
"""


def written(file: Path, *rows: str) -> Path:
    file.write_text(HEAD + "".join(f"{row}\n" for row in rows))
    return file


def loaded(folder: DataFolder, *files: Path) -> Outcome:
    [outcome] = load_files(folder=folder, readings=[Reading(files)], source="erp", actor="Lin", now=NOW)
    return outcome


def test_the_hash_of_a_batch_is_that_of_the_file_as_it_came(installation: DataFolder, tmp_path: Path) -> None:
    file = written(tmp_path / "a.csv", "A1,2024-01-15,Harbour,1,CNY")
    loaded(installation, file)
    assert BatchFile.objects.get().sha256 == file_sha256(file)
    assert loaded(installation, file).receipt is None


def test_overlapping_exports_in_any_order_never_double_an_invoice(installation: DataFolder, tmp_path: Path) -> None:
    one = written(tmp_path / "1.csv", "A1,2024-01-15,Harbour,1,CNY", "A2,2024-01-16,Quarry,2,CNY")
    two = written(tmp_path / "2.csv", "A2,2024-01-16,Quarry,2,CNY", "A3,2024-02-01,Quarry,3,CNY")
    for file in (two, one, two, two):
        loaded(installation, file)
        invoices = [invoice for _, invoice, _ in published(installation)]
        assert len(invoices) == len(set(invoices))
    assert [invoice for _, invoice, _ in published(installation)] == ["A1", "A2", "A3"]


def test_a_file_that_cannot_be_read_leaves_nothing(installation: DataFolder, tmp_path: Path) -> None:
    with pytest.raises(Problem):
        loaded(installation, written(tmp_path / "a.csv"))
    assert (published(installation), orphans(installation)) == ([], [])


def test_a_column_that_no_file_has_is_not_written_and_reads_as_unknown(
    installation: DataFolder, tmp_path: Path
) -> None:
    bare = tmp_path / "bare.csv"
    bare.write_text("invoice,date,customer,amount\nA1,2024-01-15,Harbour,1\nA2,2024-01-16,Quarry,2\n")
    loaded(installation, bare)
    [file] = installation.ledger.rglob("*.parquet")
    columns = {name for name, *_ in duckdb.sql(f"DESCRIBE SELECT * FROM '{file}'").fetchall()}
    assert columns == {"invoice_number", "invoice_date", "customer_name", "net_amount", "source", "batch"}
    assert list(BatchAmount.objects.values_list("currency", "rows")) == [("", 2)]
    loaded(installation, written(tmp_path / "named.csv", "A2,2024-01-16,Quarry,2,CNY"))
    asked = "SELECT invoice_number AS i, coalesce(currency, seller, '?') AS c FROM invoice_lines ORDER BY 1"
    found = open_ledger(installation).engine.columns(asked)
    assert (found["i"].tolist(), found["c"].tolist()) == (["A1", "A2"], ["?", "CNY"])
    roll_back_batch(folder=installation, number=2, actor="Lin", reason="not this month", now=NOW)
    found = open_ledger(installation).engine.columns(asked)
    assert (found["i"].tolist(), found["c"].tolist()) == (["A1", "A2"], ["?", "?"])
    live = PublishedAmount.objects.filter(file__removed_in=None)
    assert sorted(live.values_list("currency", "rows")) == [("", 1), ("", 1)]


@pytest.mark.parametrize(("faulty", "said"), [((), "1 0 False"), (("A2,2024-01-15,Quarry,x,CNY",), "1 1 True")])
def test_numpy_is_loaded_only_where_a_row_is_at_fault(faulty: tuple[str, ...], said: str, tmp_path: Path) -> None:
    file = written(tmp_path / "a.csv", "A1,2024-01-15,Harbour,1,CNY", *faulty)
    place = tmp_path / "place"
    place.mkdir()
    command = [sys.executable, "-c", _STAGED, str(file), str(place)]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip() == said
