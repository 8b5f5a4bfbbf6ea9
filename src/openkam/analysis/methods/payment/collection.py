"""Days sales outstanding in its three forms, and how well money was collected (methods.md 4.6)."""

import numpy as np

from openkam.analysis.column import Array, Column
from openkam.analysis.facts import Facts
from openkam.analysis.history import month_lengths, window_days
from openkam.analysis.methods.payment.receivables import receivables

SALES_MONTHS = 12


def simple_days(facts: Facts) -> Column:
    """What is open over the net sales of the latest 12 months, times the days of that time the ledger covers."""
    return _over_sales(facts, "open")


def best_days(facts: Facts) -> Column:
    """The same with only what is not overdue: the days if everyone paid when due."""
    return _over_sales(facts, "current")


def days_delinquent(facts: Facts) -> Column:
    """Simple days less best possible days: what late payment alone costs."""
    simple, best = simple_days(facts), best_days(facts)
    return Column.of(simple.values - best.values, simple.known & best.known)


def count_back(facts: Facts) -> Column:
    """Months are taken off what is open from the newest back until it is used up; unknown where the ledger is too
    short for that."""
    found = receivables(facts)
    if found is None:
        return Column.unknown(facts.count)
    back = facts.month_of_event()
    months = int(back.max()) + 1 if len(back) else 0
    left, days = np.maximum(found.open.values, 0), np.zeros(facts.count)
    for month, length in enumerate(month_lengths(facts, months)):
        if not left.any():
            break
        sales = np.maximum(facts.sum_of("net", 1, month), 0)
        days += _days_of_month(left, sales, int(length))
        left = np.maximum(left - sales, 0)
    return Column.of(days, left == 0)


def count_back_days(open_amount: int, sales: list[int], lengths: list[int]) -> float | None:
    """Count-back for one open amount, newest month first; None where the months do not use it up."""
    left, days = np.array([max(open_amount, 0)]), 0.0
    for month, length in zip(sales, lengths, strict=True):
        sold = np.array([max(month, 0)])
        days += float(_days_of_month(left, sold, length)[0])
        left = np.maximum(left - sold, 0)
    return None if left[0] else days


def days_outstanding(open_amount: int, sales: int, days: int) -> float | None:
    """Open amount over sales, times days; None without sales."""
    return open_amount / sales * days if sales > 0 else None


def collection_effectiveness(opening: int, sales: int, closing: int, closing_current: int) -> float | None:
    """CEI: of what could be collected in a period, the share that was: 1 is everything.

    (opening + sales - closing) / (opening + sales - closing current); None where nothing could be collected.
    """
    collectable = opening + sales - closing_current
    return (opening + sales - closing) / collectable if collectable > 0 else None


def _days_of_month(left: Array, sales: Array, length: int) -> Array:
    """A whole month where it is used up, a part of it where the amount ends in it."""
    part = np.divide(left, sales, out=np.ones(len(left)), where=sales > 0)
    days: Array = np.where(left > 0, np.minimum(part, 1.0) * length, 0.0)
    return days


def _over_sales(facts: Facts, kind: str) -> Column:
    found = receivables(facts)
    if found is None:
        return Column.unknown(facts.count)
    amount: Column = found.open if kind == "open" else found.current
    sales = facts.sum_of("net", SALES_MONTHS)
    days = window_days(facts, SALES_MONTHS)
    owed = np.maximum(amount.values, 0)
    return Column.of(owed / np.where(sales > 0, sales, 1) * days, amount.known & (sales > 0))
