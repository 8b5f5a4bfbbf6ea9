"""What one viewer sees of the accounts, as columns in memory: filters, orders and counts take a thousandth of a second.

Nothing a viewer may not see is ever read for him, and figures of class PRICE only for who reads them.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from threading import Lock
from typing import Any, Final, TypeVar

import numpy as np
from django.db.models import BigIntegerField, ExpressionWrapper, F

from openkam.analysis.column import Array
from openkam.core.access import Viewer
from openkam.core.audit.since import moved_since
from openkam.core.fields import MoneyField
from openkam.insight.grading.kept_grades import WORDS, KeptGrades, grades_of_run
from openkam.insight.grading.models import Grade, Run
from openkam.insight.grading.queries import run_in_force
from openkam.ledger.folder import data_folder
from openkam.records.accounts.models import Account
from openkam.web.sight.columns import columns_of
from openkam.web.sight.harmless import HARMLESS
from openkam.web.sight.packed import Names, Wording, Words

Made = TypeVar("Made")

KEPT_FROM: Final = 200
"""Fewer accounts are read anew for every page; that costs about a thousandth of a second."""

_KEPT_ROWS: Final = 400_000
"""Of all kept lists together, about 70 bytes a row, 4 more for every order; the latest is kept whatever its length."""

_MOST_RUNS: Final = 500

_BEGINNING: Final = -1
_HEAD: Final = "as-of"
_COLUMNS: Final = ("pk", "name", "owner_id", "region", "industry")
_CHUNK: Final = 5_000
_FIRST: Final = ("account_id", "tier_place", "pattern", "movement")
NO_TIER: Final = 99


class Figures(Mapping[str, Array]):
    """Figures of the accounts somebody sees, taken from those of the whole run when they are first asked for.

    graded  which of his accounts have a grade; rows: where those stand among all grades of the run
    """

    def __init__(self, whole: Mapping[str, Array], codes: frozenset[str], graded: Array, rows: Array) -> None:
        self._whole, self._codes, self._graded, self._rows = whole, codes, graded, rows
        self._taken: dict[str, Array] = {}

    def __getitem__(self, code: str) -> Array:
        if code not in self._codes:
            raise KeyError(code)
        if code not in self._taken:
            self._taken[code] = self._found(self._whole[code])
        return self._taken[code]

    def __contains__(self, code: object) -> bool:
        return code in self._codes

    def __iter__(self) -> Iterator[str]:
        return iter(self._codes)

    def __len__(self) -> int:
        return len(self._codes)

    def _found(self, values: Array) -> Array:
        if len(self._rows) == len(self._graded) == len(values):
            return np.asarray(values)  # all of them, in the same order: nothing is copied
        found = np.full(len(self._graded), np.nan)
        found[self._graded] = values[self._rows]
        return found


@dataclass(frozen=True)
class Seen:
    """One row an account the viewer sees, by its key.

    account  int64 keys, rising; owner int32, 0 nobody
    tier     int16 place of the grade, 99 none
    figures  float64 by column code, NaN unknown; money in units of 1/10,000
    made     what was computed of it since, by whoever asked `of`
    """

    account: Array
    name: Names
    owner: Array
    region: Words
    industry: Words
    graded: Array
    tier: Array
    pattern: Words
    movement: Words
    figures: Mapping[str, Array]
    orders: dict[str, Array] = field(default_factory=dict)
    made: dict[Any, Any] = field(default_factory=dict)

    @cached_property
    def owners(self) -> list[int]:
        """Everybody who owns one of the accounts, 0 among them where nobody owns some."""
        found: list[int] = np.unique(self.owner).tolist()
        return found

    @property
    def count(self) -> int:
        """How many accounts the viewer sees."""
        return len(self.account)

    def of(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What was made under this key since these accounts were read, else made now: good until an act changes them.

        Any act that is not HARMLESS does, so what rests on users may be kept here as well.
        """
        if key not in self.made:
            self.made[key] = make()
        found: Made = self.made[key]
        return found

    def those(self, keys: Array) -> Array:
        """Which of the accounts have one of the keys; what the viewer does not see is passed over."""
        place = np.searchsorted(self.account, keys)
        place, keys = place[place < self.count], keys[place < self.count]
        mask = np.zeros(self.count, bool)
        mask[place[self.account[place] == keys]] = True
        return mask

    def row(self, account: int) -> int | None:
        """Where the account of this key stands; None where the viewer does not see it."""
        at = int(np.searchsorted(self.account, account))
        return at if at < self.count and self.account[at] == account else None


