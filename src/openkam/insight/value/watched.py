"""Accounts that need a look: declining, lost, and large by one order only (R044, R095)."""

from dataclasses import dataclass

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.methods.rhythm.movement import DECLINING, LOST
from openkam.analysis.methods.rhythm.pattern import ONE_OFF
from openkam.analysis.words import Text
from openkam.core.figures import counted, money_text
from openkam.insight.value.largest import falling
from openkam.insight.value.standing import WINDOWS, Standing

YEAR = 12


@dataclass(frozen=True)
class Watched:
    """Accounts (indices into the standing), most money first; recent and before are int64 net sales."""

    rows: Array
    recent: Array
    before: Array
    finding: Text


def decliners_of(standing: Standing, mask: Array) -> Watched:
    """Those whose sales fell against the months before, the deepest fall first."""
    months = standing.movement_months or YEAR
    rows, recent, before = _moved(standing, mask & standing.orders.having("movement", DECLINING), months)
    if not len(rows):
        return Watched(rows, recent, before, Text("Nobody shown is declining.", "所示客户中没有下滑的。"))
    words = Text(
        "{count}: {fall} less in the latest {months} months than in the {months} before.",
        "{count}：最近{months}个月合计比之前{months}个月少{fall}。",
    )
    fall = int((before - recent).sum())
    count = counted(len(rows), "account declines", "accounts decline", "家客户下滑")
    return Watched(rows, recent, before, words.filled(count=count, fall=money_text(fall), months=months))


def lost_of(standing: Standing, mask: Array) -> Watched:
    """Those that stopped buying, what they bought in the months before first."""
    months = standing.movement_months or YEAR
    rows, recent, before = _moved(standing, mask & standing.orders.having("movement", LOST), months)
    if not len(rows):
        return Watched(rows, recent, before, Text("Nobody shown is lost.", "所示客户中没有流失的。"))
    words = Text(
        "{count}, worth {money} in the {months} months before.",
        "{count}；之前{months}个月曾采购{money}。",
    )
    count = counted(len(rows), "account is lost", "accounts are lost", "家客户已流失")
    return Watched(rows, recent, before, words.filled(count=count, months=months, money=money_text(int(before.sum()))))


def one_offs_of(standing: Standing, mask: Array) -> Watched:
    """Those whose business is one order or one project; `recent` holds all they ever bought in 36 months."""
    rows = np.flatnonzero(mask & standing.orders.having("pattern", ONE_OFF))
    net = standing.windows["net_36"][rows]
    order = falling(net)
    rows, net = rows[order], net[order]
    nothing = np.zeros(len(rows), np.int64)
    if not len(rows):
        return Watched(rows, net, nothing, Text("Nobody shown lives from one order.", "所示客户中没有一次性采购的。"))
    words = Text(
        "{count} from one order or project, worth {money}: however large, that makes no key account.",
        "{count}一次性采购，合计{money}：金额再大也不等于大客户。",
    )
    count = counted(len(rows), "account lives", "accounts live", "家客户属于")
    return Watched(rows, net, nothing, words.filled(count=count, money=money_text(int(net.sum()))))


def _moved(standing: Standing, mask: Array, months: int) -> tuple[Array, Array, Array]:
    rows = np.flatnonzero(mask)
    if months in WINDOWS and 2 * months in WINDOWS:  # added up already
        recent = standing.windows[f"net_{months}"][rows]
        before = standing.windows[f"net_{2 * months}"][rows] - recent
    else:
        net = standing.net[:, -2 * months :][rows]
        recent, before = net[:, months:].sum(axis=1), net[:, :months].sum(axis=1)
    order = falling(before - recent)
    return rows[order], recent[order], before[order]
