"""All components on one page, in both languages and both themes side by side."""

from django.conf import settings
from django.http import Http404, HttpResponse

from openkam.web.policy import page
from openkam.web.ui.pages import gallery_page
from openkam.web.ui.render import render
from openkam.web.viewer import Request


@page(None)
def gallery(request: Request) -> HttpResponse:
    """Only where OPENKAM_DEVELOPER is set; elsewhere this address is as unknown as any other."""
    if not settings.DEBUG:
        raise Http404
    return render(request, "ui/gallery.html", gallery_page())
