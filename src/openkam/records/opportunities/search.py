"""Opportunities found by any part of their name or category, its pinyin or its initials.

What is found is kept to opportunities of accounts the viewer was shown: he hands their keys in.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from django.db import connection

from openkam.core.prepared import among, planned_cursor
from openkam.records.accounts.pieces import Asked, joined, name_pieces
from openkam.records.accounts.search import Index
from openkam.records.opportunities.models import DealText, Opportunity

DEALS: Final = Index("deal_search", "opportunities_dealtext", "opportunity_id")


@dataclass(frozen=True)
class Deal:
    """An opportunity a search found; `text` are the pieces it is found by."""

    opportunity: int
    account: int
    name: str
    category: str
    outcome: str
    text: str

    @property
    def is_open(self) -> bool:
        """Whether it is neither won nor lost nor stalled."""
        return self.outcome == Opportunity.Outcome.OPEN


def deal_text(name: str, category: str) -> str:
    """What an opportunity is found by; a whole is its name alone: a category has many."""
    wholes, pieces = name_pieces(name)
    return joined(wholes, [*pieces, *name_pieces(category)[1]])


def write_deal_texts(deals: Iterable[Opportunity]) -> None:
    """After every change of a name or a category."""
    texts = [DealText(opportunity=deal, text=deal_text(deal.name, deal.category)) for deal in deals]
    DealText.objects.bulk_create(
        texts, batch_size=500, update_conflicts=True, unique_fields=["opportunity"], update_fields=["text"]
    )


def deals_of(keys: Collection[int]) -> list[Deal]:
    """The opportunities of these keys, in no order."""
    those, values = among(keys)
    return _asked(f"o.id {those}", values) if keys else []


def deals_at(query: Asked, accounts: Collection[int], *, only_open: bool) -> list[Deal]:
    """The opportunities of these accounts that answer, in no order."""
    find = "instr" if connection.vendor == "sqlite" else "strpos"
    # The marks of a whole stand nowhere but at its ends; another piece begins after a blank.
    marked = " OR ".join([f"{find}(t.text, %s) > 0"] * (len(query.wholes) + 1))
    inside = " AND ".join([f"{find}(' ' || t.text, %s) > 0"] * len(query.words))
    those, values = among(accounts)
    condition = f"o.account_id {those} AND ({marked} OR {inside}){_OPEN if only_open else ''}"
    return _asked(condition, [*values, *query.wholes, query.head, *query.after_blank[1:]]) if accounts else []


def _asked(condition: str, values: list[object]) -> list[Deal]:
    with planned_cursor() as cursor:
        cursor.execute(f"{_DEALS} WHERE {condition}", values)
        return [Deal(*row) for row in cursor.fetchall()]


_OPEN: Final = " AND o.outcome = 'OPEN'"
_DEALS: Final = """
SELECT o.id, o.account_id, o.name, o.category, o.outcome, t.text
FROM opportunities_opportunity o JOIN opportunities_dealtext t ON t.opportunity_id = o.id"""
