"""All components on one page, in both languages and both themes side by side."""

from django.conf import settings
from django.http import Http404, HttpResponse

from openkam.core.access import Right
from openkam.web.gallery.pages import gallery_page
from openkam.web.policy import page
from openkam.web.ui.render import part, render
from openkam.web.viewer import Request


@page(Right.SIGNED_IN)
def gallery(request: Request) -> HttpResponse:
    """Only where OPENKAM_DEVELOPER is set; elsewhere this address is as unknown as any other."""
    if not settings.DEBUG:
        raise Http404
    shown = gallery_page()
    panes = [
        part(request, "gallery/pane.html", {"page": shown, "pane": pane, "language": pane.language})
        for pane in shown.panes
    ]
    return render(request, "gallery/gallery.html", {"page": shown, "panes": panes})
