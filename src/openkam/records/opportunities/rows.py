"""Which pieces of opportunities a viewer may see."""

from openkam.core.access import Row_co, Rows


class DealTextRows(Rows[Row_co]):
    """Pieces of an opportunity, seen by whoever sees it."""

    POLICY_PATH = "opportunity"
