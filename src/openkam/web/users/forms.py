"""What whoever manages users sends."""

import secrets
from dataclasses import dataclass
from datetime import date
from typing import Final

from openkam.analysis.words import Language, Text
from openkam.core.access import Role
from openkam.core.problem import Problem
from openkam.web.typed import day_or_none
from openkam.web.viewer import Request

_LETTERS: Final = "23456789abcdefghjkmnpqrstuvwxyz"  # none that is taken for another
_GROUPS: Final = 4
_DIGITS: Final = 18  # what the database can count
_EARLIEST: Final = date(1970, 1, 1)
_LATEST: Final = date(9000, 1, 1)


@dataclass(frozen=True)
class UserForm:
    """As typed; the action checks it."""

    login: str = ""
    name: str = ""
    roles: frozenset[Role] = frozenset()
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
    is_key = chosen.isascii() and chosen.isdigit() and len(chosen) <= _DIGITS
    if chosen and not is_key:
        raise Problem(
            Text("This is nobody who works here.", "没有这个用户。"),
            remedy=Text("Choose a name of the list.", "请从列表中选择。"),
            value=chosen[:40],
        )
    return ManagerForm(int(chosen) if chosen else None, day_of(request.POST.get("since", "")))


def day_of(text: str) -> date:
    """A day as a browser sends it.

    Raises Problem where it is none.
    """
    day = day_or_none(text)
    if day is None or not _EARLIEST <= day <= _LATEST:
        raise _no_day(text)
    return day


def initial_password() -> str:
    """Sixteen random letters in groups, easy to read out; its owner changes it when he first signs in."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(_GROUPS))
    return "-".join(groups)


def _no_day(text: str) -> Problem:
    return Problem(
        Text("This is not a day.", "日期无效。"),
        remedy=Text("Write it as 2026-07-01.", "请按 2026-07-01 的格式填写。"),
        value=text[:40],
    )
