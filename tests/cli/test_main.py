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
    [
        (["grad"], "没有 grad 这个命令"),
        (["schemes", "shov"], "没有 shov 这个命令。是不是想写 show？"),
        (["--versoin"], "没有 --versoin 这个选项"),
        (["doctor", "extra"], "多出了参数：extra"),
        (["demo", "--seed", "-1"], "--seed 无法识别：不能小于0"),
        (["demo", "--format", "xml"], "可选：csv, parquet"),
        (["ledger", "rollback", "x"], "BATCH 无法识别：必须是整数"),
    ],
)
def test_a_slip_of_the_pen_is_told_with_a_way_out(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer([*words, "--lang", "zh"]) == 2
    told = capsys.readouterr().err
    assert said in told
    assert "openkam --help" in told


def test_a_language_there_is_not_is_refused(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENKAM_LANG", "zh")
    assert answer(["schemes", "list", "--lang", "fr"]) == 2
    assert "没有 fr 这种语言" in capsys.readouterr().err
    assert answer(["schemes", "list", "--lang", "zh-CN"]) == 0
    assert "客户价值计分卡" in capsys.readouterr().out
