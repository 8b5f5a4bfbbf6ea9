"""What each invoiced day was worth: gross profit where the costs are known, net sales otherwise."""

from dataclasses import dataclass

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.facts import Events, Facts
from openkam.analysis.profit import company_profit_known, profit_known


@dataclass(frozen=True)
class Worth:
    """Money of events (int64 in 1/10,000) and the accounts it is known for.

    One basis for the whole ledger, never two mixed: "gross_profit" where the company's costs are known, and then
    an account without known costs is unknown; "net_sales" of every account otherwise.
    """

    by: str
    events: Events
    known: Array

    @property
    def column(self) -> str:
        """The column of the events it is summed up from."""
        return "profit" if self.by == "gross_profit" else "net"

    @property
    def of_event(self) -> Array:
        """The money of each event."""
        money: Array = getattr(self.events, self.column)
        return money


def worth(facts: Facts) -> Worth:
    """The money every event was worth, on the basis the whole ledger allows."""
    if company_profit_known(facts):
        return Worth("gross_profit", facts.events, profit_known(facts))
    return Worth("net_sales", facts.events, np.ones(facts.count, bool))
