"""The preview of an assignment, and the assignment."""

from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone

from openkam.analysis.words import Text
from openkam.core.access import Right, Viewer
from openkam.core.problem import Problem
from openkam.records.accounts.actions import add_team_member, assign_owner
from openkam.records.users.models import User
from openkam.web.accounts.assignment.pages import assignment_page, chosen_keys
from openkam.web.policy import page
from openkam.web.typed import key_of
from openkam.web.ui.render import render
from openkam.web.viewer import Request, viewer_in

NOBODY = "none"


@page(Right.ASSIGN_ACCOUNTS, methods=("GET", "POST"))
def assignment(request: Request) -> HttpResponse:
    """Which accounts are meant, then to whom they go."""
    viewer = viewer_in(request)
    if request.method != "POST":
        return render(request, "accounts/assignment/assignment.html", assignment_page(viewer, request.GET))
    keys, now = chosen_keys(viewer, request.POST), timezone.now()
    user = _person(viewer, request.POST.get("user", ""))
    query = request.POST.get("query", "")
    if request.POST.get("as") == "team":
        if user is None:
            raise _nobody_named()
        add_team_member(viewer=viewer, accounts=keys, user=user, may_write="may_write" in request.POST, now=now)
        return HttpResponseRedirect(_back(query, "joined", len(keys)))
    assign_owner(viewer=viewer, accounts=keys, owner=user, now=now)
    return HttpResponseRedirect(_back(query, "assigned", len(keys)))


def _person(viewer: Viewer, key: str) -> User | None:
    """Somebody, None for nobody.

    Raises Problem where nobody is named and nobody was not meant.
    """
    if key == NOBODY:
        return None
    found: User | None = User.objects.visible_to(viewer).filter(pk=key_of(key)).first()
    if found is None:
        raise _nobody_named()
    return found


def _nobody_named() -> Problem:
    return Problem(
        Text("Nobody is named.", "未指定人员。"), remedy=Text("Choose a person from the list.", "请从列表中选择一人。")
    )


def _back(query: str, done: str, count: int) -> str:
    return f"/accounts/?{query}{'&' if query else ''}{done}={count}"
