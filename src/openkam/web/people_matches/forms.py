"""What was decided about a pair."""

from dataclasses import dataclass

from django.http import QueryDict

from openkam.analysis.words import Text
from openkam.core.problem import Problem
from openkam.records.duplicates.merging import FIELDS
from openkam.web.typed import key_of

_ANSWERS = ("keep-left", "keep-right", "apart")


@dataclass(frozen=True)
class Decision:
    """Keys of the pair as shown, the answer, and the fields of which the right value stands on the right side."""

    left: int
    right: int
    answer: str
    from_right: frozenset[str]


def decision_in(form: QueryDict) -> Decision:
    """Raises Problem for what is no answer."""
    left, right, answer = key_of(form.get("left", "")), key_of(form.get("right", "")), form.get("answer", "")
    if not left or not right or answer not in _ANSWERS:
        raise Problem(
            Text("Nothing was chosen.", "没有选择任何项。"),
            remedy=Text("Choose a pair and press a button.", "请选择一对联系人并点按钮。"),
        )
    return Decision(left, right, answer, frozenset(name for name in FIELDS if form.get(f"field-{name}") == "right"))
