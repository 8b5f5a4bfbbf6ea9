"""What is asked of the map, and what people type on it, read and refused."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from urllib.parse import unquote, urlencode

from django.http import QueryDict

from openkam.analysis.words import Text
from openkam.core.problem import Problem
from openkam.records.accounts.map_actions import MOST_PLACES
from openkam.web.people.places import Point
from openkam.web.typed import day_of, day_or_none, key_of

NO_NAME: Final = "-"
"""How an address writes the department nobody named."""


@dataclass(frozen=True)
class Asked:
    """How somebody looks at the map.

    day          None: today; opportunity: of one deal
    closed       departments collapsed; None: as many as the map finds fit
    shows_known  with our own people and whom they know
    """

    day: date | None = None
    opportunity: int | None = None
    closed: frozenset[str] | None = None
    shows_known: bool = False

    def query(self) -> str:
        """The part of an address that asks the same again, blank where nothing is asked."""
        parts = [("day", self.day.isoformat())] if self.day is not None else []
        parts += [("opportunity", str(self.opportunity))] if self.opportunity is not None else []
        parts += [("closed", name or NO_NAME) for name in sorted(self.closed)] if self.closed else []
        parts += [("closed", "")] if self.closed is not None and not self.closed else []
        parts += [("known", "on")] if self.shows_known else []
        return "?" + urlencode(parts) if parts else ""

    def after(self, done: str) -> str:
        """The same after an act, with the word that says which."""
        return self.query() + ("&" if self.query() else "?") + urlencode({"done": done})

    def toggled(self, department: str, closed: frozenset[str]) -> "Asked":
        """With one department collapsed that was not, or the other way round."""
        return replace(self, closed=closed ^ {department})


def asked_of(query: QueryDict) -> Asked:
    """What an address asks for; what cannot be read is as if it had not been asked."""
    closed = query.getlist("closed")
    return Asked(
        day=day_or_none(query.get("day", "")),
        opportunity=key_of(query.get("opportunity", "")),
        closed=frozenset("" if name == NO_NAME else name for name in closed if name) if closed else None,
        shows_known=query.get("known", "") == "on",
    )


def moved_of(text: str) -> dict[str, Point]:
    """Where cards were dragged: `p12:100,200;dR%26D:0,-8`; what cannot be read is left out."""
    moved: dict[str, Point] = {}
    for part in text.split(";")[:MOST_PLACES]:
        key, _, place = part.partition(":")
        x, _, y = place.partition(",")
        try:
            point = float(x), float(y)
        except ValueError:
            continue
        moved[unquote(key)] = point
    return moved


@dataclass(frozen=True)
class LineForm:
    """Who is to report to whom (None: to nobody) from which day."""

    person: int
    superior: int | None
    since: date


def line_form(posted: Mapping[str, str], today: date) -> LineForm:
    """A new line of reporting.

    Raises Problem where nobody is chosen, or the day is none.
    """
    person, superior = posted.get("person", ""), posted.get("superior", "")
    key = key_of(person)
    if key is None:
        raise Problem(
            Text("Nobody is chosen.", "没有选择人员。"),
            remedy=Text("Choose a person on the map.", "请在图上选择人员。"),
        )
    return LineForm(key, key_of(superior), day_of(posted.get("since", "")) or today)


@dataclass(frozen=True)
class PersonForm:
    """Somebody to be put on the map; name blank where nobody knows it yet (an empty chair)."""

    name: str
    is_placeholder: bool
    title: str
    department: str
    level: str
    role: str
    superior: int | None
    source: str
    since: date | None


def person_form(posted: Mapping[str, str]) -> PersonForm:
    """A new person.

    Raises Problem where neither a name nor a title says who it is, or nobody says where we know it from.
    """
    name, title, source = (posted.get(name, "").strip() for name in ("name", "title", "source"))
    superior = posted.get("superior", "")
    if not (name or title):
        raise Problem(
            Text("A name or a title is needed.", "请填写姓名或职务。"),
            remedy=Text(
                "Give the title alone where you do not know the name yet.", "不知道姓名时，只填职务即可，先占一个席位。"
            ),
        )
    if not source:
        raise Problem(
            Text("Say where you know this from.", "请说明信息来源。"),
            remedy=Text(
                "For instance: business card, their web site, told by Mr Wang.", "例如：名片、官网、王经理告知。"
            ),
        )
    return PersonForm(
        name=name,
        is_placeholder=not name,
        title=title,
        department=posted.get("department", "").strip(),
        level=posted.get("level", ""),
        role=posted.get("role", ""),
        superior=key_of(superior),
        source=source,
        since=day_or_none(posted.get("since", "")),
    )
