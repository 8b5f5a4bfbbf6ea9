"""What went wrong with a job is said in the words of a page, in both languages."""

from openkam.analysis.words import Text
from openkam.core.problem import Problem
from openkam.web.job_lines import trouble_of

_WHAT = Text("Not readable.", "无法读取。")


def test_the_place_of_a_problem_is_named_in_both_languages() -> None:
    told = trouble_of(Problem(_WHAT, remedy=_WHAT, file="a.csv", row=5, column="date", value="{x}"))
    assert told.where == Text("a.csv · row 5 · date · {x}", "a.csv · 第 5 行 · date · {x}")


def test_a_problem_without_a_place_names_none() -> None:
    assert trouble_of(Problem(_WHAT, remedy=_WHAT)).where is None


def test_words_of_the_command_line_are_left_out() -> None:
    told = trouble_of(Problem(_WHAT, remedy=Text("Say --dayfirst.", "请指明 --dayfirst。")))
    assert "--" not in told.remedy.en + told.remedy.zh
