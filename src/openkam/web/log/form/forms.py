"""What people type about an entry, read and refused."""

from datetime import date
from typing import Final

from django.http import QueryDict

from openkam.records.activities.entry import Entry
from openkam.records.activities.kinds import Kind, Precision
from openkam.records.activities.labels import LISTENING
from openkam.web import typed
from openkam.web.log.form.draft import Draft

_LONG: Final = 6_000
_SIGNAL: Final = "signal-"


def draft_sent(sent: QueryDict) -> Draft:
    """The form as sent, to be shown again should it be refused."""
    return Draft(
        kind=_text(sent, "kind") or Kind.MEETING,
        day=_text(sent, "day"),
        by_month="by_month" in sent,
        subject=_text(sent, "subject"),
        said=_text(sent, "said"),
        our_view=_text(sent, "our_view"),
        result=_text(sent, "result"),
        next_step=_text(sent, "next_step"),
        next_step_date=_text(sent, "next_step_date"),
        rival=_text(sent, "rival"),
        method=_text(sent, "method"),
        opportunity=_text(sent, "opportunity"),
        attendees=keys_of(sent.getlist("attendees")),
        companions=keys_of(sent.getlist("companions")),
        referred=_text(sent, "referred"),
        signals={
            key: _text(sent, name)
            for name in sent
            if name.startswith(_SIGNAL) and (key := typed.key_of(name.removeprefix(_SIGNAL))) is not None
        },
        aims=_text(sent, "aims"),
        self_check=_self_check(sent),
    )


def entry_of(draft: Draft, today: date) -> Entry:
    """The entry that was meant.

    Raises Problem for a day that is none; the action checks the rest.
    """
    precision = Precision.MONTH if draft.by_month else Precision.DAY
    return Entry(
        kind=draft.kind,
        happened_date=day_or_month_of(draft.day) or today,
        precision=precision,
        subject=draft.subject,
        said=draft.said,
        our_view=draft.our_view,
        result=draft.result,
        next_step=draft.next_step,
        next_step_date=day_or_month_of(draft.next_step_date) if draft.next_step else None,
        rival=draft.rival,
        method=draft.method,
        opportunity=typed.key_of(draft.opportunity),
        attendees=draft.attendees,
        companions=draft.companions,
        referred=typed.key_of(draft.referred),
        signals={key: text for key, text in draft.signals.items() if text and key in draft.attendees},
        aims=tuple(line.strip() for line in draft.aims.splitlines() if line.strip()),
        self_check=draft.self_check,
    )


def day_or_month_of(text: str) -> date | None:
    """A day as `2026-07-31`, or a month as `2026-07`; None where nothing was typed.

    Raises Problem where it is none.
    """
    written = text.strip()
    return typed.day_of(f"{written}-01" if len(written) == len("2026-07") else written)


def keys_of(texts: list[str]) -> frozenset[int]:
    """The keys among them; what is none is left out."""
    return frozenset(key for text in texts if (key := typed.key_of(text)) is not None)


def _text(sent: QueryDict, name: str) -> str:
    return sent.get(name, "").replace("\x00", "").replace("\r\n", "\n").strip()[:_LONG]


def _self_check(sent: QueryDict) -> tuple[bool, ...] | None:
    """Five answers, or None where the check was not filled in: nothing is ticked then."""
    ticked = keys_of(sent.getlist("self_check"))
    return tuple(place in ticked for place in range(len(LISTENING))) if ticked else None
