"""The parts of the grading screen."""

from typing import Final

from openkam.analysis.words import Text

Tabs = tuple[tuple[Text, str, bool], ...]
_PARTS: Final = (
    ("overview", Text("Overview", "概览"), "/grading/"),
    ("schemes", Text("Schemes", "方案"), "/grading/schemes/"),
    ("methods", Text("Three methods", "三种方法"), "/grading/methods/"),
    ("card", Text("Six criteria", "六大标准"), "/grading/criteria/"),
    ("people", Text("Decided by people", "人工判断"), "/grading/people/"),
    ("runs", Text("What changed", "分级对比"), "/grading/runs/"),
)


def tabs_of(current: str) -> Tabs:
    """All parts; everybody who sees accounts may open them."""
    return tuple((words, address, code == current) for code, words, address in _PARTS)
