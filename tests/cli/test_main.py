"""The way in: version, help and commands that do not exist, in the reader's language."""

import pytest

from openkam import __version__
from openkam.cli.doors import DOORS
from openkam.cli.main import answer


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(["--version"]) == 0
    assert capsys.readouterr().out == f"openkam {__version__}\n"


@pytest.mark.parametrize(("language", "word"), [("en", "Usage"), ("zh", "用法")])
@pytest.mark.parametrize("path", [[], *([name] for name in DOORS)])
def test_every_command_explains_itself(
    path: list[str], language: str, word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer([*path, "--help", "--lang", language]) == 0
    page = capsys.readouterr().out
    assert page.startswith(word)
    assert "‖" not in page


def test_no_words_at_all_show_the_page_of_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert answer([]) == 0
    assert "grade" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [(["grad"], "grad"), (["--versoin"], "没有 --versoin 这个选项")],
)
def test_a_slip_of_the_pen_is_told_with_a_way_out(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer([*words, "--lang", "zh"]) == 2
    told = capsys.readouterr().err
    assert said in told
    assert "openkam --help" in told
