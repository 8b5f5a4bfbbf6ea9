"""Keeping the list as it is under a name, and taking a name away."""

from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.utils import timezone

from openkam.core.access import Right, Role, Viewer
from openkam.insight.grading.queries import run_in_force
from openkam.records.accounts.actions import delete_view, save_view
from openkam.records.accounts.models import SavedView
from openkam.records.accounts.queries import saved_views
from openkam.web.accounts.listing.asked import asked_of
from openkam.web.policy import found_or_404, page
from openkam.web.sight.columns import columns_of
from openkam.web.ui.render import render
from openkam.web.viewer import Request, viewer_in


@dataclass(frozen=True)
class ViewsPage:
    """The views of the viewer, those kept for his team, and the list he came from."""

    own: list[SavedView]
    others: list[SavedView]
    query: str
    may_share: bool


@page(Right.SEE_ACCOUNTS, methods=("GET", "POST"))
def saved(request: Request) -> HttpResponse:
    """All saved views; POST keeps one."""
    viewer = viewer_in(request)
    if request.method == "POST":
        for_team = "for_team" in request.POST and _may_share(viewer)
        query = _checked(viewer, request.POST.get("query", ""))
        name = request.POST.get("name", "")
        save_view(viewer=viewer, name=name, query=query, for_team=for_team, now=timezone.now())
        return HttpResponseRedirect(f"/accounts/?{query}")
    rows = list(saved_views(viewer))
    shown = ViewsPage(
        own=[view for view in rows if view.owner_id == viewer.user],
        others=[view for view in rows if view.owner_id != viewer.user],
        query=_checked(viewer, request.GET.urlencode()),
        may_share=_may_share(viewer),
    )
    return render(request, "accounts/saved/views.html", shown)


@page(Right.SEE_ACCOUNTS, methods=("POST",))
def removal(request: Request, pk: int) -> HttpResponse:
    """A view of his own is taken away."""
    viewer = viewer_in(request)
    view = found_or_404(SavedView.objects.visible_to(viewer), pk=pk, owner=viewer.user)
    delete_view(viewer=viewer, view=view, now=timezone.now())
    return HttpResponseRedirect("/accounts/views/")


def _checked(viewer: Viewer, query: str) -> str:
    """The question as an address carries it, reduced to what this viewer may read.

    Raises Problem where it asks for more.
    """
    return asked_of(QueryDict(query), columns_of(viewer, run_in_force())).with_().query()


def _may_share(viewer: Viewer) -> bool:
    return Role.MANAGER in viewer.roles
