"""The charts of the portfolio: findings from `insight`, marks that lead to accounts, tiers and lists."""

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.schema import MONEY_SCALE
from openkam.analysis.words import Language, Text
from openkam.insight.value.curves import Curves
from openkam.insight.value.largest import largest
from openkam.insight.value.layers import layers_of
from openkam.insight.value.levers import Headroom
from openkam.insight.value.matrix import Matrix, Quadrant
from openkam.web.portfolio.behind import ROOM_BANDS, band_name, room_bands
from openkam.web.portfolio.scope import Scope
from openkam.web.ui.charts.bars import bars
from openkam.web.ui.charts.chart import Chart, Labels, Mark
from openkam.web.ui.charts.columns import columns
from openkam.web.ui.charts.crowds import FIRST_ROWS, Crowd
from openkam.web.ui.charts.matrix import MOST_BUBBLES, Bubble, Dust, Quarters, matrix
from openkam.web.ui.charts.pareto import MOST_BARS, pareto
from openkam.web.ui.charts.pyramid import Level, pyramid
from openkam.web.ui.charts.whale import MOST_STRIPS, whale

_LARGEST = 10
_ALONE = 2 * max(MOST_BARS, MOST_STRIPS)
"""From so many accounts on no bar stands for one alone."""
_CORNERS = (
    Text("invest", "投入"),
    Text("keep", "保住"),
    Text("simplify", "简化服务"),
    Text("win back", "挽留或减投"),
)
"""Short, as they stand inside the drawing; the table beside it says them in full."""
_FIRST = Text("accounts, best first", "客户，从最好到最差")


def pareto_chart(scope: Scope, curves: Curves, crowd: Crowd, language: Language) -> Chart:
    """How few bring how much."""
    labels = Labels(
        curves.line_finding,
        Text(
            "Bars: share of each account, the best first. Line: what they bring together.",
            "柱：每家客户的占比，从大到小；线：累计占比。",
        ),
        across=_FIRST,
        upward=Text("share of {what}", "{what}占比").filled(what=scope.shown.what),
    )
    return pareto(crowd, labels, language=language)


def whale_chart(curves: Curves, crowd: Crowd, language: Language) -> Chart | None:
    """How high profit rises before the rest eats of it."""
    if curves.curve_finding is None:
        return None
    labels = Labels(
        curves.curve_finding,
        Text(
            "Gross profit added up from the best account to the worst; beyond the peak every account takes away.",
            "毛利从最好的客户累加到最差的客户；过了峰值，之后的客户都在侵蚀毛利。",
        ),
        across=_FIRST,
        upward=Text("gross profit so far", "累计毛利"),
    )
    return whale(crowd, labels, language=language)


def crowd_of(scope: Scope, order: Array, cumulative: Array) -> Crowd:
    """The accounts in order; only the first ones are ever drawn alone or told in the table."""
    values = np.diff(cumulative, prepend=0)
    named = len(order) if len(order) < _ALONE else FIRST_ROWS
    first = zip(order[:named].tolist(), values[:named].tolist(), strict=True)
    return Crowd(values, [Mark(scope.name(row), value, f"/accounts/{scope.key(row)}/") for row, value in first])


def largest_chart(scope: Scope, curves: Curves, language: Language) -> Chart:
    """The threads the company hangs on: the largest accounts by net sales."""
    shown = scope.shown
    order = largest(shown.net, _LARGEST).tolist()
    total = int(shown.net.sum())
    marks = [
        Mark(
            scope.name(shown.rows[at]),
            int(shown.net[at]) / total if total > 0 else None,
            f"/accounts/{scope.key(shown.rows[at])}/",
        )
        for at in order
    ]
    about = Text("Share of net sales of the ten largest.", "最大十家客户的净销售额占比。")
    return bars(marks, Labels(curves.spread_finding, about), unit="share", language=language)


def matrix_chart(scope: Scope, found: Matrix, language: Language) -> Chart:
    """Worth today against expected."""
    sizes = np.maximum(scope.arrays.windows["net_12"][found.rows], 0)
    order = largest(sizes, MOST_BUBBLES)
    is_small = np.ones(len(sizes), bool)
    is_small[order] = False
    rows, places = found.rows[order].tolist(), scope.places[found.rows[order]].tolist()
    points = zip(
        (found.current[order] * MONEY_SCALE).tolist(),
        (found.future[order] * MONEY_SCALE).tolist(),
        sizes[order].tolist(),
        strict=True,
    )
    bubbles = [
        Bubble(scope.name(row), x, y, size, f"/accounts/{scope.key(row)}/", place if place >= 0 else 9)
        for row, place, (x, y, size) in zip(rows, places, points, strict=True)
    ]
    labels = Labels(
        found.finding,
        Text(
            "Across: value of the latest 12 months. Up: what the next 12 months are expected to bring. "
            "Size: net sales. The lines are the averages of the accounts shown.",
            "横轴：近12个月价值；纵轴：未来12个月预计价值；大小：净销售额；虚线：所示客户的平均值。",
        ),
        across=Text("value today", "当前价值"),
        upward=Text("expected value", "未来价值"),
    )
    corners = (Quadrant.INVEST, Quadrant.KEEP, Quadrant.SIMPLIFY, Quadrant.HARVEST)
    a, b, c, d = (found.counts[one] for one in corners)
    cuts = (found.current_cut * MONEY_SCALE, found.future_cut * MONEY_SCALE)
    quarters = Quarters(*cuts, _CORNERS, (a, b, c, d))
    dust = Dust(found.current[is_small] * MONEY_SCALE, found.future[is_small] * MONEY_SCALE)
    return matrix(bubbles, labels, quarters, dust=dust, language=language)


def tiers_chart(scope: Scope, language: Language) -> Chart:
    """What each tier brings and takes."""
    found = layers_of(scope.shown, scope.places, [tier.label for tier in scope.tiers])
    codes = [tier.code for tier in scope.tiers]
    heads = {"profit_share": Text("of profit", "毛利占比"), "sales_share": Text("of sales", "销售占比")}
    heads |= {"effort_share": Text("of hours", "工时占比")}
    told = [name for name in heads if any(getattr(layer, name) is not None for layer in found.layers)]
    levels = [
        Level(
            layer.label,
            layer.place if layer.place >= 0 else len(codes),
            layer.accounts,
            tuple(getattr(layer, name) for name in told),
            scope.list_address(f"tier.{codes[layer.place] if layer.place >= 0 else 'none'}"),
        )
        for layer in found.layers
    ]
    about = Text("Each tier's accounts and its shares.", "各等级的客户数与占比。")
    return pyramid(levels, [heads[name] for name in told], Labels(found.finding, about), language=language)


def room_chart(scope: Scope, found: Headroom, language: Language) -> Chart:
    """How many accounts have how much room for discounts."""
    counts = np.bincount(room_bands(found.known_room), minlength=len(ROOM_BANDS) + 1).tolist()
    marks = [
        Mark(band_name(band), float(count), scope.list_address(f"room.{band}")) for band, count in enumerate(counts)
    ]
    about = Text(
        "Accounts by the largest further discount that leaves the floor; latest 12 months.",
        "按仍能守住底线的最大折扣分组的客户数；近12个月。",
    )
    return columns(marks, Labels(found.finding, about), unit="count", language=language)
