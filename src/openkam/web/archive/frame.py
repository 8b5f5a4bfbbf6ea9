"""What every page of an archive has: the account, the tabs of its parts, what was done or refused."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from openkam.analysis.words import Text
from openkam.core.access import Right, Viewer
from openkam.core.problem import Problem
from openkam.records.accounts.models import Account
from openkam.web.policy import found_or_404

PARTS: Final = (
    ("", Text("What is known", "客户认知")),
    ("identity/", Text("Identity", "基本信息")),
    ("group/", Text("Group", "集团")),
    ("relation/", Text("Relation", "客户关系")),
    ("finances/", Text("Finances", "财务状况")),
    ("documents/", Text("Documents", "文件")),
)
DONE: Final = {
    "saved": Text("Saved.", "已保存。"),
    "removed": Text("Removed.", "已删除。"),
    "returned": Text("It is back.", "已恢复。"),
    "retired": Text("Retired. What accounts have in it is kept.", "已停用，各客户已填的内容保留。"),
}


@dataclass(frozen=True)
class Frame:
    """`done` says what was just done.

    problem, draft  what was refused, and what had been typed
    place           the form it was typed into
    """

    account: Account
    part: str
    may_change: bool
    today: date
    done: Text | None = None
    problem: Problem | None = None
    draft: Mapping[str, str] = field(default_factory=dict)
    place: str = ""

    @property
    def address(self) -> str:
        """Below which the parts of this archive lie."""
        return f"/accounts/{self.account.pk}/archive/"

    @property
    def tabs(self) -> list[tuple[Text, str, bool]]:
        """The parts as chips."""
        return [(label, self.address + part, part == self.part) for part, label in PARTS]

    def was(self, place: str, name: str, otherwise: str = "") -> str:
        """What had been typed into a field of a form that was refused, else what stands there."""
        return self.draft.get(name, otherwise) if place == self.place else otherwise

    def refused(self, place: str) -> Text | str:
        """Why the form of this place was refused, blank where it was not."""
        if self.problem is None or place != self.place:
            return ""
        return Text("{what} {remedy}", "{what}{remedy}").filled(what=self.problem.what, remedy=self.problem.remedy)


@dataclass(frozen=True)
class Refused:
    """What was refused, and in which form."""

    problem: Problem
    draft: Mapping[str, str]
    place: str


Answer = Refused | Text | None
"""What a page says of the form that was sent: why it was refused, or what was done."""


def frame_of(viewer: Viewer, key: int, part: str, answer: Answer = None) -> Frame:
    """The frame.

    Raises Http404 where the viewer sees no such account.
    """
    account = found_or_404(Account.objects.visible_to(viewer).select_related("owner"), pk=key)
    is_own = Account.objects.visible_to(viewer).writable_by(viewer).filter(pk=account.pk).exists()
    may_change = is_own and viewer.may(Right.RECORD_CUSTOMERS)
    if not isinstance(answer, Refused):
        return Frame(account, part, may_change, viewer.today, answer)
    return Frame(account, part, may_change, viewer.today, None, answer.problem, answer.draft, answer.place)
