"""What is wrong or doubtful in a scheme file, where, and what to do about it."""

import re
from dataclasses import dataclass
from enum import StrEnum

from openkam.analysis.words import Text
from openkam.core.problem import Problem

Place = tuple[str | int, ...]
"""Keys and positions from the top of the file down: ("tiers", 1, "label", "zh")."""


class Severity(StrEnum):
    """An error stops the scheme from being used, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Finding:
    """One fault or doubt; `line` counts from 1 and is None where the file says nothing at that place."""

    severity: Severity
    what: Text
    remedy: Text
    file: str
    key: str = ""
    line: int | None = None
    value: str | None = None

    def problem(self) -> Problem:
        """The finding as a fault that stops a command."""
        return Problem(
            self.what, remedy=self.remedy, file=self.file, row=self.line, column=self.key or None, value=self.value
        )


def key_of(place: Place) -> str:
    """A place as a reader writes it: tiers[2].label.zh, positions counted from 1."""
    key = ""
    for step in place:
        key += f"[{step + 1}]" if isinstance(step, int) else f"{'.' if key else ''}{step}"
    return key


def line_of(text: str, place: Place) -> int | None:
    """The line a place stands on, as near as plain reading tells: its key, else its table."""
    lines = text.splitlines()
    start, end, found = 0, len(lines), None
    path: list[str] = []
    for step in place:
        if isinstance(step, int):
            header = _nth(lines, rf"^\s*\[\[\s*{re.escape('.'.join(path))}\s*\]\]", step, start, end)
            if header is not None:
                start, found = header, header
                end = _next_sibling(lines, header, path[:1])
            continue
        path.append(step)
        table = rf"^\s*\[\[?\s*{re.escape('.'.join(path))}\s*\]"
        key = rf"(^|[\s{{,.])[\"']?{re.escape(step)}[\"']?\s*[=.]"
        line = _nth(lines, table, 0, start, end)
        line = _nth(lines, key, 0, start, end) if line is None else line
        if line is not None:
            start, found = line, line
    return None if found is None else found + 1


def _nth(lines: list[str], pattern: str, count: int, start: int, end: int) -> int | None:
    hits = [index for index in range(start, end) if re.search(pattern, lines[index])]
    return hits[count] if count < len(hits) else None


def _next_sibling(lines: list[str], header: int, path: list[str]) -> int:
    top = rf"^\s*\[\[?\s*(?!{re.escape('.'.join(path))}\.)"
    return next((index for index in range(header + 1, len(lines)) if re.search(top, lines[index])), len(lines))
