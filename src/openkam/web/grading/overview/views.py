"""The overview, and grading now."""

from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone

from openkam.core.access import Right
from openkam.intake.uploads.actions import ask_grading
from openkam.ledger.folder import data_folder
from openkam.web.data import jobs
from openkam.web.grading.jobs import work_of
from openkam.web.grading.overview.pages import overview_page
from openkam.web.policy import page
from openkam.web.typed import asked_currency
from openkam.web.ui.render import render
from openkam.web.viewer import Request, viewer_in


@page(Right.SEE_ACCOUNTS)
def overview(request: Request) -> HttpResponse:
    """Who is key, by which scheme."""
    shown = overview_page(viewer_in(request), folder=data_folder())
    return render(request, "grading/overview/overview.html", shown)


@page(Right.PUBLISH_GRADES, methods=("POST",))
def now(request: Request) -> HttpResponse:
    """Grade the ledger as it stands by the scheme in force, and publish."""
    currency = asked_currency(request.POST)
    jobs.begin(ask_grading(viewer=viewer_in(request), folder=data_folder(), currency=currency, now=timezone.now()))
    return HttpResponseRedirect("/grading/")


@page(Right.SEE_ACCOUNTS)
def progress(request: Request) -> HttpResponse:
    """How far a grading is; the whole page when it has ended."""
    work = work_of(viewer_in(request), data_folder())
    answer = render(request, "grading/_work.html", {"work": work})
    if work.job is None:
        answer["HX-Refresh"] = "true"
    return answer
