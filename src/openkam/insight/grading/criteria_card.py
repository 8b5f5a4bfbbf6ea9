"""The six criteria of a key account (R047 to R052) on kept arrays: passed, failed, or not to be told."""

from dataclasses import dataclass
from typing import Final

from openkam.analysis.column import Array
from openkam.analysis.methods.grading.calibration import calibrated, settled_by_shares
from openkam.analysis.methods.grading.card import cards
from openkam.analysis.methods.grading.scheme import Condition, Criterion, Scheme
from openkam.core.access import FieldClass, Viewer
from openkam.insight.grading.confidential import PRICE_MEASURES
from openkam.insight.grading.schemes import load_scheme
from openkam.insight.value.standing import Standing

CARD: Final = "six_criteria"


@dataclass(frozen=True)
class CriteriaCard:
    """What each open criterion says of every account of the standing.

    criteria  those the viewer may read; closed how many he may not, as they rest on a price
    told      their conditions, with the cuts of the ledger for those who work on the whole company only: a cut tells
              of accounts that others do not see
    findings  int8 (accounts, criteria): 1 passed, 0 failed, -1 not to be told
    passes    how many of all criteria a key account must pass
    """

    scheme: Scheme
    criteria: tuple[Criterion, ...]
    told: tuple[tuple[Condition, ...], ...]
    closed: int
    findings: Array
    passes: int


def criteria_card(standing: Standing, viewer: Viewer) -> CriteriaCard:
    """The shipped card with its cuts read from the ledger, without criteria the viewer may not read."""
    settled, _ = settled_by_shares(load_scheme(CARD), lambda code: standing.known_shares.get(code, 0.0))
    scheme = calibrated(settled, standing.ladders)
    prices = viewer.reads(FieldClass.PRICE)
    criteria = tuple(one for one in scheme.criteria if prices or not _is_price(one))
    shown = scheme if viewer.reads_all_accounts and prices else settled
    told = {one.code: one.conditions for one in shown.criteria}
    measures = {one.measure for criterion in criteria for one in criterion.conditions}
    found = cards(criteria, {code: standing.values[code] for code in measures}, standing.count)
    least = scheme.tiers[0].at_least
    passes = int(least) if isinstance(least, int | float) else len(scheme.criteria)
    words = tuple(told[one.code] for one in criteria)
    return CriteriaCard(scheme, criteria, words, len(scheme.criteria) - len(criteria), found.findings, passes)


def _is_price(criterion: Criterion) -> bool:
    return any(code in PRICE_MEASURES for code in (criterion.measure, *(one.measure for one in criterion.conditions)))
