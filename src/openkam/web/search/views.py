"""The search."""

from django.http import HttpResponse

from openkam.core.access import Right
from openkam.web.policy import page
from openkam.web.search.forms import words_of
from openkam.web.search.pages import search_page
from openkam.web.ui.render import render
from openkam.web.viewer import Request, viewer_in


@page(Right.SIGNED_IN)
def search(request: Request) -> HttpResponse:
    """The options of the palette while somebody types; a page of its own where they are asked for without it."""
    is_palette = bool(request.headers.get("HX-Request"))
    found = search_page(viewer_in(request), words_of(request), is_palette=is_palette)
    return render(request, "search/options.html" if is_palette else "search/search.html", found)
