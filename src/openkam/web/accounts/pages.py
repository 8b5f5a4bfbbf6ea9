"""The list of accounts as its page shows it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django.http import QueryDict

from openkam.analysis.column import Array
from openkam.analysis.methods.rhythm import movement, pattern
from openkam.analysis.words import Text
from openkam.core.access import Right, Viewer
from openkam.insight.grading.models import Run
from openkam.insight.grading.queries import newer_ledger
from openkam.ledger.manifest import ledger_version
from openkam.web.accounts.listing.answer import Answer, answer_to
from openkam.web.accounts.listing.asked import EXPIRED, MOVEMENTS, NO_PROFIT, NONE, OVERRIDDEN, PATTERNS, Asked
from openkam.web.accounts.listing.finding import finding
from openkam.web.accounts.listing.rows import MOVE_KINDS, columns_shown
from openkam.web.accounts.listing.scene import Kept
from openkam.web.amounts import written
from openkam.web.sight.columns import PROFIT, Column

ROWS: Final = 50
LIST: Final = "/accounts/"


@dataclass(frozen=True)
class Head:
    """A column's head: `sort` is up, down or blank; `href` orders by it, a second click turns the order."""

    column: Column
    sort: str
    href: str


@dataclass(frozen=True)
class Chip:
    """A choice of a facet and the list it leads to; `kind` as the components know it."""

    label: Text
    count: int
    href: str
    is_pressed: bool
    kind: str = "plain"


@dataclass(frozen=True)
class Pager:
    """Which rows of how many; `earlier` and `later` are addresses, blank at the ends."""

    total: int
    first: int
    latest: int
    earlier: str
    later: str


@dataclass(frozen=True)
class RangeField:
    """A figure from and to, as typed."""

    column: Column
    at_least: str
    at_most: str


@dataclass(frozen=True)
class Filters:
    """What the form offers and what is chosen; options are (value, label), the first one chooses nothing.

    kept  what the form must carry along: choices made by chips, order and columns
    """

    words: str
    regions: Sequence[tuple[str, Text | str]]
    industries: Sequence[tuple[str, Text | str]]
    owners: Sequence[tuple[str, str]]
    has_unowned: bool
    teams: Sequence[tuple[str, Text | str]]
    states: Sequence[tuple[str, Text | str]]
    chosen: dict[str, str]
    ranges: Sequence[RangeField]
    kept: Sequence[tuple[str, str]]
    count: int


@dataclass(frozen=True)
class ViewLink:
    """A saved view; `author` is blank for his own."""

    key: int
    name: str
    href: str
    author: str
    is_current: bool


@dataclass(frozen=True)
class AccountsPage:
    """Everything the list shows.

    rows   int32, those of this page among all that the viewer sees
    panel  the question as far as the panel of filters and columns shows it; made: what was drawn of it before
    """

    title: Text
    lead: Text
    run: Run | None
    is_expired: bool
    newer_ledger: int | None
    seen_count: int
    is_filtered: bool
    heads: Sequence[Head]
    answer: Answer
    rows: Array
    pager: Pager
    chips: Sequence[Sequence[Chip]]
    filters: Filters
    views: Sequence[ViewLink]
    choices: Sequence[tuple[Column, bool]]
    address: str
    query: str
    may_assign: bool
    may_export: bool
    may_load: bool
    panel: Asked
    made: Kept[Any]


def accounts_page(viewer: Viewer, given: QueryDict) -> AccountsPage:
    """One page of the list.

    Raises Problem where something is asked that the list has not.
    """
    answer = answer_to(viewer, given)
    asked, found = answer.asked, finding(answer)
    columns, (heads, chips) = columns_shown(answer), _switches(answer)
    start = (min(asked.page, _pages(answer.count)) - 1) * ROWS
    return AccountsPage(
        title=found.title,
        lead=found.lead,
        run=answer.run,
        is_expired=answer.known.is_expired,
        newer_ledger=newer_ledger(answer.run, ledger_version()),
        seen_count=answer.seen.count,
        is_filtered=asked.is_filtered,
        heads=heads,
        answer=answer,
        rows=answer.sifted.rows[start : start + ROWS],
        pager=_pager(asked, answer.count, start),
        chips=chips,
        filters=_filters(answer),
        views=_views(answer),
        choices=[(column, column in columns) for column in answer.allowed.values()],
        address=address(asked),
        query=asked.with_().query(),
        may_assign=viewer.may(Right.ASSIGN_ACCOUNTS),
        may_export=viewer.may(Right.EXPORT_ACCOUNTS),
        may_load=viewer.may(Right.LOAD_DATA),
        panel=_panel(asked),
        made=answer.scene.parts,
    )


def address(asked: Asked) -> str:
    """Where the list answers this question."""
    query = asked.query()
    return f"{LIST}?{query}" if query else LIST


def _switches(answer: Answer) -> tuple[list[Head], list[list[Chip]]]:
    """Heads and chips are the same on every page of a question: thirty addresses are written once."""
    if answer.asked.words:
        return _heads_and_chips(answer)
    key = ("switches", answer.asked.with_())
    return answer.scene.parts.of(key, lambda: _heads_and_chips(answer))  # type: ignore[no-any-return]


def _heads_and_chips(answer: Answer) -> tuple[list[Head], list[list[Chip]]]:
    heads = [_head(answer, column) for column in columns_shown(answer)]
    return heads, [one for one in (_tier_chips(answer), _pattern_chips(answer), _movement_chips(answer)) if one]


