"""The fields of an entry with what they offer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Max

from openkam.analysis.words import Text
from openkam.core.access import FieldClass, Viewer
from openkam.core.prepared import Prepared
from openkam.records.accounts.models import Account
from openkam.records.accounts.rows import worked_on_by
from openkam.records.activities.entry import PRETEXT_POLICY
from openkam.records.activities.kinds import Kind
from openkam.records.activities.labels import KINDS, LISTENING, METHODS
from openkam.records.activities.models import Attendee
from openkam.records.contacts.models import Person
from openkam.records.contacts.queries import account_people
from openkam.records.needs.questions import QUESTIONS, Question
from openkam.records.opportunities.models import Opportunity
from openkam.records.users.models import User
from openkam.web.log.form.draft import Draft, empty_draft

QUICK: Final = (Kind.MEETING, Kind.CALL, Kind.CHAT, Kind.MAIL)
"""The kinds a thumb reaches at once; the others stand in the list behind them."""
_AT_ONCE: Final = 8
_MOST_COLLEAGUES: Final = 60


@dataclass(frozen=True)
class Choice:
    """Somebody to tick."""

    key: int
    name: str
    note: str
    is_on: bool
    signal: str = ""


@dataclass(frozen=True)
class FormPart:
    """The fields of an entry with what they offer.

    people   who was seen latest first; `more_people` behind a fold
    reads_views  whether our view and signals are asked for
    """

    draft: Draft
    quick: Sequence[tuple[str, Text]]
    kinds: Sequence[tuple[str, Text]]
    people: Sequence[Choice]
    more_people: Sequence[Choice]
    colleagues: Sequence[Choice]
    deals: Sequence[tuple[str, str]]
    methods: Sequence[tuple[str, Text]]
    listening: Sequence[tuple[int, Text, bool]]
    questions: Sequence[Question]
    reads_views: bool
    policy: Text
    today: date

    @property
    def everybody(self) -> list[tuple[str, str]]:
        """The people as choices of a list."""
        return [(str(one.key), one.name) for one in (*self.people, *self.more_people)]


def form_part(viewer: Viewer, account: Account, draft: Draft | None = None) -> FormPart:
    """The form for a new entry, or for one to be changed; eleven queries."""
    shown = draft if draft is not None else empty_draft(viewer.today)
    people = _people(viewer, account, shown)
    folded = [one for one in people[_AT_ONCE:] if not one.is_on]
    return FormPart(
        draft=shown,
        quick=[(code.value, KINDS[code]) for code in QUICK],
        kinds=[(code.value, label) for code, label in KINDS.items()],
        people=[one for one in people if one not in folded],
        more_people=folded,
        colleagues=_colleagues(viewer, shown),
        deals=[(str(key), name) for key, name in _DEALS(viewer, account.pk)],
        methods=[(code.value, label) for code, label in METHODS.items()],
        listening=[
            (place, text, bool(shown.self_check and shown.self_check[place])) for place, text in enumerate(LISTENING)
        ],
        questions=QUESTIONS,
        reads_views=_reads_views(viewer, account),
        policy=PRETEXT_POLICY,
        today=viewer.today,
    )


def _people(viewer: Viewer, account: Account, draft: Draft) -> list[Choice]:
    """Who is there, whoever was met latest first; and those of the entry who have left since."""
    chairs = account_people(viewer, [account], viewer.today)[account.pk].chairs
    there = {
        one.person: Choice(
            one.person,
            one.name,
            one.title or one.department,
            one.person in draft.attendees,
            draft.signals.get(one.person, ""),
        )
        for one in chairs
        if not one.is_placeholder and (not one.has_left(viewer.today) or one.person in draft.attendees)
    }
    missing = draft.attendees - set(there)
    gone = Person.objects.visible_to(viewer).filter(employments__account=account, pk__in=missing).distinct()
    for key, name in gone.values_list("pk", "name"):
        there[key] = Choice(key, name, "", is_on=True, signal=draft.signals.get(key, ""))
    latest = dict(_SEEN(viewer, account.pk))
    return sorted(there.values(), key=lambda one: (-latest.get(one.key, date.min).toordinal(), one.name))


def _colleagues(viewer: Viewer, draft: Draft) -> list[Choice]:
    """Colleagues he knows of; he himself is there as the author."""
    known = _COLLEAGUES(viewer)
    named = {key for key, _ in known}
    missing = User.objects.visible_to(viewer).filter(pk__in=draft.companions - named)
    everybody = [*known, *missing.values_list("pk", "name")]
    return [Choice(key, name, "", key in draft.companions) for key, name in everybody]


def _reads_views(viewer: Viewer, account: Account) -> bool:
    """Whether he works on the account, or stands above who does."""
    return viewer.reads(FieldClass.INTEL) and bool(_OWN(viewer, account.pk))


def _deals(viewer: Viewer, account: int) -> Any:
    rows = Opportunity.objects.visible_to(viewer).filter(account=account).order_by("closed_date", "-opened_date")
    return rows.values_list("pk", "name")


def _seen(viewer: Viewer, account: int) -> Any:
    rows = Attendee.objects.visible_to(viewer).filter(account=account).order_by()
    return rows.values_list("person_id").annotate(latest=Max("activity__happened_date"))


def _named_colleagues(viewer: Viewer) -> Any:
    rows = User.objects.visible_to(viewer).filter(is_active=True).exclude(pk=viewer.user).order_by("name")
    return rows.values_list("pk", "name")[:_MOST_COLLEAGUES]


def _own(viewer: Viewer, account: int) -> Any:
    rows = Account.objects.visible_to(viewer).filter(worked_on_by(viewer, Account), pk=account)
    return rows.values_list("pk", flat=True)


_DEALS: Final[Prepared[tuple[int, str]]] = Prepared(_deals)
_SEEN: Final[Prepared[tuple[int, date]]] = Prepared(_seen)
_COLLEAGUES: Final[Prepared[tuple[int, str]]] = Prepared(_named_colleagues)
_OWN: Final[Prepared[int]] = Prepared(_own)
