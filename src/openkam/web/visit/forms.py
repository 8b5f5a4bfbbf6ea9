"""What somebody sends from the page that prepares a visit."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from openkam.analysis.words import Text
from openkam.core.problem import Problem
from openkam.web.viewer import Request

_DIGITS: Final = 18
_MOST: Final = 50


@dataclass(frozen=True)
class Answered:
    """Which flag is answered, as the reader saw it."""

    flag: str
    facts: str
    opportunity: int | None


def attending_of(request: Request) -> list[int]:
    """Keys of those who will be there; what is none is left out."""
    return [key for word in request.GET.getlist("with")[:_MOST] if (key := _key(word)) is not None]


def answered_of(request: Request) -> Answered:
    """The flag a form is about."""
    sent = request.POST
    return Answered(sent.get("flag", "")[:40], sent.get("facts", "")[:64], _key(sent.get("opportunity", "")))


def strength_of(request: Request) -> int | None:
    """The strength that was chosen."""
    return _key(request.POST.get("strength", ""))


def until_of(request: Request) -> date | None:
    """The last day, None where none was given.

    Raises Problem where it is no day.
    """
    text = request.POST.get("until", "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Problem(
            Text("This is not a day.", "日期无效。"),
            remedy=Text("Write it as 2026-07-01.", "请按 2026-07-01 的格式填写。"),
            value=text[:40],
        ) from None


def _key(word: str) -> int | None:
    return int(word) if word.isascii() and word.isdigit() and len(word) <= _DIGITS else None
