"""The rows of the list as they are shown and exported, read from the records for a page at a time."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from django.db.models import F

from openkam.analysis.methods.rhythm import movement, pattern
from openkam.analysis.words import Text
from openkam.core.access import Viewer
from openkam.insight.grading.models import Grade
from openkam.records.accounts.models import Account, AccountCode
from openkam.web.accounts.listing.answer import Answer
from openkam.web.accounts.listing.columns import Column, Kind, shown_first

CHUNK: Final = 1_000
MOVE_KINDS: Final = {"GROWING": "up", "DECLINING": "down", "LOST": "gone", "NEW": "new"}


class Cell(NamedTuple):
    """One figure or word of a row; `value` None is unknown.

    TIER carries a Text and its place in `more`, and whether a person set it in `is_set`; MOVE its code in `more`.
    """

    column: Column
    value: Any
    more: Any = None
    is_set: bool = False

    @property
    def chip(self) -> str:
        """The kind of chip a movement is shown as."""
        return MOVE_KINDS.get(str(self.more), "plain")

    @property
    def is_news(self) -> bool:
        """Whether the movement is one to look at."""
        return self.more in MOVE_KINDS


@dataclass(frozen=True)
class ListRow:
    """One account of the list."""

    key: int
    name: str
    cells: tuple[Cell, ...]


def columns_shown(answer: Answer) -> tuple[Column, ...]:
    """The columns of the list, the name first."""
    return tuple(answer.allowed[code] for code in answer.asked.columns or shown_first(answer.allowed))


def rows_of(answer: Answer, start: int, stop: int) -> list[ListRow]:
    """The rows of some places of the answer: a query, one more for accounts without a grade, one for codes."""
    keys = answer.keys(start, stop)
    columns = columns_shown(answer)
    told = {row["account_id"]: row for row in _grades(answer, keys, columns)}
    told |= {row["account_id"]: row for row in _accounts(answer.viewer, [key for key in keys if key not in told])}
    codes = _codes(answer.viewer, keys) if any(column.code == "code" for column in columns) else {}
    places = dict(zip(keys, answer.sifted.tier[answer.sifted.rows[start:stop]].tolist(), strict=True))
    rows = []
    for key in keys:
        if key in told:
            one = told[key] | {"code": ", ".join(codes.get(key, ())), "place": places[key]}
            rows.append(ListRow(key, one["name"], tuple([_cell(answer, column, one) for column in columns])))
    return rows


def all_rows(answer: Answer) -> Iterator[ListRow]:
    """Every row asked for, a thousand at a time."""
    for start in range(0, answer.count, CHUNK):
        yield from rows_of(answer, start, start + CHUNK)


def _accounts(viewer: Viewer, keys: Sequence[int]) -> Any:
    if not keys:
        return []
    rows = Account.objects.visible_to(viewer).filter(pk__in=keys)
    return rows.values("name", "region", "industry", account_id=F("pk"), owner_name=F("owner__name"))


def _grades(answer: Answer, keys: Sequence[int], columns: Sequence[Column]) -> Any:
    """Only the fields that are shown are read, and none that this viewer may not."""
    if answer.run is None:
        return []
    fields = [column.code for column in columns if column.is_figure or column.code in ("months", "pattern", "movement")]
    rows = Grade.objects.visible_to(answer.viewer).filter(run=answer.run, account__in=keys)
    account = {name: F(f"account__{name}") for name in ("name", "region", "industry")}
    account["owner_name"] = F("account__owner__name")
    return rows.values("account_id", *fields, **account)


def _codes(viewer: Viewer, keys: Sequence[int]) -> dict[int, list[str]]:
    codes: dict[int, list[str]] = defaultdict(list)
    rows = AccountCode.objects.visible_to(viewer).filter(account__in=keys)
    for key, code in rows.order_by("code").values_list("account_id", "code"):
        codes[key].append(code)
    return codes


def _cell(answer: Answer, column: Column, told: dict[str, Any]) -> Cell:
    if column.kind is Kind.TIER:
        place = told["place"]
        is_set = told["account_id"] in answer.known.overrides
        label = answer.tiers[place].label if place < len(answer.tiers) else None
        return Cell(column, label, place, is_set)
    if column.code == "owner":
        return Cell(column, told["owner_name"])
    if column.kind is Kind.MOVE:
        return Cell(column, _word(movement.LABELS, told.get("movement")), told.get("movement"))
    if column.code == "pattern":
        return Cell(column, _word(pattern.LABELS, told.get("pattern")))
    return Cell(column, told.get(column.code))


def _word(labels: dict[str, Text], code: str | None) -> Text | None:
    return labels.get(code or "")
