"""Invoices as the engine sums them up, and the purchase days made of them."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from openkam.analysis import summary
from openkam.analysis.column import Array
from openkam.analysis.facts import Events
from openkam.core.money import LARGEST_UNITS, sum_too_large
from openkam.ledger.engine import Engine
from openkam.ledger.money_columns import columns_with_money
from openkam.ledger.runs import sorted_with_places

_MONEY: Final = tuple(summary.INVOICE_SUMS)


@dataclass(frozen=True)
class Invoices:
    """One row an account, invoice and day, and per account how many invoices and credit notes there are.

    account int32, day int32, money int64; `events` sums the rows by account and day.
    """

    invoices: Array
    credit_notes: Array
    events: Events
    moved: Array
    moved_covered: Array


def read_invoices(
    engine: Engine, read: dict[str, Array] | None, sums: tuple[str, ...], account_of: Array, count: int
) -> Invoices:
    """All invoices of `account_lines`; `account_of` maps the engine's account numbers to the `count` accounts.

    read  the rows of `summary.INVOICES` where `lines.read_lines` has summed them up; emptied, for memory's sake
    sums  those of `sums_needed`
    Raises Problem where all of them together are too large for int64.
    """
    rows = _rows(engine, summary.INVOICES, sums) if read is None else read
    _refuse_too_large({name: rows[name] for name in sums})
    account, positive, negative = account_of[rows.pop("account")], rows["net"] > 0, rows["net"] < 0
    split = rows["earliest_day"] < rows.pop("latest_day")
    parts = {"account": account, "day": rows.pop("earliest_day"), "orders": positive}
    parts |= {name: rows.pop(name) for name in sums}
    if split.any():
        parts = _with_days(_rows(engine, summary.SPLIT_INVOICES, sums), parts, ~split, account_of)
    events, totals = _by_day(parts)
    moved = totals["net"] - 2 * totals["returned"]
    return Invoices(
        invoices=np.bincount(account[positive], minlength=count).astype(np.int32),
        credit_notes=np.bincount(account[negative], minlength=count).astype(np.int32),
        events=events,
        moved=by_account(events.account, moved, count),
        moved_covered=by_account(events.account, moved - totals["uncovered_moved"], count),
    )


def _refuse_too_large(sums: dict[str, Array]) -> None:
    """Sums of whole numbers would run over without a word."""
    largest = max(max(-float(values.min(initial=0)), float(values.max(initial=0))) for values in sums.values())
    if 3 * largest * len(sums["net"]) <= LARGEST_UNITS:  # as nearly always; the sums themselves take many times longer
        return
    moved = {name: float(np.abs(values.astype(np.float64)).sum()) for name, values in sums.items()}
    moved["net"] += 2 * moved.get("returned", 0)
    if max(moved.values()) > LARGEST_UNITS:
        raise sum_too_large()


def sums_needed(engine: Engine) -> tuple[str, ...]:
    """The sums that are not 0 on every invoice."""

    def needed(condition: str) -> bool:
        found = engine.columns(summary.ANY_LINE.format(condition=condition))["found"]
        return bool(found[0])

    answers = {condition: needed(condition) for _, condition in summary.INVOICE_SUMS.values() if condition != "true"}
    return tuple(name for name, (_, condition) in summary.INVOICE_SUMS.items() if answers.get(condition, True))


def _rows(engine: Engine, text: str, sums: tuple[str, ...]) -> dict[str, Array]:
    """The rows of a text over invoices."""
    figures = ", ".join(f"money({name}) as {name}" for name in sums)
    asked = ", ".join(f"sum({summary.INVOICE_SUMS[name][0]}) as {name}" for name in sums)
    return columns_with_money(engine, text.format(figures=figures, sums=asked))


def _with_days(rows: dict[str, Array], parts: dict[str, Array], whole: Array, account_of: Array) -> dict[str, Array]:
    """The rows with invoices of several dates replaced by one row a date."""
    extra = rows | {"account": account_of[rows["account"]], "orders": rows["net"] > 0}
    return {name: np.concatenate([values[whole], extra[name]]) for name, values in parts.items()}


def _by_day(parts: dict[str, Array]) -> tuple[Events, dict[str, Array]]:
    """The events, sorted by account and day, and the sums that have no place in them; takes the parts' columns out."""
    first = int(parts["day"].min(initial=0))
    days = int(parts["day"].max(initial=0)) - first + 1
    key = parts["account"].astype(np.int64) * days + (parts.pop("day") - first)
    ordered, order = sorted_with_places(key, int(key.max(initial=0)))
    starts = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1])[: len(key)])
    key = ordered[starts]
    account = key // days

    def total(name: str) -> Array:
        if name not in parts:
            return np.zeros(len(key), np.int64)
        return np.asarray(np.add.reduceat(parts.pop(name)[order].astype(np.int64, copy=False), starts))

    sums = {name: total(name) for name in _MONEY}
    events = Events(
        account=account.astype(np.int32),
        day=(key - account * days + first).astype(np.int32),
        net=sums["net"],
        covered=sums["net"] - sums["uncovered"],
        cost=sums["cost"],
        discount=sums["discount"],
        bought=sums["net"] - sums["returned"],
        orders=total("orders").astype(np.int32),
    )
    return events, sums


def by_account(account: Array, values: Array, count: int) -> Array:
    """Exact int64 sums by account, of rows sorted by account."""
    totals = np.zeros(count, np.int64)
    if len(account):
        starts = np.flatnonzero(np.r_[True, account[1:] != account[:-1]])
        totals[account[starts]] = np.add.reduceat(values, starts)
    return totals
