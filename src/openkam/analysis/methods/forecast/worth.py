"""What each invoiced day was worth: gross profit where the costs are known, net sales otherwise."""

from dataclasses import dataclass

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.facts import Facts
from openkam.analysis.profit import company_profit_known, profit_known


@dataclass(frozen=True)
class Worth:
    """Money per event (int64 in 1/10,000, aligned with `facts.events`) and the accounts it is known for.

    One basis for the whole ledger, never two mixed: "gross_profit" where the company's costs are known, and then
    an account without known costs is unknown; "net_sales" of every account otherwise.
    """

    by: str
    of_event: Array
    known: Array


def worth(facts: Facts) -> Worth:
    """The money every event was worth, on the basis the whole ledger allows."""
    events = facts.events
    if company_profit_known(facts):
        return Worth("gross_profit", events.covered - events.cost, profit_known(facts))
    return Worth("net_sales", events.net, np.ones(facts.count, bool))
