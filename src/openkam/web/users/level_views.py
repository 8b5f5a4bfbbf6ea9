"""How far accounts may be read in this company, and whom a change would show what."""

from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone

from openkam.core.access import Right
from openkam.records.accounts.openness import Openness, openness
from openkam.records.users import actions
from openkam.records.users.levels import is_open_to_company
from openkam.web.policy import page
from openkam.web.ui.render import render
from openkam.web.viewer import Request, viewer_in


@dataclass(frozen=True)
class ReadingPage:
    """level  CHAIN or COMPANY; people  whom it concerns, who gains most first; gaining  how many of them gain."""

    level: str
    people: list[Openness]
    gaining: int
    company: int
    is_done: bool


@page(Right.MANAGE_USERS, methods=("GET", "POST"))
def reading(request: Request) -> HttpResponse:
    """GET shows what a change would do, POST does it."""
    if request.method == "POST":
        level = request.POST.get("level", "")
        actions.set_read_level(viewer=viewer_in(request), kind="account", level=level, now=timezone.now())
        return HttpResponseRedirect("/users/reading/?done=1")
    people = openness(viewer_in(request).today)
    shown = ReadingPage(
        level="COMPANY" if is_open_to_company("account") else "CHAIN",
        people=people,
        gaining=sum(one.more > 0 for one in people),
        company=people[0].company if people else 0,
        is_done="done" in request.GET,
    )
    return render(request, "users/reading.html", shown)
