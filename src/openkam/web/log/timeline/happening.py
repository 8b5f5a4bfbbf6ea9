"""One thing that happened at an account, wherever it was recorded."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from openkam.analysis.words import Text
from openkam.records.activities.models import Activity, Aim

NOTHING: Final = Text("", "")


class Source(StrEnum):
    """Where a happening was recorded; the timeline is filtered by it."""

    ENTRIES = "entries"
    PEOPLE = "people"
    RELATIONS = "relations"
    OBJECTIONS = "objections"
    DEALS = "deals"
    FACTS = "facts"
    DOCUMENTS = "documents"
    GRADES = "grades"


SOURCE_LABELS: Final = {
    Source.ENTRIES: Text("What we did", "往来"),
    Source.PEOPLE: Text("People", "人员变化"),
    Source.RELATIONS: Text("Relations and stance", "关系与立场"),
    Source.OBJECTIONS: Text("Objections", "异议"),
    Source.DEALS: Text("Deals", "商机"),
    Source.FACTS: Text("Facts", "信息"),
    Source.DOCUMENTS: Text("Documents", "资料"),
    Source.GRADES: Text("Grades", "分级"),
}
SOURCE_SHAPES: Final = {
    Source.ENTRIES: "●",
    Source.PEOPLE: "◆",
    Source.RELATIONS: "◇",
    Source.OBJECTIONS: "!",
    Source.DEALS: "■",
    Source.FACTS: "○",
    Source.DOCUMENTS: "□",
    Source.GRADES: "▲",
}


@dataclass(frozen=True)
class Named:
    """Somebody or something with a page of its own."""

    key: int
    name: str


@dataclass(frozen=True)
class EntryParts:
    """What belongs to an entry of the log.

    our_view, signals  blank for whoever may not know what colleagues think
    """

    activity: Activity
    kind: Text
    attendees: tuple[Named, ...] = ()
    companions: tuple[str, ...] = ()
    our_view: str = ""
    signals: tuple[tuple[str, str], ...] = ()
    aims: tuple[Aim, ...] = ()
    referred: Named | None = None
    is_changed: bool = False

    @property
    def listening(self) -> int | None:
        """How many of the five questions on listening were answered yes."""
        check = self.activity.self_check
        return None if check is None else sum(bool(one) for one in check)


@dataclass(frozen=True)
class Happening:
    """One line of the timeline.

    by_month  only the month is known
    place     the order within a day, and the key that settles it
    """

    source: Source
    day: date
    place: tuple[int, int]
    title: Text
    detail: Text = NOTHING
    by_month: bool = False
    people: tuple[Named, ...] = ()
    author: str = ""
    address: str = ""
    entry: EntryParts | None = None
    objection: int | None = None
    review: int | None = None
    order: tuple[date, tuple[int, int]] = field(init=False)

    def __post_init__(self) -> None:
        """The latest first is the largest first."""
        object.__setattr__(self, "order", (self.day, self.place))
