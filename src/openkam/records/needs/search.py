"""Reviews of deals that were not won, found by the words of their lesson.

What is found is kept to reviews of accounts the viewer was shown: he hands their keys in.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from django.db import connection

from openkam.core.prepared import among, planned_cursor
from openkam.records.accounts.running_text import (
    holds_all,
    latest_holding,
    passage,
    running_pieces,
    wanted_pieces,
    wanted_runs,
)
from openkam.records.accounts.search import Index
from openkam.records.needs.models import LossReview, ReviewText

REVIEWS: Final = Index("review_search", "needs_reviewtext", "review_id")


@dataclass(frozen=True)
class Review:
    """A review a search found: of which opportunity, at which account, and the words around the hit."""

    opportunity: int
    account: int
    deal: str
    passage: str


def write_review_texts(reviews: Iterable[LossReview]) -> None:
    """After every change of a lesson."""
    texts = [ReviewText(review=review, text=running_pieces(review.lesson)) for review in reviews]
    ReviewText.objects.bulk_create(
        texts, batch_size=500, update_conflicts=True, unique_fields=["review"], update_fields=["text"]
    )


def found_reviews(words: str, most: int) -> list[int]:
    """Keys of the reviews whose lesson holds every word, the latest written first, at most so many; seen or not."""
    return latest_holding(words, REVIEWS, most)


def reviews_of(keys: Collection[int], words: str) -> list[Review]:
    """Of these reviews those that truly hold the words, the latest first; none of a deal that was opened again."""
    those, values = among(keys)
    return _asked(words, f"r.id {those}", values) if keys else []


def reviews_at(words: str, accounts: Collection[int]) -> list[Review]:
    """The same among the reviews of these accounts, all of them."""
    wanted = wanted_pieces(words)
    if not wanted or not accounts:
        return []
    find = "instr" if connection.vendor == "sqlite" else "strpos"
    # A piece begins after a blank.
    holds = " AND ".join([f"{find}(' ' || t.text, %s) > 0"] * len(wanted))
    those, values = among(accounts)
    return _asked(words, f"r.account_id {those} AND {holds}", [*values, *(f" {piece}" for piece in wanted)])


def _asked(words: str, condition: str, values: list[object]) -> list[Review]:
    runs = wanted_runs(words)
    with planned_cursor() as cursor:
        cursor.execute(_REVIEWS.format(condition), values)
        return [
            Review(deal, account, name, passage((lesson,), runs))
            for deal, account, name, lesson in cursor.fetchall()
            if runs and holds_all((lesson,), runs)
        ]


# A deal that was opened again has no page for its reviews.
_REVIEWS: Final = """
SELECT r.opportunity_id, r.account_id, o.name, r.lesson
FROM needs_lossreview r JOIN needs_reviewtext t ON t.review_id = r.id
JOIN opportunities_opportunity o ON o.id = r.opportunity_id
WHERE o.outcome IN ('LOST', 'STALLED') AND {} ORDER BY r.id DESC"""
