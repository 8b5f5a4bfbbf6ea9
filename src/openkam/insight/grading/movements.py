"""Two runs compared: who moved from which tier to which, among the accounts a viewer may see."""

from collections import Counter
from dataclasses import dataclass

from openkam.analysis.words import Text
from openkam.core.access import Viewer
from openkam.insight.grading.models import Grade, Run
from openkam.insight.grading.run_scheme import scheme_of

ABSENT = "ABSENT"
"""Stands for an account that is not in the run."""


@dataclass(frozen=True)
class Flow:
    """How many accounts went from a tier to a tier; codes of the two schemes, "" no tier, ABSENT not in the run."""

    before: str
    after: str
    accounts: int


@dataclass(frozen=True)
class Moves:
    """Both runs' tiers (code and label, best first, then no tier, then not in the run) and what flowed between them.

    Comparable says whether both schemes have the same tiers, so that up and down mean something; else they count 0.
    """

    before: tuple[tuple[str, Text], ...]
    after: tuple[tuple[str, Text], ...]
    flows: tuple[Flow, ...]
    comparable: bool
    up: int
    down: int
    stayed: int

    def count(self, before: str, after: str) -> int:
        """One cell of the matrix."""
        return next((one.accounts for one in self.flows if (one.before, one.after) == (before, after)), 0)


def moves_between(viewer: Viewer, earlier: Run, later: Run) -> Moves:
    """The matrix of two runs; two queries."""
    then, now = _tiers(viewer, earlier), _tiers(viewer, later)
    pairs = Counter((then.get(key, ABSENT), now.get(key, ABSENT)) for key in then.keys() | now.keys())
    before, after = _heads(earlier), _heads(later)
    place = {code: at for at, (code, _) in enumerate(after)}
    comparable = [code for code, _ in before] == [code for code, _ in after]
    up = down = 0
    if comparable:
        inside = {pair: count for pair, count in pairs.items() if ABSENT not in pair}
        up = sum(count for (old, new), count in inside.items() if place[new] < place[old])
        down = sum(count for (old, new), count in inside.items() if place[new] > place[old])
    rank_before = {code: at for at, (code, _) in enumerate(before)}
    ordered = sorted(pairs.items(), key=lambda item: (rank_before.get(item[0][0], 98), place.get(item[0][1], 98)))
    flows = tuple(Flow(old, new, count) for (old, new), count in ordered)
    stayed = sum(count for (old, new), count in pairs.items() if old == new)
    return Moves(before, after, flows, comparable, up, down, stayed)


def accounts_moved(viewer: Viewer, earlier: Run, later: Run, before: str, after: str) -> list[int]:
    """The keys of the visible accounts behind one cell of the matrix, the largest by sales first."""
    then, now = _tiers(viewer, earlier), _tiers(viewer, later)
    order = [*now, *(key for key in then if key not in now)]
    return [key for key in order if (then.get(key, ABSENT), now.get(key, ABSENT)) == (before, after)]


def _tiers(viewer: Viewer, run: Run) -> dict[int, str]:
    rows = Grade.objects.visible_to(viewer).filter(run=run).order_by("sales_rank")
    return dict(rows.values_list("account_id", "tier"))


def _heads(run: Run) -> tuple[tuple[str, Text], ...]:
    tiers = [(tier.code, tier.label) for tier in scheme_of(run).tiers]
    return (*tiers, ("", Text("no tier", "无等级")), (ABSENT, Text("not graded", "未参与分级")))
