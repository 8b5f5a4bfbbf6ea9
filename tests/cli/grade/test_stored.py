"""Grading without files: the loads behind the ledger are told, and the engine that is set is the one that is used."""

import shutil
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from tests.cli.grade.ledger_files import Line, crowd, finding, graded, steady, write_lines
from tests.installation import installation

from openkam.cli.main import answer
from openkam.ledger.folder import DataFolder

__all__ = ["installation"]

LINES = [*crowd(), *steady("K", "Quarry Cement", 40_000)]


def loaded(folder: DataFolder, path: Path, *words: str, source: str = "erp") -> None:
    assert answer(["ledger", "load", str(path), "--source", source, "--data", str(folder.path), *words]) == 0


def written(path: Path, lines: list[Line], *bad: str) -> Path:
    write_lines(path, lines)
    with path.open("a", encoding="utf-8") as stream:
        stream.writelines(f"{line}\n" for line in bad)
    return path


def totals(report: dict[str, Any]) -> tuple[int, ...]:
    ledger = report["ledger"]
    return tuple(ledger[f"rows_{name}"] for name in ("read", "used", "set_aside", "replaced"))


def test_the_report_of_a_ledger_shows_what_its_loads_set_aside(
    installation: DataFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = "X-1,2025-13-45,C00,Aster Works,P,12.00,7.00"
    loaded(installation, written(tmp_path / "one.csv", LINES, bad))
    loaded(installation, written(tmp_path / "two.csv", [("S-1", date(2025, 12, 5), "K", "Quarry", 5.0, 1.0)]))
    capsys.readouterr()
    report = graded(capsys, "--data")
    assert totals(report) == (len(LINES) + 2, len(LINES) + 1, 1, 0)
    assert report["ledger"]["amount_set_aside"] == "12.00"
    assert finding(report, "rows_set_aside")["evidence"] == {"rows": 1, "amount": "12.00"}
    assert "ledger list" in finding(report, "rows_set_aside")["text"]
    part = graded(capsys, "--data", "--since", "2025-01-01")
    assert totals(part) == totals(report)


def test_lines_that_gave_way_to_a_later_load_are_counted_until_it_is_taken_back(
    installation: DataFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    loaded(installation, write_lines(tmp_path / "one.csv", LINES))
    dearer = [(*line[:4], line[4] + 1, line[5]) for line in LINES[:24]]
    loaded(installation, write_lines(tmp_path / "two.csv", dearer))
    capsys.readouterr()
    assert totals(graded(capsys, "--data")) == (len(LINES) + 24, len(LINES), 24, 24)
    assert answer(["ledger", "rollback", "2", "--reason", "wrong prices", "--data", str(installation.path)]) == 0
    capsys.readouterr()
    assert totals(graded(capsys, "--data")) == (len(LINES), len(LINES), 0, 0)


def test_a_ledger_whose_lines_were_taken_back_has_nothing_to_grade(
    installation: DataFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    loaded(installation, write_lines(tmp_path / "one.csv", LINES))
    assert answer(["ledger", "rollback", "1", "--reason", "trial", "--data", str(installation.path)]) == 0
    assert answer(["grade", "--data", "--lang", "en"]) == 2
    assert "holds no invoice lines" in capsys.readouterr().err


@pytest.mark.usefixtures("installation")
@pytest.mark.parametrize(
    "words",
    [
        ["--map", "net_amount=Net"],
        ["--dayfirst"],
        ["--monthfirst"],
        ["--decimal", "comma"],
        ["--parts"],
        ["--set-aside", "aside.csv"],
    ],
)
def test_options_for_files_are_refused_where_no_file_is_read(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer(["grade", "--data", *words, "--lang", "en"]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"{words[0]}: that says how files are read")


@pytest.mark.parametrize("engine", ["abacus", "spark:local[2]"])
def test_an_engine_that_cannot_read_the_folder_is_refused(
    engine: str, installation: DataFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OPENKAM_ENGINE", engine)
    assert answer(["grade", str(installation.path), "--data", "--lang", "en"]) == 2
    assert "OPENKAM_ENGINE" in capsys.readouterr().err


@pytest.mark.java
def test_the_engine_spark_grades_its_own_tables_to_the_same_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("pyspark", reason="pyspark is not installed: pip install openkam[spark]")
    if shutil.which("java") is None:
        pytest.skip("no Java on this machine; Spark 4 needs Java 17")
    path = write_lines(tmp_path / "lines.csv", LINES)
    with duckdb.connect() as connection:
        connection.execute(f"copy (from '{path}') to '{tmp_path / 'invoice_lines.parquet'}' (format parquet)")
    bare = graded(capsys, str(path))
    monkeypatch.setenv("OPENKAM_ENGINE", f"spark:local[2]?tables={tmp_path}")
    report = graded(capsys, "--data")
    assert report["ledger"]["version"] == f"spark:{tmp_path.name}"
    assert report["accounts"] == bare["accounts"]


def test_what_people_merged_and_rated_counts_as_in_the_browser(
    installation: DataFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from openkam.records.accounts.models import Account, AccountCode

    loaded(installation, write_lines(tmp_path / "one.csv", [*LINES, *steady("K2", "Quarry Cement Ltd", 10_000)]))
    capsys.readouterr()
    apart = {row["account"]: row for row in graded(capsys, "--data")["accounts"]}
    quarry = Account.objects.create(name="Quarry Cement", name_key="quarry cement", created_at=datetime.now(UTC))
    for code, is_main in (("K", True), ("K2", False)):
        AccountCode.objects.create(code=code, account=quarry, is_main=is_main, source="erp", added_at=datetime.now(UTC))
    together = {row["account"]: row for row in graded(capsys, "--data")["accounts"]}
    assert "K2" in apart
    assert "K2" not in together
    sales = [Decimal(row["net_sales"]) for row in (together["K"], apart["K"], apart["K2"])]
    assert sales[0] == sales[1] + sales[2]
