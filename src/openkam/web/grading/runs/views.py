"""Comparing two gradings, looking at one, and putting it in force."""

from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone

from openkam.core.access import Right
from openkam.insight.grading.actions import publish_run
from openkam.insight.grading.models import Run
from openkam.ledger.folder import data_folder
from openkam.web.grading.runs.pages import run_page, runs_page
from openkam.web.policy import found_or_404, page
from openkam.web.typed import whole_of
from openkam.web.ui.render import render
from openkam.web.viewer import Request, viewer_in


@page(Right.SEE_ACCOUNTS)
def runs(request: Request) -> HttpResponse:
    """Two runs beside each other."""
    asked = (whole_of(request.GET.get("before", "")) or 0, whole_of(request.GET.get("after", "")) or 0)
    shown = runs_page(
        viewer_in(request),
        folder=data_folder(),
        language=request.language,
        asked=asked,
        cell=request.GET.get("cell", ""),
    )
    return render(request, "grading/runs/runs.html", shown)


@page(Right.SEE_ACCOUNTS)
def run(request: Request, number: int) -> HttpResponse:
    """One run, and what it changes."""
    shown = run_page(viewer_in(request), number, folder=data_folder(), language=request.language)
    return render(request, "grading/runs/run.html", shown)


@page(Right.PUBLISH_GRADES, methods=("POST",))
def publication(request: Request, number: int) -> HttpResponse:
    """The grades of this run are in force from now on."""
    viewer = viewer_in(request)
    known = found_or_404(Run.objects.visible_to(viewer).exclude(columns=""), pk=number)
    publish_run(viewer=viewer, run=known, now=timezone.now())
    return HttpResponseRedirect("/grading/")
