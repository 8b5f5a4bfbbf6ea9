"""The first page."""

from django.http import HttpResponse, HttpResponseRedirect

from openkam.core.access import Right, Viewer
from openkam.records.accounts.models import Account
from openkam.web.policy import page
from openkam.web.ui.shell import exists
from openkam.web.viewer import Request


@page(Right.SIGNED_IN)
def home(request: Request) -> HttpResponse:
    """To the page that answers most for this user."""
    viewer = request.viewer
    places = _places(viewer) if viewer is not None else []
    return HttpResponseRedirect(next((place for place in places if exists(place)), "/me/"))


def _places(viewer: Viewer) -> list[str]:
    """Where to, the best first; who loads data and has none yet begins with loading."""
    sees = viewer.may(Right.SEE_ACCOUNTS)
    is_empty = viewer.may(Right.LOAD_DATA) and not Account.objects.visible_to(viewer).exists()
    places = [("/data/", is_empty), ("/accounts/", sees), ("/users/", viewer.may(Right.MANAGE_USERS))]
    return [place for place, fits in places if fits]
