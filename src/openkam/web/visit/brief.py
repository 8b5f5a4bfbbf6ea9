"""What happened since the last visit, what the customer wants, what comes next, and what to ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.utils.text import Truncator

from openkam.analysis.words import Text
from openkam.core.access import Viewer
from openkam.core.prepared import Prepared
from openkam.insight.health.coverage import FACE_TO_FACE
from openkam.insight.health.facts import AccountFacts, Change, ChangeKind
from openkam.insight.health.touch import on_text
from openkam.records.accounts.models import Account
from openkam.records.activities.labels import kind_label
from openkam.records.activities.models import Activity, Attendee
from openkam.records.archive.items import Item, Section
from openkam.records.archive.queries import Knowledge, knowledge
from openkam.records.contacts.labels import INTERESTS
from openkam.records.contacts.models import Motive
from openkam.records.contacts.queries import padded

MOST_NEWS: Final = 7
MOST_WANTS: Final = 6
MOST_QUESTIONS: Final = 6
MOST_STEPS: Final = 3
ASKED_FIRST: Final = (
    Section.GOALS,
    Section.BUYING,
    Section.PEOPLE,
    Section.BUSINESS,
    Section.STRUCTURE,
    Section.FINANCES,
)
"""In a talk: what they want and how they buy before what a register tells as well."""
NEVER: Final = timedelta(days=365)
"""Where nobody visited, the news of a year are told."""
_CHANGES: Final = {
    ChangeKind.LEFT: Text("{name} left", "{name}离任"),
    ChangeKind.LOWERED: Text("{name} was moved down", "{name}降职"),
    ChangeKind.NEW_CHIEF: Text("{name} is new at decision level", "{name}新任决策层"),
}


NOBODY: Final = Text("", "")
_LONGEST_WORDS: Final = 120


@dataclass(frozen=True)
class News:
    """Something that happened since; kind is its word, who was there."""

    day: date
    is_month: bool
    kind: Text
    words: Text | str
    who: Text = NOBODY
    result: str = ""

    @property
    def when(self) -> Text:
        """`9 Dec 2011`; `Dec 2011` where only the month is known."""
        return on_text(self.day, is_month=self.is_month)


@dataclass(frozen=True)
class Want:
    """What the customer or one of his people wants, and who said so."""

    label: Text
    words: str
    who: str


@dataclass(frozen=True)
class Step:
    """What we said we would do next."""

    words: str
    due: date | None
    is_overdue: bool


@dataclass(frozen=True)
class Brief:
    """The part of the page that is read before the people.

    last    the last visit, None where nobody noted one
    known   share of the knowledge form that is known, 0 to 1
    """

    last: News | None
    news: tuple[News, ...]
    wants: tuple[Want, ...]
    steps: tuple[Step, ...]
    questions: tuple[Text, ...]
    known: float


def brief(viewer: Viewer, account: Account, facts: AccountFacts) -> Brief:
    """Everything at once; as many queries however much was written down."""
    entries, known = _entries(viewer, account, facts), knowledge(viewer, [account.pk])[account.pk]
    last = next((one for one in entries if one[0].kind in FACE_TO_FACE), None)
    news = [_entry(*one) for one in entries if one is not last] + [
        _changed(one) for one in facts.changes if one.kind in _CHANGES and one.day >= _since(facts)
    ]
    return Brief(
        last=_entry(*last) if last is not None else None,
        news=tuple(sorted(news, key=lambda one: one.day, reverse=True)[:MOST_NEWS]),
        wants=tuple((_goals(known) + _motives(viewer, account))[:MOST_WANTS]),
        steps=tuple(_steps(viewer, account, facts.today)),
        questions=tuple(item.question for item in _first(known)),
        known=known.share,
    )


def _since(facts: AccountFacts) -> date:
    return facts.last_met or facts.today - NEVER


def _entries(viewer: Viewer, account: Account, facts: AccountFacts) -> Sequence[tuple[Activity, list[str]]]:
    """The last visit and everything after it, the latest first."""
    found = _LATEST(viewer, account.pk, _since(facts), facts.today)
    there = {one.pk: list[str]() for one in found}
    for entry, name in _THERE(viewer, padded(list(there))):
        there[entry].append(name)
    return [(one, there[one.pk]) for one in found]


def _latest(viewer: Viewer, account: int, since: date, today: date) -> Any:
    rows = Activity.objects.visible_to(viewer).filter(account=account)
    rows = rows.filter(happened_date__gte=since, happened_date__lte=today).defer("our_view")
    return rows.order_by("-happened_date", "-sequence", "-pk")[: MOST_NEWS + 1]


def _there(viewer: Viewer, entries: list[int]) -> Any:
    rows = Attendee.objects.visible_to(viewer).filter(activity__in=entries, person__erased_at=None)
    return rows.order_by("pk").values_list("activity_id", "person__name")


_LATEST: Final[Prepared[Activity]] = Prepared(_latest)
_THERE: Final[Prepared[tuple[int, str]]] = Prepared(_there)


def _entry(row: Activity, who: Sequence[str]) -> News:
    is_month = row.precision == "MONTH"
    return News(
        row.happened_date, is_month, kind_label(row.kind), _words(row), Text(", ".join(who), "、".join(who)), row.result
    )


def _words(row: Activity) -> str:
    """What an entry is told by: its subject; without one, what the customer said, or what came of it."""
    return Truncator(row.subject or row.said or row.result).chars(_LONGEST_WORDS)


def _changed(change: Change) -> News:
    words = _CHANGES[change.kind].filled(name=change.name)
    return News(change.day, is_month=False, kind=Text("Person change", "人事变动"), words=words)


def _first(known: Knowledge) -> Sequence[Item]:
    return sorted(known.questions, key=lambda item: ASKED_FIRST.index(item.section))[:MOST_QUESTIONS]


def _goals(known: Knowledge) -> list[Want]:
    goals = [fact for fact in known.facts.values() if fact.item.section == Section.GOALS and fact.value]
    return [Want(fact.item.label, fact.value, fact.source) for fact in goals]


def _motives(viewer: Viewer, account: Account) -> list[Want]:
    return [Want(INTERESTS[kind], text, name) for kind, text, name in _MOTIVES(viewer, account.pk)]


def _steps(viewer: Viewer, account: Account, today: date) -> list[Step]:
    return [Step(words, due, due is not None and due < today) for words, due in _NEXT(viewer, account.pk)]


def _latest_motives(viewer: Viewer, account: int) -> Any:
    rows = Motive.objects.visible_to(viewer).filter(account=account, person__erased_at=None)
    return rows.order_by("-observed_date", "-pk").values_list("kind", "text", "person__name")[:MOST_WANTS]


def _next_steps(viewer: Viewer, account: int) -> Any:
    rows = Activity.objects.visible_to(viewer).filter(account=account, next_step_done_date=None).exclude(next_step="")
    return rows.order_by("next_step_date", "-happened_date").values_list("next_step", "next_step_date")[:MOST_STEPS]


_MOTIVES: Final[Prepared[tuple[str, str, str]]] = Prepared(_latest_motives)
_NEXT: Final[Prepared[tuple[str, date | None]]] = Prepared(_next_steps)
