"""What is asked of the list of accounts: one parser for the page, its exports, saved views and assignments."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode

from django.http import QueryDict

from openkam.analysis.methods.rhythm import movement, pattern
from openkam.analysis.words import Text
from openkam.core.problem import Problem
from openkam.web.amounts import amount_of, written
from openkam.web.sight.columns import NAME, PROFIT, Column, shown_first
from openkam.web.typed import key_of

PATTERNS: Final = tuple(pattern.LABELS)
MOVEMENTS: Final = (movement.GROWING, movement.STABLE, movement.DECLINING, movement.LOST, movement.NEW)
NONE: Final = "none"  # a tier, owner, region or industry that is not there
OVERRIDDEN: Final = "overridden"
EXPIRED: Final = "expired"
NO_PROFIT: Final = "profit-unknown"
STATES: Final = (OVERRIDDEN, EXPIRED)
LONGEST: Final = 100
MOST_CHOICES: Final = 100
_FROM: Final = "from."
_TO: Final = "to."


@dataclass(frozen=True)
class Range:
    """A figure from and to, both included, in the units of people: currency, per cent, days, years."""

    column: str
    at_least: float | None
    at_most: float | None


@dataclass(frozen=True)
class Asked:
    """Filters, order, columns and page of the list; several values of one filter mean any of them.

    owner, team  keys of users; a team is everybody below its manager and himself
    sort         code of a column, blank for the leading one; `down` shows the largest first
    """

    words: str = ""
    tiers: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    movements: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    team: int | None = None
    states: tuple[str, ...] = ()
    ranges: tuple[Range, ...] = ()
    sort: str = ""
    down: bool = True
    columns: tuple[str, ...] = ()
    page: int = 1

    @property
    def is_filtered(self) -> bool:
        """Whether anything is left out."""
        plain = Asked(sort=self.sort, down=self.down, columns=self.columns, page=self.page)
        return self != plain

    def with_(self, **changes: Any) -> "Asked":
        """The same question with something changed, from its first page."""
        return replace(self, **{"page": 1, **changes})

    def query(self) -> str:
        """The query string that asks the same; blank for the plain list."""
        pairs: list[tuple[str, str]] = [("q", self.words)] if self.words else []
        for name, chosen in self._choices().items():
            pairs += [(name, value) for value in chosen]
        if self.team is not None:
            pairs.append(("team", str(self.team)))
        for one in self.ranges:
            ends = ((_FROM, one.at_least), (_TO, one.at_most))
            pairs += [(end + one.column, written(value)) for end, value in ends if value is not None]
        if self.sort:
            pairs.append(("sort", f"-{self.sort}" if self.down else self.sort))
        if self.columns:
            pairs.append(("columns", ",".join(self.columns)))
        if self.page > 1:
            pairs.append(("page", str(self.page)))
        return urlencode(pairs)

    def _choices(self) -> Mapping[str, tuple[str, ...]]:
        return {
            "tier": self.tiers,
            "pattern": self.patterns,
            "movement": self.movements,
            "region": self.regions,
            "industry": self.industries,
            "owner": self.owners,
            "state": self.states,
        }


def asked_of(given: QueryDict, allowed: Mapping[str, Column]) -> Asked:
    """The question of a query string; `allowed` are the columns this viewer may read.

    Raises Problem for a column that is not there or that he may not read (nobody can tell which), and for a value
    that is none.
    """
    sort, down = _sort(given.get("sort", ""), allowed)
    return Asked(
        words=_text(given.get("q", "")),
        tiers=_several(given, "tier"),
        patterns=_known(_several(given, "pattern"), PATTERNS),
        movements=_known(_several(given, "movement"), MOVEMENTS),
        regions=_several(given, "region"),
        industries=_several(given, "industry"),
        owners=tuple(one for one in _several(given, "owner") if one == NONE or key_of(one)),
        team=key_of(given.get("team", "")),
        states=_known(_several(given, "state"), (*STATES, NO_PROFIT) if PROFIT in allowed else STATES),
        ranges=tuple(_ranges(given, allowed)),
        sort=sort,
        down=down,
        columns=_columns(given, allowed),
        page=max(1, key_of(given.get("page", "")) or 1),
    )


def _sort(name: str, allowed: Mapping[str, Column]) -> tuple[str, bool]:
    code = name.removeprefix("-")
    if not code:
        return "", True
    if not _column(code, allowed).is_sortable:
        raise _no_column()
    return code, name.startswith("-")


def _columns(given: QueryDict, allowed: Mapping[str, Column]) -> tuple[str, ...]:
    """The chosen columns in the house's order, the name always among them; blank where they are the usual ones."""
    chosen = {code for one in given.getlist("columns") for code in one.split(",") if code}
    if not chosen:
        return ()
    wanted = {_column(code, allowed).code for code in chosen} | {NAME}
    ordered = tuple(code for code in allowed if code in wanted)
    return () if ordered == shown_first(allowed) else ordered


def _ranges(given: QueryDict, allowed: Mapping[str, Column]) -> Iterable[Range]:
    ends: dict[str, dict[str, float]] = {}
    for name in given:
        for end in (_FROM, _TO):
            if name.startswith(end) and given.get(name, "").strip():
                column = _column(name.removeprefix(end), allowed)
                if not column.is_figure:
                    raise _no_column()
                ends.setdefault(column.code, {})[end] = amount_of(str(given[name]))
    for code, found in sorted(ends.items()):
        yield Range(code, found.get(_FROM), found.get(_TO))


def _column(code: str, allowed: Mapping[str, Column]) -> Column:
    if code not in allowed:
        raise _no_column()
    return allowed[code]


def _no_column() -> Problem:
    return Problem(
        Text("The list has no such column to show, sort or filter by.", "列表中没有可供显示、排序或筛选的这一列。"),
        remedy=Text("Choose from the columns on offer.", "请从所列的列中选择。"),
    )


def _several(given: QueryDict, name: str) -> tuple[str, ...]:
    chosen = {_text(one) for one in given.getlist(name)[:MOST_CHOICES]}
    return tuple(sorted(chosen - {""}))


def _known(chosen: tuple[str, ...], known: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(one for one in chosen if one in known)


def _text(value: str) -> str:
    return value.replace("\x00", "").strip()[:LONGEST]
