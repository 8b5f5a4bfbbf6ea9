"""Prepare a visit."""

from django.http import HttpResponse

from openkam.core.access import Right
from openkam.web.policy import page
from openkam.web.ui.render import render
from openkam.web.viewer import Request, viewer_in
from openkam.web.visit.forms import attending_of
from openkam.web.visit.pages import count_part, visit_page


@page(Right.SEE_ACCOUNTS)
def visit(request: Request, pk: int) -> HttpResponse:
    """Everything to know before the next visit, on one page."""
    shown = visit_page(viewer_in(request), pk, attending=attending_of(request))
    return render(request, "visit/visit.html", shown)


@page(Right.SEE_ACCOUNTS)
def count(request: Request, pk: int) -> HttpResponse:
    """How many red flags stand, for the tab of the other pages of the account; fetched after they are shown."""
    return render(request, "visit/_count.html", count_part(viewer_in(request), pk))
