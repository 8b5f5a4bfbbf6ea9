"""`openkam demo` makes the files, grades them, and every planted story is told in the report."""

from pathlib import Path

import pytest

from openkam.cli.demo.cast import CAST
from openkam.cli.main import answer


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graded demo company."""
    return tmp_path_factory.mktemp("graded")


@pytest.fixture(scope="module")
def said(folder: Path) -> str:
    """What the command printed."""
    import contextlib
    import io

    with contextlib.redirect_stdout(io.StringIO()) as spoken:
        assert answer(["demo", "--folder", str(folder), "--lang", "en", "--no-serve"]) == 0
    return " ".join(spoken.getvalue().split())


def name_of(story: str) -> str:
    """The name of the account that tells a story."""
    return next(role.name for role in CAST if role.story == story)


def test_the_report_is_written_and_named(said: str, folder: Path) -> None:
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert name_of("whale") in page
    assert "report.html" in said


@pytest.mark.parametrize(
    ("story", "words"),
    [
        ("loss on every line", "every line is sold below cost"),
        ("loss in sum", "loses money"),
        ("returns cancel purchases", "returns cancel the sales"),
        ("one large order", "with one order only"),
        ("two spellings", "may be one customer"),
        ("a hundred times too large", "a slip of the decimal point?"),
    ],
)
def test_where_money_hides_is_said(said: str, story: str, words: str) -> None:
    warnings = said.split("Look at this")[1].split("Where the methods disagree", maxsplit=1)[0]
    told = [line for line in warnings.split("! ") if words in line]
    assert any(name_of(story).replace(" ", "") in line.replace(" ", "") for line in told)


def test_every_row_of_the_demo_is_used(said: str) -> None:
    assert "60,000 rows read = 60,000 used + 0 set aside" in said


def test_without_grading_there_are_files_only(tmp_path: Path) -> None:
    few = ["--accounts", "60", "--lines", "1200"]
    assert answer(["demo", "--folder", str(tmp_path), "--no-grade", "--lang", "zh", *few]) == 0
    assert not (tmp_path / "report.html").exists()
    assert (tmp_path / "lines.csv").read_text(encoding="utf-8-sig").startswith("发票号,")


def test_a_company_too_small_is_answered_in_the_readers_language(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer(["demo", "--folder", str(tmp_path / "x"), "--accounts", "3", "--lang", "zh"]) == 2
    assert "3 个客户" in capsys.readouterr().err
    assert not (tmp_path / "x").exists()
