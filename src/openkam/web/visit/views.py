"""Prepare a visit."""

from django.http import HttpResponse

from openkam.core.access import Right
from openkam.web.policy import page
from openkam.web.ui.render import render
from openkam.web.viewer import Request, viewer_in
from openkam.web.visit.forms import attending_of
from openkam.web.visit.pages import visit_page


@page(Right.SEE_ACCOUNTS)
def visit(request: Request, pk: int) -> HttpResponse:
    """Everything to know before the next visit, on one page."""
    shown = visit_page(viewer_in(request), pk, attending=attending_of(request))
    return render(request, "visit/visit.html", shown)
