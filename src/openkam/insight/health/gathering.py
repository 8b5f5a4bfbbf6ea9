"""From the records to the facts of red flags, in a fixed number of queries for one account or ten thousand."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from openkam.core.access import FieldClass, Viewer
from openkam.insight.grading.queries import grades_of, run_in_force
from openkam.insight.health.facts import AccountFacts, Contact, HeldCoach
from openkam.insight.health.meetings import Told, Touches, latest_visits, told_of, touches_of
from openkam.insight.health.pending import deals_of, objections_of, phases_of, unconfirmed_of
from openkam.insight.health.posts import changes_of
from openkam.insight.health.scope import MOST_NAMED, at
from openkam.records.accounts.models import Account
from openkam.records.accounts.rows import worked_on_by
from openkam.records.contacts.queries import AccountPeople, Chair, account_people

KEY_TIERS = 2
_NO_TOUCH = Touches()


def account_facts(
    viewer: Viewer, accounts: Sequence[Account], today: date, *, people: Mapping[int, AccountPeople] | None = None
) -> dict[int, AccountFacts]:
    """By account key, in the order given, for accounts the viewer was shown; what he may not see is absent.

    today   the day as of which is asked; a past one replays what was known of that day
    people  their people on that day, where somebody asked for them already
    """
    keys = [one.pk for one in accounts]
    touches = touches_of(viewer, keys, today)
    if people is None:
        people = account_people(viewer, list(accounts), today)
    present = {(key, one.person) for key in keys for one in people[key].chairs if not one.has_left(today)}
    tiers, open_minds = tiers_of(viewer, keys), _worked_on(viewer, keys)
    visits, told, changes = (
        latest_visits(viewer, keys, today),
        told_of(viewer, keys, today),
        changes_of(viewer, keys, today, present),
    )
    deals, objections = deals_of(viewer, keys, today), objections_of(viewer, keys, today)
    unconfirmed, phases = unconfirmed_of(viewer, keys, today), phases_of(viewer, keys, today)
    facts = {}
    for key in keys:
        there = [one for one in people[key].chairs if not one.has_left(today)]
        tier, place = tiers.get(key, ("", None))
        phase, since = phases.get(key, ("", None))
        log = told.get(key, Told())
        facts[key] = AccountFacts(
            account=key,
            today=today,
            tier=tier,
            place=place,
            reads_intel=key in open_minds,
            contacts=tuple(
                contact(one, touches.get((key, one.person), _NO_TOUCH)) for one in there if not one.is_placeholder
            ),
            empty_chairs=frozenset(role for one in there if one.is_placeholder for role in one.roles),
            changes=(*changes.get(key, ()), *log.changes),
            deals=tuple(deals.get(key, ())),
            objections=tuple(objections.get(key, ())),
            rival_visits=tuple(log.rival_visits),
            unconfirmed=tuple(unconfirmed.get(key, ())),
            coaches=tuple(
                HeldCoach(one.person, one.coach_proven_date, one.coach_sealed_date) for one in there if one.is_coach
            ),
            last_met=visits.get(key),
            phase=phase,
            phase_since=since,
        )
    return facts


def tiers_of(viewer: Viewer, accounts: list[int]) -> dict[int, tuple[str, int]]:
    """The tier that stands today, an override counted, and its place; accounts without a tier are left out."""
    run = run_in_force()
    if run is None:
        return {}
    rows = at(grades_of(viewer, run), accounts).values_list("account_id", "effective_tier", "effective_place")
    return {account: (tier, place) for account, tier, place in rows if tier}


def key_accounts(viewer: Viewer, most: int) -> list[int]:
    """Keys of the accounts whose tier is the first or the second today, the best first, at most so many."""
    run = run_in_force()
    if run is None:
        return []
    in_force: Any = grades_of(viewer, run)
    rows = in_force.filter(effective_place__lt=KEY_TIERS).order_by("effective_place", "account_id")
    return list(rows.values_list("account_id", flat=True)[:most])


def contact(chair: Chair, touches: Touches) -> Contact:
    """Somebody of the people's picture with what the log tells of him."""
    said = {kind: held.value for kind, held in chair.opinions.items()}
    mode = chair.opinions.get("MODE")
    return Contact(
        person=chair.person,
        name=chair.name,
        department=chair.department,
        title=chair.title,
        level=chair.level,
        roles=chair.roles,
        touched=touches.latest,
        met=touches.met,
        touched_by=touches.by,
        touched_by_month=touches.by_month,
        met_by_month=touches.met_by_month,
        stance=int(said["STANCE"]) if said.get("STANCE") else None,
        mode=said.get("MODE", ""),
        mode_date=mode.observed_date if mode else None,
        influence=said.get("INFLUENCE", ""),
        profile=said.get("PROFILE", ""),
    )


def _worked_on(viewer: Viewer, accounts: list[int]) -> frozenset[int]:
    """Accounts whose opinions the viewer may read: there, what is absent is unknown and not hidden."""
    if not viewer.reads(FieldClass.INTEL):
        return frozenset()
    rows = Account.objects.visible_to(viewer).filter(worked_on_by(viewer, Account))
    narrowed = rows if len(accounts) > MOST_NAMED else rows.filter(pk__in=accounts)
    return frozenset(narrowed.values_list("pk", flat=True))
