"""`openkam doctor`: every problem comes with what to do, and nothing is written or betrayed."""

import json
import stat
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.installation import Line, days, installation
from tests.ledger.loads import load

from openkam.cli import checks_machine
from openkam.cli.main import answer
from openkam.ledger import database
from openkam.ledger.folder import DataFolder
from openkam.ledger.manifest import latest_manifest

__all__ = ["installation"]

OLD = (3, 40, 1)


def examined(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> dict[str, Any]:
    """The findings by their codes."""
    assert answer(["doctor", "--format", "json", "--lang", "en", *words]) == code
    found = json.loads(capsys.readouterr().out)
    assert found["is_well"] == (code == 0)
    for finding in found["findings"]:
        assert (finding["remedy"] is None) == (finding["state"] == "OK")
    return {finding["code"]: finding for finding in found["findings"]}


def fill(folder: DataFolder) -> None:
    load(folder, [Line("A1", days("2024-01-15"), Decimal(1))])


def test_a_machine_in_order_is_well(installation: DataFolder, capsys: pytest.CaptureFixture[str]) -> None:
    fill(installation)
    found = examined(capsys)
    assert {"openkam", "python", "platform", "language", "data-folder", "free-space"} <= set(found)
    assert "version 1: 1 rows" in found["ledger"]["what"]
    assert found["migrations"]["state"] == "OK"
    assert answer(["doctor", "--lang", "zh"]) == 0
    assert "一切正常" in capsys.readouterr().out


def test_a_new_machine_is_well_and_stays_untouched(
    installation: DataFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = examined(capsys, "--data", str(tmp_path / "new"))
    assert "not made yet" in found["data-folder"]["what"]
    assert not (tmp_path / "new").exists()


@pytest.mark.usefixtures("installation")
def test_an_old_sqlite_is_a_warning_with_one_process(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(database, "sqlite_version", lambda: OLD)
    assert examined(capsys)["sqlite"]["state"] == "WARNING"


def test_an_old_sqlite_is_refused_with_several_processes(
    installation: DataFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(database, "sqlite_version", lambda: OLD)
    monkeypatch.setenv("OPENKAM_PROCESSES", "2")
    found = examined(capsys, code=1)["sqlite"]
    assert "3.40.1" in found["what"]
    assert "pysqlite3" in found["remedy"]
    assert answer(["ledger", "list"]) == 2
    monkeypatch.setattr(database, "sqlite_version", lambda: (3, 51, 3))
    assert examined(capsys)["sqlite"]["state"] == "OK"


@pytest.mark.usefixtures("installation")
@pytest.mark.parametrize("count", ["0", "two", "-1", "²"])
def test_a_process_count_that_is_none_is_a_problem(
    count: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OPENKAM_PROCESSES", count)
    assert examined(capsys, code=1)["database"]["state"] == "PROBLEM"


def test_missing_files_are_a_problem_and_leftovers_a_warning(
    installation: DataFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(installation)
    (installation.ledger / "stray.parquet").write_bytes(b"")
    assert examined(capsys)["ledger-leftovers"]["state"] == "WARNING"
    (installation.ledger / latest_manifest().files[0].path).unlink()
    assert examined(capsys, code=1)["ledger-files"]["state"] == "PROBLEM"


def test_a_damaged_database_is_a_problem(
    installation: DataFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "openkam.sqlite3").write_bytes(b"no database at all" * 100)
    assert examined(capsys, "--data", str(tmp_path / "bad"), code=1)["database"]["state"] == "PROBLEM"


def test_a_folder_open_to_others_is_a_warning(installation: DataFolder, capsys: pytest.CaptureFixture[str]) -> None:
    installation.path.chmod(0o755)
    assert examined(capsys)["data-folder-privacy"]["state"] == "WARNING"
    installation.path.chmod(stat.S_IRWXU)
    assert "data-folder-privacy" not in examined(capsys)


@pytest.mark.usefixtures("installation")
@pytest.mark.parametrize(
    ("engine", "parts", "state"),
    [
        ("duckdb", ("4.0.5", None), "OK"),
        ("spark", ("4.0.5", "java"), "OK"),
        ("spark:local[2]?tables={tables}", ("4.0.5", "java"), "OK"),
        ("spark:local[2]?tables={tables}/nowhere", ("4.0.5", "java"), "PROBLEM"),
        ("spark", (None, "java"), "PROBLEM"),
        ("spark", ("4.0.5", None), "PROBLEM"),
        ("abacus", ("4.0.5", "java"), "PROBLEM"),
    ],
)
def test_the_engine_can_work_or_the_doctor_says_what_is_missing(
    engine: str,
    parts: tuple[str | None, str | None],
    state: str,
    *,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "invoice_lines.parquet").touch()
    monkeypatch.setenv("OPENKAM_ENGINE", engine.format(tables=tmp_path))
    monkeypatch.setattr(checks_machine, "_installed", lambda package: parts[0])
    monkeypatch.setattr(checks_machine, "_java", lambda: parts[1])
    assert examined(capsys, code=int(state == "PROBLEM"))["engine"]["state"] == state


@pytest.mark.usefixtures("installation")
def test_little_room_is_a_warning(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(checks_machine, "_LITTLE_BYTES", 1 << 80)
    assert examined(capsys)["free-space"]["state"] == "WARNING"


def test_secrets_are_never_shown(
    installation: DataFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OPENKAM_SECRET_KEY", "sesame-opens")
    monkeypatch.setenv("OPENKAM_DATABASE_URL", "postgresql://lin:sesame-opens@localhost/x")
    answer(["doctor"])
    captured = capsys.readouterr()
    assert "sesame" not in captured.out + captured.err
