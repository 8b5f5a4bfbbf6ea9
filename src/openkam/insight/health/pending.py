"""What is open at an account: deals with their roles, tender and promises, objections, facts nobody confirmed."""

from collections import defaultdict
from datetime import date
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q

from openkam.core.access import Viewer
from openkam.core.prepared import Prepared
from openkam.insight.health.facts import Deal, DealMode, OpenObjection, TenderStep, Word
from openkam.insight.health.scope import at
from openkam.records.archive.kinds import StateOf
from openkam.records.archive.models import Fact, RelationState
from openkam.records.contacts.queries import holds_on
from openkam.records.needs.models import Objection
from openkam.records.opportunities.models import DealRole, DealView, Opportunity, Promise, TenderOwner


def deals_of(viewer: Viewer, accounts: list[int], day: date) -> dict[int, list[Deal]]:
    """Opportunities open on the day, by account; five queries."""
    roles, tenders = _roles(viewer, accounts, day), _tenders(viewer, accounts, day)
    promises, modes = _promises(viewer, accounts, day), _modes(viewer, accounts, day)
    deals: dict[int, list[Deal]] = defaultdict(list)
    for account, key, name, bid, opened in _DEALS(viewer, accounts, day):
        held = {role: frozenset(people) for role, people in roles[key].items()}
        told = (tuple(tenders[key]), tuple(promises[key]), tuple(modes[key].values()))
        deals[account].append(Deal(key, name, bid, opened, held, *told))
    return deals


def objections_of(viewer: Viewer, accounts: list[int], day: date) -> dict[int, list[OpenObjection]]:
    """Objections raised by the day and not answered then, oldest first; one query."""
    found: dict[int, list[OpenObjection]] = defaultdict(list)
    for account, key, text, raised, name, erased in _OBJECTIONS(viewer, accounts, day):
        found[account].append(OpenObjection(key, text, raised, name or "" if erased is None else ""))
    return found


def unconfirmed_of(viewer: Viewer, accounts: list[int], day: date) -> dict[int, list[tuple[str, date]]]:
    """Items whose latest word has a value and no confirmation; one query."""
    found: dict[int, list[tuple[str, date]]] = defaultdict(list)
    for account, item, noticed in _UNCONFIRMED(viewer, accounts, day):
        found[account].append((item, noticed))
    return found


def phases_of(viewer: Viewer, accounts: list[int], day: date) -> dict[int, tuple[str, date]]:
    """The phase of the relation on the day and since when; one query."""
    return {account: (phase, since) for account, phase, since in _PHASES(viewer, accounts, day)}


