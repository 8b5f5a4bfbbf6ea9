"""The list of red flags."""

from django.http import HttpResponse

from openkam.core.access import Right
from openkam.web.flags.asked import asked_of
from openkam.web.flags.pages import flags_page
from openkam.web.policy import page
from openkam.web.ui.render import render
from openkam.web.viewer import Request, viewer_in


@page(Right.SEE_ACCOUNTS)
def flags(request: Request) -> HttpResponse:
    """What endangers which account, the gravest first."""
    return render(request, "flags/flags.html", flags_page(viewer_in(request), asked_of(request)))
