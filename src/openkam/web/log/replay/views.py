"""The red flags of a past day."""

from django.http import HttpResponse

from openkam.core.access import Right
from openkam.web.log.replay.pages import replay_page
from openkam.web.policy import page
from openkam.web.typed import day_notice, day_or_none
from openkam.web.ui.render import render
from openkam.web.viewer import Request, viewer_in


@page(Right.SEE_ACCOUNTS)
def replay(request: Request, pk: int) -> HttpResponse:
    """As of the day asked for; today where none is, or none that can be read or has come."""
    viewer, asked = viewer_in(request), request.GET.get("day", "")
    shown = replay_page(viewer, pk, day_or_none(asked), notice=day_notice(asked, latest=viewer.today))
    return render(request, "log/replay/replay.html", shown)