def _roles(viewer: Viewer, accounts: list[int], day: date) -> dict[int, dict[str, set[int]]]:
    roles: dict[int, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for deal, role, person in _DEAL_ROLES(viewer, accounts, day):
        roles[deal][role].add(person)
    return roles


def _tenders(viewer: Viewer, accounts: list[int], day: date) -> dict[int, list[TenderStep]]:
    tenders: dict[int, list[TenderStep]] = defaultdict(list)
    for deal, key, person, name, erased, *rest in _TENDERS(viewer, accounts, day):
        tenders[deal].append(TenderStep(key, person, name or "" if erased is None else "", *rest))
    return tenders


def _promises(viewer: Viewer, accounts: list[int], day: date) -> dict[int, list[Word]]:
    promises: dict[int, list[Word]] = defaultdict(list)
    for deal, key, person, name, text, said, confirmed in _PROMISES(viewer, accounts, day):
        is_confirmed = confirmed is not None and confirmed <= day
        promises[deal].append(Word(key, person, name, text, said, is_confirmed))
    return promises


def _modes(viewer: Viewer, accounts: list[int], day: date) -> dict[int, dict[int, DealMode]]:
    """By opportunity and person, the latest on the day."""
    modes: dict[int, dict[int, DealMode]] = defaultdict(dict)
    for deal, key, person, name, mode, observed in _DEAL_MODES(viewer, accounts, day):
        modes[deal][person] = DealMode(key, person, name, mode, observed)
    return modes


def _open_deals(viewer: Viewer, accounts: list[int], day: date) -> Any:
    open_then = Q(opened_date__lte=day) & (Q(closed_date=None) | Q(closed_date__gt=day))
    rows = at(Opportunity.objects.visible_to(viewer), accounts).filter(open_then).order_by("pk")
    return rows.values_list("account_id", "pk", "name", "bid_date", "opened_date")


def _open_objections(viewer: Viewer, accounts: list[int], day: date) -> Any:
    unanswered = Q(answered_date=None) | Q(answered_date__gt=day)
    rows = at(Objection.objects.visible_to(viewer), accounts).filter(unanswered, raised_date__lte=day)
    columns = ("account_id", "pk", "text", "raised_date", "person__name", "person__erased_at")
    return rows.order_by("raised_date", "pk").values_list(*columns)


def _unconfirmed(viewer: Viewer, accounts: list[int], day: date) -> Any:
    known = Fact.objects.visible_to(viewer).filter(noticed_date__lte=day)
    later = Q(noticed_date__gt=OuterRef("noticed_date")) | Q(
        noticed_date=OuterRef("noticed_date"), pk__gt=OuterRef("pk")
    )
    newer = Fact.objects.filter(later, account=OuterRef("account"), item=OuterRef("item"), noticed_date__lte=day)
    rows = at(known, accounts).filter(confirmed_date=None).exclude(value="").exclude(Exists(newer))
    return rows.order_by("item").values_list("account_id", "item", "noticed_date")


def _phases(viewer: Viewer, accounts: list[int], day: date) -> Any:
    rows = at(RelationState.objects.visible_to(viewer), accounts).filter(kind=StateOf.PHASE, since_date__lte=day)
    return rows.order_by("since_date", "noted_at", "pk").values_list("account_id", "value", "since_date")


def _deal_roles(viewer: Viewer, accounts: list[int], day: date) -> Any:
    rows = at(DealRole.objects.visible_to(viewer), accounts).filter(holds_on(day), person__is_placeholder=False)
    return rows.values_list("opportunity_id", "role", "person_id")


def _run_tenders(viewer: Viewer, accounts: list[int], day: date) -> Any:
    rows: Any = at(TenderOwner.objects.visible_to(viewer), accounts).filter(since_date__lte=day)
    columns = ("opportunity_id", "pk", "person_id", "person__name", "person__erased_at", "department", "since_date")
    return rows.order_by("since_date", "pk").values_list(*columns)


def _said_promises(viewer: Viewer, accounts: list[int], day: date) -> Any:
    rows = at(Promise.objects.visible_to(viewer), accounts).filter(said_date__lte=day, person__erased_at=None)
    columns = ("opportunity_id", "pk", "person_id", "person__name", "text", "said_date", "confirmed_date")
    return rows.order_by("said_date", "pk").values_list(*columns)


def _deal_modes(viewer: Viewer, accounts: list[int], day: date) -> Any:
    rows = at(DealView.objects.visible_to(viewer), accounts).filter(observed_date__lte=day).exclude(mode="")
    known = rows.filter(person__erased_at=None, person__merged_into=None)
    columns = ("opportunity_id", "pk", "person_id", "person__name", "mode", "observed_date")
    return known.order_by("observed_date", "noted_at", "pk").values_list(*columns)


_DEALS: Final[Prepared[tuple[Any, ...]]] = Prepared(_open_deals)
_OBJECTIONS: Final[Prepared[tuple[Any, ...]]] = Prepared(_open_objections)
_UNCONFIRMED: Final[Prepared[tuple[int, str, date]]] = Prepared(_unconfirmed)
_PHASES: Final[Prepared[tuple[int, str, date]]] = Prepared(_phases)
_DEAL_ROLES: Final[Prepared[tuple[int, str, int]]] = Prepared(_deal_roles)
_TENDERS: Final[Prepared[tuple[Any, ...]]] = Prepared(_run_tenders)
_PROMISES: Final[Prepared[tuple[Any, ...]]] = Prepared(_said_promises)
_DEAL_MODES: Final[Prepared[tuple[Any, ...]]] = Prepared(_deal_modes)
