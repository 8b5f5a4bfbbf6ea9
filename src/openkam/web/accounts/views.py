"""The list of accounts."""

from django.http import HttpResponse
from markupsafe import Markup

from openkam.core.access import Right
from openkam.web.accounts.listing.cells import body
from openkam.web.accounts.pages import AccountsPage, accounts_page
from openkam.web.policy import page
from openkam.web.typed import key_of
from openkam.web.ui.render import part, render
from openkam.web.viewer import Request, viewer_in


@page(Right.SEE_ACCOUNTS)
def accounts(request: Request) -> HttpResponse:
    """The list, or only its region where htmx asks for it."""
    shown = accounts_page(viewer_in(request), request.GET)
    drawn = body(shown.answer, shown.rows, request.language, may_assign=shown.may_assign)
    words = {"page": shown, "body": drawn}
    if request.htmx:
        answer = render(request, "accounts/_fragment.html", words)
    else:
        around = {name: _count(request, name) for name in ("assigned", "joined")} | {"panel": _panel(request, shown)}
        answer = render(request, "accounts/list.html", words | around)
    answer["Vary"] = "HX-Request"
    if request.htmx:
        answer["HX-Push-Url"] = shown.address
    return answer


def _count(request: Request, done: str) -> int:
    """To how many accounts the act that led here did this; 0 where none did."""
    return key_of(request.GET.get(done, "")) or 0


def _panel(request: Request, shown: AccountsPage) -> Markup:
    """Filters and columns: two hundred owners need not be drawn for every page of the list."""
    words = {"page": shown, "language": request.language}
    drawn: Markup = shown.made.of(
        ("panel", request.language, shown.panel), lambda: part(request, "accounts/_panel.html", words)
    )
    return drawn
