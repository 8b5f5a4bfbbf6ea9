"""Why an act on accounts was refused, in the reader's language and with what to do."""

from datetime import date

from openkam.analysis.words import Text
from openkam.core.problem import Problem

_AGAIN = Text("Load the page again.", "请刷新页面。")


def gone() -> Problem:
    """What is hidden from the viewer and what is not there answer alike."""
    return Problem(Text("This is not there any more.", "该内容已不存在。"), remedy=_AGAIN)


def not_yours() -> Problem:
    """The same of what one may see and not change: hidden, taken away and another's answer alike."""
    return Problem(
        Text("This is not there any more, or not yours to change.", "该内容已不存在，或您无权修改。"), remedy=_AGAIN
    )


def scheme_says_so() -> Problem:
    """An override is a tier against the scheme's: it cannot hold the one that is given anyhow."""
    return Problem(
        Text("The scheme gives this tier already.", "方案评定的已经是这个等级。"),
        remedy=Text(
            "Choose another tier; where a person set one, “Let the scheme decide again” brings this one back.",
            "请选择其他等级；若此前已人工调级，点“恢复方案评定”即可恢复该等级。",
        ),
    )


def already_decided() -> Problem:
    """Somebody was faster."""
    return Problem(Text("This pair is already decided.", "这一对客户已有处理结果。"), remedy=_AGAIN)


def same_account() -> Problem:
    """An account cannot be merged with itself."""
    return Problem(
        Text("Both are the same account.", "两者是同一个客户。"),
        remedy=Text("Choose two different accounts.", "请选择两个不同的客户。"),
    )


def not_one_day(day: date) -> Problem:
    """A day lies on the wrong side of another."""
    return Problem(
        Text("This day is not possible here.", "此处不能选择该日期。"),
        remedy=Text(
            "An end lies after its beginning, and nothing is rated in the future.",
            "结束日期不得早于开始日期，评分日期不得晚于今天。",
        ),
        value=str(day),
    )
