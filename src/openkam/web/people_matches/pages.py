"""Pairs of people side by side: names, addresses, posts, and what was decided lately."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from openkam.analysis.words import Text
from openkam.core.access import Viewer
from openkam.core.figures import counted
from openkam.records.contacts.models import Employment, Person
from openkam.records.duplicates.finding import LikePair, Sign, like_people
from openkam.records.duplicates.merging import FIELDS
from openkam.records.duplicates.models import PersonMatch
from openkam.web.ui.shell import data_tabs, exists

SHOWN: Final = 20
DECIDED: Final = 20
SIGNS: Final = {
    Sign.PHONE: Text("same phone", "电话相同"),
    Sign.EMAIL: Text("same e-mail", "邮箱相同"),
    Sign.NAME: Text("same name at one account", "同一客户同名"),
    Sign.SOUND: Text("names sound alike at one account", "同一客户姓名同音"),
}
LABELS: Final = {
    "name": Text("Name", "姓名"),
    "aliases": Text("Other names", "别名"),
    "email": Text("E-mail", "邮箱"),
    "phone": Text("Phone", "电话"),
    "language": Text("Language", "语言"),
    "channel": Text("Channel", "偏好渠道"),
}
STATES: Final = {
    PersonMatch.State.MERGED: Text("merged", "已合并"),
    PersonMatch.State.REFUSED: Text("kept apart", "保持分开"),
    PersonMatch.State.UNDONE: Text("merge undone", "已撤销合并"),
}
DONE: Final = {
    "merged": Text("The two are one person now; it can be undone below.", "已合并为一人，可在下方撤销。"),
    "apart": Text("They stay two people.", "已标记为不同的人。"),
    "undone": Text("The merge is undone.", "合并已撤销。"),
}


@dataclass(frozen=True)
class Row:
    """A field of both; `is_choice` where the two say something different."""

    code: str
    label: Text
    left: str
    right: str
    is_choice: bool
    takes_right: bool


@dataclass(frozen=True)
class Side:
    """One person of a pair: where his page is, and his posts."""

    pk: int
    name: str
    address: str
    posts: tuple[str, ...]


@dataclass(frozen=True)
class Pair:
    """Two people who may be one, and why."""

    left: Side
    right: Side
    signs: tuple[Text, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Decided:
    """A decision that was taken; a merge can be undone."""

    pk: int
    kept: str
    absorbed: str
    state: Text
    who: str
    when: datetime
    can_undo: bool


@dataclass(frozen=True)
class MatchesPage:
    """Everything the review shows; `done` says what was just decided."""

    title: Text
    tabs: tuple[tuple[Text, str, bool], ...]
    pairs: tuple[Pair, ...]
    total: int
    decided: tuple[Decided, ...]
    done: Text | None


def matches_page(viewer: Viewer, *, done: str = "") -> MatchesPage:
    """The pairs with most signs first, and the latest decisions; `done` is a word of `DONE`."""
    found = like_people(viewer)
    shown = found[:SHOWN]
    people = {key for pair in shown for key in (pair.older, pair.younger)}
    known = {person.pk: person for person in Person.objects.visible_to(viewer).filter(pk__in=people)}
    posts = _posts(viewer, people)
    waits = counted(len(found), "pair", "pairs", "对联系人")
    decided = PersonMatch.objects.visible_to(viewer).select_related("kept", "absorbed", "decided_by")
    return MatchesPage(
        title=Text("{waits} may be one person", "{waits}可能是同一人").filled(waits=waits)
        if found
        else Text("Nobody stands in the records twice", "没有疑似重复的联系人"),
        tabs=data_tabs(viewer, "/data/matches/people/"),
        pairs=tuple(_pair(pair, known, posts) for pair in shown if pair.older in known and pair.younger in known),
        total=len(found),
        decided=tuple(
            Decided(
                one.pk,
                one.kept.name,
                one.absorbed.name,
                STATES[PersonMatch.State(one.state)],
                one.decided_by.name,
                one.decided_at,
                one.state == PersonMatch.State.MERGED,
            )
            for one in decided.order_by("-decided_at", "-pk")[:DECIDED]
        ),
        done=DONE.get(done),
    )


def _pair(pair: LikePair, known: dict[int, Person], posts: dict[int, list[str]]) -> Pair:
    left, right = known[pair.older], known[pair.younger]
    return Pair(
        left=_side(left, posts),
        right=_side(right, posts),
        signs=tuple(SIGNS[sign] for sign in pair.signs),
        rows=tuple(row for name in FIELDS if (row := _row(name, left, right)).left or row.right),
    )


def _row(name: str, left: Person, right: Person) -> Row:
    first, second = (", ".join(str(getattr(one, name)).splitlines()) for one in (left, right))
    return Row(name, LABELS[name], first, second, first != second and name != "aliases", not first and bool(second))


def _side(person: Person, posts: dict[int, list[str]]) -> Side:
    address = f"/people/{person.pk}/" if exists("/people/1/") else ""
    return Side(person.pk, person.name, address, tuple(posts.get(person.pk, ())))


def _posts(viewer: Viewer, people: Iterable[int]) -> dict[int, list[str]]:
    rows = Employment.objects.visible_to(viewer).filter(person__in=list(people)).order_by("pk")
    found: dict[int, list[str]] = defaultdict(list)
    for person, account, department, title in rows.values_list("person_id", "account__name", "department", "title"):
        found[person].append(" · ".join(filter(None, (account, department, title))))
    return found
