"""An entry as it stands in the form: texts as they were typed, keys as the form sent them."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from openkam.records.activities.kinds import Kind
from openkam.records.activities.models import Activity

_WEEK: Final = timedelta(days=7)


@dataclass(frozen=True)
class Draft:
    """What the fields of the form show."""

    kind: str = Kind.MEETING
    day: str = ""
    by_month: bool = False
    subject: str = ""
    said: str = ""
    our_view: str = ""
    result: str = ""
    next_step: str = ""
    next_step_date: str = ""
    rival: str = ""
    method: str = ""
    opportunity: str = ""
    attendees: frozenset[int] = frozenset()
    companions: frozenset[int] = frozenset()
    referred: str = ""
    signals: dict[int, str] = field(default_factory=dict)
    aims: str = ""
    self_check: tuple[bool, ...] | None = None


def empty_draft(today: date, opportunity: str = "") -> Draft:
    """A new entry: a meeting, today; a next step, if there is one, is due in a week."""
    return Draft(day=today.isoformat(), next_step_date=(today + _WEEK).isoformat(), opportunity=opportunity)


def draft_of(entry: Activity, our_view: str, signals: dict[int, str]) -> Draft:
    """An entry to be changed; the parts he may not read are blank."""
    check = entry.self_check
    return Draft(
        kind=entry.kind,
        day=entry.happened_date.isoformat(),
        by_month=entry.precision == "MONTH",
        subject=entry.subject,
        said=entry.said,
        our_view=our_view,
        result=entry.result,
        next_step=entry.next_step,
        next_step_date=entry.next_step_date.isoformat() if entry.next_step_date else "",
        rival=entry.rival,
        method=entry.method,
        opportunity=str(entry.opportunity_id or ""),
        attendees=frozenset(entry.attendees.values_list("person", flat=True)),
        companions=frozenset(entry.companions.values_list("user", flat=True)),
        referred=str(entry.referred_id or ""),
        signals=signals,
        aims="\n".join(entry.aims.order_by("place").values_list("text", flat=True)),
        self_check=None if check is None else tuple(bool(one) for one in check),
    )
