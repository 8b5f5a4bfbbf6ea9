"""What each invoiced day was worth: gross profit where the costs are known, net sales otherwise."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.facts import Facts

COVERED_SHARE = 0.95
"""Costs count as known when the lines that carry one make up this share of the absolute amounts."""


class Basis(StrEnum):
    """Which money a value is counted in."""

    GROSS_PROFIT = "GROSS_PROFIT"
    NET_SALES = "NET_SALES"


@dataclass(frozen=True)
class Worth:
    """Money per event (int64 in 1/10,000, aligned with `facts.events`) and the accounts it is known for.

    One basis for the whole ledger, never two mixed: profit where the company's costs are known, and then an
    account without known costs is unknown; net sales of every account otherwise.
    """

    basis: Basis
    of_event: Array
    known: Array


def worth(facts: Facts) -> Worth:
    """The money every event was worth, on the basis the whole ledger allows."""
    events, company = facts.events, facts.company
    if company.moved == 0 or company.moved_covered < COVERED_SHARE * company.moved:
        return Worth(Basis.NET_SALES, events.net, np.ones(facts.count, bool))
    known = facts.moved_covered >= COVERED_SHARE * facts.moved
    return Worth(Basis.GROSS_PROFIT, events.covered - events.cost, known)
