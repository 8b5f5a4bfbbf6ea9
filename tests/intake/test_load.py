"""Files become batches: the bytes that were read are named, and a file that changed is loaded anew."""

from pathlib import Path

import pytest

from openkam.core.problem import Problem
from openkam.intake.load import load_files
from openkam.intake.reading import Reading
from openkam.intake.trial import Outcome
from openkam.ledger.folder import DataFolder
from openkam.ledger.models import BatchFile
from openkam.ledger.store import file_sha256, orphans
from tests.installation import NOW, installation
from tests.ledger.loads import published

__all__ = ["installation"]

HEAD = "invoice,date,customer,amount,currency\n"


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
