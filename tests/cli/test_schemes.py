"""`openkam schemes` at the terminal."""

from pathlib import Path

import pytest

from openkam.cli.main import answer
from openkam.insight.grading.schemes import scheme_source


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Exit code, what was said, and what was said of faults."""
    code = answer(["schemes", *words])
    output = capsys.readouterr()
    return code, output.out, output.err


def test_the_list_names_every_scheme_in_the_readers_language(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "list", "--lang", "zh")
    assert code == 0
    assert "客户价值计分卡" in out
    assert "默认" in out
    assert "Customer value scorecard" in said(capsys, "list", "--lang", "en")[1]


@pytest.mark.parametrize("name", ["scorecard", "turnover", "pyramid", "abc", "metal", "postal", "segments"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_scheme_can_be_read_in_words(capsys: pytest.CaptureFixture[str], name: str, lang: str) -> None:
    code, out, _ = said(capsys, "show", name, "--lang", lang)
    assert code == 0
    assert "{" not in out
    assert out.count("\n") > 8


def test_postal_bands_are_shown_with_their_amounts_and_routes(capsys: pytest.CaptureFixture[str]) -> None:
    out = said(capsys, "show", "postal", "--lang", "zh")[1]
    assert "≥ 5,000,000" in out
    assert "国家级机构" in out
    assert "人民币元" in out


def test_breakpoints_and_cuts_are_shown_in_their_units(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    chinese, english = (said(capsys, "show", "scorecard", "--lang", lang)[1] for lang in ("zh", "en"))
    assert "120 / 90 / 60 / 45 / 30天" in chinese
    assert "1 / 3 / 6 / 9 / 12个月" in chinese
    assert "120 / 90 / 60 / 45 / 30 days" in english
    assert "-50% / -20% / 0% / 10% / 30%" in english
    assert "≥ 5,000,000 人民币元" in said(capsys, "show", "postal", "--lang", "zh")[1]
    text = scheme_source("scorecard")[0].replace('breakpoints = "calibrate"', "breakpoints = [0, 1, 2, 3, 4]")
    (own := tmp_path / "own.toml").write_text(text, encoding="utf-8")
    assert "0 / 1 / 2 / 3 / 4 (currency of the ledger)" in said(capsys, "show", str(own), "--lang", "en")[1]


def test_a_copy_is_the_users_own_and_is_never_written_over_by_chance(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "Our Grades.toml"
    code, out, _ = said(capsys, "copy", "scorecard", str(file), "--lang", "en")
    assert code == 0
    assert "--scheme" in out
    assert 'code = "our_grades"' in file.read_text(encoding="utf-8")
    assert said(capsys, "check", str(file), "--lang", "en")[:2] == (0, f"{file}: no faults.\n")
    code, _, err = said(capsys, "copy", "abc", str(file), "--lang", "en")
    assert code == 2
    assert "exists already" in err
    assert said(capsys, "copy", "abc", str(file), "--force")[0] == 0


def test_a_copy_into_nowhere_is_a_problem(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, _, err = said(capsys, "copy", "abc", str(tmp_path / "no" / "folder.toml"), "--lang", "en")
    assert code == 2
    assert "cannot be written" in err


def test_errors_are_listed_with_file_and_line_and_exit_code_2(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "own.toml"
    said(capsys, "copy", "scorecard", str(file))
    file.write_text(file.read_text(encoding="utf-8").replace("weight = 46", "weight = 40"), encoding="utf-8")
    code, out, _ = said(capsys, "check", str(file), "--lang", "zh")
    assert code == 2
    assert "权重合计为94" in out
    assert f"{file}:" in out


def test_a_warning_alone_is_exit_code_0(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    said(capsys, "copy", "turnover", str(file))
    text = file.read_text(encoding="utf-8").replace('"net_sales_12m"', '"average_invoice"')
    file.write_text(text, encoding="utf-8")
    code, out, _ = said(capsys, "check", str(file), "--lang", "en")
    assert code == 0
    assert "Warning" in out


def test_an_unknown_name_is_a_problem(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "show", "nothing")[0] == 2
    assert said(capsys, "check", "nothing")[0] == 2


def test_a_scheme_is_told_in_names_without_codes(capsys: pytest.CaptureFixture[str]) -> None:
    chinese = said(capsys, "show", "scorecard", "--lang", "zh")[1]
    english = said(capsys, "show", "scorecard", "--lang", "en")[1]
    for page in (chinese, english):
        assert "[" not in page
        assert "_12m" not in page
    assert "大客户：" in chinese
    assert "Key account: " in english
