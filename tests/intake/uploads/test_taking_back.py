"""Before a load is taken back it is said what goes and what comes back, whatever columns its files have."""

from decimal import Decimal
from pathlib import Path

import pytest

from openkam.intake.load import load_files
from openkam.intake.reading import Reading
from openkam.intake.uploads.taking_back import what_goes
from openkam.ledger.folder import DataFolder
from tests.cast import NOW, as_viewer, cast
from tests.installation import installation

__all__ = ["installation"]


def load(folder: DataFolder, file: Path, text: str) -> None:
    """One load of invoice lines."""
    file.write_text(text)
    load_files(folder=folder, readings=[Reading((file,))], source="erp", actor="Lin", now=NOW)


@pytest.mark.parametrize("named", [False, True])
def test_lines_go_and_earlier_ones_come_back_with_and_without_a_column_of_currencies(
    installation: DataFolder, tmp_path: Path, named: bool
) -> None:
    load(
        installation,
        tmp_path / "a.csv",
        "invoice,date,customer,amount\nA1,2024-01-15,Harbour,1\nA2,2024-01-16,Quarry,2\n",
    )
    head, cell, code = (",currency", ",CNY", "CNY") if named else ("", "", "")
    load(installation, tmp_path / "b.csv", f"invoice,date,customer,amount{head}\nA2,2024-01-16,Quarry,5{cell}\n")
    viewer = as_viewer(cast().ops)
    first, second = what_goes(viewer, installation, 1), what_goes(viewer, installation, 2)
    assert (first.rows, first.amounts, first.rows_returning) == (1, (("", 1, Decimal(1)),), 0)
    assert (second.rows, second.amounts, second.rows_returning) == (1, ((code, 1, Decimal(5)),), 1)
