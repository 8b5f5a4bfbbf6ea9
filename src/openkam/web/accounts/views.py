"""The list of accounts."""

from django.http import HttpResponse

from openkam.core.access import Right
from openkam.web.accounts.pages import accounts_page
from openkam.web.policy import page
from openkam.web.ui.render import render
from openkam.web.viewer import Request, viewer_in


@page(Right.SEE_ACCOUNTS)
def accounts(request: Request) -> HttpResponse:
    """The list, or only its region where htmx asks for it."""
    shown = accounts_page(viewer_in(request), request.GET)
    answer = render(request, "accounts/_fragment.html" if request.htmx else "accounts/list.html", shown)
    answer["Vary"] = "HX-Request"
    if request.htmx:
        answer["HX-Push-Url"] = shown.address
    return answer
