"""The pages of people at customers, and what is written there."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from openkam.core.access import Right, Viewer
from openkam.core.problem import Problem
from openkam.records.accounts.models import Account
from openkam.records.contacts.actions.people import note_person
from openkam.records.contacts.models import Person
from openkam.records.contacts.seals import seal_on
from openkam.web.contacts.acts import ACTS
from openkam.web.contacts.forms import details_of, post_of
from openkam.web.contacts.pages import account_of, new_page, person_page
from openkam.web.contacts.sealed import LEAVING, SEAL_ACTS, seal_page
from openkam.web.policy import found_or_404, page
from openkam.web.typed import key_of
from openkam.web.ui.render import render
from openkam.web.viewer import Request, viewer_in


@page(Right.RECORD_CUSTOMERS, methods=("GET", "POST"))
def new(request: Request, pk: int) -> HttpResponse:
    """Somebody new at an account; POST notes him."""
    viewer = viewer_in(request)
    account: Account = found_or_404(Account.objects.writable_by(viewer), pk=pk)
    if request.method != "POST":
        return render(request, "contacts/new.html", new_page(viewer, account, request.GET.dict()))
    sent = request.POST.dict()
    try:
        person = note_person(
            viewer=viewer,
            account=account,
            details=details_of(sent),
            post=post_of(sent),
            is_another="is_another" in sent,
            now=timezone.now(),
        )
    except Problem as problem:
        return render(request, "contacts/new.html", new_page(viewer, account, sent, problem), status=422)
    return _to_person(person.pk, account.pk, "new")


@page(Right.SEE_ACCOUNTS)
def person(request: Request, pk: int) -> HttpResponse:
    """Everything about one person at one of his accounts."""
    viewer = viewer_in(request)
    known, account = _place(viewer, pk, request.GET.get("account", ""))
    shown = person_page(viewer, account, known, request.language, done=request.GET.get("done", ""))
    return render(request, "contacts/person.html", shown)


@page(Right.RECORD_CUSTOMERS, methods=("POST",))
def note(request: Request, pk: int) -> HttpResponse:
    """One thing that is known of him now; which, the form says."""
    viewer, sent = viewer_in(request), request.POST.dict()
    known, account = _place(viewer, pk, str(sent.get("account", "")))
    what = str(sent.get("what", ""))
    if what not in ACTS:
        raise Http404
    try:
        ACTS[what](viewer, account, known, sent, timezone.now())
    except Problem as problem:
        shown = person_page(viewer, account, known, request.language, refused=what, problem=problem, draft=sent)
        return render(request, "contacts/person.html", shown, status=422)
    return _to_person(pk, account.pk, "saved")


@page(Right.SEE_ACCOUNTS, methods=("POST",))
def seal(request: Request, pk: int) -> HttpResponse:
    """Opens a sealed record and does what the form says; for everybody but its holders there is none."""
    viewer, sent = viewer_in(request), request.POST.dict()
    known, account = _place(viewer, pk, str(sent.get("account", "")))
    coach, what, now = seal_on(viewer, account.pk, known.pk), str(sent.get("what", "")), timezone.now()
    if coach is None or (what and what not in SEAL_ACTS):
        raise Http404
    problem = None
    if what:
        try:
            SEAL_ACTS[what](viewer, coach, sent, now)
        except Problem as refusal:
            problem = refusal
        if problem is None and what in LEAVING:
            return _to_person(pk, account.pk, "saved")
    shown = seal_page(viewer, known, coach, now, problem=problem, draft=sent if problem else None)
    return render(request, "contacts/seal.html", shown, status=422 if problem else 200)


def _place(viewer: Viewer, pk: int, asked: str) -> tuple[Person, Account]:
    """The person and the account his page is about; 404 where the viewer sees no such post."""
    known: Person = found_or_404(Person.objects.visible_to(viewer), pk=pk)
    account = account_of(viewer, known, key_of(asked) if asked else None)
    if account is None:
        raise Http404
    return known, account


def _to_person(person: int, account: int, done: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"/people/{person}/?account={account}&done={done}")
