"""The lists behind the charts: which accounts, in which order, with which figures beside their names."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.schema import MONEY_SCALE
from openkam.analysis.words import Text
from openkam.core.figures import counted, share_text
from openkam.core.problem import Problem
from openkam.insight.value.curves import curves_of
from openkam.insight.value.levers import Balance, Headroom, balance_of, headroom_of
from openkam.insight.value.matrix import QUADRANT_LABELS, Quadrant, matrix_of
from openkam.insight.value.watched import Watched, decliners_of, lost_of, one_offs_of
from openkam.web.portfolio.scope import Scope
from openkam.web.typed import whole_of

Kind = Literal["money", "share", "extra"]


@dataclass(frozen=True)
class Column:
    """A figure of every account of a list: int64 money or float64 shares, in the order of the list.

    extra  a share of more volume; NaN: no volume would be enough
    """

    label: Text
    kind: Kind
    values: Array


@dataclass(frozen=True)
class Behind:
    """A list behind a chart.

    rows  indices into the standing, in order
    like  a filter of the list of accounts that finds the same kind of accounts, blank where it has none
    """

    title: Text
    rows: Array
    columns: tuple[Column, ...]
    like: tuple[tuple[str, str], ...] = ()


ROOM_BANDS: Final = (0.0, 0.05, 0.1, 0.2, 0.3)
"""Between these the accounts are counted by their room for discounts; the first are below the floor."""


def behind(scope: Scope, which: str) -> Behind:
    """The list of a name.

    Raises Problem for a name that is none or that this viewer may not read, nobody can tell which.
    """
    kind, _, part = which.partition(".")
    found = _LISTS[kind](scope, part) if kind in _LISTS else None
    if found is None:
        raise Problem(
            Text("There is no such list.", "没有这个列表。"),
            remedy=Text("Go back to the portfolio and follow its charts.", "请返回组合页面，从图表进入。"),
        )
    return found


def decliners(scope: Scope, _: str = "") -> Behind:
    """Those whose sales fell."""
    return _watched(scope, decliners_of(scope.arrays, scope.mask), ("movement", "DECLINING"))


def lost(scope: Scope, _: str = "") -> Behind:
    """Those that stopped buying."""
    return _watched(scope, lost_of(scope.arrays, scope.mask), ("movement", "LOST"))


def one_offs(scope: Scope, _: str = "") -> Behind:
    """Those whose business is one order."""
    found = one_offs_of(scope.arrays, scope.mask)
    whole = Text("Sales, 36 months", "36个月销售额")
    return Behind(found.finding, found.rows, (Column(whole, "money", found.recent),), (("pattern", "ONE_OFF"),))


def room_list(found: Headroom, part: str = "") -> Behind | None:
    """Accounts by their room for discounts: all of them, or those of one band."""
    chosen, title = np.ones(len(found.rows), bool), found.finding
    if part:
        band = _band(part)
        if band is None:
            return None
        chosen = room_bands(found.room) == band
        title = Text("{count} with room {band}", "{count}的折扣空间为{band}").filled(
            count=_accounts(int(chosen.sum())), band=band_name(band)
        )
    columns = (
        Column(Text("Room for discount", "折扣空间"), "share", found.room[chosen]),
        Column(Text("Extra volume that pays for 5%", "再降5%所需增量"), "extra", found.volume[chosen]),
    )
    return Behind(title, found.rows[chosen], columns)


def room_bands(room: Array) -> Array:
    """The band of each account, 0 below the floor."""
    return np.searchsorted(ROOM_BANDS, room, side="right")


def band_name(band: int) -> Text:
    """From where to where a band reaches."""
    if band == 0:
        return Text("below the floor", "低于底线")
    low = share_text(ROOM_BANDS[band - 1])
    if band == len(ROOM_BANDS):
        return Text("{low} and more", "{low}及以上").filled(low=low)
    return Text("{low} to {high}", "{low}至{high}").filled(low=low, high=share_text(ROOM_BANDS[band]))


def over_served(scope: Scope, found: Balance) -> Behind:
    """Much effort, little value."""
    return Behind(found.finding, found.over_served, _served(scope, found, found.over_served))


def under_served(scope: Scope, found: Balance) -> Behind:
    """Little effort, much value."""
    rows = found.under_served
    few = counted(len(rows), "account brings more than it gets", "accounts bring more than they get", "家客户")
    words = Text("{few} in hours", "{few}的投入工时少于其贡献")
    return Behind(words.filled(few=few), rows, _served(scope, found, rows))


def _served(scope: Scope, found: Balance, rows: Array) -> tuple[Column, ...]:
    at = np.searchsorted(scope.shown.rows, rows)
    return (
        Column(Text("Share of hours", "工时占比"), "share", found.effort_share[at]),
        Column(Text("Share of {what}", "{what}占比").filled(what=scope.shown.what), "share", found.value_share[at]),
    )


def _watched(scope: Scope, found: Watched, like: tuple[str, str]) -> Behind:
    months = scope.arrays.movement_months or 12
    columns = (
        Column(Text("{n} months before", "之前{n}个月").filled(n=months), "money", found.before),
        Column(Text("Latest {n} months", "最近{n}个月").filled(n=months), "money", found.recent),
        Column(Text("Change", "变化额"), "money", found.recent - found.before),
    )
    return Behind(found.finding, found.rows, columns, (like,))


def _all(scope: Scope, _: str) -> Behind:
    shown = scope.shown
    order = np.argsort(-np.where(shown.counted, shown.basis, np.iinfo(np.int64).min + 1), kind="stable")
    words = Text("{count} bought in {months} months", "{count}在{months}个月内有采购")
    return _chosen(scope, words.filled(count=_accounts(len(order)), months=shown.months), shown.rows[order])


def _vital(scope: Scope, _: str) -> Behind:
    line = curves_of(scope.shown).line
    words = Text("{count} bring 80% of the {what}", "{count}贡献了80%的{what}")
    few = line.accounts_for_80 or 0
    return _chosen(scope, words.filled(count=_accounts(few), what=scope.shown.what), line.order[:few])


def _losses(scope: Scope, _: str) -> Behind | None:
    shown = scope.shown
    if not shown.by_profit:
        return None
    rows = np.flatnonzero(shown.known & (shown.profit < 0))
    rows = shown.rows[rows[np.argsort(shown.profit[rows], kind="stable")]]
    return _chosen(scope, Text("{count} at a loss", "{count}亏损").filled(count=_accounts(len(rows))), rows)


def _tier(scope: Scope, code: str) -> Behind | None:
    places = {tier.code: (place, tier.label) for place, tier in enumerate(scope.tiers)}
    place, label = places.get(code, (-1, Text("no tier", "未分级")))
    if code not in places and code != "none":
        return None
    shown = scope.shown
    chosen = np.flatnonzero(scope.places[shown.rows] == place)
    chosen = chosen[np.argsort(-shown.basis[chosen], kind="stable")]
    words = Text("{tier}: {count}", "{tier}：{count}").filled(tier=label, count=_accounts(len(chosen)))
    return _chosen(scope, words, shown.rows[chosen], (("tier", code),))


def _quadrant(scope: Scope, code: str) -> Behind | None:
    found = matrix_of(scope.shown)
    if found is None or code not in Quadrant.__members__:
        return None
    quadrant = Quadrant(code)
    rows = found.of(quadrant)
    at = np.searchsorted(found.rows, rows)
    columns = (
        Column(Text("Value today", "当前价值"), "money", np.rint(found.current[at] * MONEY_SCALE).astype(np.int64)),
        Column(Text("Expected value", "未来价值"), "money", np.rint(found.future[at] * MONEY_SCALE).astype(np.int64)),
    )
    words = Text("{label}: {count}", "{label}：{count}")
    return Behind(words.filled(label=QUADRANT_LABELS[quadrant], count=_accounts(len(rows))), rows, columns)


def _room(scope: Scope, part: str) -> Behind | None:
    found = headroom_of(scope.shown, floor_share=scope.asked.floor / 100)
    return None if found is None else room_list(found, part)


def _over(scope: Scope, _: str) -> Behind | None:
    found = balance_of(scope.shown)
    return None if found is None else over_served(scope, found)


def _under(scope: Scope, _: str) -> Behind | None:
    found = balance_of(scope.shown)
    return None if found is None else under_served(scope, found)


def _chosen(scope: Scope, title: Text, rows: Array, like: tuple[tuple[str, str], ...] = ()) -> Behind:
    """Sales, and profit where it may be read, over the months asked for."""
    shown = scope.shown
    at = np.searchsorted(shown.rows, rows)
    months = {"n": shown.months}
    columns = [Column(Text("Sales, {n} months", "{n}个月销售额").filled(**months), "money", shown.net[at])]
    if shown.by_profit:
        profit = Column(Text("Profit, {n} months", "{n}个月毛利").filled(**months), "money", shown.profit[at])
        columns.append(profit)
    return Behind(title, rows, tuple(columns), like)


def _band(part: str) -> int | None:
    return whole_of(part, len(ROOM_BANDS))


def _accounts(count: int) -> Text:
    return counted(count, "account", "accounts", "家客户")


_LISTS: Final[Mapping[str, Callable[[Scope, str], Behind | None]]] = {
    "all": _all,
    "vital": _vital,
    "losses": _losses,
    "tier": _tier,
    "quadrant": _quadrant,
    "decliners": decliners,
    "lost": lost,
    "one_offs": one_offs,
    "room": _room,
    "over": _over,
    "under": _under,
}
