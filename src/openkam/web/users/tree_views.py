"""Who managed whom on a day."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch, Q
from django.http import HttpResponse

from openkam.analysis.words import Text
from openkam.core.access import ROLE_LABELS, Right, Role, Viewer
from openkam.records.users.models import ManagerLink, RoleGrant, User
from openkam.web.policy import page
from openkam.web.typed import day_notice, day_or_none
from openkam.web.ui.render import render
from openkam.web.viewer import Request, viewer_in


@dataclass
class Branch:
    """Somebody and everybody below him; count  how many those are."""

    pk: int
    name: str
    roles: list[Text]
    is_active: bool
    below: list["Branch"] = field(default_factory=list)

    @property
    def count(self) -> int:
        """Everybody below, through any number of managers."""
        return len(self.below) + sum(one.count for one in self.below)


@dataclass(frozen=True)
class TreePage:
    """roots  who has somebody below and nobody above; alone  who has neither."""

    day: date
    is_today: bool
    roots: list[Branch]
    alone: list[Branch]
    notice: Text | None


@page(Right.MANAGE_USERS)
def tree(request: Request) -> HttpResponse:
    """The tree of managers as it stood on a day, today without one."""
    viewer, asked = viewer_in(request), request.GET.get("day", "")
    shown = tree_page(viewer, day_or_none(asked) or viewer.today, notice=day_notice(asked))
    return render(request, "users/tree.html", shown)


def tree_page(viewer: Viewer, day: date, *, notice: Text | None = None) -> TreePage:
    """Three queries, whatever the number of people; `notice` says why another day is shown than was asked for."""
    holds = Q(since_date__lte=day) & (Q(until_date=None) | Q(until_date__gte=day))
    above = dict(ManagerLink.objects.visible_to(viewer).filter(holds).values_list("user", "manager"))
    grants = Prefetch("role_grants", RoleGrant.objects.visible_to(viewer))
    users = User.objects.visible_to(viewer).order_by("name", "pk").prefetch_related(grants)
    named = set(above) | set(above.values())
    branches = {user.pk: _branch(user) for user in users if user.is_active or user.pk in named}
    below: dict[int, list[Branch]] = defaultdict(list)
    for user, branch in branches.items():
        if user in above:
            below[above[user]].append(branch)
    for manager, people in below.items():
        branches[manager].below = people
    tops = [branch for user, branch in branches.items() if user not in above]
    roots = [branch for branch in tops if branch.below]
    return TreePage(day, day == viewer.today, roots, [branch for branch in tops if not branch.below], notice)


def _branch(user: User) -> Branch:
    held = {Role(grant.role) for grant in user.role_grants.all()}
    return Branch(user.pk, user.name, [label for role, label in ROLE_LABELS.items() if role in held], user.is_active)
