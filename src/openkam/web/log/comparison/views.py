"""Two developments side by side."""

from django.http import HttpResponse

from openkam.core.access import Right
from openkam.web.log.comparison.pages import comparison_page
from openkam.web.policy import page
from openkam.web.typed import key_of
from openkam.web.ui.render import render
from openkam.web.viewer import Request, viewer_in


@page(Right.SEE_ACCOUNTS)
def comparison(request: Request) -> HttpResponse:
    """Choose two, see both."""
    first, second = (key_of(request.GET.get(name, "")) for name in ("a", "b"))
    return render(request, "log/comparison/comparison.html", comparison_page(viewer_in(request), first, second))
