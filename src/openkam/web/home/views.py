"""The first page."""

from django.http import HttpResponse, HttpResponseRedirect

from openkam.core.access import Right
from openkam.web.policy import page
from openkam.web.viewer import Request


@page(Right.SIGNED_IN)
def home(request: Request) -> HttpResponse:
    """To the page that answers most for this user."""
    viewer = request.viewer
    opens_accounts = viewer is not None and viewer.may(Right.SEE_ACCOUNTS)
    return HttpResponseRedirect("/accounts/" if opens_accounts else "/users/")
