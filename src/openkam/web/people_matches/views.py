"""Like people, decided by a person and never by the machine."""

from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone

from openkam.core.access import Right
from openkam.records.contacts.models import Person
from openkam.records.duplicates.actions import keep_people_apart, merge_people, undo_merge_people
from openkam.records.duplicates.merging import FIELDS
from openkam.records.duplicates.models import PersonMatch
from openkam.web.people_matches.forms import decision_in
from openkam.web.people_matches.pages import matches_page
from openkam.web.policy import found_or_404, page
from openkam.web.ui.render import render
from openkam.web.viewer import Request, viewer_in


@page(Right.MATCH_ACCOUNTS)
def matches(request: Request) -> HttpResponse:
    """Pairs that wait, and what was decided lately."""
    return render(
        request, "people_matches/matches.html", matches_page(viewer_in(request), done=request.GET.get("done", ""))
    )


@page(Right.MATCH_ACCOUNTS, methods=("POST",))
def decision(request: Request) -> HttpResponse:
    """Merge a pair with the values that were chosen, or keep it apart."""
    viewer, now = viewer_in(request), timezone.now()
    said = decision_in(request.POST)
    left = found_or_404(Person.objects.visible_to(viewer), pk=said.left)
    right = found_or_404(Person.objects.visible_to(viewer), pk=said.right)
    if said.answer == "apart":
        keep_people_apart(viewer=viewer, one=left, other=right, now=now)
    elif said.answer == "keep-left":
        merge_people(viewer=viewer, kept=left, absorbed=right, from_absorbed=said.from_right, now=now)
    else:
        from_left = set(FIELDS) - said.from_right - {"aliases"}
        merge_people(viewer=viewer, kept=right, absorbed=left, from_absorbed=from_left, now=now)
    done = "apart" if said.answer == "apart" else "merged"
    return HttpResponseRedirect(f"/data/matches/people/?done={done}")


@page(Right.MATCH_ACCOUNTS, methods=("POST",))
def undo(request: Request, pk: int) -> HttpResponse:
    """Take a merge back."""
    viewer = viewer_in(request)
    match = found_or_404(PersonMatch.objects.visible_to(viewer), pk=pk)
    undo_merge_people(viewer=viewer, match=match, now=timezone.now())
    return HttpResponseRedirect("/data/matches/people/?done=undone")
