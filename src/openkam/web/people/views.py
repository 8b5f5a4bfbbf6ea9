"""The map of an account's people: page, data, file, and the changes made on the map itself."""

from dataclasses import replace

from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils import timezone

from openkam.core.access import Right, Viewer
from openkam.core.problem import Problem
from openkam.records.accounts.map_actions import keep_places, take_back_places
from openkam.records.accounts.models import Account
from openkam.records.contacts.actions.people import note_person, note_role
from openkam.records.contacts.actions.superiors import set_superior, take_back_superior
from openkam.records.contacts.details import PersonDetails, PostDetails
from openkam.records.contacts.models import Person
from openkam.web.people.data import map_data
from openkam.web.people.drawing import drawing, standalone
from openkam.web.people.findings import findings_of
from openkam.web.people.forms import Asked, PersonForm, asked_of, line_form, moved_of, person_form
from openkam.web.people.pages import account_seen, people_page, picture_page, whose_map
from openkam.web.people.told import line_change_of, line_word
from openkam.web.policy import found_or_404, page
from openkam.web.typed import day_notice
from openkam.web.ui.render import render
from openkam.web.viewer import Request, viewer_in


@page(Right.SEE_ACCOUNTS)
def people(request: Request, pk: int) -> HttpResponse:
    """The page, or only what changes with day and deal where htmx asks for it."""
    viewer = viewer_in(request)
    notice = day_notice(request.GET.get("day", ""), latest=viewer.today)
    done = request.GET.get("done", "")
    shown = people_page(viewer, pk, asked_of(request.GET), request.language, notice=notice, done=done)
    answer = render(request, "people/_region.html" if request.htmx else "people/people.html", shown)
    answer["Vary"] = "HX-Request"
    if request.htmx:
        answer["HX-Push-Url"] = f"/accounts/{pk}/people/{shown.query}"
    return answer


@page(Right.SEE_ACCOUNTS)
def as_data(request: Request, pk: int) -> HttpResponse:
    """The map for its script."""
    viewer = viewer_in(request)
    picture = picture_page(viewer, account_seen(viewer, pk), asked_of(request.GET), request.language)
    return JsonResponse(map_data(picture, request.language), json_dumps_params={"ensure_ascii": False})


@page(Right.SEE_ACCOUNTS)
def as_drawing(request: Request, pk: int) -> HttpResponse:
    """The map as a file, with what was dragged where it was put; `part` answers it without its own colours."""
    viewer, asked = viewer_in(request), asked_of(request.GET)
    account = account_seen(viewer, pk)
    picture = picture_page(viewer, account, asked, request.language)
    title = findings_of(picture.scene).title
    if request.GET.get("part") == "on":
        drawn = drawing(picture, request.language, title=title, shows_known=asked.shows_known)
        return HttpResponse(drawn, content_type="image/svg+xml; charset=utf-8")
    whose = whose_map(account, picture.scene.day)
    whole = standalone(picture, request.language, whose=whose, title=title, shows_known=asked.shows_known)
    answer = HttpResponse(whole, content_type="image/svg+xml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="people-{account.pk}-{picture.scene.day.isoformat()}.svg"'
    return answer


@page(Right.SEE_ACCOUNTS, methods=("POST",))
def places(request: Request, pk: int) -> HttpResponse:
    """The cards stand where the viewer put them, on this day and the next."""
    viewer = viewer_in(request)
    where = moved_of(request.POST.get("moved", ""))
    kept = keep_places(viewer=viewer, account=account_seen(viewer, pk), places=where, now=timezone.now())
    return JsonResponse({"moved": kept.places})


@page(Right.SEE_ACCOUNTS, methods=("POST",))
def places_before(request: Request, pk: int) -> HttpResponse:
    """The latest change of places is taken back."""
    viewer = viewer_in(request)
    kept = take_back_places(viewer=viewer, account=account_seen(viewer, pk), now=timezone.now())
    return JsonResponse({"moved": kept.places})


@page(Right.RECORD_CUSTOMERS, methods=("POST",))
def line(request: Request, pk: int) -> HttpResponse:
    """Somebody reports to somebody else from a day on."""
    viewer = viewer_in(request)
    account = account_seen(viewer, pk)
    try:
        form = line_form(request.POST, viewer.today)
        somebody = found_or_404(Person.objects.visible_to(viewer), pk=form.person)
        above = None
        if form.superior is not None:
            above = found_or_404(Person.objects.visible_to(viewer), pk=form.superior)
        change = set_superior(
            viewer=viewer, account=account, person=somebody, superior=above, since_date=form.since, now=timezone.now()
        )
    except Problem as problem:
        return _refused(request, pk, problem)
    return _to_map(request, pk, line_word(change))


@page(Right.RECORD_CUSTOMERS, methods=("POST",))
def line_before(request: Request, pk: int) -> HttpResponse:
    """A change of whom somebody reports to is taken back."""
    viewer = viewer_in(request)
    account, change = account_seen(viewer, pk), line_change_of(request.POST.get("change", ""))
    if change is None:
        raise Http404
    try:
        somebody = take_back_superior(viewer=viewer, account=account, change=change, now=timezone.now())
    except Problem as problem:
        return _refused(request, pk, problem)
    return _to_map(request, pk, f"back.{somebody.pk}")


@page(Right.RECORD_CUSTOMERS, methods=("POST",))
def person(request: Request, pk: int) -> HttpResponse:
    """Somebody is put on the map, with his post, his role and his superior."""
    viewer = viewer_in(request)
    account = account_seen(viewer, pk)
    try:
        somebody = _put(viewer, account, person_form(request.POST), request)
    except Problem as problem:
        return _refused(request, pk, problem)
    return _to_map(request, pk, f"person.{somebody.pk}")


@transaction.atomic
def _put(viewer: Viewer, account: Account, form: PersonForm, request: Request) -> Person:
    """All of it or nothing."""
    now = timezone.now()
    purpose = "客户往来" if request.language == "zh" else "Dealings with this customer"
    details = PersonDetails(
        name=form.name or form.title, is_placeholder=form.is_placeholder, purpose=purpose, source=form.source
    )
    post = PostDetails(
        department=form.department, title=form.title, level=form.level, since_date=form.since, source=form.source
    )
    somebody = note_person(viewer=viewer, account=account, details=details, post=post, now=now)
    if form.role:
        note_role(viewer=viewer, account=account, person=somebody, role=form.role, evidence=form.source, now=now)
    if form.superior is not None:
        above = found_or_404(Person.objects.visible_to(viewer), pk=form.superior)
        set_superior(viewer=viewer, account=account, person=somebody, superior=above, since_date=form.since, now=now)
    return somebody


def _refused(request: Request, pk: int, problem: Problem) -> HttpResponse:
    draft = {name: str(value) for name, value in request.POST.items()}
    shown = people_page(viewer_in(request), pk, _asked_before(request), request.language, problem=problem, draft=draft)
    return render(request, "people/people.html", shown, status=422)


def _to_map(request: Request, pk: int, done: str) -> HttpResponse:
    return HttpResponseRedirect(f"/accounts/{pk}/people/{_asked_before(request).after(done)}")


def _asked_before(request: Request) -> Asked:
    """How the map was looked at when the form was sent; a change is looked at today."""
    return replace(asked_of(request.POST), day=None)
