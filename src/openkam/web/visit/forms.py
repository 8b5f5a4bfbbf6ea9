"""What somebody sends from the page that prepares a visit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from openkam.core.problem import Problem
from openkam.web.typed import day_of, key_of
from openkam.web.viewer import Request

_MOST: Final = 50
_LONGEST: Final = 2000
_FIELDS: Final = ("reason", "until", "strength", "action", "text", "evidence")


@dataclass(frozen=True)
class Answered:
    """Which flag is answered, as the reader saw it."""

    flag: str
    facts: str
    opportunity: int | None


@dataclass(frozen=True)
class Refused:
    """A form that was refused: which one, about which flag, what stood in its fields, and why."""

    form: str
    about: Answered
    said: Mapping[str, str]
    problem: Problem


def refused_of(request: Request, form: str, problem: Problem) -> Refused:
    """What was sent, to be shown again."""
    said = {name: request.POST.get(name, "")[:_LONGEST] for name in _FIELDS}
    return Refused(form, answered_of(request), said, problem)


def attending_of(request: Request) -> list[int]:
    """Keys of those who will be there; what is none is left out."""
    return [key for word in request.GET.getlist("with")[:_MOST] if (key := key_of(word)) is not None]


def answered_of(request: Request) -> Answered:
    """The flag a form is about."""
    sent = request.POST
    return Answered(sent.get("flag", "")[:40], sent.get("facts", "")[:64], key_of(sent.get("opportunity", "")))


def strength_of(request: Request) -> int | None:
    """The strength that was chosen."""
    return key_of(request.POST.get("strength", ""))


def until_of(request: Request) -> date | None:
    """The last day, None where none was given.

    Raises Problem where it is no day.
    """
    return day_of(request.POST.get("until", ""))
