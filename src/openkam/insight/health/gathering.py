"""From the records to the facts of red flags, in a fixed number of queries for one account or ten thousand."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from openkam.core.access import FieldClass, Viewer
from openkam.core.prepared import Prepared
from openkam.insight.grading.models import Grade
from openkam.insight.grading.queries import grades_of, run_in_force
from openkam.insight.grading.run_scheme import scheme_of
from openkam.insight.health.facts import AccountFacts, Contact, HeldCoach
from openkam.insight.health.meetings import Told, Touches, latest_visits, told_of, touches_of
from openkam.insight.health.pending import deals_of, objections_of, phases_of, unconfirmed_of
from openkam.insight.health.posts import changes_of
from openkam.insight.health.scope import MOST_NAMED, at
from openkam.records.accounts.models import Account, TierOverride
from openkam.records.accounts.rows import worked_on_by
from openkam.records.contacts.queries import AccountPeople, Chair, account_people, padded

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
    named = padded(keys)
    touches = touches_of(viewer, named, today)
    if people is None:
        people = account_people(viewer, list(accounts), today)
    present = {(key, one.person) for key in keys for one in people[key].chairs if not one.has_left(today)}
    tiers, open_minds = tiers_of(viewer, named), _worked_on(viewer, named)
    visits, told, changes = (
        latest_visits(viewer, named, today),
        told_of(viewer, named, today),
        changes_of(viewer, named, today, present),
    )
    deals, objections = deals_of(viewer, named, today), objections_of(viewer, named, today)
    unconfirmed, phases = unconfirmed_of(viewer, named, today), phases_of(viewer, named, today)
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
    places = {tier.code: place for place, tier in enumerate(scheme_of(run).tiers)}
    decided = dict(_OVERRIDES(viewer, accounts, viewer.today))
    tiers = {account: (tier, place) for account, tier, place in _GRADES(viewer, accounts, run.pk)}
    tiers |= {key: (tier, places.get(tier, tiers[key][1])) for key, tier in decided.items() if key in tiers}
    return {account: (tier, place) for account, (tier, place) in tiers.items() if tier}


def key_accounts(viewer: Viewer, most: int, **narrowed: Any) -> list[int]:
    """Keys of the accounts whose tier is the first or the second today, the best first, at most so many.

    narrowed  conditions on the account, such as its owner
    """
    run = run_in_force()
    if run is None:
        return []
    in_force: Any = grades_of(viewer, run)
    rows = in_force.filter(effective_place__lt=KEY_TIERS, **{f"account__{name}": one for name, one in narrowed.items()})
    rows = rows.order_by("effective_place", "rank", "account_id")
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
    return frozenset(_WORKED_ON(viewer, accounts))


def _those_worked_on(viewer: Viewer, accounts: list[int]) -> Any:
    rows = Account.objects.visible_to(viewer).filter(worked_on_by(viewer, Account))
    narrowed = rows if len(accounts) > MOST_NAMED else rows.filter(pk__in=accounts)
    return narrowed.values_list("pk", flat=True)


def _grades(viewer: Viewer, accounts: list[int], run: int) -> Any:
    rows = at(Grade.objects.visible_to(viewer), accounts).filter(run=run)
    return rows.values_list("account_id", "tier", "tier_place")


def _overrides(viewer: Viewer, accounts: list[int], today: date) -> Any:
    rows: Any = at(TierOverride.objects.visible_to(viewer), accounts)
    return rows.standing(today).values_list("account_id", "tier")


_WORKED_ON: Final[Prepared[int]] = Prepared(_those_worked_on)
_GRADES: Final[Prepared[tuple[int, str, int]]] = Prepared(_grades)
_OVERRIDES: Final[Prepared[tuple[int, str]]] = Prepared(_overrides)
