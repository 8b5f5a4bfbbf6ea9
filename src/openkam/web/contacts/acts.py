"""What people write on the page of a person: each act reads its own fields of the form and calls one action."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from openkam.core.access import Viewer
from openkam.records.accounts.models import Account
from openkam.records.contacts.actions import coaches, opinions, people, superiors
from openkam.records.contacts.models import Background, BadExperience, Person, Tie
from openkam.records.users.models import User
from openkam.web.contacts.forms import Sent, details_of, post_of
from openkam.web.policy import found_or_404
from openkam.web.typed import day_of, key_of

Act = Callable[[Viewer, Account, Person, Sent, datetime], object]


def _details(viewer: Viewer, account: Account, person: Person, sent: Sent, now: datetime) -> object:
    return people.change_person(viewer=viewer, account=account, person=person, details=details_of(sent), now=now)


def _move(viewer: Viewer, account: Account, person: Person, sent: Sent, now: datetime) -> object:
    return people.move_person(
        viewer=viewer, account=account, person=person, post=post_of(sent), reason=sent.get("reason", ""), now=now
    )


def _leave(viewer: Viewer, account: Account, person: Person, sent: Sent, now: datetime) -> object:
    return people.end_employment(
        viewer=viewer,
        account=account,
        person=person,
        reason=sent.get("reason", ""),
        until_date=day_of(sent.get("until", "")),
        now=now,
    )


def _superior(viewer: Viewer, account: Account, person: Person, sent: Sent, now: datetime) -> object:
    key = key_of(sent.get("superior", ""))
    return superiors.set_superior(
        viewer=viewer,
        account=account,
        person=person,
        superior=_person(viewer, key) if key is not None else None,
        since_date=day_of(sent.get("since", "")),
        now=now,
    )


def _role(viewer: Viewer, account: Account, person: Person, sent: Sent, now: datetime) -> object:
    return people.note_role(
        viewer=viewer,
        account=account,
        person=person,
        role=sent.get("role", ""),
        evidence=sent.get("evidence", ""),
        since_date=day_of(sent.get("since", "")),
        now=now,
    )


def _end_role(viewer: Viewer, account: Account, person: Person, sent: Sent, now: datetime) -> object:
    return people.end_role(viewer=viewer, account=account, person=person, role=sent.get("role", ""), now=now)


def _opinion(viewer: Viewer, account: Account, person: Person, sent: Sent, now: datetime) -> object:
    kind = sent.get("kind", "")
    return opinions.note_opinion(
        viewer=viewer,
        account=account,
        person=person,
        kind=kind,
        value=sent.get(f"value-{kind}", ""),
        evidence=sent.get("evidence", ""),
        observed_date=day_of(sent.get("observed", "")),
        now=now,
    )


def _motive(viewer: Viewer, account: Account, person: Person, sent: Sent, now: datetime) -> object:
    return opinions.note_motive(
        viewer=viewer,
        account=account,
        person=person,
        kind=sent.get("kind", ""),
        need=sent.get("need", ""),
        text=sent.get("text", ""),
        evidence=sent.get("evidence", ""),
        observed_date=day_of(sent.get("observed", "")),
        now=now,
    )


def _relation(viewer: Viewer, account: Account, person: Person, sent: Sent, now: datetime) -> object:
    level, wanted = key_of(sent.get("level", "")), key_of(sent.get("wanted", ""))
    return opinions.note_relation(
        viewer=viewer,
        account=account,
        person=person,
        colleague=found_or_404(User.objects.visible_to(viewer), pk=key_of(sent.get("colleague", "")) or 0),
        level=-1 if level is None else level,
        wanted=wanted,
        reason=sent.get("reason", ""),
        observed_date=day_of(sent.get("observed", "")),
        now=now,
    )


def _tie(viewer: Viewer, account: Account, person: Person, sent: Sent, now: datetime) -> object:
    other = _person(viewer, key_of(sent.get("other", "")))
    one, two = (other, person) if sent.get("direction") == "in" else (person, other)
    return opinions.note_tie(
        viewer=viewer,
        account=account,
        person=one,
        other=two,
        kind="CONFLICT" if sent.get("direction") == "conflict" else "INFLUENCES",
        evidence=sent.get("evidence", ""),
        since_date=day_of(sent.get("since", "")),
        now=now,
    )


def _end_tie(viewer: Viewer, account: Account, person: Person, sent: Sent, now: datetime) -> object:
    del account, person
    tie = found_or_404(Tie.objects.visible_to(viewer), pk=key_of(sent.get("row", "")) or 0)
    return opinions.end_tie(viewer=viewer, tie=tie, now=now)


def _background(viewer: Viewer, account: Account, person: Person, sent: Sent, now: datetime) -> object:
    return opinions.note_background(
        viewer=viewer,
        account=account,
        person=person,
        kind=sent.get("kind", ""),
        text=sent.get("text", ""),
        source=sent.get("source", ""),
        consent=sent.get("consent", ""),
        now=now,
    )


def _remove_background(viewer: Viewer, account: Account, person: Person, sent: Sent, now: datetime) -> object:
    del account, person
    row = found_or_404(Background.objects.visible_to(viewer), pk=key_of(sent.get("row", "")) or 0)
    return opinions.remove_background(viewer=viewer, background=row, now=now)


def _experience(viewer: Viewer, account: Account, person: Person, sent: Sent, now: datetime) -> object:
    return opinions.note_bad_experience(
        viewer=viewer,
        account=account,
        person=person,
        cause=sent.get("cause", ""),
        repair_plan=sent.get("repair_plan", ""),
        happened_date=day_of(sent.get("happened", "")),
        now=now,
    )


def _mend(viewer: Viewer, account: Account, person: Person, sent: Sent, now: datetime) -> object:
    del account, person
    row = found_or_404(BadExperience.objects.visible_to(viewer), pk=key_of(sent.get("row", "")) or 0)
    return opinions.mend_bad_experience(viewer=viewer, experience=row, now=now)


def _trust(viewer: Viewer, account: Account, person: Person, sent: Sent, now: datetime) -> object:
    return opinions.keep_trust_step(
        viewer=viewer,
        account=account,
        person=person,
        item=sent.get("item", ""),
        evidence=sent.get("evidence", ""),
        observed_date=day_of(sent.get("observed", "")),
        now=now,
    )


def _seal(viewer: Viewer, account: Account, person: Person, sent: Sent, now: datetime) -> object:
    since = day_of(sent.get("since", ""))
    return coaches.note_coach(viewer=viewer, account=account, person=person, since_date=since, now=now)


def _person(viewer: Viewer, key: int | None) -> Person:
    return found_or_404(Person.objects.visible_to(viewer), pk=key or 0)


ACTS: Final[dict[str, Act]] = {
    "details": _details,
    "move": _move,
    "leave": _leave,
    "superior": _superior,
    "role": _role,
    "end-role": _end_role,
    "opinion": _opinion,
    "motive": _motive,
    "relation": _relation,
    "tie": _tie,
    "end-tie": _end_tie,
    "background": _background,
    "remove-background": _remove_background,
    "experience": _experience,
    "mend": _mend,
    "trust": _trust,
    "seal": _seal,
}
"""By the word that the form sends along."""
