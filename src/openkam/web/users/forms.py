"""What whoever manages users sends."""

import secrets
from dataclasses import dataclass
from datetime import date
from typing import Final

from openkam.analysis.words import Language, Text
from openkam.core.access import Role
from openkam.core.problem import Problem
from openkam.web.viewer import Request

_LETTERS: Final = "23456789abcdefghjkmnpqrstuvwxyz"  # none that is taken for another
_GROUPS: Final = 4


@dataclass(frozen=True)
class UserForm:
    """As typed; the action checks it."""

    login: str = ""
    name: str = ""
    roles: frozenset[Role] = frozenset({Role.SELLER})
    reads_prices: bool = False
    language: Language = "zh"


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
    )


def roles_of(request: Request) -> frozenset[Role]:
    """The roles that were ticked; words that are none are left out."""
    return frozenset(role for role in Role if role in request.POST.getlist("roles"))


def manager_form_of(request: Request) -> ManagerForm:
    """The form as sent.

    Raises Problem for a day that is none.
    """
    chosen = request.POST.get("manager", "")
    return ManagerForm(int(chosen) if chosen.isascii() and chosen.isdigit() else None, day_of(request.POST["since"]))


def day_of(text: str) -> date:
    """A day as a browser sends it.

    Raises Problem where it is none.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Problem(
            Text("This is not a day.", "日期无效。"),
            remedy=Text("Write it as 2026-07-01.", "请按 2026-07-01 的格式填写。"),
            value=text[:40],
        ) from None


def initial_password() -> str:
    """Sixteen random letters in groups, easy to read out; its owner changes it when he first signs in."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(_GROUPS))
    return "-".join(groups)
