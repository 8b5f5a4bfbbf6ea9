"""`openkam ledger`: what a person types and what comes back."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.installation import installation

from openkam.cli.main import answer
from openkam.ledger.folder import DataFolder
from openkam.ledger.lock import locked
from openkam.ledger.manifest import ledger_version

__all__ = ["installation"]

LINES = """发票号,日期,客户编码,金额,币种
A1,2024-01-15,Harbour,100.10,CNY
A2,2024-02-15,Quarry,50.50,CNY
A3,2024-99-15,Quarry,7.00,CNY
"""
CUSTOMERS = "customer_code,region\nHarbour,North\n"


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    file = tmp_path / "lines.csv"
    file.write_text(LINES, encoding="utf-8")
    return file


def asked(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> Any:
    """The JSON answer of a ledger command."""
    assert answer(["ledger", *words, "--format", "json"]) == code
    return json.loads(capsys.readouterr().out)


def said(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    """What a person reads, in English."""
    assert answer(["ledger", *words, "--lang", "en"]) == code
    captured = capsys.readouterr()
    return captured.out + captured.err


@pytest.mark.usefixtures("installation")
def test_a_load_says_what_was_read_used_and_set_aside(lines: Path, capsys: pytest.CaptureFixture[str]) -> None:
    [table] = asked(capsys, "load", str(lines))["tables"]
    assert (table["batch"], table["version"], table["is_repeated"]) == (1, 1, False)
    assert (table["rows_read"], table["rows_used"], table["rows_set_aside"]) == (3, 2, 1)
    assert (table["amount_read"], table["amount_used"], table["amount_set_aside"]) == ("157.60", "150.60", "7.00")


@pytest.mark.usefixtures("installation")
def test_rows_set_aside_can_be_corrected_and_loaded(
    lines: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    aside = tmp_path / "aside.csv"
    asked(capsys, "load", str(lines), "--set-aside", str(aside))
    aside.write_text(aside.read_text("utf-8-sig").replace("2024-99-15", "2024-03-15"), "utf-8-sig")
    [table] = asked(capsys, "load", str(aside))["tables"]
    assert (table["rows_used"], table["rows_set_aside"]) == (1, 0)
    [published] = asked(capsys, "status")["tables"]
    assert (published["rows"], published["amounts"]) == (3, {"CNY": "157.60"})


@pytest.mark.usefixtures("installation")
def test_the_same_file_again_changes_nothing_unless_asked(lines: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked(capsys, "load", str(lines))
    assert "already loaded as batch 1" in said(capsys, "load", str(lines))
    assert ledger_version() == 1
    assert asked(capsys, "load", str(lines), "--source", "shop")["tables"][0]["batch"] == 2
    assert asked(capsys, "load", str(lines), "--again")["tables"][0]["batch"] == 3
    assert ledger_version() == 3


@pytest.mark.usefixtures("installation")
def test_several_tables_load_together_and_repeats_are_left_alone(
    lines: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    customers = tmp_path / "customers.csv"
    customers.write_text(CUSTOMERS)
    asked(capsys, "load", str(lines))
    tables = asked(capsys, "load", str(lines), "--customers", str(customers))["tables"]
    assert [(table["table"], table["batch"], table["is_repeated"]) for table in tables] == [
        ("invoice_lines", 1, True),
        ("customers", 2, False),
    ]


@pytest.mark.usefixtures("installation")
def test_customers_alone_load_as_their_own_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    customers = tmp_path / "c.csv"
    customers.write_text("Nr,region\nHarbour,North\n")
    words = ("load", str(customers), "--table", "customers", "--map", "customer_code=Nr")
    assert asked(capsys, *words)["tables"][0]["rows_used"] == 1


def test_one_bad_file_of_several_stops_all_of_them(
    installation: DataFolder, lines: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "customers.csv"
    empty.write_text("")
    said(capsys, "load", str(lines), "--customers", str(empty), "--set-aside", str(tmp_path / "aside.csv"), code=2)
    assert ledger_version() == 0
    assert not (tmp_path / "aside.csv").exists()
    assert list(installation.ledger.iterdir()) == [installation.lock]


def test_a_dry_run_makes_nothing(lines: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = tmp_path / "nowhere"
    found = asked(capsys, "load", str(lines), "--dry-run", "--data", str(place))
    assert (found["is_dry_run"], found["tables"][0]["rows_used"]) == (True, 2)
    assert not place.exists()


@pytest.mark.usefixtures("installation")
def test_loads_are_listed_and_any_of_them_can_be_rolled_back(lines: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked(capsys, "load", str(lines))
    lines.write_text(LINES.replace("100.10", "90.00"), encoding="utf-8")
    asked(capsys, "load", str(lines))
    taken_back = asked(capsys, "rollback", "2", "--reason", "wrong file")
    assert (taken_back["status"], taken_back["rollback_reason"]) == ("ROLLED_BACK", "wrong file")
    latest, earliest = asked(capsys, "list")["batches"]
    assert (latest["batch"], latest["status"], latest["rows_superseded"]) == (2, "ROLLED_BACK", 2)
    assert (earliest["batch"], earliest["status"], earliest["amounts"]) == (1, "PUBLISHED", {"CNY": "150.60"})
    assert "wrong file" in said(capsys, "list")
    assert asked(capsys, "status")["tables"][0]["amounts"] == {"CNY": "150.60"}


def test_status_finds_changed_and_missing_files_and_leftovers(
    installation: DataFolder, lines: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked(capsys, "load", str(lines))
    assert asked(capsys, "status", "--verify")["damaged"] == []
    january, february = sorted((installation.ledger / "batches").rglob("*.parquet"))
    january.write_bytes(january.read_bytes() + b"x")
    february.unlink()
    stray = installation.ledger / "stray.parquet"
    stray.write_bytes(b"")
    found = asked(capsys, "status", "--verify", code=1)
    assert sorted(file["code"] for file in found["damaged"]) == ["CHANGED", "MISSING"]
    assert found["orphans"] == [str(stray)]


def test_a_second_load_at_the_same_time_is_told_to_wait(
    installation: DataFolder, lines: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with locked(installation):
        assert "Another load" in said(capsys, "load", str(lines), code=2)
        assert asked(capsys, "status")["is_loading"]


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (["load"], "No file was named"),
        (["load", "absent.csv"], "no such file"),
        (["load", "."], "This is a folder"),
        (["load", "LINES", "--table", "orders"], "no table orders"),
        (["load", "LINES", "--map", "nonsense"], "names no column"),
        (["load", "LINES", "--map", "payments.nonsense=x"], "names no column"),
        (["load", "LINES", "--dayfirst", "--monthfirst"], "exclude each other"),
        (["load", "LINES", "--decimal", "dot"], "point or comma"),
        (["load", "LINES", "--set-aside", "LINES"], "overwrite"),
        (["load", "LINES", "--set-aside", "absent/aside.csv"], "does not exist"),
        (["load", "LINES", "--source", " "], "no name for a source"),
        (["load", "LINES", "--format", "xml"], "no format xml"),
        (["rollback", "9", "--reason", "x"], "no batch 9"),
        (["rollback", "1"], "--reason"),
    ],
)
@pytest.mark.usefixtures("installation")
def test_a_wrong_command_is_a_clear_message(
    lines: Path, words: list[str], fault: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert fault in said(capsys, *(word.replace("LINES", str(lines)) for word in words), code=2)
    assert ledger_version() == 0


def test_an_empty_folder_is_no_ledger(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["list"], ["status"], ["rollback", "1", "--reason", "x"]):
        assert "no ledger" in said(capsys, *words, "--data", str(tmp_path / "new"), code=2)
    assert not (tmp_path / "new").exists()


def test_without_a_command_the_help_is_shown_in_the_readers_language(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENKAM_LANG", "zh")
    assert answer(["ledger"]) == 0
    assert "撤回任意一批导入" in capsys.readouterr().out


@pytest.mark.usefixtures("installation")
def test_a_reason_names_its_column_and_its_first_row(lines: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = " ".join(said(capsys, "load", str(lines)).split())
    assert '"2024-99-15" in "日期"' in shown
    assert "lines.csv, row 4" in shown
    assert "…" not in shown


@pytest.mark.usefixtures("installation")
def test_columns_that_stand_for_others_can_be_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "lines.csv"
    file.write_text("Invoice,Date,Customer,Qty,Price,Rabatt,EK\nA1,2024-01-15,H,2,50,0.1,30\n", encoding="utf-8")
    names = ("--map", "discount_rate=Rabatt", "--map", "unit_cost=EK")
    [table] = asked(capsys, "load", str(file), *names)["tables"]
    assert table["amount_used"] == "90.00"


@pytest.mark.usefixtures("installation")
def test_mended_rows_do_not_cost_the_good_lines_of_their_invoices(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, aside = tmp_path / "lines.csv", tmp_path / "aside.csv"
    file.write_text(f"{LINES}A3,2024-03-15,Quarry,30.00,CNY\n", encoding="utf-8")
    asked(capsys, "load", str(file), "--set-aside", str(aside))
    aside.write_text(aside.read_text("utf-8-sig").replace("2024-99-15", "2024-03-15"), "utf-8-sig")
    asked(capsys, "load", str(aside))
    [published] = asked(capsys, "status")["tables"]
    assert (published["rows"], published["amounts"]) == (4, {"CNY": "187.60"})
    assert answer(["grade", str(file), str(aside), "--format", "json"]) == 0
    ledger = json.loads(capsys.readouterr().out)["ledger"]
    assert (ledger["net_sales"], ledger["rows_set_aside"] - ledger.get("rows_replaced", 2)) == ("187.60", 0)


def test_a_load_and_its_rollback_leave_their_lines_in_the_trail(
    installation: DataFolder, lines: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked(capsys, "load", str(lines))
    asked(capsys, "rollback", "1", "--reason", "a test")
    from openkam.core.audit.models import AuditLine

    found = AuditLine.objects.order_by("seq").values_list("action", "object_kind", "object_key", "channel", "change")
    assert list(found) == [
        ("load_files", "batch", "1", "cli", {"batch 1": [None, "invoice_lines: 2"]}),
        ("roll_back_load", "batch", "1", "cli", {"status": ["PUBLISHED", "ROLLED_BACK"], "reason": [None, "a test"]}),
    ]


def test_where_the_rows_set_aside_cannot_be_written_nothing_is_published(
    installation: DataFolder, lines: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "aside.csv").mkdir()
    words = said(capsys, "load", str(lines), "--set-aside", str(tmp_path / "aside.csv"), code=2)
    assert "The rows set aside could not be written: Is a directory." in words
    assert ledger_version() == 0


def test_the_rows_of_a_further_table_never_overwrite_a_file_that_is_read(
    installation: DataFolder, lines: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    customers = tmp_path / "aside-customers.csv"
    customers.write_text("customer code,customer name\nC1,One\n,Two\n", encoding="utf-8")
    before, aside = customers.read_bytes(), str(tmp_path / "aside.csv")
    words = said(capsys, "load", str(lines), "--customers", str(customers), "--set-aside", aside, code=2)
    assert "overwrite" in words
    assert customers.read_bytes() == before
    assert ledger_version() == 0


@pytest.mark.usefixtures("installation")
def test_amounts_set_aside_that_cannot_be_read_are_said_to_be_unknown(
    lines: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines.write_text(LINES.replace("A3,2024-99-15,Quarry,7.00", "A3,2024-03-15,Quarry,seven"), encoding="utf-8")
    [table] = asked(capsys, "load", str(lines), "--dry-run")["tables"]
    assert table["reasons"] == {"UNREADABLE_NUMBER": {"rows": 1, "amount": None}}
    assert "unreadable" in said(capsys, "load", str(lines), "--dry-run")


@pytest.mark.usefixtures("installation")
def test_a_trial_tells_what_a_load_would_do_and_leaves_a_folder_without_a_ledger_alone(
    lines: Path, capsys: pytest.CaptureFixture[str], installation: DataFolder
) -> None:
    lines.write_text(LINES + "A4,2024-04-15,,9.00,CNY\nA4,2024-04-15,,9.00,CNY\n", encoding="utf-8")
    trial = said(capsys, "load", str(lines), "--dry-run")
    assert "Without a customer: 2 lines, 18 in all." in trial
    assert "Doubled in every column: 1 line, 9 in all." in trial
    asked(capsys, "load", str(lines))
    lines.write_text(LINES.replace("100.10", "100.20"), encoding="utf-8")
    assert "2 invoices of this source loaded before (2 rows) give way" in said(capsys, "load", str(lines), "--dry-run")
    found = asked(capsys, "load", str(lines), "--dry-run")
    assert found["outlook"]["gives_way"] == {"invoice_lines": {"rows": 2, "invoices": 2}}
    assert ledger_version() == 1


@pytest.mark.usefixtures("installation")
def test_sums_that_no_database_keeps_are_refused_before_anything_is_written(
    lines: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines.write_text(LINES + "".join(f"B{i},2024-02-15,Quarry,90000000000000,CNY\n" for i in range(12)), "utf-8")
    told = said(capsys, "load", str(lines), code=2)
    assert "lines.csv" in told
    assert "922 million million" in told
    assert ledger_version() == 0


@pytest.mark.usefixtures("installation")
def test_a_load_names_its_folder_and_the_next_step_and_status_counts_batches_files_and_parts(
    lines: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.csv"
    other.write_text(LINES.replace("A", "B"), encoding="utf-8")
    told = said(capsys, "load", str(lines), str(other))
    assert f"openkam grade --data {tmp_path / 'data'}" in told
    asked(capsys, "load", str(lines), "--source", "shop")
    asked(capsys, "rollback", "2", "--reason", "a test")
    found = asked(capsys, "status")
    assert (found["batches"], found["rolled_back"]) == (2, 1)
    [table] = found["tables"]
    assert (table["batches"], table["files"], table["parts"]) == (1, 2, 2)
    assert "batches: 2, 1 of them rolled back." in said(capsys, "status")


def test_a_reason_is_marked_as_required_and_missed_by_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    answer(["ledger", "rollback", "--help", "--lang", "en"])
    assert "(required)" in capsys.readouterr().out
    assert "--reason is missing." in said(capsys, "rollback", "1", code=2)
