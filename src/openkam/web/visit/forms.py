"""What somebody sends from the page that prepares a visit."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from openkam.web.typed import day_of, key_of
from openkam.web.viewer import Request

_MOST: Final = 50


@dataclass(frozen=True)
class Answered:
    """Which flag is answered, as the reader saw it."""

    flag: str
    facts: str
    opportunity: int | None


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
