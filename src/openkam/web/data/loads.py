"""Loads: one of them with what rolling it back would do, and grading the ledger anew."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from openkam.analysis.words import Text
from openkam.core.access import Right
from openkam.intake.uploads.actions import ask_grading, roll_back_load
from openkam.intake.uploads.queries import ledger_line, load_numbered
from openkam.intake.uploads.taking_back import what_goes
from openkam.ledger.folder import data_folder
from openkam.ledger.models import Batch
from openkam.web.data import jobs
from openkam.web.data.pages import LoadPage, grading_of, load_line, tabs_of
from openkam.web.policy import page
from openkam.web.typed import asked_currency
from openkam.web.ui.render import render
from openkam.web.viewer import Request, viewer_in


@page(Right.LOAD_DATA)
def load(request: Request, number: int) -> HttpResponse:
    """One load, and what it would take with it."""
    return render(request, "data/load.html", _load_page(request, number))


@page(Right.LOAD_DATA, methods=("POST",))
def rollback(request: Request, number: int) -> HttpResponse:
    """Take a load back, with a reason."""
    viewer = viewer_in(request)
    if load_numbered(viewer, number) is None:
        raise Http404
    reason = request.POST.get("reason", "").strip()
    if not reason:
        missing = Text("Say why, for whoever asks next year.", "请写明原因，便于日后追查。")
        return render(request, "data/load.html", _load_page(request, number, missing), status=422)
    roll_back_load(viewer=viewer, folder=data_folder(), number=number, reason=reason[:1000], now=timezone.now())
    return HttpResponseRedirect(f"/data/loads/{number}/")


@page(Right.PUBLISH_GRADES, methods=("POST",))
def grading(request: Request) -> HttpResponse:
    """Grade all accounts from the ledger as it stands."""
    currency = asked_currency(request.POST)
    jobs.begin(ask_grading(viewer=viewer_in(request), folder=data_folder(), currency=currency, now=timezone.now()))
    return HttpResponseRedirect("/data/")


@page(Right.LOAD_DATA)
def grading_progress(request: Request) -> HttpResponse:
    """How far the grading is; the whole page when it has ended."""
    viewer = viewer_in(request)
    ledger = ledger_line(viewer)
    if ledger is None:
        raise Http404
    found = grading_of(viewer, data_folder(), ledger)
    answer = render(request, "data/grading.html", {"grading": found})
    if found.job is None:
        answer["HX-Refresh"] = "true"
    return answer


def _load_page(request: Request, number: int, error: Text | None = None) -> LoadPage:
    viewer = viewer_in(request)
    batch = load_numbered(viewer, number)
    if batch is None:
        raise Http404
    is_published = batch.status == Batch.Status.PUBLISHED
    taken_back = what_goes(viewer, data_folder(), number) if is_published else None
    return LoadPage(load_line(batch), tabs_of(viewer, ""), taken_back, error)
