"""The list of rivals and of who is for them."""

from django.http import HttpResponse

from openkam.core.access import Right
from openkam.web.policy import page
from openkam.web.rivals.forms import asked_of
from openkam.web.rivals.pages import rivals_page
from openkam.web.ui.render import render
from openkam.web.viewer import Request, viewer_in


@page(Right.SEE_ACCOUNTS)
def rivals(request: Request) -> HttpResponse:
    """Which people at which of the viewer's accounts are for which rival."""
    return render(request, "rivals/rivals.html", rivals_page(viewer_in(request), asked_of(request.GET)))