def seen_by(viewer: Viewer, run: Run | None) -> Seen:
    """The accounts the viewer sees with their figures in a run; from memory while nothing was done since."""
    key = _key(viewer, run)
    kept = _KEPT.get(key)
    head, moved = moved_since(kept.head if kept else _BEGINNING, harmless=HARMLESS)
    if kept is not None and not moved:
        _KEPT.put(key, _Kept(head, kept.seen))
        return kept.seen
    return _read_anew(viewer, run, head, kept.seen if kept else None)


def in_force(viewer: Viewer) -> tuple[Run | None, Seen]:
    """The run in force and what the viewer sees of it: one query while nothing was done since."""
    who = whose(viewer)
    known = _KEPT.run_of(who)
    # Before anything is read: what is published meanwhile stands behind this line of the trail.
    head, moved = moved_since(known[0] if known else _BEGINNING, harmless=HARMLESS)
    kept = _KEPT.get(_key(viewer, known[1])) if known and not moved else None
    if known is not None and kept is not None:
        if head != known[0]:
            _KEPT.keep_run(who, head, known[1])
            _KEPT.put(_key(viewer, known[1]), _Kept(head, kept.seen))
        return known[1], kept.seen
    run = run_in_force()
    if run is not None:
        _KEPT.keep_run(who, head, run)
    is_new = _KEPT.get(_key(viewer, run)) is None
    return run, _read_anew(viewer, run, head, None) if is_new else seen_by(viewer, run)


def as_of(seen: Seen) -> int:
    """The line of the audit trail up to which these accounts were last compared with what was done."""
    line: int = seen.made.get(_HEAD, _BEGINNING)
    return line


def forget() -> None:
    """Read every list anew: for whoever changes the records other than by an act."""
    _KEPT.clear()


def times_forgotten() -> int:
    """Changes with every `forget`: what is made of kept lists carries it in its key."""
    return _KEPT.cleared


def is_long(seen: Seen) -> bool:
    """Whether the list is worth keeping."""
    return seen.count >= KEPT_FROM


def whose(viewer: Viewer) -> tuple[Any, ...]:
    """Who sees the whole company sees the same as others who do; everybody else has a list of his own."""
    user = 0 if viewer.reads_all_accounts else viewer.user
    return (user, viewer.roles, viewer.readable, viewer.opened, viewer.today)


@dataclass(frozen=True)
class _Kept:
    """What was read when the audit trail stood at `head`."""

    head: int
    seen: Seen


class _Shelf:
    """The latest few, shared by the threads of a process."""

    def __init__(self) -> None:
        self._lock, self._kept, self.cleared = Lock(), OrderedDict[Any, _Kept](), 0
        self._runs: dict[Any, tuple[int, Run]] = {}

    def run_of(self, who: Any) -> tuple[int, Run] | None:
        """The run that was in force when the audit trail stood there."""
        return self._runs.get(who)

    def keep_run(self, who: Any, head: int, run: Run) -> None:
        """Remember it for the next page."""
        with self._lock:
            if len(self._runs) >= _MOST_RUNS:
                self._runs.clear()
            self._runs[who] = (head, run)

    def get(self, key: Any) -> _Kept | None:
        with self._lock:
            return self._kept.get(key)

    def put(self, key: Any, kept: _Kept) -> None:
        kept.seen.made[_HEAD] = kept.head
        with self._lock:
            self._kept[key] = kept
            self._kept.move_to_end(key)
            while len(self._kept) > 1 and sum(one.seen.count for one in self._kept.values()) > _KEPT_ROWS:
                self._kept.popitem(last=False)

    def drop(self, key: Any) -> None:
        with self._lock:
            self._kept.pop(key, None)

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()
            self._runs.clear()
            self.cleared += 1


_KEPT: Final = _Shelf()


def _key(viewer: Viewer, run: Run | None) -> tuple[Any, ...]:
    return (*whose(viewer), run.number if run else 0)


def _read_anew(viewer: Viewer, run: Run | None, head: int, before: Seen | None) -> Seen:
    """Kept as of `head`, a line of the trail that was read earlier."""
    key, seen = _key(viewer, run), _read(viewer, run, before)
    if is_long(seen):
        _KEPT.put(key, _Kept(head, seen))
    else:
        _KEPT.drop(key)
    return seen


def _read(viewer: Viewer, run: Run | None, before: Seen | None) -> Seen:
    account, name, owner, region, industry = _read_accounts(viewer)
    if before is not None and np.array_equal(before.account, account):
        graded, tier, pattern, movement, figures = _graded_part(before)
    else:
        graded, tier, pattern, movement, figures = _read_grades(viewer, run, account)
    return Seen(
        account=account,
        name=name,
        owner=owner,
        region=region,
        industry=industry,
        graded=graded,
        tier=tier,
        pattern=pattern,
        movement=movement,
        figures=figures,
    )


