"""The accounts most like one account, among those somebody may see: what is usual, and where this one differs."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.words import Text
from openkam.insight.value.standing import Standing

LEAST_PEERS: Final = 5
"""Fewer would show single customers instead of what is usual."""


@dataclass(frozen=True)
class PeerFigure:
    """One measure of the account beside its peers (float64 in business units).

    above  the share of the peers whose figure is known and lower; None where too few are known
    """

    measure: str
    value: float | None
    median: float | None
    above: float | None


@dataclass(frozen=True)
class Peers:
    """Peers (indices into the standing, without the account itself) and by what they are alike."""

    rows: Array
    alike: Text
    figures: tuple[PeerFigure, ...]


def peers_of(
    standing: Standing, mask: Array, account: int, measures: tuple[str, ...], places: Array | None = None
) -> Peers | None:
    """Peers of an account (index) among the accounts of a mask: same tier and industry, else industry, else tier.

    places    the tiers that stand today; those of the run where they are not given
    measures  codes the viewer may read
    None where no such group has five others.
    """
    tier = standing.tier_place if places is None else places
    others = mask.copy()
    others[account] = False
    same_tier = others & (tier == tier[account])
    same_industry = np.zeros(standing.count, bool)
    if "industry" in standing.texts and standing.texts["industry"][account] >= 0:
        same_industry = others & (standing.texts["industry"] == standing.texts["industry"][account])
    groups = (
        (same_tier & same_industry, Text("same tier and industry", "同等级、同行业")),
        (same_industry, Text("same industry", "同行业")),
        (same_tier, Text("same tier", "同等级")),
    )
    for group, alike in groups:
        rows = np.flatnonzero(group)
        if len(rows) >= LEAST_PEERS:
            return Peers(rows, alike, tuple(_figure(standing, rows, account, one) for one in measures))
    return None


def _figure(standing: Standing, rows: Array, account: int, measure: str) -> PeerFigure:
    column = standing.values[measure]
    own, others = float(column[account]), column[rows]
    known = others[np.isfinite(others)]
    value = own if np.isfinite(own) else None
    if len(known) < LEAST_PEERS:
        return PeerFigure(measure, value, None, None)
    above = None if value is None else float((known < value).mean())
    return PeerFigure(measure, value, float(np.median(known)), above)
