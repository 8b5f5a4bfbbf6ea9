"""The accounts of one run as arrays, kept beside the database: what-ifs and portfolios are computed from them."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import Any, Final

import numpy as np

from openkam.analysis.column import Array
from openkam.insight.value.orders import Orders

MONTHS: Final = 36
WINDOWS: Final = (12, 24, 36)
_COLUMNS: Final = ("windows", "values", "gates", "texts", "methods")
_ABOUT: Final = "about.json"


class Columns(Mapping[str, Array]):
    """Arrays by name, read from a folder when they are asked for; a mask or indices choose rows."""

    def __init__(self, read: Mapping[str, Array] | Path, rows: Array | None = None) -> None:
        self._read, self._rows = read, rows
        self._names = sorted(one.stem for one in read.glob("*.npy")) if isinstance(read, Path) else sorted(read)

    def __getitem__(self, name: str) -> Array:
        if name not in self._names:
            raise KeyError(name)
        read = self._read
        whole = _array(read / f"{name}.npy") if isinstance(read, Path) else read[name]
        return whole if self._rows is None else whole[self._rows]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def where(self, rows: Array) -> "Columns":
        """The same columns of some rows only."""
        return Columns(self, rows)


@dataclass(frozen=True)
class Standing:
    """One row an account that is graded, in the order of the customer codes. Arrays are read only.

    account     int64  key of the account
    code        str    its main customer code
    net, profit  int64 money, (accounts, 36 months), oldest first, the last month ends on `until`; profit counts the
                lines whose cost is known
    latest      int64, months since anything was invoiced or credited, 0 the month that ends on `until`
    windows     int64 money: `net_12`, `net_24`, `net_36` and the same of `profit`, over the latest months
    lines       int64, invoice lines in the whole period; 0: a route took the account in without a purchase
    moved, moved_covered  int64 money, as in `Facts`: how much of the amounts carries a cost
    rank, sales_rank  int64, 1 the first
    pattern, movement  str codes, "" none
    tier_place, plain_place  int64, 0 the best, -1 none: settled, and of the latest figures alone
    invoices    int64
    values      float64 in business units by measure code, NaN unknown
    gates       bool by gate code: whom it stops
    texts       int32 by column of the customers table: index into `vocabulary[column]`, -1 unknown
    ladders     by measure, the five values that `calibrate` stands for
    known_shares  by measure, the share of the company's buying accounts that have it
    methods     int64 by method (single, pyramid, scorecard): the settled place each of the three gives, -1 none
    method_tiers  by method, its tiers from the best on: [code, English, Chinese, whether it is key]
    months, movement_months  how far the ledger reaches back, and the length of the windows `movement` compares
    """

    since: date
    until: date
    currency: str
    by_profit: bool
    months: int
    movement_months: int
    account: Array
    code: Array
    net: Array
    profit: Array
    latest: Array
    lines: Array
    moved: Array
    moved_covered: Array
    rank: Array
    sales_rank: Array
    pattern: Array
    movement: Array
    tier_place: Array
    plain_place: Array
    invoices: Array
    windows: Columns
    values: Columns
    gates: Columns
    texts: Columns
    methods: Columns
    vocabulary: dict[str, list[str]]
    ladders: dict[str, tuple[float, ...]]
    known_shares: dict[str, float]
    method_tiers: dict[str, list[tuple[str, str, str, bool]]]

    @cached_property
    def orders(self) -> Orders:
        """The accounts in order."""
        return Orders(self.windows.__getitem__, partial(getattr, self))

    @property
    def count(self) -> int:
        """How many accounts there are."""
        return len(self.account)

    def where(self, rows: Array) -> "Standing":
        """The standing of some accounts only, by mask or indices."""
        kept: dict[str, Any] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, np.ndarray):
                kept[field.name] = value[rows]
            elif isinstance(value, Columns):
                kept[field.name] = value.where(rows)
        return replace(self, **kept)


def write_standing(place: Path, standing: Standing) -> None:
    """Write the arrays as files of a new folder."""
    place.mkdir(parents=True)
    about: dict[str, Any] = {}
    for field in fields(standing):
        value = getattr(standing, field.name)
        if isinstance(value, np.ndarray):
            np.save(place / f"{field.name}.npy", value, allow_pickle=False)
        elif isinstance(value, Columns):
            (place / field.name).mkdir()
            for name, column in value.items():
                np.save(place / field.name / f"{name}.npy", column, allow_pickle=False)
        else:
            about[field.name] = value.isoformat() if isinstance(value, date) else value
    (place / _ABOUT).write_text(json.dumps(about, ensure_ascii=False), "utf-8")


@lru_cache(maxsize=4)
def open_standing(place: Path) -> Standing:
    """The arrays of a folder, mapped into memory and kept open for as long as the process lives."""
    kept: dict[str, Any] = json.loads((place / _ABOUT).read_text("utf-8"))
    kept |= {name: date.fromisoformat(kept[name]) for name in ("since", "until")}
    kept["ladders"] = {code: tuple(steps) for code, steps in kept["ladders"].items()}
    kept["method_tiers"] = {name: [tuple(tier) for tier in tiers] for name, tiers in kept["method_tiers"].items()}
    kept |= {one.stem: _array(one) for one in place.glob("*.npy")}
    kept |= {name: Columns(place / name) for name in _COLUMNS}
    return Standing(**kept)


@lru_cache(maxsize=1024)
def _array(file: Path) -> Array:
    # A plain array over the mapped pages: every step with numpy's own class of them costs a Python call.
    found: Array = np.asarray(np.load(file, mmap_mode="r", allow_pickle=False))
    return found
