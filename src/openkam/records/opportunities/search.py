"""Opportunities found by any part of their name or category, its pinyin or its initials.

What is found is kept to opportunities of accounts the viewer was shown: he hands their keys in.
"""

from collections.abc import Collection, Iterable
from typing import Final, NamedTuple

from openkam.core.prepared import among, planned_cursor
from openkam.records.accounts.pieces import joined, name_pieces
from openkam.records.accounts.search import Index
from openkam.records.opportunities.models import DealText, Opportunity

DEALS: Final = Index("deal_search", "opportunities_dealtext", "opportunity_id")


class Deal(NamedTuple):
    """An opportunity a search found."""

    opportunity: int
    account: int
    name: str
    category: str
    outcome: str

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
    if not keys:
        return []
    those, values = among(keys)
    with planned_cursor() as cursor:
        cursor.execute(f"{_DEALS} {those}", values)
        return [Deal(*row) for row in cursor.fetchall()]


def deal_texts_at(accounts: Collection[int], *, only_open: bool) -> list[tuple[int, int, int, str]]:
    """Whether it is closed, the account, the opportunity and its pieces, for all or the open ones of these accounts."""
    if not accounts:
        return []
    those, values = among(accounts)
    with planned_cursor() as cursor:
        cursor.execute(f"{_TEXTS} {those}{_OPEN if only_open else ''}", values)
        return list(cursor.fetchall())


_DEALS: Final = "SELECT id, account_id, name, category, outcome FROM opportunities_opportunity WHERE id"
_OPEN: Final = " AND o.outcome = 'OPEN'"
_TEXTS: Final = """
SELECT CASE WHEN o.outcome = 'OPEN' THEN 0 ELSE 1 END, o.account_id, o.id, t.text
FROM opportunities_opportunity o JOIN opportunities_dealtext t ON t.opportunity_id = o.id
WHERE o.account_id"""
