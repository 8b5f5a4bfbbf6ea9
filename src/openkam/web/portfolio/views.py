"""The portfolio, the lists behind its charts, and what its figures of concentration mean."""

from secrets import token_hex
from typing import Final

from django.http import HttpResponse
from markupsafe import escape

from openkam.core.access import Right
from openkam.ledger.folder import data_folder
from openkam.web.policy import page
from openkam.web.portfolio.forms import asked_of
from openkam.web.portfolio.kept import Kept
from openkam.web.portfolio.lists import list_page
from openkam.web.portfolio.pages import PortfolioPage, portfolio_page
from openkam.web.portfolio.scope import QUESTION, scope_of
from openkam.web.portfolio.threads import threads_page
from openkam.web.ui.render import part, render
from openkam.web.viewer import Request, viewer_in


@page(Right.SEE_ACCOUNTS)
def portfolio(request: Request) -> HttpResponse:
    """The whole page, or only its region where htmx asks for it."""
    asked = asked_of(request.GET)
    scope = scope_of(viewer_in(request), asked, data_folder())
    shown = portfolio_page(scope, request.language)
    template = "portfolio/_region.html" if request.htmx else "portfolio/portfolio.html"
    answer = render(request, template, {"page": shown, "sections": _sections(request, shown)})
    answer["Vary"] = "HX-Request"
    if request.htmx:
        answer["HX-Push-Url"] = shown.address
    return answer


@page(Right.SEE_ACCOUNTS)
def behind(request: Request) -> HttpResponse:
    """The accounts behind a chart."""
    scope = scope_of(viewer_in(request), asked_of(request.GET), data_folder())
    shown = list_page(scope, request.language, which=request.GET.get("which", ""), number=request.GET.get("page", ""))
    return render(request, "portfolio/list.html", shown)


@page(Right.SEE_ACCOUNTS)
def threads(request: Request) -> HttpResponse:
    """How concentration is computed and from what: in the panel, or as a page of its own."""
    shown = threads_page(scope_of(viewer_in(request), asked_of(request.GET), data_folder()))
    answer = render(request, "portfolio/_threads.html" if request.htmx else "portfolio/threads.html", shown)
    answer["Vary"] = "HX-Request"
    return answer


_WRITTEN, _WHOLE = Kept[str](), Kept[str]()
_ROOM: Final = f"<!-- {token_hex(8)} -->"


def _sections(request: Request, shown: PortfolioPage) -> str:
    """Charts and tables as HTML, put together once for the same question about the same accounts."""
    if shown.body is None or not shown.body.count:
        return ""
    return _WHOLE.of((shown.key, shown.question), lambda: _put_together(request, shown))


def _put_together(request: Request, shown: PortfolioPage) -> str:
    """What is written once for the same body, with the floor's own part and the addresses of this question."""

    def written() -> str:
        words = {"page": shown, "room": _ROOM, "threads": f"/portfolio/concentration/?{QUESTION}"}
        return str(part(request, "portfolio/_sections.html", {"language": request.language} | words))

    room = part(request, "portfolio/_room.html", {"language": request.language, "page": shown})
    sections = _WRITTEN.of(shown.key, written).replace(_ROOM, room)
    question = str(escape(shown.question))
    # Where nothing follows, the address ends without the sign that would join it.
    return sections.replace(f'{QUESTION}"', f'{question.removesuffix("&amp;")}"').replace(QUESTION, question)
