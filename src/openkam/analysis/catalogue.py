"""Every measure by its code, in the order they are shown."""

from difflib import get_close_matches
from typing import Final

from openkam.analysis.measure import Measure
from openkam.analysis.measures.demand import DEMAND
from openkam.analysis.measures.effort import EFFORT
from openkam.analysis.measures.feature import FEATURE
from openkam.analysis.measures.financial import FINANCIAL
from openkam.analysis.measures.rhythm import RHYTHM
from openkam.analysis.measures.standing import STANDING
from openkam.analysis.measures.transaction import TRANSACTION

MEASURES: Final[dict[str, Measure]] = {
    one.code: one for one in (*TRANSACTION, *RHYTHM, *STANDING, *FINANCIAL, *FEATURE, *DEMAND, *EFFORT)
}


def measure(code: str) -> Measure:
    """The measure of a code; a KeyError that names the nearest codes where there is none."""
    if code not in MEASURES:
        near = get_close_matches(code, MEASURES, 3) or sorted(MEASURES)
        raise KeyError(f"There is no measure {code!r}; did you mean {', '.join(near)}?")
    return MEASURES[code]
