"""Every measure by its code, in the order they are shown."""

from typing import Final

from openkam.analysis.measure import Measure
from openkam.analysis.measures.transaction import TRANSACTION

MEASURES: Final[dict[str, Measure]] = {one.code: one for one in (*TRANSACTION,)}


def measure(code: str) -> Measure:
    """The measure of a code; a KeyError that names the nearest codes where there is none."""
    if code not in MEASURES:
        from difflib import get_close_matches

        near = get_close_matches(code, MEASURES, 3) or sorted(MEASURES)
        raise KeyError(f"There is no measure {code!r}; did you mean {', '.join(near)}?")
    return MEASURES[code]
