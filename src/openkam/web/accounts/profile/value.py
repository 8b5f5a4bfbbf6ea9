"""What an account is worth: its months, its place on the whale curve, and how it stands beside its peers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
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
from openkam.web.accounts.listing.columns import PROFIT, Column, columns_of, leading
from openkam.web.accounts.listing.seen import Seen, seen_by
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


def value_part(viewer: Viewer, account: Account, grade: Grade, folder: DataFolder, language: Language) -> ValuePart:
    """Profit is drawn and ranked by for readers of prices only."""
    run = grade.run
    seen, allowed = seen_by(viewer, run), columns_of(viewer, run)
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
    known = np.sort(values[np.isfinite(values)])[::-1]
    total, place = float(known.sum()), int((known > own).sum()) + 1
    money = Text("profit", "毛利") if first == PROFIT else Text("sales", "销售额")
    if own < 0:
        return Text(
            "Takes away profit: {worse} of {count} accounts take more.",
            "侵蚀毛利：在{count}家客户中，仅{worse}家侵蚀更多。",
        ).filled(worse=f"{int((known < own).sum()):,}", count=f"{len(known):,}")
    if total <= 0:
        return None
    return Text(
        "Number {place} of the {count} accounts you see, by {money}; up to here they bring {share} of it all.",
        "在您可见的{count}家客户中，{money}排名第{place}；至此位累计贡献{share}。",
    ).filled(
        place=f"{place:,}",
        count=f"{len(known):,}",
        money=money,
        share=share_text(float(known[:place].sum()) / total, 0),
    )


def _peers(seen: Seen, account: Account, first: str, columns: Sequence[Column]) -> Peers | None:
    """Same industry and tier, else industry, else tier; None where no such group has five others in sight."""
    row = _row(seen, account.pk)
    if row is None:
        return None
    others = seen.graded.copy()
    others[row] = False
    same_tier = others & (seen.tier == seen.tier[row])
    same_industry = others & seen.industry.where([account.industry] if account.industry else [])
    for group, alike in (
        (same_tier & same_industry, Text("of the same tier and industry", "同等级、同行业")),
        (same_industry, Text("of the same industry", "同行业")),
        (same_tier, Text("of the same tier", "同等级")),
    ):
        count = int(group.sum())
        if count >= FEWEST_PEERS:
            leads = np.nan_to_num(seen.figures[first], nan=-np.inf)
            place = int((leads[group] > leads[row]).sum()) + 1
            figures = [_beside(seen, account.pk, one, group) for one in columns]
            return Peers(alike, count + 1, place, [one for one in figures if one.middle is not None])
    return None


def _beside(seen: Seen, key: int, column: Column, group: Array) -> PeerFigure:
    return PeerFigure(column, _own(seen, key, column.code), _middle(seen.figures[column.code][group]))


def _middle(values: Array) -> float | None:
    known = values[np.isfinite(values)]
    return float(np.median(known)) if len(known) >= FEWEST_PEERS else None


def _row(seen: Seen, key: int) -> int | None:
    row = int(np.searchsorted(seen.account, key))
    return row if row < seen.count and seen.account[row] == key else None


def _own(seen: Seen, key: int, code: str) -> float | None:
    row, values = _row(seen, key), seen.figures.get(code)
    return float(values[row]) if row is not None and values is not None and np.isfinite(values[row]) else None
