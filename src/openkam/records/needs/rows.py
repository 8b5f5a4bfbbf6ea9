"""Which pieces of reviews a viewer may see."""

from openkam.core.access import Row_co, Rows


class ReviewTextRows(Rows[Row_co]):
    """Pieces of a review, seen by whoever sees it."""

    POLICY_PATH = "review"
