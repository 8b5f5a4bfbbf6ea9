"""One reading of all lines as numbers, for an engine that hands single lines over faster than it groups them."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import numpy as np

from openkam.analysis import summary
from openkam.analysis.column import Array
from openkam.analysis.facts import EPOCH
from openkam.analysis.quality import Tally
from openkam.ledger.code_sets import CodeMarks, code_marks
from openkam.ledger.engine import Engine
from openkam.ledger.marks import Numbered
from openkam.ledger.repeated import repeated_marks
from openkam.ledger.runs import Groups, Runs, in_units, sums_of_runs

_LINES_AT_ONCE: Final = 2_000_000
"""More lines are read in parts, by day: memory stays bounded, and the parts share it one after the other."""

_MONEY: Final = ("net", "cost", "discount")


@dataclass(frozen=True)
class Oddities:
    """What a reading of the lines noticed on its way, of all lines, for `quality`.

    repeated  marks of the invoices in which two lines may be the same
    negative  the lines with a negative amount
    opposite  the lines whose quantity has the other sign
    signs     how many lines have an invoice number that begins with this character, by character
    """

    repeated: Array
    negative: Tally
    opposite: Tally
    signs: Mapping[str, int]


@dataclass(frozen=True)
class Lines:
    """What the lines tell.

    invoices    the rows of `summary.INVOICES`
    net, largest, loss_lines
                by the engine's account number (int64): the sum, the largest line, how many were sold below their cost
    codes, pairs
                columns of codes, and which account has which of them: `breadth` counts them
    """

    invoices: dict[str, Array]
    net: Array
    largest: Array
    loss_lines: Array
    codes: Mapping[str, CodeMarks]
    pairs: dict[str, Array]
    oddities: Oddities

    def breadth(self, account_of: Array, count: int) -> dict[str, Array]:
        """How many different codes each of `count` accounts has, by column; see `CodeMarks.counted`. Asked once.

        The pairs go with the answer: there may be nearly as many as lines, and the invoices need their room.
        """
        return {name: marks.counted(self.pairs.pop(name), account_of, count) for name, marks in self.codes.items()}


def read_lines(engine: Engine, sums: tuple[str, ...], codes: dict[str, int]) -> Lines | None:
    """All lines of `account_lines`; None where an amount is too large for doubles.

    sums   names of `summary.INVOICE_SUMS`
    codes  how many codes each column has, in the order of `keep_codes`
    """
    tried = {name: code_marks(engine, name) for name, many in codes.items() if many}
    marks = {name: mark for name, mark in tried.items() if mark}
    names = engine.columns(summary.ACCOUNT_MARKS)
    accounts = Numbered(names["mark"], names["account"])
    figures = [summary.MARKED_FIGURES[name] for name in sums if name in summary.MARKED_FIGURES]
    figures += [f"{mark.asked} as {name}" for name, mark in marks.items()]
    parts = []
    for days in _spans(engine):
        lines = engine.columns(summary.MARKED_LINES.format(figures=", ".join(figures), condition=days))
        part = _part(lines, accounts, len(names["mark"]), sums, marks)
        if part is None:
            return None
        parts.append(part)
    return _united(parts, marks, len(names["mark"]) - 1)


def _spans(engine: Engine) -> Iterator[str]:
    """Conditions that part the lines by day: engines skip what lies outside, and an invoice has hardly ever two."""
    days, counts = engine.columns(summary.DAYS).values()
    part = np.cumsum(counts) // _LINES_AT_ONCE
    if not part.any():
        yield "true"
        return
    for number in np.unique(part):
        first, last = (EPOCH + timedelta(int(day)) for day in days[part == number][[0, -1]])
        yield f"invoice_date between date '{first}' and date '{last}'"


@dataclass(frozen=True)
class _Part:
    """The same of some lines; their invoices carry their mark, and the lines without account have the last number."""

    invoices: dict[str, Array]
    largest: Array
    loss_lines: Array
    pairs: dict[str, Array]
    oddities: Oddities


def _part(
    lines: dict[str, Array], accounts: Numbered, count: int, sums: tuple[str, ...], marks: dict[str, CodeMarks]
) -> _Part | None:
    mark, net = lines["mark"], lines["net"]
    runs = Runs(mark)
    account = runs.spread(accounts.of(lines.pop("account_mark")[runs.starts]))
    if not all(in_units(lines[name], runs.longest) for name in _MONEY if name in lines):
        return None
    largest = np.full(count, -np.inf)
    np.maximum.at(largest, account, net)
    return _Part(
        {"mark": runs.first(mark), "account": runs.first(account)} | sums_of_runs(runs, lines, sums),
        largest,
        _loss_lines(lines, account, count),
        {name: mark.pairs(account, lines[name], count) for name, mark in marks.items()},
        _oddities(lines, runs),
    )


def _loss_lines(lines: dict[str, Array], account: Array, count: int) -> Array:
    if "cost" not in lines:
        return np.zeros(count, np.int64)
    at = np.flatnonzero((lines["cost"] > 0) & (lines["net"] < lines["cost"]))
    return np.bincount(account[at], minlength=count)


def _oddities(lines: dict[str, Array], runs: Runs) -> Oddities:
    net, look = lines["net"], lines["look"]
    if "product_code" in lines:
        look = look + lines["product_code"]
    signs = np.bincount(np.maximum(lines["first_sign"][runs.starts], 0), weights=runs.lengths)
    return Oddities(
        repeated_marks(lines["mark"], look, net, runs),
        _tally(net[net < 0]),
        _tally(net[lines["is_opposite"]]),
        Counter({chr(sign) if sign else "": int(signs[sign]) for sign in np.flatnonzero(signs).tolist()}),
    )


def _tally(amounts: Array) -> Tally:
    return Tally(len(amounts), int(amounts.astype(np.int64).sum()))


def _united(parts: list[_Part], marks: dict[str, CodeMarks], count: int) -> Lines:
    """The lines of all parts and `count` accounts; those without account tell oddities only."""
    oddities = Oddities(
        np.unique(np.concatenate([part.oddities.repeated for part in parts])),
        _sum([part.oddities.negative for part in parts]),
        _sum([part.oddities.opposite for part in parts]),
        sum((Counter(part.oddities.signs) for part in parts), Counter()),
    )
    invoices = _joined([part.invoices for part in parts], count)
    net = np.zeros(count, np.int64)
    np.add.at(net, invoices["account"], invoices["net"])
    return Lines(
        invoices,
        net,
        np.max([part.largest for part in parts], axis=0)[:count].astype(np.int64),
        np.sum([part.loss_lines for part in parts], axis=0)[:count],
        marks,
        {name: np.concatenate([part.pairs.pop(name) for part in parts]) for name in marks},
        oddities,
    )


def _sum(tallies: list[Tally]) -> Tally:
    return Tally(sum(tally.count for tally in tallies), sum(tally.amount for tally in tallies))


def _joined(parts: list[dict[str, Array]], count: int) -> dict[str, Array]:
    """The rows of all parts that have an account, those of an invoice that stands in several joined."""
    rows = {name: np.concatenate([part.pop(name) for part in parts]) for name in list(parts[0])}
    is_named = rows["account"] < count
    if not is_named.all():
        rows = {name: rows.pop(name)[is_named] for name in list(rows)}
    mark = rows.pop("mark")
    if len(parts) == 1:
        return rows
    same = Groups(mark)
    how = {"account": np.minimum, "earliest_day": np.minimum, "latest_day": np.maximum}
    return {name: same.joined(rows.pop(name), how.get(name, np.add)) for name in list(rows)}
