"""Options that name files and columns: what is refused says what would work."""

from pathlib import Path

import pytest

from openkam.cli.grade.options import as_readings
from openkam.core.problem import Problem
from openkam.intake.reading import Reading


def readings(*lines: Path, mapping: tuple[str, ...] = (), **files: Path) -> dict[str, Reading]:
    known = {"day_first": None, "decimal_mark": None, "currency": None, "parts": False, "from_ledger": False}
    return as_readings(lines, files, mapping=mapping, **known)  # type: ignore[arg-type]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "lines.csv"
    path.write_text("a,b\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("column", ["discount_rate", "unit_cost", "net_amount"])
def test_a_column_that_stands_for_another_can_be_named(file: Path, column: str) -> None:
    assert readings(file, mapping=(f"{column}=Discount",))["invoice_lines"].mapping == {column: "Discount"}


@pytest.mark.parametrize("pair", ["payments.amount=Brutto", "payments.due_date="])
def test_a_column_of_another_table_can_be_named(file: Path, pair: str) -> None:
    name, _, header = pair.removeprefix("payments.").partition("=")
    assert readings(file, mapping=(pair,), payments=file)["payments"].mapping == {name: header}


def test_a_refused_name_is_answered_with_the_names_of_its_table(file: Path) -> None:
    with pytest.raises(Problem) as refused:
        readings(file, mapping=("lines.discount=x",))
    assert "discount_rate" in refused.value.to("en")
    with pytest.raises(Problem) as refused:
        readings(file, mapping=("payments.discount_rate=x",), payments=file)
    assert "paid_date" in refused.value.to("zh")


def test_a_folder_among_the_files_is_called_a_folder(file: Path) -> None:
    with pytest.raises(Problem, match="This is a folder"):
        readings(file.parent)
    with pytest.raises(Problem, match="no such file"):
        readings(file, payments=file.parent / "gone.csv")
