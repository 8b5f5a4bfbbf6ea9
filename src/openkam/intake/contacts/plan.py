"""What a file would write, gathered row by row; keys below zero stand for rows that are still to be made."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final

from openkam.core.access import Viewer
from openkam.core.problem import Problem
from openkam.records.contacts.wording import refuse_private

PERSON_KEYS: Final = ("name", "email", "phone")
ACCOUNT_KEYS: Final = ("any", "code", "tax_number", "name", "name_region")
"""What an account is known by; any: the code, else the tax number, else the name."""
_LONGEST_NAME: Final = 3
"""A name so short, of letters alone, holds no number and is no sentence; most Chinese names are."""


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
    """What people and accounts are known by, and what stands where a file does not say: purpose and source."""

    person: str = "name"
    account: str = "any"
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
    lines: list[dict[str, Any]] = field(default_factory=list)
    line_changes: dict[int, dict[str, list[Any]]] = field(default_factory=dict)
    ties: list[dict[str, Any]] = field(default_factory=list)
    tie_changes: dict[int, dict[str, list[Any]]] = field(default_factory=dict)
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
    is_plain_name = column == "person_name" and len(text) <= _LONGEST_NAME and text.isalpha()
    if not is_plain_name and _is_private(text):
        raise RowFault("private", column)
    return text


def changed(before: dict[str, Any], after: dict[str, Any]) -> dict[str, list[Any]]:
    """What a file says otherwise than it is known; what it leaves blank says nothing."""
    return {
        name: [before[name], value]
        for name, value in after.items()
        if value not in ("", None) and before.get(name) != value
    }


@lru_cache(maxsize=10_000)
def _is_private(text: str) -> bool:
    """Departments, titles and sources are the same in row after row."""
    try:
        refuse_private(text)
    except Problem:
        return True
    return False
