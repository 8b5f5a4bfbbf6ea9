"""What whoever manages users sends."""

import secrets
from dataclasses import dataclass
from datetime import date
from typing import Final

from openkam.analysis.words import Language, Text
from openkam.core.access import Role
from openkam.core.problem import Problem
from openkam.web.typed import day_of, key_of
from openkam.web.viewer import Request

_LETTERS: Final = "23456789abcdefghjkmnpqrstuvwxyz"  # none that is taken for another
_GROUPS: Final = 4


@dataclass(frozen=True)
class UserForm:
    """As typed; the action checks it. `manager` is the key of a user, None for nobody."""

    login: str = ""
    name: str = ""
    roles: frozenset[Role] = frozenset()
    reads_prices: bool = False
    language: Language = "zh"
    manager: int | None = None


@dataclass(frozen=True)
class ManagerForm:
    """manager  key of a user, None for nobody."""

    manager: int | None
    since: date


def user_form_of(request: Request) -> UserForm:
    """The form as sent."""
    sent = request.POST
    return UserForm(
        sent.get("login", "").strip(),
        sent.get("name", "").strip(),
        roles_of(request),
        "reads_prices" in sent,
        "en" if sent.get("language") == "en" else "zh",
        key_of(sent.get("manager", "")),
    )


def roles_of(request: Request) -> frozenset[Role]:
    """The roles that were ticked; words that are none are left out."""
    return frozenset(role for role in Role if role in request.POST.getlist("roles"))


def manager_form_of(request: Request) -> ManagerForm:
    """The form as sent.

    Raises Problem for a day that is none.
    """
    chosen = request.POST.get("manager", "")
    manager = key_of(chosen)
    if chosen and manager is None:
        raise Problem(
            Text("This is nobody who works here.", "没有这个用户。"),
            remedy=Text("Choose a name of the list.", "请从列表中选择。"),
            value=chosen[:40],
        )
    since = day_of(request.POST.get("since", ""))
    if since is None:
        raise Problem(
            Text("No day was given.", "未填写日期。"),
            remedy=Text("Say since when, as 2026-07-01.", "请填写起始日期，如 2026-07-01。"),
        )
    return ManagerForm(manager, since)


def initial_password() -> str:
    """Sixteen random letters in groups, easy to read out; its owner changes it when he first signs in."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(_GROUPS))
    return "-".join(groups)
