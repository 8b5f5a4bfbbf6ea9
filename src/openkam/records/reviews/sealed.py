"""Flags that rest on a sealed record: whoever answers one would tell everybody of it who reads answers."""

from typing import Final

from openkam.analysis.words import Text
from openkam.core.problem import Problem

SEALED_FLAGS: Final = frozenset({"COACH_UNPROVEN", "COACH_TALKER"})


def refuse_sealed(flag: str) -> None:
    """Raises Problem where the flag tells of a coach."""
    if flag in SEALED_FLAGS:
        raise Problem(
            Text(
                "A flag about a coach takes no answer: others would read it.",
                "涉及教练的预警不能答复：答复会被他人看到。",
            ),
            remedy=Text("Write what you know into the sealed record.", "请写入密封记录。"),
        )