def _read_accounts(viewer: Viewer) -> tuple[Array, Names, Array, Words, Words]:
    """A few thousand rows at a time: all of them at once would take ten times the room of what is kept."""
    account, owner = [np.zeros(0, np.int64)], [np.zeros(0, np.int32)]
    region, industry = Wording(), Wording()

    def names() -> Iterator[Sequence[str]]:
        rows = Account.objects.visible_to(viewer).order_by("pk").values_list(*_COLUMNS).iterator(chunk_size=_CHUNK)
        while part := list(islice(rows, _CHUNK)):
            keys, written, owners, regions, industries = zip(*part, strict=True)
            account.append(np.array(keys, np.int64))
            owner.append(np.array([key or 0 for key in owners], np.int32))
            region.add(regions)
            industry.add(industries)
            yield written

    name = Names.of(names())
    return np.concatenate(account), name, np.concatenate(owner), region.words, industry.words


_GradedPart = tuple[Array, Array, Words, Words, Mapping[str, Array]]


def _graded_part(seen: Seen) -> _GradedPart:
    """The grades of a run never change."""
    return seen.graded, seen.tier, seen.pattern, seen.movement, seen.figures


def _read_grades(viewer: Viewer, run: Run | None, account: Array) -> _GradedPart:
    codes = [column.code for column in columns_of(viewer, run).values() if column.is_figure]
    kept = grades_of_run(run, data_folder()) if run is not None and len(account) >= KEPT_FROM else None
    return _asked_grades(viewer, run, account, codes) if kept is None else _kept_grades(kept, account, codes)


def _kept_grades(kept: KeptGrades, account: Array, codes: Sequence[str]) -> _GradedPart:
    """Of all grades of the run those of the accounts the viewer sees."""
    place = np.searchsorted(kept.account, account)
    graded = place < len(kept.account)
    graded[graded] = kept.account[place[graded]] == account[graded]
    rows = place[graded]
    tier = np.full(len(account), NO_TIER, np.int16)
    tier[graded] = kept.tier_place[rows]
    pattern, movement = (
        _spread(Words(kept.vocabulary[name], kept.words[name][rows]), graded, len(account)) for name in WORDS
    )
    return graded, tier, pattern, movement, Figures(kept.figures, frozenset(codes), graded, rows)


def _asked_grades(viewer: Viewer, run: Run | None, account: Array, codes: Sequence[str]) -> _GradedPart:
    rows, known = _grade_rows(viewer, run, codes, account), set(account.tolist())
    # Between two queries an account may have come into sight: it waits for the next page.
    rows = [row for row in rows if row[0] in known]
    width = len(_FIRST) + len(codes)
    keys, tiers, patterns, movements, *figures = zip(*rows, strict=True) if rows else [()] * width
    place = np.searchsorted(account, np.array(keys, np.int64))
    graded, tier = np.zeros(len(account), bool), np.full(len(account), NO_TIER, np.int16)
    graded[place], tier[place] = True, np.array(tiers, np.int16)
    return (
        graded,
        tier,
        _spread(_words(patterns), place, len(account)),
        _spread(_words(movements), place, len(account)),
        {code: _figures(values, place, len(account)) for code, values in zip(codes, figures, strict=True)},
    )


def _grade_rows(viewer: Viewer, run: Run | None, codes: Sequence[str], account: Array) -> list[tuple[Any, ...]]:
    if run is None:
        return []
    grades = Grade.objects.visible_to(viewer).filter(run=run)
    if len(account) < KEPT_FROM:
        # By key: the few are found one by one, where the condition alone would go through the whole run.
        grades = grades.filter(account__in=account.tolist())
    return list(grades.values_list(*_FIRST, *map(_plain, codes)))


def _plain(code: str) -> Any:
    """Money as the whole number the database keeps: a hundred thousand Decimals would take half a second."""
    if isinstance(Grade._meta.get_field(code), MoneyField):
        return ExpressionWrapper(F(code), output_field=BigIntegerField())
    return code


def _words(values: Sequence[str]) -> Words:
    made = Wording()
    made.add(values)
    return made.words


def _spread(words: Words, place: Array, count: int) -> Words:
    index = np.zeros(count, np.int32)
    index[place] = words.index
    return Words(words.vocabulary, index)


def _figures(values: Sequence[Any], place: Array, count: int) -> Array:
    spread = np.full(count, np.nan)
    spread[place] = np.array(values, np.float64)
    return spread
