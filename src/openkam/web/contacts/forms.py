"""What is sent from the pages of people; what cannot be read is refused with a remedy."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from openkam.analysis.words import Text
from openkam.core.problem import Problem
from openkam.records.contacts.details import PersonDetails, PostDetails
from openkam.records.contacts.kinds import Basis

_DIGITS: Final = 18  # what the database can count
_EARLIEST: Final = date(1950, 1, 1)

Sent = Mapping[str, str]


def details_of(sent: Sent) -> PersonDetails:
    """The person as typed; the action checks it."""
    return PersonDetails(
        name=sent.get("name", ""),
        aliases=sent.get("aliases", ""),
        is_placeholder="is_placeholder" in sent,
        email=sent.get("email", ""),
        phone=sent.get("phone", ""),
        language=sent.get("language", ""),
        channel=sent.get("channel", ""),
        basis=sent.get("basis") or Basis.BUSINESS_CONTACT,
        purpose=sent.get("purpose", ""),
        source=sent.get("source", ""),
        noticed_date=day_of(sent.get("noticed", "")),
    )


def post_of(sent: Sent) -> PostDetails:
    """The post as typed; the action checks it."""
    return PostDetails(
        department=sent.get("department", ""),
        title=sent.get("title", ""),
        level=sent.get("level", ""),
        in_group="in_group" in sent,
        since_date=day_of(sent.get("since", "")),
    )


def day_of(text: str) -> date | None:
    """A day as a browser sends it; blank: none.

    Raises Problem where it is no day.
    """
    if not text.strip():
        return None
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        day = date.min
    if day < _EARLIEST:
        raise Problem(
            Text("This is not a day.", "日期无效。"),
            remedy=Text("Write it as 2026-07-01.", "请按 2026-07-01 的格式填写。"),
            value=text[:40],
        )
    return day


def key_of(text: str) -> int | None:
    """The key of a row; None where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else None
