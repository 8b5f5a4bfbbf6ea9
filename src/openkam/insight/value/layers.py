"""What each tier brings and takes: its shares of accounts, sales, profit and effort (R052, R092)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.words import Text
from openkam.core.figures import share_text
from openkam.insight.value.shown import Shown

FAR_BEHIND = 0.1
"""A tier's share of profit that lies this much below its share of sales is worth a sentence."""


@dataclass(frozen=True)
class Layer:
    """One tier; money is int in 1/10,000. Shares are of the accounts shown; None unknown or not to be read.

    place  0 the best, -1 in no tier
    """

    place: int
    label: Text
    accounts: int
    net: int
    profit: int | None
    account_share: float
    sales_share: float | None
    profit_share: float | None
    effort_share: float | None


@dataclass(frozen=True)
class Layers:
    """All tiers from the best on, and what they say together."""

    layers: tuple[Layer, ...]
    finding: Text


def layers_of(shown: Shown, places: Array, labels: Sequence[Text]) -> Layers:
    """The tiers of the accounts shown.

    places  int64 by account of the standing (`effective_places`), -1 none; labels of the tiers from the best on
    """
    inside, effort = places[shown.rows], _effort(shown)
    totals = _Totals(
        len(shown.rows),
        int(shown.net.sum()),
        int(shown.profit[shown.known].sum()) if shown.by_profit else None,
        None if effort is None else float(effort.sum()),
    )
    none = Text("no tier", "无等级")
    found = []
    for place, label in [*enumerate(labels), (-1, none)]:
        at = np.flatnonzero(inside == place)
        if place >= 0 or len(at):
            found.append(_layer(shown, at, effort, totals, place=place, label=label))
    return Layers(tuple(found), _finding(found, totals))


@dataclass(frozen=True)
class _Totals:
    accounts: int
    net: int
    profit: int | None
    effort: float | None


def _layer(shown: Shown, at: Array, effort: Array | None, totals: _Totals, *, place: int, label: Text) -> Layer:
    count, known, profit = len(at), at[shown.known[at]], None
    if shown.by_profit and (not count or len(known)):
        profit = int(shown.profit[known].sum())
    net = int(shown.net[at].sum())
    return Layer(
        place=place,
        label=label,
        accounts=count,
        net=net,
        profit=profit,
        account_share=count / max(totals.accounts, 1),
        sales_share=_share(net, totals.net),
        profit_share=_share(profit, totals.profit),
        effort_share=_share(None if effort is None else float(effort[at].sum()), totals.effort),
    )


def _effort(shown: Shown) -> Array | None:
    """Hours of the latest 12 months; None where nobody logs them."""
    hours = np.nan_to_num(shown.values("effort_hours"))
    return hours if hours.sum() > 0 else None


def _share(part: float | None, whole: float | None) -> float | None:
    return part / whole if part is not None and whole is not None and whole > 0 else None


def _finding(layers: list[Layer], totals: _Totals) -> Text:
    if not totals.accounts:
        return Text("None of the accounts shown bought anything in these months.", "所示客户在此期间没有采购。")
    behind = [one for one in layers if _behind(one)]
    if behind:
        worst = max(behind, key=_gap)
        words = Text(
            "{tier} brings {sales} of the sales but only {profit} of the profit.",
            "“{tier}”占销售额的{sales}，却只占毛利的{profit}。",
        )
        return words.filled(
            tier=worst.label, sales=share_text(worst.sales_share or 0), profit=share_text(worst.profit_share or 0)
        )
    best = layers[0]
    by_profit = best.profit_share is not None
    brings = best.profit_share if by_profit else best.sales_share
    if brings is None:
        words = Text("{tier} is {accounts} of the accounts.", "“{tier}”占客户数的{accounts}。")
        return words.filled(tier=best.label, accounts=share_text(best.account_share))
    takes = Text("", "")
    if best.effort_share is not None:
        takes = Text(" and takes {effort} of the hours", "，投入{effort}的工时")
        takes = takes.filled(effort=share_text(best.effort_share))
    words = Text(
        "{tier} is {accounts} of the accounts, brings {share} of the {what}{takes}.",
        "“{tier}”占客户数的{accounts}，贡献{share}的{what}{takes}。",
    )
    return words.filled(
        tier=best.label,
        accounts=share_text(best.account_share),
        share=share_text(brings),
        what=Text("profit", "毛利") if by_profit else Text("sales", "销售额"),
        takes=takes,
    )


def _gap(layer: Layer) -> float:
    return (layer.sales_share or 0.0) - (layer.profit_share or 0.0)


def _behind(layer: Layer) -> bool:
    return layer.profit_share is not None and layer.sales_share is not None and _gap(layer) >= FAR_BEHIND
