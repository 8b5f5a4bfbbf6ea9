"""The page of a sealed record, shown when a holder opens it, and what its holders do there."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from openkam.analysis.words import Text
from openkam.core.access import Viewer
from openkam.core.problem import Problem
from openkam.records.accounts.models import Account
from openkam.records.contacts.actions import coaches
from openkam.records.contacts.labels import MARKS, SERVICES
from openkam.records.contacts.models import Coach, CoachHolder, CoachReading, Person
from openkam.records.contacts.seals import Proof, Seal
from openkam.records.users.models import User
from openkam.web.contacts.forms import Sent
from openkam.web.policy import found_or_404
from openkam.web.typed import day_of, key_of

PROVEN_DAYS: Final = 90
"""A coach of whom nothing was heard for longer is unproven. Source: R195."""


@dataclass(frozen=True)
class SealPage:
    """A record that was just opened; `marks` and `services` in their order, with what is known of each.

    is_author  he alone names holders, sees who read it, ends it
    """

    account: Account
    person: Person
    coach: Coach
    seal: Seal
    marks: Sequence[tuple[str, Text, str]]
    services: Sequence[tuple[str, Text]]
    proofs: Sequence[tuple[Text, Proof]]
    is_proven: bool
    holders: Sequence[CoachHolder]
    readings: Sequence[CoachReading]
    colleagues: Sequence[tuple[str, str]]
    is_author: bool
    today: date
    problem: Problem | None = None
    draft: Mapping[str, str] | None = None


def seal_page(
    viewer: Viewer,
    person: Person,
    coach: Coach,
    now: datetime,
    *,
    problem: Problem | None = None,
    draft: Mapping[str, str] | None = None,
) -> SealPage:
    """Opens the record, which is noted for its author.

    Raises Problem where its key is lost.
    """
    seal = coaches.open_coach(viewer=viewer, coach=coach, now=now)
    proven = seal.proven_date(viewer.today)
    is_author = coach.author_id == viewer.user
    readings = CoachReading.objects.visible_to(viewer).filter(coach=coach).select_related("reader")
    holders = CoachHolder.objects.visible_to(viewer).filter(coach=coach).select_related("user")
    people = User.objects.visible_to(viewer).filter(is_active=True).exclude(pk=viewer.user).order_by("name")
    return SealPage(
        account=coach.account,
        person=person,
        coach=coach,
        seal=seal,
        marks=[(code, label, seal.marks.get(code, "")) for code, label in MARKS.items()],
        services=list(SERVICES.items()),
        proofs=sorted(
            ((SERVICES[proof.service], proof) for proof in seal.proofs),
            key=lambda each: each[1].observed_date,
            reverse=True,
        ),
        is_proven=proven is not None and viewer.today - proven <= timedelta(days=PROVEN_DAYS),
        holders=list(holders.order_by("user__name")),
        readings=list(readings.order_by("-read_at")[:20]) if is_author else (),
        colleagues=[(str(key), name) for key, name in people.values_list("pk", "name")] if is_author else (),
        is_author=is_author,
        today=viewer.today,
        problem=problem,
        draft=draft,
    )


Act = Callable[[Viewer, Coach, Sent, datetime], object]


def _mark(viewer: Viewer, coach: Coach, sent: Sent, now: datetime) -> object:
    return coaches.set_coach_mark(
        viewer=viewer, coach=coach, mark=sent.get("mark", ""), text=sent.get("text", ""), now=now
    )


def _proof(viewer: Viewer, coach: Coach, sent: Sent, now: datetime) -> object:
    return coaches.add_coach_evidence(
        viewer=viewer,
        coach=coach,
        service=sent.get("service", ""),
        text=sent.get("text", ""),
        observed_date=day_of(sent.get("observed", "")),
        now=now,
    )


def _name(viewer: Viewer, coach: Coach, sent: Sent, now: datetime) -> object:
    return coaches.name_holder(viewer=viewer, coach=coach, user=_user(viewer, sent), now=now)


def _unname(viewer: Viewer, coach: Coach, sent: Sent, now: datetime) -> object:
    return coaches.remove_holder(viewer=viewer, coach=coach, user=_user(viewer, sent), now=now)


def _hand_over(viewer: Viewer, coach: Coach, sent: Sent, now: datetime) -> object:
    return coaches.hand_over_seal(viewer=viewer, coach=coach, user=_user(viewer, sent), now=now)


def _end(viewer: Viewer, coach: Coach, sent: Sent, now: datetime) -> object:
    return coaches.end_coach(viewer=viewer, coach=coach, until_date=day_of(sent.get("until", "")), now=now)


def _remove(viewer: Viewer, coach: Coach, sent: Sent, now: datetime) -> object:
    del sent
    return coaches.remove_coach(viewer=viewer, coach=coach, now=now)


def _user(viewer: Viewer, sent: Sent) -> User:
    found: User = found_or_404(User.objects.visible_to(viewer), pk=key_of(sent.get("user", "")) or 0)
    return found


SEAL_ACTS: Final[dict[str, Act]] = {
    "mark": _mark,
    "proof": _proof,
    "name": _name,
    "unname": _unname,
    "hand-over": _hand_over,
    "end": _end,
    "remove": _remove,
}
LEAVING: Final = frozenset({"hand-over", "remove"})
"""After these the viewer holds the record no longer."""
