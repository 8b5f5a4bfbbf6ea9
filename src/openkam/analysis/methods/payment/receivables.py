"""What an account owes and how long it takes to pay (R186): open items, due days, ageing.

The payments table comes in two kinds. Most rows of a list of receivables name a due day or are still open: what is
open is what it says. A list of cash received is any other: payments and credit notes then pay the oldest invoice day
first, which can be told from the whole ledger only, not from one cut at an earlier day.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from openkam.analysis.column import Array, Column
from openkam.analysis.customer_columns import number_column
from openkam.analysis.facts import Facts, Payments, day_number
from openkam.analysis.methods.payment.allocation import Pieces, allocate
from openkam.analysis.remembered import remembered

AGEING_DAYS: Final = (0, 30, 60, 90)
"""Upper ends of the first ageing classes: not overdue, 1 to 30, 31 to 60, 61 to 90 days, then older, then unknown."""


@dataclass(frozen=True)
class OpenItems:
    """Amounts not yet paid, one row an item.

    account  int32; amount int64 money, negative for money the account has with us
    due_day  int64  day number, -1 where neither a due day nor payment terms are known
    """

    account: Array
    amount: Array
    due_day: Array


@dataclass(frozen=True)
class Receivables:
    """One value an account; money is int64 in 1/10,000.

    open         what is owed; negative: paid more than was invoiced
    overdue      unpaid past its due day; unknown where no due day is known
    current      open and not overdue
    days_to_pay  float64 days from invoice to payment, weighted by amount; paid in advance counts as 0 days
    ageing       int64 (accounts, 6): open amounts by days past due, classes of AGEING_DAYS
    """

    open: Column
    overdue: Column
    current: Column
    days_to_pay: Column
    ageing: Array


@remembered
def receivables(facts: Facts) -> Receivables | None:
    """What each account owes on `until`; None where there is no payments table, or none of its rows is an account's.

    A table of other customers says nothing about ours: then nothing is known, and nobody owes 0.
    Neither is it where cash was received and the invoices it paid may lie before `since`.
    """
    if facts.payments is None or not (facts.payments.account >= 0).any():
        return None
    pieces = allocate(facts)
    listed = is_receivables_list(facts.payments)
    if facts.cut and not listed:
        return None
    items = _listed_items(facts, facts.payments) if listed else _unpaid_items(facts, pieces)
    today = day_number(facts.until)
    open_amount = _summed(facts, items.account, items.amount)
    dated = items.due_day >= 0
    late = dated & (items.due_day < today) & (items.amount > 0)
    overdue = _summed(facts, items.account[late], items.amount[late])
    positive = items.amount > 0
    undated = np.bincount(items.account[~dated & positive], minlength=facts.count) > 0
    known = ~undated & _due_known(facts, listed)
    return Receivables(
        open=Column.of(open_amount),
        overdue=Column.of(overdue, known),
        current=Column.of(np.maximum(open_amount - overdue, 0), known),
        days_to_pay=_days_to_pay(facts, facts.payments, pieces),
        ageing=_ageing(facts, items, today),
    )


def is_receivables_list(payments: Payments) -> bool:
    """Whether at least half of the rows name a due day or are open, so that the table says itself what is open.

    A few such rows are slips in a list of cash received: taken for a list of receivables, it would tell that every
    invoice it does not name is paid.
    """
    named = (payments.due_day >= 0) | (payments.paid_day < 0)
    return bool(len(named)) and 2 * int(np.count_nonzero(named)) >= len(named)


def _listed_items(facts: Facts, payments: Payments) -> OpenItems:
    today = day_number(facts.until)
    unpaid = (payments.account >= 0) & ((payments.paid_day < 0) | (payments.paid_day > today))
    # An invoice issued after the day we look from is not owed yet.
    unpaid &= _invoice_day(facts, payments) <= today
    return OpenItems(payments.account[unpaid], payments.amount[unpaid], payments.due_day[unpaid].astype(np.int64))


def _unpaid_items(facts: Facts, pieces: Pieces) -> OpenItems:
    left = (pieces.settled_day < 0) | (pieces.invoice_day < 0)
    account, invoice_day = pieces.account[left], pieces.invoice_day[left]
    terms = number_column(facts, "payment_terms_days")
    due = invoice_day + terms.values[account].astype(np.int64)
    unused = invoice_day < 0
    amount = np.where(unused, -pieces.amount[left], pieces.amount[left])
    return OpenItems(account, amount, np.where(terms.known[account] & ~unused, due, -1))


def _due_known(facts: Facts, listed: bool) -> Array:
    if listed and facts.payments is not None:
        return np.full(facts.count, bool((facts.payments.due_day >= 0).any()))
    return number_column(facts, "payment_terms_days").known


def _invoice_day(facts: Facts, payments: Payments) -> Array:
    """Due day less payment terms; -1 where either is unknown."""
    terms = number_column(facts, "payment_terms_days")
    account = np.maximum(payments.account, 0)
    known = (payments.due_day >= 0) & (payments.account >= 0)
    if not facts.count:
        return np.full(len(account), -1, np.int64)
    known &= terms.known[account]
    return np.where(known, payments.due_day - terms.values[account].astype(np.int64), -1)


def _days_to_pay(facts: Facts, payments: Payments, pieces: Pieces) -> Column:
    """From the rows themselves where due day and terms give the invoice day, by allocation otherwise."""
    invoice_day = _invoice_day(facts, payments)
    paid = (payments.paid_day >= 0) & (payments.paid_day <= day_number(facts.until)) & (payments.amount > 0)
    exact = paid & (invoice_day >= 0)
    by_row = _weighted_days(
        facts, payments.account[exact], payments.paid_day[exact] - invoice_day[exact], payments.amount[exact]
    )
    cash = pieces.by_payment & (pieces.invoice_day >= 0)
    days = pieces.settled_day[cash] - pieces.invoice_day[cash]
    by_piece = _weighted_days(facts, pieces.account[cash], days, pieces.amount[cash])
    return Column.of(np.where(by_row.known, by_row.values, by_piece.values), by_row.known | by_piece.known)


def _weighted_days(facts: Facts, account: Array, days: Array, amount: Array) -> Column:
    weight = np.bincount(account, weights=amount.astype(np.float64), minlength=facts.count)
    weighted = np.bincount(account, weights=np.maximum(days, 0) * amount.astype(np.float64), minlength=facts.count)
    return Column.of(weighted / np.where(weight > 0, weight, 1), weight > 0)


def _ageing(facts: Facts, items: OpenItems, today: int) -> Array:
    classes = np.searchsorted(AGEING_DAYS, today - items.due_day, side="left")
    classes = np.where(items.due_day < 0, len(AGEING_DAYS) + 1, classes)
    table = np.zeros((facts.count, len(AGEING_DAYS) + 2), np.int64)
    np.add.at(table, (items.account, classes), items.amount)
    return table


def _summed(facts: Facts, account: Array, amount: Array) -> Array:
    totals = np.zeros(facts.count, np.int64)
    np.add.at(totals, account, amount)
    return totals
