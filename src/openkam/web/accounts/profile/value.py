"""What an account is worth: its months, its place on the whale curve, and how it stands beside its peers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.schema import MONEY_SCALE
from openkam.analysis.words import Language, Text
from openkam.core.access import FieldClass, Viewer
from openkam.core.figures import share_text
from openkam.core.problem import Problem
from openkam.insight.grading.models import Grade, Run
from openkam.insight.grading.standing import standing_of
from openkam.ledger.folder import DataFolder
from openkam.records.accounts.models import Account
from openkam.web.sight.columns import PROFIT, Column, columns_of, leading
from openkam.web.sight.seen import Seen
from openkam.web.ui.charts.chart import Chart, Labels
from openkam.web.ui.charts.months import months

SHOWN: Final = 24
FEWEST_PEERS: Final = 5
"""Fewer accounts beside it would tell of single ones."""
PEER_FIGURES: Final = ("net_sales_12m", PROFIT, "margin", "growth", "collection_days", "share_of_wallet")


@dataclass(frozen=True)
class PeerFigure:
    """A figure of the account and the middle one of its peers; None unknown."""

    column: Column
    own: float | None
    middle: float | None


@dataclass(frozen=True)
class Peers:
    """Accounts most like this one that the viewer sees; `place` among them and this one, 1 the first."""

    alike: Text
    count: int
    place: int
    figures: Sequence[PeerFigure]


@dataclass(frozen=True)
class ValuePart:
    """The chart of 24 months, the place among all accounts the viewer sees, and the peers."""

    chart: Chart
    place: Text | None
    peers: Peers | None


def value_part(
    viewer: Viewer, seen: Seen, account: Account, grade: Grade, *, folder: DataFolder, language: Language
) -> ValuePart:
    """Profit is drawn and ranked by for readers of prices only."""
    run = grade.run
    allowed = columns_of(viewer, run)
    first = leading(allowed, run)
    return ValuePart(
        chart=_chart(viewer, account, grade, folder, language),
        place=_place(seen, account.pk, first),
        peers=_peers(seen, account, first, [allowed[code] for code in PEER_FIGURES if code in allowed]),
    )


def _chart(viewer: Viewer, account: Account, grade: Grade, folder: DataFolder, language: Language) -> Chart:
    sales = [float(value) * MONEY_SCALE for value in grade.months[-SHOWN:]]
    is_known = viewer.reads(FieldClass.PRICE) and grade.gross_profit is not None
    profit = _profit_months(account, grade.run, folder) if is_known else ()
    labels = Labels(_course(sales, is_comparable=grade.growth is not None), Text("A column a month.", "每月一柱。"))
    lines = profit if len(profit) == len(sales) else ()
    return months(sales, lines, labels, first=_first_month(grade.run, len(sales)), language=language)


def _profit_months(account: Account, run: Run, folder: DataFolder) -> Sequence[float]:
    """From the arrays of the run; nothing where they are gone."""
    try:
        standing = standing_of(run, folder)
    except (OSError, Problem):
        return ()
    rows = np.flatnonzero(standing.account == account.pk)
    if not len(rows):
        return ()
    found: list[float] = standing.profit[rows[0]][-SHOWN:].astype(float).tolist()
    return found


def _course(sales: Sequence[float], *, is_comparable: bool) -> Text:
    """What the months say: the latest twelve against those before, where the ledger holds them (growth is known)."""
    year = SHOWN // 2
    before, recent = sum(sales[:-year]), sum(sales[-year:])
    if not is_comparable or len(sales) < SHOWN or before <= 0:
        return Text("Net sales by month", "每月净销售额")
    change = recent / before - 1
    if abs(change) < _STEADY:
        return Text("Sales of the latest 12 months are about those before", "近12个月销售额与上年基本持平")
    words = (
        Text("Sales of the latest 12 months rose by {share}", "近12个月销售额同比增长{share}")
        if change > 0
        else Text("Sales of the latest 12 months fell by {share}", "近12个月销售额同比下降{share}")
    )
    return words.filled(share=share_text(abs(change), 0))


_STEADY: Final = 0.02


def _first_month(run: Run, count: int) -> date:
    month = run.until_date.year * 12 + run.until_date.month - count
    return date(month // 12, month % 12 + 1, 1)


def _place(seen: Seen, key: int, first: str) -> Text | None:
    """Where the account stands on the whale curve of what the viewer sees."""
    own, values = _own(seen, key, first), seen.figures.get(first)
    if own is None or values is None:
        return None
    known, sums = seen.of(("whale", first), lambda: _best_first(values))
    count, total = len(known), float(sums[-1])
    place = int(np.searchsorted(-known, -own, side="left")) + 1
    money = Text("profit", "毛利") if first == PROFIT else Text("sales", "销售额")
    if own < 0:
        return Text(
            "Takes away profit: {worse} of {count} accounts take more.",
            "侵蚀毛利：在{count}家客户中，仅{worse}家侵蚀更多。",
        ).filled(worse=f"{count - int(np.searchsorted(-known, -own, side='right')):,}", count=f"{count:,}")
    if total <= 0:
        return None
    return Text(
        "Number {place} of the {count} accounts you see, by {money}; up to here they bring {share} of it all.",
        "在您可见的{count}家客户中，{money}排名第{place}；至此位累计贡献{share}。",
    ).filled(
        place=f"{place:,}",
        count=f"{count:,}",
        money=money,
        share=share_text(float(sums[place - 1]) / total, 0),
    )


def _best_first(values: Array) -> tuple[Array, Array]:
    """The known values, the largest first, and what they add up to."""
    known = np.sort(values[np.isfinite(values)])[::-1]
    return known, np.cumsum(known)


def _peers(seen: Seen, account: Account, first: str, columns: Sequence[Column]) -> Peers | None:
    """Same industry and tier, else industry, else tier; None where no such group has five others in sight."""
    row = seen.row(account.pk)
    if row is None:
        return None
    tier, industry = int(seen.tier[row]), account.industry
    for key, alike in (
        ((tier, industry), Text("of the same tier and industry", "同等级、同行业")),
        ((None, industry), Text("of the same industry", "同行业")),
        ((tier, None), Text("of the same tier", "同等级")),
    ):
        group: Array = seen.of(("alike", *key), partial(_alike, seen, *key))
        group = group[group != row]
        if len(group) >= FEWEST_PEERS:
            leads = np.nan_to_num(seen.figures[first][group], nan=-np.inf)
            own = np.nan_to_num(seen.figures[first][row], nan=-np.inf)
            figures = [_beside(seen, account.pk, one, group) for one in columns]
            shown = [one for one in figures if one.middle is not None]
            return Peers(alike, len(group) + 1, int((leads > own).sum()) + 1, shown)
    return None


def _alike(seen: Seen, tier: int | None, industry: str | None) -> Array:
    """Rows of the graded accounts of a tier and an industry; nobody is like an account whose industry is unknown."""
    mask = seen.graded.copy()
    if tier is not None:
        mask &= seen.tier == tier
    if industry is not None:
        mask &= seen.industry.where([industry] if industry else [])
    return np.flatnonzero(mask).astype(np.int32)


def _beside(seen: Seen, key: int, column: Column, group: Array) -> PeerFigure:
    return PeerFigure(column, _own(seen, key, column.code), _middle(seen.figures[column.code][group]))


def _middle(values: Array) -> float | None:
    known = values[np.isfinite(values)]
    return float(np.median(known)) if len(known) >= FEWEST_PEERS else None


def _own(seen: Seen, key: int, code: str) -> float | None:
    row, values = seen.row(key), seen.figures.get(code)
    return float(values[row]) if row is not None and values is not None and np.isfinite(values[row]) else None
