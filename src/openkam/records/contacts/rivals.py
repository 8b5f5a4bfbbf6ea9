"""Who at the customers is for which rival: the latest word of colleagues on it, with role, stance and character (R193).

Whatever the viewer may not know is absent: only accounts he works on, or somebody below him does.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Exists, OuterRef

from openkam.core.access import FieldClass, Viewer
from openkam.records.accounts.models import Account
from openkam.records.accounts.naming import name_key
from openkam.records.contacts.kinds import OpinionKind
from openkam.records.contacts.models import BuyingRole, Employment, Opinion
from openkam.records.contacts.queries import Held, holds_on

_ASKED: Final = (OpinionKind.BACKS, OpinionKind.STANCE, OpinionKind.INFLUENCE, OpinionKind.CHARACTER)
_NOBODY: Final = frozenset(
    map(
        name_key,
        (
            "none",
            "nobody",
            "no one",
            "no rival",
            "neutral",
            "us",
            "unknown",
            "无",
            "没有",
            "无人",
            "中立",
            "我方",
            "我们",
            "不详",
            "未知",
        ),
    )
)
"""Words by which people write that somebody is for no rival."""
_Key = tuple[int, int]


@dataclass(frozen=True)
class Supporter:
    """A person who is for a rival, as far as the viewer may know him.

    rival     as it was written; key: the same for every way to write the name
    stance    −5 to 5 without 0, towards us; None: nobody has judged; influence and character blank alike
    backs     the opinion that he is for the rival: by whom, when, on what
    """

    person: int
    name: str
    account: Account
    department: str
    title: str
    roles: frozenset[str]
    rival: str
    key: str
    backs: Held
    stance: int | None = None
    influence: str = ""
    character: str = ""


def rival_supporters(viewer: Viewer, day: date, account: Account | None = None) -> list[Supporter]:
    """Everybody in post on the day at the viewer's accounts, or at one of them; three queries, however many."""
    if not viewer.reads(FieldClass.INTEL):
        return []
    opinions = _opinions(viewer, day, account)
    backing = {key: held["BACKS"] for key, held in opinions.items() if _is_rival(held["BACKS"].value)}
    if not backing:
        return []
    roles = _roles(viewer, day, account)
    found = []
    for post in _posts(viewer, day, account):
        key = (post.account_id, post.person_id)
        if key in backing:
            found.append(_supporter(post, opinions[key], frozenset(roles[key]), backing.pop(key)))
    return found


def _is_rival(value: str) -> bool:
    return name_key(value) not in _NOBODY


def _supporter(post: Employment, held: dict[str, Held], roles: frozenset[str], backs: Held) -> Supporter:
    said = {kind: one.value for kind, one in held.items()}
    return Supporter(
        person=post.person_id,
        name=post.person.name,
        account=post.account,
        department=post.department,
        title=post.title,
        roles=roles,
        rival=backs.value,
        key=name_key(backs.value),
        backs=backs,
        stance=int(said["STANCE"]) if "STANCE" in said else None,
        influence=said.get("INFLUENCE", ""),
        character=said.get("CHARACTER", ""),
    )


def _opinions(viewer: Viewer, day: date, account: Account | None) -> dict[_Key, dict[str, Held]]:
    """Of everybody of whom somebody wrote a rival, the latest opinion of each kind that is asked for."""
    rows = Opinion.objects.visible_to(viewer).filter(_of_backed(viewer, day), kind__in=_ASKED, observed_date__lte=day)
    columns = ("account_id", "person_id", "kind", "value", "observed_date", "author__name", "evidence")
    held: dict[_Key, dict[str, Held]] = defaultdict(dict)
    for at, person, kind, *said in _at(rows, account).order_by("observed_date", "noted_at", "pk").values_list(*columns):
        held[(at, person)][kind] = Held(*said)
    return held


def _posts(viewer: Viewer, day: date, account: Account | None) -> list[Employment]:
    """The latest first of those one person holds at one account."""
    rows = Employment.objects.visible_to(viewer).filter(_of_backed(viewer, day), holds_on(day))
    rows = rows.filter(person__merged_into=None, person__erased_at=None, person__is_placeholder=False)
    posts = _at(rows, account).select_related("person", "account")
    return sorted(posts, key=lambda post: (post.since_date or date.min, post.pk), reverse=True)


def _roles(viewer: Viewer, day: date, account: Account | None) -> dict[_Key, set[str]]:
    rows = BuyingRole.objects.visible_to(viewer).filter(_of_backed(viewer, day), holds_on(day))
    roles: dict[_Key, set[str]] = defaultdict(set)
    for at, person, role in _at(rows, account).values_list("account_id", "person_id", "role"):
        roles[(at, person)].add(role)
    return roles


def _of_backed(viewer: Viewer, day: date) -> Exists:
    """That a row is about somebody of whom the viewer may know that a rival was written, by the day."""
    backs = Opinion.objects.visible_to(viewer).filter(kind=OpinionKind.BACKS, observed_date__lte=day)
    return Exists(backs.filter(account=OuterRef("account"), person=OuterRef("person")))


def _at(rows: Any, account: Account | None) -> Any:
    return rows if account is None else rows.filter(account=account)
