"""Names of files lose what makes them dangerous, and there is room or nothing begins."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from openkam.core.problem import Problem
from openkam.intake.uploads import places
from openkam.intake.uploads.places import LARGEST_UPLOAD, check_room, file_of, place_of, safe_name
from openkam.ledger.folder import DataFolder


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("销售明细 2026.csv", "销售明细 2026.csv"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ops\\lines.xlsx", "lines.xlsx"),
        ("a*b?[c]{d}.csv", "a_b__c__d_.csv"),
        ("..", "file"),
        ("", "file"),
        (".hidden.csv", "hidden.csv"),
        ("CON.csv", "_CON.csv"),
        ("evil\u202egpj.exe.csv", "evilgpj.exe.csv"),
        ("line\nbreak\x00.csv", "line_break_.csv"),
    ],
)
def test_a_name_keeps_what_people_read_and_nothing_else(given: str, kept: str) -> None:
    assert safe_name(given) == kept


def test_a_long_name_stays_short_enough_for_any_disk_and_keeps_its_ending() -> None:
    short = safe_name("明" * 300 + ".xlsx")
    assert len(short.encode()) <= 150
    assert short.endswith(".xlsx")


def test_no_token_leads_out_of_the_folder(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="x"):
        place_of(DataFolder(tmp_path), "../x")
    place = file_of(DataFolder(tmp_path), "0" * 32, 0, safe_name("../../x"))
    assert place.is_relative_to(tmp_path / "uploads")


def test_what_is_too_large_does_not_begin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = DataFolder(tmp_path)
    with pytest.raises(Problem, match="too much"):
        check_room(folder, LARGEST_UPLOAD + 1)
    monkeypatch.setattr(places, "LARGEST_TOGETHER", 10)
    with pytest.raises(Problem, match="waiting"):
        check_room(folder, 11)


def test_a_full_disk_is_told_before_a_byte_arrives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places.shutil, "disk_usage", lambda _: SimpleNamespace(free=10))
    with pytest.raises(Problem, match="disk"):
        check_room(DataFolder(tmp_path), 1)
