"""Users as whoever manages them sees them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import Prefetch, Q, QuerySet

from openkam.analysis.words import Text
from openkam.core.access import ROLE_LABELS, Role, Viewer
from openkam.core.problem import Problem
from openkam.records.users.models import ManagerLink, RoleGrant, User
from openkam.web.users.forms import UserForm

PAGE_USERS: Final = 100
DONE: Final = {
    "saved": Text("Saved.", "已保存。"),
    "roles": Text("The roles are set.", "角色已更新。"),
    "manager": Text("The manager is set.", "上级已更新。"),
    "state": Text("Done; the user's sessions have ended everywhere.", "已完成，该用户的登录会话已结束。"),
    "back": Text("The user may sign in again.", "该用户已恢复，可重新登录。"),
    "second-factor": Text(
        "The second factor is removed; the password alone signs in.", "两步验证已关闭，可仅用密码登录。"
    ),
}


@dataclass(frozen=True)
class UserRow:
    """A line of the list."""

    pk: int
    name: str
    login: str
    roles: list[Text]
    manager: str
    latest_at: datetime | None
    has_second_factor: bool
    is_active: bool


@dataclass(frozen=True)
class UsersPage:
    """first, latest, earlier and later as `c.pager` wants them."""

    rows: list[UserRow]
    words: str
    shows_all: bool
    total: int
    first: int
    latest: int
    earlier: str
    later: str


@dataclass(frozen=True)
class Managed:
    """Who managed the user from when to when."""

    manager: str
    since: date
    until: date | None
    is_now: bool


@dataclass(frozen=True)
class UserPage:
    """One user."""

    user: User
    roles: frozenset[Role]
    history: list[Managed]
    manager: int | None
    managers: list[tuple[str, Text | str]]
    today: date
    is_oneself: bool
    done: Text | None
    problem: Problem | None
    part: str


@dataclass(frozen=True)
class NewUserPage:
    """Somebody new; `managers` as (value, label), nobody first."""

    given: UserForm
    managers: list[tuple[str, Text | str]]
    problem: Problem | None = None


@dataclass(frozen=True)
class PasswordPage:
    """The one time a given password is shown."""

    pk: int
    name: str
    login: str
    password: str
    is_new: bool


def users_page(viewer: Viewer, words: str, *, shows_all: bool, offset: int) -> UsersPage:
    """The list; four queries, whatever its length."""
    rows = User.objects.visible_to(viewer).order_by("-is_active", "name", "pk")
    rows = rows if shows_all else rows.filter(is_active=True)
    if words:
        rows = rows.filter(Q(name__icontains=words) | Q(login__icontains=words.lower()))
    total = rows.count()
    found = list(rows.prefetch_related(_links(viewer), _grants(viewer))[offset : offset + PAGE_USERS])
    return UsersPage(
        rows=[_row(user, viewer.today) for user in found],
        words=words,
        shows_all=shows_all,
        total=total,
        first=offset + 1 if found else 0,
        latest=offset + len(found),
        earlier=_address(words, shows_all, max(0, offset - PAGE_USERS)) if offset else "",
        later=_address(words, shows_all, offset + PAGE_USERS) if offset + PAGE_USERS < total else "",
    )


def new_user_page(viewer: Viewer, given: UserForm, problem: Problem | None = None) -> NewUserPage:
    """The form for somebody new."""
    active = User.objects.visible_to(viewer).filter(is_active=True).order_by("name", "pk")
    return NewUserPage(given, _managers(active), problem)


def user_page(
    viewer: Viewer, user: User, *, done: str = "", problem: Problem | None = None, part: str = ""
) -> UserPage:
    """One user with his managers of all times."""
    links = ManagerLink.objects.visible_to(viewer).filter(user=user).select_related("manager").order_by("-since_date")
    history = [
        Managed(link.manager.name, link.since_date, link.until_date, _holds(link, viewer.today)) for link in links
    ]
    current = next((link.manager_id for link in links if _holds(link, viewer.today)), None)
    others = User.objects.visible_to(viewer).filter(is_active=True).exclude(pk=user.pk).order_by("name")
    grants = RoleGrant.objects.visible_to(viewer).filter(user=user)
    return UserPage(
        user=user,
        roles=frozenset(Role(grant.role) for grant in grants),
        history=history,
        manager=current,
        managers=_managers(others),
        today=viewer.today,
        is_oneself=viewer.user == user.pk,
        done=DONE.get(done),
        problem=problem,
        part=part,
    )


def _managers(users: QuerySet[User]) -> list[tuple[str, Text | str]]:
    return [("", Text("nobody", "无")), *((str(pk), name) for pk, name in users.values_list("pk", "name"))]


def _row(user: Any, today: date) -> UserRow:
    roles = {Role(grant.role) for grant in user.role_grants.all()}
    manager = next((link.manager.name for link in user.manager_links.all() if _holds(link, today)), "")
    return UserRow(
        pk=user.pk,
        name=user.name,
        login=user.login,
        roles=[label for role, label in ROLE_LABELS.items() if role in roles],
        manager=manager,
        latest_at=user.last_login,
        has_second_factor=user.second_factor_at is not None,
        is_active=user.is_active,
    )


def _links(viewer: Viewer) -> Prefetch[Any]:
    return Prefetch("manager_links", ManagerLink.objects.visible_to(viewer).select_related("manager"))


def _grants(viewer: Viewer) -> Prefetch[Any]:
    return Prefetch("role_grants", RoleGrant.objects.visible_to(viewer))


def _holds(link: ManagerLink, day: date) -> bool:
    return link.since_date <= day and (link.until_date is None or link.until_date >= day)


def _address(words: str, shows_all: bool, offset: int) -> str:
    asked = {"q": words, "all": "1" if shows_all else "", "from": str(offset) if offset else ""}
    return "/users/?" + urlencode({name: value for name, value in asked.items() if value})
