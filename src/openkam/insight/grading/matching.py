"""How much of the further tables belongs to accounts that bought: another coding of customers must not pass unseen."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.facts import Facts
from openkam.intake.receipt import Receipt

FEW_SHARE: Final = 0.1


@dataclass(frozen=True)
class Match:
    """A further table: how many of its `total` customers (or rows) belong to accounts with lines.

    `possible` is how many could: a table of all prospects names far more customers than ever bought.
    """

    table: str
    file: str
    matched: int
    total: int
    possible: int

    @property
    def is_poor(self) -> bool:
        """Whether hardly any of it can be used."""
        return self.possible > 0 and self.matched < FEW_SHARE * self.possible


def matches_of(facts: Facts, receipts: Mapping[str, Receipt]) -> tuple[Match, ...]:
    """One match for each of customers, payments and cost to serve that is there."""
    bought = facts.lines > 0
    found = []
    if facts.customers is not None:
        found.append(_customers(facts, bought, receipts))
    for table, rows in (("payments", facts.payments), ("cost_to_serve", facts.service)):
        if rows is None:
            continue
        matched = _rows_matched(rows.account, bought)
        read = receipts[table].rows_used if table in receipts else 0
        total = max(read, len(rows.account))
        found.append(Match(table, _file(table, receipts), matched, total, total))
    return tuple(found)


def without_strangers(facts: Facts) -> Facts:
    """The facts without payments or cost to serve of which no row belongs to an account with lines.

    Kept, they would tell that nobody owes anything and that serving costs nothing; both are unknown.
    """
    bought = facts.lines > 0
    payments, service = facts.payments, facts.service
    if payments is not None and not _rows_matched(payments.account, bought):
        payments = None
    if service is not None and not _rows_matched(service.account, bought):
        service = None
    if payments is facts.payments and service is facts.service:
        return facts
    return replace(facts, payments=payments, service=service)


def _customers(facts: Facts, bought: Array, receipts: Mapping[str, Receipt]) -> Match:
    columns = [] if facts.customers is None else list(facts.customers.columns.values())
    told = np.zeros(facts.count, bool)
    for column in columns:
        told |= np.array([value is not None for value in column.tolist()], bool)
    strangers = int(np.count_nonzero(~bought))
    # Rows that tell no more than code and name leave no column behind; those are known by their number only.
    rows = receipts["customers"].rows_used if "customers" in receipts else 0
    matched = max(int(np.count_nonzero(told & bought)), rows - strangers)
    total = max(rows, matched + strangers)
    possible = min(total, int(np.count_nonzero(bought)))
    return Match("customers", _file("customers", receipts), matched, total, possible)


def _rows_matched(account: Array, bought: Array) -> int:
    known = account[account >= 0]
    return int(np.count_nonzero(bought[known])) if len(known) else 0


def _file(table: str, receipts: Mapping[str, Receipt]) -> str:
    files = receipts[table].files if table in receipts else ()
    return files[0].name if files else table
