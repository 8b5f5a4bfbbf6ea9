"""Two developments side by side."""

from django.http import HttpResponse

from openkam.core.access import Right
from openkam.web.log.comparison.pages import comparison_page
from openkam.web.log.form.forms import is_key
from openkam.web.policy import page
from openkam.web.ui.render import render
from openkam.web.viewer import Request, viewer_in


@page(Right.SEE_ACCOUNTS)
def comparison(request: Request) -> HttpResponse:
    """Choose two, see both."""
    first, second = (request.GET.get(name, "") for name in ("a", "b"))
    keys = [int(text) if is_key(text) else None for text in (first, second)]
    return render(request, "log/comparison/comparison.html", comparison_page(viewer_in(request), keys[0], keys[1]))
