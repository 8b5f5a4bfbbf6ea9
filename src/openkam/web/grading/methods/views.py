"""The three methods side by side."""

from django.http import HttpResponse

from openkam.core.access import Right
from openkam.ledger.folder import data_folder
from openkam.web.grading.methods.pages import METHODS, methods_page
from openkam.web.policy import page
from openkam.web.typed import page_number
from openkam.web.ui.render import render
from openkam.web.viewer import Request, viewer_in


@page(Right.SEE_ACCOUNTS)
def methods(request: Request) -> HttpResponse:
    """Where they agree and where not."""
    said = request.GET.get("said", "")
    shown = methods_page(
        viewer_in(request),
        folder=data_folder(),
        said=said if said in METHODS else "",
        page=page_number(request.GET),
    )
    return render(request, "grading/methods/methods.html", shown)