def _head(answer: Answer, column: Column) -> Head:
    asked = answer.asked
    is_sorted = column.code == (asked.sort or answer.first)
    down = asked.down if asked.sort else column.begins_down
    turned = not down if is_sorted else column.begins_down
    href = address(asked.with_(sort=column.code, down=turned)) if column.is_sortable else ""
    return Head(column, ("down" if down else "up") if is_sorted else "", href)


def _pages(count: int) -> int:
    return max(1, -(-count // ROWS))


def _pager(asked: Asked, count: int, start: int) -> Pager:
    page, pages = start // ROWS + 1, _pages(count)
    return Pager(
        total=count,
        first=start + 1,
        latest=min(start + ROWS, count),
        earlier=address(asked.with_(page=page - 1)) if page > 1 else "",
        later=address(asked.with_(page=page + 1)) if page < pages else "",
    )


def _tier_chips(answer: Answer) -> list[Chip]:
    counts, chosen = answer.sifted.facets["tier"], answer.asked.tiers
    named = [(tier.code, tier.label) for tier in answer.tiers] + [(NONE, Text("no tier", "未分级"))]
    return [
        Chip(label, counts.get(code, 0), _toggled(answer.asked, "tiers", code), code in chosen)
        for code, label in named
        if answer.tiers and (counts.get(code) or code in chosen)
    ]


def _pattern_chips(answer: Answer) -> list[Chip]:
    counts, chosen = answer.sifted.facets["pattern"], answer.asked.patterns
    return [
        Chip(pattern.LABELS[code], counts.get(code, 0), _toggled(answer.asked, "patterns", code), code in chosen)
        for code in PATTERNS
        if counts.get(code) or code in chosen
    ]


def _movement_chips(answer: Answer) -> list[Chip]:
    counts, chosen = answer.sifted.facets["movement"], answer.asked.movements
    return [
        Chip(
            movement.LABELS[code],
            counts.get(code, 0),
            _toggled(answer.asked, "movements", code),
            code in chosen,
            MOVE_KINDS.get(code, "plain"),
        )
        for code in MOVEMENTS
        if counts.get(code) or code in chosen
    ]


def _toggled(asked: Asked, facet: str, code: str) -> str:
    chosen = set(getattr(asked, facet)) ^ {code}
    return address(asked.with_(**{facet: tuple(sorted(chosen))}))


def _filters(answer: Answer) -> Filters:
    """The options are the same for every order and page."""
    asked = answer.asked
    offered: Filters = answer.scene.parts.of(("filters", _panel(asked)), lambda: _offered(answer))
    return replace(offered, words=asked.words, kept=_kept(asked))


def _panel(asked: Asked) -> Asked:
    return asked.with_(words="", tiers=(), patterns=(), movements=(), sort="", down=True)


def _offered(answer: Answer) -> Filters:
    asked, seen = answer.asked, answer.seen
    every = ("", Text("all", "全部"))
    owners = sorted(answer.known.owners.items(), key=lambda one: one[1].encode("gb18030", "replace"))
    return Filters(
        words="",
        regions=[every, *_words(seen.region.vocabulary)],
        industries=[every, *_words(seen.industry.vocabulary)],
        owners=[(str(key), name) for key, name in owners],
        has_unowned=0 in seen.owners,
        teams=[every, *answer.scene.teams],
        states=[
            every,
            (OVERRIDDEN, Text("tier set by a person", "人工调整等级")),
            (EXPIRED, Text("grade expired", "分级已过期")),
            *([(NO_PROFIT, Text("profit unknown", "毛利未知"))] if PROFIT in answer.allowed else []),
        ],
        chosen={
            "region": _one(asked.regions),
            "industry": _one(asked.industries),
            "owner": _one(asked.owners),
            "team": str(asked.team or ""),
            "state": _one(asked.states),
        },
        ranges=_range_fields(answer),
        kept=(),
        count=sum(map(bool, (asked.regions, asked.industries, asked.owners, asked.team, asked.states)))
        + len(asked.ranges),
    )


def _range_fields(answer: Answer) -> list[RangeField]:
    """A pair of fields for every figure on the list, and for every range that was asked for."""
    ranges = {one.column: one for one in answer.asked.ranges}
    shown = {column.code for column in columns_shown(answer)} | set(ranges)
    fields = []
    for column in answer.allowed.values():
        if column.is_figure and column.code in shown:
            one = ranges.get(column.code)
            ends = (one.at_least, one.at_most) if one is not None else (None, None)
            fields.append(RangeField(column, *("" if end is None else written(end) for end in ends)))
    return fields


def _kept(asked: Asked) -> list[tuple[str, str]]:
    plain = Asked(
        tiers=asked.tiers,
        patterns=asked.patterns,
        movements=asked.movements,
        sort=asked.sort,
        down=asked.down,
        columns=asked.columns,
    )
    kept = QueryDict(plain.query())
    return [(name, value) for name in kept for value in kept.getlist(name)]


def _views(answer: Answer) -> list[ViewLink]:
    viewer, asked = answer.viewer, answer.asked
    query = asked.with_().query()
    rows = answer.scene.views_of(viewer)
    return [
        ViewLink(
            key=view.pk,
            name=view.name,
            href=f"{LIST}?{view.query}",
            author="" if view.owner_id == viewer.user else view.owner.name,
            is_current=view.query == query,
        )
        for view in rows
    ]


def _words(vocabulary: Iterable[str]) -> list[tuple[str, Text | str]]:
    named: list[tuple[str, Text | str]] = [(word, word) for word in sorted(vocabulary, key=_sound) if word]
    return [*named, (NONE, Text("not known", "未知"))]


def _sound(word: str) -> bytes:
    return word.encode("gb18030", "replace")


def _one(chosen: Sequence[str]) -> str:
    return chosen[0] if chosen else ""
