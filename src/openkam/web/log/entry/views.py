"""Writing into the log, changing what was written, removing and taking back: each act is one address."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone

from openkam.core.access import Right, Viewer
from openkam.core.problem import Problem
from openkam.records.accounts.models import Account
from openkam.records.activities import actions
from openkam.records.activities.models import Activity, Aim
from openkam.records.activities.queries import removed_entries
from openkam.records.contacts.models import Person
from openkam.records.needs.actions import answer_objection, note_objection
from openkam.records.needs.models import Objection
from openkam.records.opportunities.models import Opportunity
from openkam.web.log.entry.pages import entry_page
from openkam.web.log.form.forms import day_or_month_of, draft_sent, entry_of
from openkam.web.log.timeline.pages import Filters, log_page
from openkam.web.policy import found_or_404, page
from openkam.web.typed import key_of
from openkam.web.ui.render import render
from openkam.web.viewer import Request, viewer_in

Act = Callable[[Viewer, Account, datetime], object]


@page(Right.RECORD_CUSTOMERS, methods=("POST",))
def new(request: Request, pk: int) -> HttpResponse:
    """One more entry; what was refused is shown on the timeline with what had been typed."""
    viewer, draft = viewer_in(request), draft_sent(request.POST)
    account = found_or_404(Account.objects.visible_to(viewer), pk=pk)
    try:
        entry = entry_of(draft, viewer.today)
        actions.note_activity(viewer=viewer, account=account, entry=entry, now=timezone.now())
    except Problem as problem:
        shown = log_page(viewer, pk, Filters(), draft=draft, problem=problem)
        return render(request, "log/timeline/log.html", shown, status=422)
    return _to_log(pk, "saved")


@page(Right.RECORD_CUSTOMERS, methods=("GET", "POST"))
def entry(request: Request, pk: int, entry: int) -> HttpResponse:
    """One entry with its history; POST changes it."""
    viewer = viewer_in(request)
    if request.method != "POST":
        return render(request, "log/entry/entry.html", entry_page(viewer, pk, entry))
    known, draft = _entry(viewer, pk, entry), draft_sent(request.POST)
    try:
        given = entry_of(draft, viewer.today)
        actions.change_activity(viewer=viewer, activity=known, entry=given, now=timezone.now())
    except Problem as problem:
        shown = entry_page(viewer, pk, entry, draft=draft, problem=problem)
        return render(request, "log/entry/entry.html", shown, status=422)
    return _to_log(pk, "changed")


@page(Right.RECORD_CUSTOMERS, methods=("POST",))
def removal(request: Request, pk: int, entry: int) -> HttpResponse:
    """The entry goes; for thirty days it can be taken back."""

    def act(viewer: Viewer, account: Account, now: datetime) -> object:
        return actions.remove_activity(viewer=viewer, activity=_entry(viewer, account.pk, entry), now=now)

    return _done(request, pk, act, "removed")


@page(Right.RECORD_CUSTOMERS, methods=("POST",))
def restoration(request: Request, pk: int, entry: int) -> HttpResponse:
    """A removed entry is taken back."""

    def act(viewer: Viewer, account: Account, now: datetime) -> object:
        since = now - timedelta(days=actions.UNDO_DAYS)
        row = found_or_404(removed_entries(viewer, account, since), pk=entry)
        return actions.restore_activity(viewer=viewer, activity=row, now=now)

    return _done(request, pk, act, "restored")


@page(Right.RECORD_CUSTOMERS, methods=("POST",))
def step(request: Request, pk: int, entry: int) -> HttpResponse:
    """The next step of an entry was taken today, or is open again."""

    def act(viewer: Viewer, account: Account, now: datetime) -> object:
        day = None if "open" in request.POST else viewer.today
        return actions.finish_next_step(viewer=viewer, activity=_entry(viewer, account.pk, entry), day=day, now=now)

    return _done(request, pk, act, "step")


@page(Right.RECORD_CUSTOMERS, methods=("POST",))
def aim(request: Request, pk: int, aim: int) -> HttpResponse:
    """An aim was reached today, or is open again."""

    def act(viewer: Viewer, account: Account, now: datetime) -> object:
        row = found_or_404(Aim.objects.visible_to(viewer), pk=aim, account=account)
        day = None if "open" in request.POST else viewer.today
        return actions.reach_aim(viewer=viewer, aim=row, day=day, now=now)

    return _done(request, pk, act, "aim")


@page(Right.RECORD_CUSTOMERS, methods=("POST",))
def objections(request: Request, pk: int) -> HttpResponse:
    """One more objection."""
    given = request.POST

    def act(viewer: Viewer, account: Account, now: datetime) -> object:
        key = key_of(given.get("person", ""))
        people = Person.objects.visible_to(viewer).filter(employments__account=account).distinct()
        person = found_or_404(people, pk=key) if key is not None else None
        about = key_of(given.get("opportunity", ""))
        deals = Opportunity.objects.visible_to(viewer).filter(account=account)
        return note_objection(
            viewer=viewer,
            account=account,
            text=given.get("text", ""),
            raised_date=day_or_month_of(given.get("raised", "")) or viewer.today,
            person=person,
            opportunity=found_or_404(deals, pk=about) if about is not None else None,
            now=now,
        )

    return _done(request, pk, act, "objection")


@page(Right.RECORD_CUSTOMERS, methods=("POST",))
def answer(request: Request, pk: int, objection: int) -> HttpResponse:
    """What we answered; ticked as resolved, the objection is closed."""
    given = request.POST

    def act(viewer: Viewer, account: Account, now: datetime) -> object:
        row = found_or_404(Objection.objects.visible_to(viewer), pk=objection, account=account)
        day = viewer.today if "resolved" in given else None
        return answer_objection(
            viewer=viewer, objection=row, answer=given.get("answer", ""), answered_date=day, now=now
        )

    return _done(request, pk, act, "answer")


def _entry(viewer: Viewer, account: int, key: int) -> Activity:
    """The entry.

    Raises Http404 where the viewer sees none of this key at the account.
    """
    known = found_or_404(Account.objects.visible_to(viewer), pk=account)
    return found_or_404(Activity.objects.visible_to(viewer), pk=key, account=known)


def _done(request: Request, pk: int, act: Act, done: str) -> HttpResponse:
    """Do it and show the timeline; what was refused is told there."""
    viewer = viewer_in(request)
    account = found_or_404(Account.objects.visible_to(viewer), pk=pk)
    try:
        act(viewer, account, timezone.now())
    except Problem as problem:
        return render(request, "log/timeline/log.html", log_page(viewer, pk, Filters(), problem=problem), status=422)
    return _to_log(pk, done)


def _to_log(pk: int, done: str) -> HttpResponse:
    return HttpResponseRedirect(f"/accounts/{pk}/log/?done={done}")
