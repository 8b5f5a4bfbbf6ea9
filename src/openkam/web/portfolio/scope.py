"""Which accounts of which run are looked at: those the viewer sees, narrowed by what he asked for."""

import hashlib
from dataclasses import dataclass, replace
from functools import cached_property
from secrets import token_hex
from typing import Final
from urllib.parse import urlencode

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.methods.grading.scheme import Tier
from openkam.analysis.words import Text
from openkam.core.access import FieldClass, Viewer
from openkam.core.figures import currency_text
from openkam.core.problem import Problem
from openkam.insight.grading.models import Run
from openkam.insight.grading.queries import run_currencies, run_in_force
from openkam.insight.grading.run_scheme import scheme_of
from openkam.insight.grading.standing import standing_of
from openkam.insight.value.shown import Shown, shown_accounts
from openkam.insight.value.standing import Standing
from openkam.ledger.folder import DataFolder
from openkam.records.accounts.queries import tiers_set
from openkam.web.portfolio.forms import NOBODY, Asked
from openkam.web.portfolio.kept import Kept, Same
from openkam.web.sight.packed import Words
from openkam.web.sight.seen import KEPT_FROM, Seen, in_force
from openkam.web.sight.teams import team_of

_SEAL: Final = 16
QUESTION: Final = f"question-{token_hex(8)}-"
"""Stands in what is kept for the question of its addresses: what differs by the floor alone is drawn once."""


@dataclass(frozen=True)
class Scope:
    """The run, its arrays, and the accounts looked at.

    standing   None where there is no run, or where its arrays are gone
    seen_row   int64 by account of the standing: its row in `seen`, -1 where the viewer does not see it
    mask       bool by account of the standing: seen and asked for
    overrides  tiers set by persons, by account, of accounts the viewer sees
    by_price   whether the viewer may read prices
    currencies  in which there are runs; is_latest: whether the run is the latest of all, which the accounts list shows
    question   of addresses, ready for more to follow
    """

    viewer: Viewer
    asked: Asked
    run: Run | None
    currencies: tuple[str, ...]
    is_latest: bool
    standing: Standing | None
    seen: Seen
    seen_row: Array
    mask: Array
    overrides: tuple[tuple[int, str], ...]
    by_price: bool
    question: str

    @cached_property
    def shown(self) -> Shown:
        """The accounts that bought in the months asked for."""
        return shown_accounts(self.arrays, self.mask, months=self.asked.months, by_profit=self.by_price)

    @property
    def arrays(self) -> Standing:
        """The arrays of the run.

        Raises LookupError where there are none; the page then says what is missing and computes nothing.
        """
        if self.standing is None:
            raise LookupError("there is no run to compute from")
        return self.standing

    @cached_property
    def tiers(self) -> tuple[Tier, ...]:
        """Of the scheme in force, the best first."""
        return scheme_of(self.run).tiers if self.run is not None else ()

    @cached_property
    def places(self) -> Array:
        """The tiers that stand today (int64, 0 the best, -1 none), by account of the standing."""
        if not self.overrides:
            return self.arrays.tier_place
        places = self.arrays.tier_place.astype(np.int64)
        known = {tier.code: place for place, tier in enumerate(self.tiers)}
        chosen = {account: known[tier] for account, tier in self.overrides if tier in known}
        for row in np.flatnonzero(np.isin(self.arrays.account, list(chosen))).tolist():
            places[row] = chosen[self.key(row)]
        return places

    @property
    def currency(self) -> Text:
        """The run's, as the installation's readers call it."""
        return currency_text((self.run.currency or None) if self.run is not None else None)

    @property
    def seal(self) -> bytes:
        """The same for the same accounts, and for no others."""
        return hashlib.blake2b(self.mask.tobytes(), digest_size=_SEAL).digest()

    def name(self, row: int) -> str:
        """The name of an account the viewer sees."""
        return self.seen.name[int(self.seen_row[row])]

    def key(self, row: int) -> int:
        """Its key."""
        return int(self.arrays.account[row])

    def list_address(self, which: str) -> str:
        """The list behind a chart, of the same accounts."""
        return f"/portfolio/accounts/?{self.question}{urlencode({'which': which})}"

    def lasting(self) -> "Scope":
        """The same for every floor: its addresses bear QUESTION."""
        same = replace(self, question=QUESTION)
        vars(same)["shown"] = self.shown  # as a cached property keeps it
        return same


def scope_of(viewer: Viewer, asked: Asked, folder: DataFolder) -> Scope:
    """A fixed number of queries."""
    latest, seen = in_force(viewer)
    currencies: tuple[str, ...] = seen.of("currencies", lambda: tuple(run_currencies()))
    run = latest
    if latest is not None and asked.currency in currencies and asked.currency != latest.currency:
        run = run_in_force(asked.currency)
    standing = _standing(run, folder)
    row = np.full(0, -1, np.int64) if standing is None else _rows_of(seen, standing)
    wanted = _wanted(viewer, asked, seen)
    return Scope(
        viewer=viewer,
        asked=asked,
        run=run,
        currencies=currencies,
        is_latest=run == latest,
        standing=standing,
        seen=seen,
        seen_row=row,
        mask=(row >= 0) if wanted is None else (row >= 0) & np.append(wanted, False)[row],
        overrides=tuple(sorted(tiers_set(viewer).items())),
        by_price=viewer.reads(FieldClass.PRICE),
        question=f"{asked.query()}&" if asked.query() else "",
    )


def _standing(run: Run | None, folder: DataFolder) -> Standing | None:
    """The arrays of the run; None where they are gone, which the page tells."""
    try:
        return standing_of(run, folder) if run is not None and run.columns else None
    except (Problem, OSError):
        return None


_ROWS: Final = Kept[Array](8)


def _rows_of(seen: Seen, standing: Standing) -> Array:
    """The row of each account in `seen`; kept where the list of accounts is."""
    if seen.count < KEPT_FROM:
        return _matched(seen, standing)
    return _ROWS.of((Same(seen.account), Same(standing)), lambda: _matched(seen, standing))


def _matched(seen: Seen, standing: Standing) -> Array:
    place = np.searchsorted(seen.account, standing.account)
    place[place == seen.count] = -1
    if not seen.count:
        return place
    return np.where(seen.account[place] == standing.account, place, -1)


def _wanted(viewer: Viewer, asked: Asked, seen: Seen) -> Array | None:
    """Which of the seen accounts were asked for; None: all of them."""
    if not asked.is_filtered:
        return None
    mask = np.ones(seen.count, bool)
    for chosen, words in ((asked.region, seen.region), (asked.industry, seen.industry)):
        if chosen:
            mask &= _has(words, chosen)
    if asked.owner:
        mask &= seen.owner == (0 if asked.owner == NOBODY else int(asked.owner))
    if asked.team is not None:
        mask &= np.isin(seen.owner, sorted(team_of(viewer, asked.team)))
    return mask


def _has(words: Words, chosen: str) -> Array:
    return words.where(["" if chosen == NOBODY else chosen])
