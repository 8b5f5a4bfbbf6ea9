"""The grade command: what it reads, what it refuses, and what it leaves behind."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.grade.ledger_files import crowd, finding, graded, steady, write_lines

from openkam.cli.main import answer


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    return write_lines(tmp_path / "lines.csv", [*crowd(), *steady("K", "Quarry Cement", 40_000)])


def test_a_file_becomes_a_report_in_rank_order(lines: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = graded(capsys, str(lines))
    assert [one["rank"] for one in report["accounts"]] == list(range(1, 14))
    assert report["accounts"][0]["account"] == "K"
    assert report["pareto"]["by"] == "gross_profit"
    assert report["ledger"]["rows_read"] == report["ledger"]["rows_used"] == 13 * 24
    assert report["ledger"]["gross_profit"] == "741120.00"


def test_the_table_is_plain_when_piped(lines: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(["grade", str(lines), "--lang", "en", "--top", "3"]) == 0
    said = capsys.readouterr()
    assert "\x1b" not in said.out
    assert said.err == ""
    assert "Quarry Cement" in said.out
    assert "10 more accounts" in said.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "没有指定发票明细文件"),
        (["nowhere.csv"], "找不到这个文件"),
        (["{lines}", "--format", "pdf"], "没有 pdf 这种格式"),
        (["{lines}", "--out", "report.pdf"], ".json, .csv, .xlsx, .html, .htm, .txt"),
        (["{lines}", "--out", "report.html", "--format", "csv"], "矛盾"),
        (["{lines}", "--format", "xlsx"], "Excel 工作簿无法在终端显示"),
        (["{lines}", "--since", "yesterday"], "不是有效日期"),
        (["{lines}", "--since", "2025-02-01", "--until", "2025-01-01"], "--since 晚于 --until"),
        (["{lines}", "--map", "umsatz=Net"], "不是可识别的列"),
        (["{lines}", "--decimal", "dot"], "--decimal 只能是"),
        (["{lines}", "--dayfirst", "--monthfirst"], "不能同时使用"),
        (["{lines}", "--scheme", "nothing-like-it"], "没有这个名称的方案"),
        (["{lines}", "--data"], "不能同时给出文件"),
        (["{lines}", "--wrong"], "没有 --wrong 这个选项"),
        (["{lines}", "--top", "many"], "--top 无法识别：必须是整数"),
        (["{lines}", "--top", "0"], "--top 无法识别：不能小于1"),
        (["."], "这是文件夹"),
        (["{lines}", "--scheme", "."], "这是文件夹"),
        (["{lines}", "--out", "no/such/folder/report.html"], "文件或目录不存在"),
    ],
)
def test_what_a_user_can_mend_is_told_in_the_language_asked_for(
    words: list[str], said: str, lines: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = [word.format(lines=lines) for word in words]
    assert answer(["grade", *asked, "--lang", "zh"]) == 2
    told = capsys.readouterr()
    assert said in told.err
    assert "→" in told.err
    assert told.out == ""


def test_a_problem_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("invoice_number,invoice_date,customer_code,net_amount\n", "utf-8")
    assert answer(["grade", str(bad), "--out", str(tmp_path / "report.html")]) == 2
    assert capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["bad.csv"]


@pytest.mark.parametrize("option", ["--out", "--set-aside", "--save-scheme"])
def test_a_file_that_is_read_is_never_written_over(
    option: str, lines: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = lines.read_bytes()
    assert answer(["grade", str(lines), option, str(lines)]) == 2
    assert lines.read_bytes() == before
    assert capsys.readouterr().err


def test_the_ending_of_the_file_names_the_format(lines: Path, tmp_path: Path) -> None:
    for name, start in (("r.json", b"{"), ("r.csv", b"\xef\xbb\xbf"), ("r.xlsx", b"PK"), ("r.html", b"<!doctype")):
        assert answer(["grade", str(lines), "--out", str(tmp_path / name)]) == 0
        assert (tmp_path / name).read_bytes().startswith(start)
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_a_saved_scheme_grades_by_the_same_cuts(
    lines: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "mine.toml"
    first = graded(capsys, str(lines), "--save-scheme", str(kept))
    again = graded(capsys, str(lines), "--scheme", str(kept))
    assert first["scheme"]["calibrated"]
    assert not again["scheme"]["calibrated"]
    assert again["scheme"]["breakpoints"] == first["scheme"]["breakpoints"]
    assert [one["tier"] for one in again["accounts"]] == [one["tier"] for one in first["accounts"]]


def test_a_saved_scheme_is_told_and_never_written_over_by_chance(
    lines: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "mine.toml"
    words = ["grade", str(lines), "--save-scheme", str(kept), "--format", "json", "--lang", "zh"]
    assert answer(words) == 0
    assert f"方案已保存：{kept}" in capsys.readouterr().err
    kept.write_text("mine", "utf-8")
    assert answer(words) == 2
    assert "--force" in capsys.readouterr().err
    assert kept.read_text("utf-8") == "mine"
    assert answer([*words, "--force"]) == 0
    assert kept.read_text("utf-8") != "mine"


def test_a_run_that_fails_leaves_no_file_of_set_aside_rows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_lines(tmp_path / "lines.csv", steady("A", "Aster Works", 100))
    with path.open("a", encoding="utf-8") as stream:
        stream.write("X-1,2025-13-45,A,Aster Works,P,12.00,7.00\n")
    assert answer(["grade", str(path), "--set-aside", str(tmp_path / "aside.csv")]) == 2
    assert capsys.readouterr().err
    assert [one.name for one in tmp_path.iterdir()] == ["lines.csv"]


def test_rows_that_cannot_be_used_are_said_and_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_lines(tmp_path / "lines.csv", crowd())
    with path.open("a", encoding="utf-8") as stream:
        stream.write("X-1,2025-13-45,C00,Aster Works,P,12.00,7.00\n")
    aside = tmp_path / "aside.csv"
    report = graded(capsys, str(path), "--set-aside", str(aside))
    ledger = report["ledger"]
    assert ledger["rows_read"] == ledger["rows_used"] + ledger["rows_set_aside"]
    assert ledger["rows_set_aside"] == 1
    assert finding(report, "rows_set_aside")["evidence"] == {"rows": 1, "amount": "12.00"}
    assert aside.exists()


def test_the_same_ledger_in_another_order_gives_the_same_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = [*crowd(), *steady("K", "Quarry Cement", 40_000)]
    one = graded(capsys, str(write_lines(tmp_path / "a.csv", made)))
    other = graded(capsys, str(write_lines(tmp_path / "b.csv", made[::-1])))
    one["ledger"].pop("version")
    other["ledger"].pop("version")
    assert json.dumps(one) == json.dumps(other)


def test_a_reader_who_has_seen_enough_hears_no_complaint(lines: Path) -> None:
    words = [sys.executable, "-m", "openkam.cli.main", "grade", str(lines), "--format", "json"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=dict(os.environ)) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        run.stdout.read(10)
        run.stdout.close()
        assert run.stderr.read() == b""
    assert run.returncode == 0


def test_the_ledger_of_a_data_folder_is_graded_like_its_files(lines: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data"

    def run(*words: str) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "openkam.cli.main", *words, "--lang", "en"]
        return subprocess.run(command, capture_output=True, check=False)

    loaded = run("ledger", "load", str(lines), "--data", str(folder))
    assert loaded.returncode == 0, loaded.stderr
    stored = run("grade", "--data", str(folder), "--format", "json")
    assert stored.returncode == 0, stored.stderr
    bare = run("grade", str(lines), "--format", "json")
    one, other = json.loads(stored.stdout), json.loads(bare.stdout)
    assert one["ledger"]["version"] == "ledger:1"
    assert one["accounts"] == other["accounts"]


def test_escapes_in_a_customer_name_never_reach_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_lines(tmp_path / "lines.csv", [*crowd(), *steady("K", "Quarry\x1b[31m\x9b Cement", 40_000)])
    assert answer(["grade", str(path), "--lang", "en"]) == 0
    said = capsys.readouterr().out
    assert "Quarry[31m Cement" in said
    assert not {"\x1b", "\x9b"} & set(said)
