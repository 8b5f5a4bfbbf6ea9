"""What a file would write, gathered row by row; keys below zero stand for rows that are still to be made."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from openkam.core.access import Viewer
from openkam.core.problem import Problem
from openkam.records.contacts.wording import refuse_private


class Outcome(StrEnum):
    """What becomes of a row."""

    CREATED = "CREATED"
    UPDATED = "UPDATED"
    UNCHANGED = "UNCHANGED"
    REJECTED = "REJECTED"


class RowFault(Exception):
    """The row is not taken; the code names the reason, the column where it lies."""

    def __init__(self, code: str, column: str = "") -> None:
        super().__init__(code)
        self.code, self.column = code, column


@dataclass(frozen=True)
class Keys:
    """What a person is known by, and what stands where a file does not say: purpose and source of his data."""

    person: str = "name"
    purpose: str = ""
    source: str = ""


@dataclass
class Plan:
    """New rows by their key below zero, changes of known rows as before and after."""

    viewer: Viewer
    today: date
    accounts: dict[int, dict[str, Any]] = field(default_factory=dict)
    account_changes: dict[int, dict[str, list[Any]]] = field(default_factory=dict)
    people: dict[int, dict[str, Any]] = field(default_factory=dict)
    person_changes: dict[int, dict[str, list[Any]]] = field(default_factory=dict)
    posts: dict[int, dict[str, Any]] = field(default_factory=dict)
    post_changes: dict[int, dict[str, list[Any]]] = field(default_factory=dict)
    roles: list[dict[str, Any]] = field(default_factory=list)
    relations: list[dict[str, Any]] = field(default_factory=list)
    _next: int = 0

    def new_key(self) -> int:
        """A key for a row that is still to be made."""
        self._next -= 1
        return self._next


def short(cells: dict[str, str], column: str, longest: int) -> str:
    """The text of a cell, blank where there is none. Raises RowFault where it is too long or may not be kept."""
    text = cells.get(column, "")
    if not text:
        return text
    if len(text) > longest:
        raise RowFault("too_long", column)
    if len(text) > 3 or any(map(str.isdigit, text)):  # noqa: PLR2004
        _refuse(text, column)
    return text


def changed(before: dict[str, Any], after: dict[str, Any]) -> dict[str, list[Any]]:
    """What a file says otherwise than it is known; what it leaves blank says nothing."""
    return {
        name: [before[name], value]
        for name, value in after.items()
        if value not in ("", None) and before.get(name) != value
    }


def _refuse(text: str, column: str) -> None:
    try:
        refuse_private(text)
    except Problem:
        raise RowFault("private", column) from None
