"""What those who protect people's data open and do."""

from collections.abc import Callable
from datetime import datetime

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils import timezone

from openkam.analysis.words import Text
from openkam.core.access import Right, Viewer
from openkam.core.problem import Problem
from openkam.records.contacts.models import Person
from openkam.records.protection.actions import erase_person, hold_person, lift_hold, take_dossier
from openkam.records.protection.dossier import as_plain
from openkam.web.policy import found_or_404, page
from openkam.web.privacy.pages import dossier_page, person_page, register_lines, search_page
from openkam.web.ui.render import render
from openkam.web.viewer import Request, viewer_in

Act = Callable[[Viewer, Person, datetime], object]


@page(Right.PROTECT_PERSONS)
def search(request: Request) -> HttpResponse:
    """Finds a person."""
    asked = request.GET
    found = search_page(viewer_in(request), asked.get("q", ""), asked.get("done", ""))
    return render(request, "privacy/search.html", found)


@page(Right.PROTECT_PERSONS)
def register(request: Request) -> HttpResponse:
    """The register of processing: what is kept about people, for what, read by whom, how long."""
    return render(request, "privacy/register.html", register_lines())


@page(Right.PROTECT_PERSONS)
def person(request: Request, pk: int) -> HttpResponse:
    """What may be done about one person."""
    viewer = viewer_in(request)
    shown = person_page(viewer, _person(viewer, pk), done=request.GET.get("done", ""))
    return render(request, "privacy/person.html", shown)


@page(Right.PROTECT_PERSONS, methods=("POST",))
def dossier(request: Request, pk: int) -> HttpResponse:
    """Everything about him, as a page to print or as JSON; taking it is on record."""
    viewer, now = viewer_in(request), timezone.now()
    taken = take_dossier(viewer=viewer, person=_person(viewer, pk), now=now)
    if request.POST.get("form") == "json":
        answer = JsonResponse(as_plain(taken), json_dumps_params={"ensure_ascii": False, "indent": 2})
        answer["Content-Disposition"] = f'attachment; filename="dossier-{pk}.json"'
        return answer
    return render(request, "privacy/dossier.html", dossier_page(taken))


@page(Right.PROTECT_PERSONS, methods=("POST",))
def hold(request: Request, pk: int) -> HttpResponse:
    """Sets or lifts a legal hold."""
    reason, lifts = request.POST.get("reason", ""), "lift" in request.POST

    def act(viewer: Viewer, known: Person, now: datetime) -> object:
        if lifts:
            return lift_hold(viewer=viewer, person=known, now=now)
        return hold_person(viewer=viewer, person=known, reason=reason, now=now)

    return _done(request, pk, act, "lifted" if lifts else "held")


@page(Right.PROTECT_PERSONS, methods=("POST",))
def erasure(request: Request, pk: int) -> HttpResponse:
    """Erases him, if his name was typed once more."""
    reason, typed = request.POST.get("reason", ""), request.POST.get("name", "").strip()

    def act(viewer: Viewer, known: Person, now: datetime) -> object:
        if typed != known.name:
            raise Problem(
                Text("The name typed is another.", "输入的姓名不一致。"),
                remedy=Text(
                    "Type it exactly as it stands above: erasure cannot be undone.",
                    "请照上方原样输入；删除后无法恢复。",
                ),
            )
        return erase_person(viewer=viewer, person=known, reason=reason, now=now)

    return _done(request, pk, act, "erased")


def _done(request: Request, pk: int, act: Act, word: str) -> HttpResponse:
    viewer = viewer_in(request)
    known = _person(viewer, pk)
    try:
        act(viewer, known, timezone.now())
    except Problem as problem:
        shown = person_page(viewer, known, problem=problem, reason=request.POST.get("reason", ""))
        return render(request, "privacy/person.html", shown, status=422)
    place = "/privacy/" if word == "erased" else f"/privacy/people/{pk}/"
    return HttpResponseRedirect(f"{place}?done={word}")


def _person(viewer: Viewer, pk: int) -> Person:
    known: Person = found_or_404(Person.objects.visible_to(viewer), pk=pk)
    return known
