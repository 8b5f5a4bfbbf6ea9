"""One reading of all lines as numbers, for an engine that hands single lines over faster than it groups them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import numpy as np

from openkam.analysis import summary
from openkam.analysis.column import Array
from openkam.analysis.facts import EPOCH
from openkam.ledger.code_sets import code_marks, different, pairs_of
from openkam.ledger.engine import Engine
from openkam.ledger.runs import Groups, Runs, in_units, sums_of_runs

_LINES_AT_ONCE: Final = 2_000_000
"""More lines are read in parts, by day: memory stays bounded, and the parts share it one after the other."""

_MIX: Final = np.uint64(0x9E3779B97F4A7C15)
"""An odd number, so that nothing is lost when marks are multiplied by it."""

_MONEY: Final = ("net", "cost", "discount")


@dataclass(frozen=True)
class Lines:
    """What the lines of the accounts tell.

    invoices    the rows of `summary.INVOICES`
    loss_lines  by the engine's account number, how many lines were sold below their cost
    pairs       which codes an account has, for `code_sets.count_pairs`: "product_code_pairs", where codes are many
    repeated    marks of the invoices in which two lines look the same
    """

    invoices: dict[str, Array]
    loss_lines: Array
    pairs: dict[str, Array]
    repeated: Array


def read_lines(engine: Engine, sums: tuple[str, ...], codes: dict[str, int]) -> Lines | None:
    """All lines of `account_lines` that have an account; None where an amount is too large for doubles.

    sums   names of `summary.INVOICE_SUMS`
    codes  how many codes each column has, in the order of `keep_codes`
    """
    marks = {f"{name}_pairs": code_marks(engine, name) for name, many in codes.items() if many > summary.WORD_BITS}
    asked = {name: mark for name, mark in marks.items() if mark}
    names = engine.columns(summary.ACCOUNT_MARKS)
    order = np.argsort(names["mark"])
    accounts = _Accounts(names["mark"][order], names["account"][order].astype(np.int64))
    figures = [summary.MARKED_FIGURES[name] for name in sums if name in summary.MARKED_FIGURES]
    figures += [f"{mark.asked} as {name}" for name, mark in asked.items()]
    text = summary.MARKED_LINES.format(figures=", ".join(figures))
    parts = []
    for days in _spans(engine):
        part = _part(engine.columns(f"{text} and {days}"), accounts, sums, tuple(asked))
        if part is None:
            return None
        parts.append(part)
    return Lines(
        _joined([part.invoices for part in parts]),
        np.sum([part.loss_lines for part in parts], axis=0),
        {name: mark.known(np.concatenate([part.pairs.pop(name) for part in parts])) for name, mark in asked.items()},
        np.unique(np.concatenate([part.repeated for part in parts])),
    )


@dataclass(frozen=True)
class _Accounts:
    """The marks of the accounts, sorted, and the engine's number (int64) of each."""

    marks: Array
    numbers: Array

    def of(self, marks: Array) -> Array:
        return np.asarray(self.numbers[np.searchsorted(self.marks, marks)])


def _spans(engine: Engine) -> Iterator[str]:
    """Conditions that part the lines by day: engines skip what lies outside, and an invoice has hardly ever two."""
    days, counts = engine.columns(summary.LINES_BY_DAY).values()
    part = np.cumsum(counts) // _LINES_AT_ONCE
    if not part.any():
        yield "true"
        return
    for number in np.unique(part):
        first, last = (EPOCH + timedelta(int(day)) for day in days[part == number][[0, -1]])
        yield f"invoice_date between date '{first}' and date '{last}'"


def _part(lines: dict[str, Array], accounts: _Accounts, sums: tuple[str, ...], codes: tuple[str, ...]) -> Lines | None:
    """The same of some lines; their invoices carry their mark, and blank codes are still among the pairs."""
    mark = lines["mark"]
    runs = Runs(mark)
    account = accounts.of(lines.pop("account_mark")[runs.starts])
    if not all(in_units(lines[name], runs.longest) for name in _MONEY if name in lines):
        return None
    rows = {"mark": runs.first(mark[runs.starts]), "account": runs.first(account).astype(np.int32)}
    owner = runs.spread(account)
    return Lines(
        rows | sums_of_runs(runs, lines, sums),
        _loss_lines(lines, runs, account, len(accounts.numbers)),
        {name: pairs_of(owner, lines[name]) for name in codes},
        _repeated(mark, lines),
    )


def _loss_lines(lines: dict[str, Array], runs: Runs, account: Array, count: int) -> Array:
    if "cost" not in lines:
        return np.zeros(count, np.int64)
    at = np.flatnonzero((lines["cost"] > 0) & (lines["net"] < lines["cost"]))
    return np.bincount(account[runs.at(at)], minlength=count)


def _repeated(mark: Array, lines: dict[str, Array]) -> Array:
    """The marks under which a line with the same look and amount stands twice."""
    alike = lines["look"] * _MIX
    alike += mark
    alike += lines["net"].astype(np.int64).view(np.uint64)
    ordered = np.sort(alike)
    twice = ordered[1:][ordered[1:] == ordered[:-1]]
    return np.unique(mark[np.isin(alike, twice)]) if len(twice) else mark[:0]


def _joined(parts: list[dict[str, Array]]) -> dict[str, Array]:
    """The rows of all parts, those of an invoice that stands in several joined."""
    rows = {name: np.concatenate([part.pop(name) for part in parts]) for name in list(parts[0])}
    mark = rows.pop("mark")
    if len(parts) == 1 or len(different(mark.copy())) == len(mark):
        return rows
    same = Groups(mark)
    how = {"account": np.minimum, "earliest_day": np.minimum, "latest_day": np.maximum}
    return {name: same.joined(values, how.get(name, np.add)) for name, values in rows.items()}
