"""The days on which something changed: who came, rose, moved or left, who reports to whom, who has which role."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from openkam.analysis.words import Text
from openkam.core.access import Viewer
from openkam.core.periods import day_text
from openkam.insight.health.coverage import NOT_A_CONTACT
from openkam.records.accounts.models import Account
from openkam.records.activities.models import Activity
from openkam.records.contacts.models import BuyingRole, Employment, ReportingLine
from openkam.records.contacts.moves import Move, moves_of

MOST: Final = 60
_TOLD: Final = 2
_MOVES: Final = {
    Move.CAME: Text("{name} came", "{name}到任"),
    Move.CAME_BACK: Text("{name} came back", "{name}重新到任"),
    Move.PROMOTED: Text("{name} promoted to {post}", "{name}升任{post}"),
    Move.TRANSFERRED: Text("{name} moved to {post}", "{name}转任{post}"),
    Move.LOWERED: Text("{name} moved down to {post}", "{name}降职为{post}"),
    Move.ADDED: Text("{name} also took on {post}", "{name}兼任{post}"),
    Move.LEFT: Text("{name} left", "{name}离任"),
}
_A_POST: Final = Text("another post", "其他岗位")
_LINES: Final = Text("reporting lines changed", "汇报关系变动")
_ROLES: Final = Text("roles changed", "角色变动")
_TOUCH: Final = Text("in touch", "有往来")
_ENTRY: Final = Text("an entry in the log", "有记录")
_KINDS_A_DAY: Final = 3


@dataclass(frozen=True)
class Stop:
    """A day to look at, and in words what changed."""

    day: date
    words: Text


def stops_of(viewer: Viewer, account: Account, today: date) -> list[Stop]:
    """The days of an account the viewer was shown, the eldest first, today last; four queries.

    Changes of people come before entries of the log where there are too many.
    """
    changes = _changes(viewer, account)
    days = sorted((day for day in changes if day < today), reverse=True)[:MOST]
    entries = Activity.objects.visible_to(viewer).filter(account=account, happened_date__lt=today)
    latest = entries.order_by("-happened_date").values_list("happened_date", "kind").distinct()[: MOST * _KINDS_A_DAY]
    kinds: dict[date, set[str]] = defaultdict(set)
    for day, kind in latest:
        kinds[day].add(kind)
    for day, seen in kinds.items():
        if len(days) < MOST and day not in changes:
            changes[day] = [_TOUCH if seen - NOT_A_CONTACT else _ENTRY]
            days.append(day)
    return [*(Stop(day, _words(day, changes[day])) for day in sorted(days)), Stop(today, Text("today", "今天"))]


def _changes(viewer: Viewer, account: Account) -> dict[date, list[Text]]:
    found: dict[date, list[Text]] = defaultdict(list)
    posts = Employment.objects.visible_to(viewer).filter(
        account=account, person__merged_into=None, person__erased_at=None
    )
    held: dict[int, list[Employment]] = defaultdict(list)
    for post in posts.select_related("person").order_by("pk"):
        held[post.person_id].append(post)
    for mine in held.values():
        for one in moves_of(mine):
            found[one.day].append(_MOVES[one.move].filled(name=one.post.person.name, post=_post(one.post)))
    for rows, words in (
        (ReportingLine.objects.visible_to(viewer), _LINES),
        (BuyingRole.objects.visible_to(viewer), _ROLES),
    ):
        for since, until in rows.filter(account=account).values_list("since_date", "until_date"):
            for day in (since, until + timedelta(days=1) if until is not None else None):
                if day is not None and words not in found[day]:
                    found[day].append(words)
    return found


def _post(post: Employment) -> Text:
    said = post.title or post.department
    return Text(said, said) if said else _A_POST


def _words(day: date, changes: list[Text]) -> Text:
    told, rest = changes[:_TOLD], len(changes) - _TOLD
    en, zh = ", ".join(one.en for one in told), "、".join(one.zh for one in told)
    if rest > 0:
        en, zh = f"{en} +{rest}", f"{zh}等{len(changes)}项"
    return Text(f"{day_text(day).en}: {en}", f"{day_text(day).zh}：{zh}")
