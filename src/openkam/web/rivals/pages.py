"""Rivals by how many people at our accounts are for them, each with role, stance, character, evidence. Source: R193."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Final

from openkam.analysis.words import Text
from openkam.core.access import FieldClass, Viewer
from openkam.records.accounts.naming import name_key
from openkam.records.activities.kinds import Kind
from openkam.records.activities.models import Activity
from openkam.records.contacts.kinds import Degree, RoleCode
from openkam.records.contacts.labels import ROLES
from openkam.records.contacts.rivals import Supporter, rival_supporters
from openkam.records.contacts.scales import DEGREES, value_label
from openkam.web.rivals.forms import Asked
from openkam.web.ui.paging import Pager, pager

ROWS: Final = 50
_YEAR: Final = timedelta(days=365)
_WEIGHT: Final[dict[str, int]] = {Degree.HIGH: 2, Degree.MEDIUM: 1}


@dataclass(frozen=True)
class Line:
    """A person who is for the rival; stance and influence None where unknown."""

    one: Supporter
    roles: Sequence[Text]
    stance: Text | None
    is_against: bool
    influence: Text | None
    decides: bool


@dataclass(frozen=True)
class Rival:
    """A rival with the people of this page; count, accounts and deciding: of all pages."""

    name: str
    key: str
    count: int
    accounts: int
    deciding: int
    seen: int
    lines: Sequence[Line]


@dataclass(frozen=True)
class RivalsPage:
    """Everything the list shows; reads False: the viewer may not know what colleagues think."""

    title: Text
    rivals: Sequence[Rival]
    options: Sequence[tuple[str, Text | str]]
    pager: Pager
    asked: Asked
    reads: bool


def rivals_page(viewer: Viewer, asked: Asked) -> RivalsPage:
    """One page of the list; five queries at most, however many people."""
    every = rival_supporters(viewer, viewer.today)
    names, counts = _names(every), Counter(one.key for one in every)
    chosen = [one for one in every if asked.rival in ("", one.key)]
    chosen.sort(key=lambda one: (-counts[one.key], one.key, *_order(one)))
    shown = pager(asked.number, ROWS, len(chosen), asked.address)
    seen = _seen(viewer) if chosen else {}
    rows = chosen[max(0, shown.first - 1) : shown.latest]
    return RivalsPage(
        title=_title(viewer, chosen),
        rivals=[
            _rival(names[key], [one for one in chosen if one.key == key], list(some), seen.get(key, 0))
            for key, some in groupby(rows, key=lambda one: one.key)
        ],
        options=[
            ("", Text("every rival", "全部对手")),
            *((key, f"{names[key]} ({n})") for key, n in counts.most_common()),
        ],
        pager=shown,
        asked=asked,
        reads=viewer.reads(FieldClass.INTEL),
    )


def _names(people: Sequence[Supporter]) -> dict[str, str]:
    """A rival is called as he is written most often, of equals as he was written last."""
    written: dict[str, list[Supporter]] = defaultdict(list)
    for one in sorted(people, key=lambda one: one.backs.observed_date, reverse=True):
        written[one.key].append(one)
    return {key: Counter(one.rival for one in some).most_common(1)[0][0] for key, some in written.items()}


def _order(one: Supporter) -> tuple[object, ...]:
    """Who decides first, then who has influence, then by account."""
    return RoleCode.DECIDER not in one.roles, -_WEIGHT.get(one.influence, 0), one.account.name, one.name, one.person


def _seen(viewer: Viewer) -> dict[str, int]:
    """By rival, on how many days of the last year one of the viewer's customers was seen with him; one query."""
    since: date = viewer.today - _YEAR
    rows = Activity.objects.visible_to(viewer).filter(kind=Kind.RIVAL_VISIT, happened_date__range=(since, viewer.today))
    return Counter(name_key(rival) for rival in rows.exclude(rival="").values_list("rival", flat=True))


def _rival(name: str, every: Sequence[Supporter], shown: Sequence[Supporter], seen: int) -> Rival:
    return Rival(
        name=name,
        key=every[0].key,
        count=len(every),
        accounts=len({one.account.pk for one in every}),
        deciding=sum(RoleCode.DECIDER in one.roles for one in every),
        seen=seen,
        lines=[line_of(one) for one in shown],
    )


def line_of(one: Supporter) -> Line:
    """A person in words."""
    return Line(
        one=one,
        roles=[ROLES[role] for role in RoleCode if role in one.roles],
        stance=value_label("STANCE", str(one.stance)) if one.stance is not None else None,
        is_against=(one.stance or 0) < 0,
        influence=DEGREES.get(one.influence),
        decides=RoleCode.DECIDER in one.roles,
    )


def _title(viewer: Viewer, people: Sequence[Supporter]) -> Text:
    if not viewer.reads(FieldClass.INTEL):
        return Text("For those who work on accounts", "仅供负责客户的团队查看")
    if not people:
        return Text("Nobody is known to be for a rival", "尚未发现支持对手的人")
    rivals, accounts = {one.key for one in people}, {one.account.pk for one in people}
    figures = {"n": len(people), "rivals": len(rivals), "accounts": len(accounts)}
    deciding = sum(RoleCode.DECIDER in one.roles for one in people)
    who = Text("1 person is", "1人") if len(people) == 1 else Text("{n} people are", "{n}人").filled(**figures)
    whom = (
        Text("a rival", "同一对手") if len(rivals) == 1 else Text("{rivals} rivals", "{rivals}家对手").filled(**figures)
    )
    where = (
        Text("1 account", "1家客户")
        if len(accounts) == 1
        else Text("{accounts} accounts", "{accounts}家客户").filled(**figures)
    )
    told = Text("{who} for {whom} at {where}", "{where}中有{who}支持{whom}").filled(who=who, whom=whom, where=where)
    if not deciding:
        return told
    grave = (
        Text("{told}; {k} of them decide", "{told}，其中{k}人是决策人")
        if deciding > 1
        else Text("{told}; one of them decides", "{told}，其中1人是决策人")
    )
    return grave.filled(told=told, k=deciding)
