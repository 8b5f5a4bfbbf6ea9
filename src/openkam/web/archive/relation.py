"""What the relation to an account is, was and should be; what may have thrown it back; and all accounts with a gap."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from openkam.analysis.words import Text
from openkam.core.access import Viewer
from openkam.insight.grading.queries import run_in_force
from openkam.records.accounts.models import Account
from openkam.records.archive.kinds import Phase, Quality, StateOf
from openkam.records.archive.models import RelationState
from openkam.records.archive.relation import (
    PHASE_WORK,
    SCALES,
    STATE_LABELS,
    Gap,
    Upset,
    earlier_phase,
    gap_of,
    has_used,
    latest_states,
    upsets,
)
from openkam.records.contacts.kinds import Progress
from openkam.web.archive.frame import Answer, Frame, frame_of

REVIEW_DAYS: Final = 365
"""The quality of a relation is judged once a year. Source: R248."""


@dataclass(frozen=True)
class Scale:
    """One thing a relation is judged by: what holds, what is wanted, and every judgement so far, the latest first."""

    kind: StateOf
    label: Text
    held: RelationState | None
    value: Text | None
    wanted: Text | None
    choices: Sequence[tuple[str, Text]]
    history: Sequence[tuple[RelationState, Text]]
    is_due: bool


@dataclass(frozen=True)
class RelationPage:
    """Everything the page shows; `fall` is the phase proposed after the upsets."""

    frame: Frame
    title: Text
    scales: Sequence[Scale]
    gap: Gap | None
    work: Text | None
    upsets: Sequence[Upset]
    fall: tuple[str, Text] | None
    has_use: bool


@dataclass(frozen=True)
class GapLine:
    """An account that is not yet where it is wanted."""

    account: Account
    gap: Gap
    states: Sequence[tuple[Text, Text]]


@dataclass(frozen=True)
class GapsPage:
    """All of them, the farthest off first."""

    title: Text
    lines: Sequence[GapLine]
    judged: int


def relation_page(viewer: Viewer, key: int, answer: Answer = None) -> RelationPage:
    """The page.

    Raises Http404 where the viewer sees no such account.
    """
    frame = frame_of(viewer, key, "relation/", answer)
    account = frame.account
    scales = scales_of(viewer, account)
    states = {scale.kind: scale.held for scale in scales if scale.held is not None}
    phase = states.get(StateOf.PHASE)
    thrown = upsets(viewer, account, phase.since_date) if phase is not None and phase.value != Phase.BUILD else []
    back = earlier_phase(phase.value) if phase is not None else ""
    gap = gap_of(states)
    return RelationPage(
        frame=frame,
        title=_title(states, gap),
        scales=scales,
        gap=gap,
        work=PHASE_WORK[Phase(phase.value)] if phase is not None else None,
        upsets=thrown,
        fall=(back, SCALES[StateOf.PHASE][back]) if thrown else None,
        has_use=knows_order(account) or has_used(viewer, account),
    )


def scales_of(viewer: Viewer, account: Account) -> list[Scale]:
    """Phase, quality and progress. One query."""
    rows = RelationState.objects.visible_to(viewer).filter(account=account).select_related("author")
    by_kind: dict[str, list[RelationState]] = {}
    for row in rows.order_by("-since_date", "-noted_at", "-pk"):
        by_kind.setdefault(row.kind, []).append(row)
    return [_scale(kind, by_kind.get(kind, []), viewer.today) for kind in StateOf]


def knows_order(account: Account) -> bool:
    """Whether the ledger knows an order of the account."""
    run = run_in_force()
    return run is not None and bool(account.grades.filter(run=run, net_sales__gt=0).exists())


def gaps_page(viewer: Viewer) -> GapsPage:
    """Accounts whose relation is not what it should be; two queries, however many there are."""
    wanted = RelationState.objects.visible_to(viewer).exclude(wanted="").values_list("account_id", flat=True)
    keys = sorted(set(wanted))
    states = latest_states(viewer, keys)
    accounts = {one.pk: one for one in Account.objects.visible_to(viewer).filter(pk__in=keys).select_related("owner")}
    lines = []
    for key, account in accounts.items():
        gap = gap_of(states[key])
        if gap is not None and gap.distance:
            lines.append(GapLine(account, gap, _steps(states[key])))
    lines.sort(key=lambda line: (-line.gap.distance, line.account.name))
    return GapsPage(_gaps_title(len(lines)), lines, len(accounts))


def _scale(kind: StateOf, rows: Sequence[RelationState], today: date) -> Scale:
    names = SCALES[kind]
    held = rows[0] if rows else None
    is_due = kind is StateOf.QUALITY and held is not None and (today - held.since_date).days > REVIEW_DAYS
    return Scale(
        kind,
        STATE_LABELS[kind],
        held,
        names[held.value] if held else None,
        names[held.wanted] if held and held.wanted else None,
        list(names.items()),
        [(row, names[row.value]) for row in rows],
        is_due,
    )


def _steps(states: dict[StateOf, RelationState]) -> list[tuple[Text, Text]]:
    """What is, and what is wanted, of quality and progress."""
    found = []
    for kind in (StateOf.QUALITY, StateOf.PROGRESS):
        state = states.get(kind)
        if state is not None and state.wanted and state.wanted != state.value:
            found.append((SCALES[kind][state.value], SCALES[kind][state.wanted]))
    return found


def _title(states: dict[StateOf, RelationState], gap: Gap | None) -> Text:
    phase = states.get(StateOf.PHASE)
    if not states:
        return Text("Nobody has judged this relation yet", "尚未评定客户关系")
    quality, progress = states.get(StateOf.QUALITY), states.get(StateOf.PROGRESS)
    names = [
        SCALES[kind][row.value]
        for kind, row in zip(StateOf, (phase, quality, progress), strict=True)
        if row is not None
    ]
    head = names[0]
    for name in names[1:]:
        head = Text("{head}, {name}", "{head}，{name}").filled(head=head, name=name)
    head = Text(head.en[:1].upper() + head.en[1:], head.zh)
    is_reached = quality is not None and quality.value == Quality.WIN_WIN and progress is not None
    if gap is None:
        if is_reached and progress is not None and progress.value == Progress.PARTNER.name:
            return head
        return Text("{head}; nothing wanted is set", "{head}；尚未设定目标").filled(head=head)
    if not gap.distance:
        return Text("{head}: as wanted", "{head}：已达目标").filled(head=head)
    if gap.distance == 1:
        return Text("{head}; 1 step from what is wanted", "{head}；距目标1步").filled(head=head)
    return Text("{head}; {n} steps from what is wanted", "{head}；距目标{n}步").filled(head=head, n=gap.distance)


def _gaps_title(count: int) -> Text:
    if not count:
        return Text("No relation falls short of what is wanted", "没有未达目标的客户关系")
    if count == 1:
        return Text("1 relation falls short of what is wanted", "1家客户的关系未达目标")
    return Text("{n} relations fall short of what is wanted", "{n}家客户的关系未达目标").filled(n=count)
