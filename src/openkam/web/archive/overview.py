"""What is known of an account, section by section, the eight keys, and how it buys."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from openkam.analysis.words import Text
from openkam.core.access import FieldClass, Right, Viewer
from openkam.core.figures import share_text
from openkam.insight.grading.queries import run_in_force
from openkam.records.accounts.models import Account
from openkam.records.archive.items import ITEMS, SECTION_LABELS, Item, Section
from openkam.records.archive.keys import KEY_LABELS, KEY_RULES, Tick, eight_keys
from openkam.records.archive.kinds import BuyingStructure
from openkam.records.archive.labels import STRUCTURES
from openkam.records.archive.models import Fact, Purchasing
from openkam.records.archive.queries import Knowledge, KnownFact, knowledge
from openkam.records.contacts.models import Employment
from openkam.web.archive.custom import CustomLine, custom_lines
from openkam.web.archive.frame import Answer, Frame, frame_of

UNCONFIRMED_DAYS: Final = 90
"""A fact nobody confirmed for so long is pointed out. Source: R024."""


@dataclass(frozen=True)
class Line:
    """An item of the form: what is known, and what was known before."""

    item: Item
    fact: KnownFact | None
    earlier: Sequence[Fact]
    is_stale: bool


@dataclass(frozen=True)
class Part:
    """A section of the form."""

    label: Text
    lines: Sequence[Line]
    known: int
    asked: int


@dataclass(frozen=True)
class KeyLine:
    """One of the eight keys."""

    label: Text
    rule: Text
    tick: Tick
    address: str


@dataclass(frozen=True)
class OverviewPage:
    """Everything the page shows."""

    frame: Frame
    title: Text
    knowledge: Knowledge
    parts: Sequence[Part]
    keys: Sequence[KeyLine]
    held: int
    buying: Sequence[tuple[Purchasing, Text]]
    structures: Sequence[tuple[str, Text]]
    people: Sequence[tuple[str, str]]
    custom: Sequence[CustomLine]
    stale: int
    may_define: bool


def overview_page(viewer: Viewer, key: int, answer: Answer = None) -> OverviewPage:
    """The page.

    Raises Http404 where the viewer sees no such account.
    """
    frame = frame_of(viewer, key, "", answer)
    account = frame.account
    known = knowledge(viewer, [account.pk])[account.pk]
    parts = _parts(viewer, account, known)
    ticks = eight_keys(viewer, account, earns_known=_earns_known(viewer, account))
    return OverviewPage(
        frame=frame,
        title=title_of(known),
        knowledge=known,
        parts=parts,
        keys=[
            KeyLine(KEY_LABELS[one.key], KEY_RULES[one.key], one, f"/accounts/{account.pk}/{one.address}")
            for one in ticks
        ],
        held=sum(one.is_held for one in ticks),
        buying=buying_of(viewer, account),
        structures=list(STRUCTURES.items()),
        people=_people(viewer, account),
        custom=custom_lines(viewer, account),
        stale=sum(line.is_stale for part in parts for line in part.lines),
        may_define=viewer.may(Right.MATCH_ACCOUNTS),
    )


def title_of(known: Knowledge) -> Text:
    """The finding: how much is known, and how much to ask."""
    questions = len(known.questions)
    if not known.known:
        return Text(
            "Nothing is known yet; {n} questions for the first visit", "尚无了解；首次拜访有{n}个问题要问"
        ).filled(n=questions)
    share = share_text(known.share, 0)
    if not questions:
        return Text("Everything asked is known", "该了解的都已了解")
    if questions == 1:
        return Text("{share} known; 1 question for the next visit", "已了解{share}；下次拜访有1个问题要问").filled(
            share=share
        )
    return Text("{share} known; {n} questions for the next visit", "已了解{share}；下次拜访有{n}个问题要问").filled(
        share=share, n=questions
    )


def buying_of(viewer: Viewer, account: Account) -> list[tuple[Purchasing, Text]]:
    """How each category is bought, by category; the latest row of each holds."""
    rows = Purchasing.objects.visible_to(viewer).filter(account=account).order_by("since_date", "noted_at", "pk")
    latest = {row.category: row for row in rows}
    return [(latest[name], STRUCTURES[BuyingStructure(latest[name].structure)]) for name in sorted(latest)]


def _parts(viewer: Viewer, account: Account, known: Knowledge) -> list[Part]:
    history: dict[str, list[Fact]] = {}
    rows = Fact.objects.visible_to(viewer).filter(account=account).order_by("-noticed_date", "-noted_at", "-pk")
    for row in rows:
        history.setdefault(row.item, []).append(row)
    limit = viewer.today - timedelta(days=UNCONFIRMED_DAYS)
    found = []
    for section in Section:
        lines = [_line(item, known, history.get(item.code, [])[1:], limit) for item in ITEMS if item.section is section]
        counting = [line for line in lines if line.item.is_basic or (line.fact and line.fact.value)]
        done = sum(line.fact is not None and line.fact.value != "" for line in counting)
        found.append(Part(SECTION_LABELS[section], lines, done, len(counting)))
    return found


def _line(item: Item, known: Knowledge, earlier: Sequence[Fact], limit: date) -> Line:
    fact = known.facts.get(item.code)
    is_stale = bool(fact and fact.value and fact.confirmed_date is None and fact.noticed_date < limit)
    if fact is not None and fact.is_from_map:
        return Line(item, fact, (), is_stale=False)
    return Line(item, fact, earlier, is_stale)


def _earns_known(viewer: Viewer, account: Account) -> bool:
    """Who may not read profit is told whether sales are known."""
    run = run_in_force()
    if run is None:
        return False
    grades = account.grades.filter(run=run)
    return bool((grades.exclude(gross_profit=None) if viewer.reads(FieldClass.PRICE) else grades).exists())


def _people(viewer: Viewer, account: Account) -> list[tuple[str, str]]:
    """Who of the customer may have told us."""
    rows = Employment.objects.visible_to(viewer).filter(
        account=account, person__is_placeholder=False, person__merged_into=None, person__erased_at=None
    )
    found = dict(rows.order_by("person__name").values_list("person_id", "person__name"))
    return [(str(key), name) for key, name in found.items()]
