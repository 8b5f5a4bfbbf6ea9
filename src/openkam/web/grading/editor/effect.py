"""What a changed scheme would do to the accounts a viewer sees."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.methods.grading.scheme import Scheme
from openkam.analysis.words import Language, Text
from openkam.core.figures import counted
from openkam.insight.grading.key_share import KeyShares, key_shares
from openkam.insight.grading.scheme_file.findings import Finding
from openkam.insight.grading.what_if import Effect, effect_of
from openkam.insight.report.sentences.words import times_word
from openkam.web.grading.sight import Arrays, Sight, tier_in_words
from openkam.web.ui.charts.bars import Change, before_after
from openkam.web.ui.charts.chart import Chart, Labels

MOST: Final = 20


@dataclass(frozen=True)
class Mover:
    """One account that changes its tier; money is net sales of 12 months in 1/10,000."""

    key: int
    name: str
    before: Text
    before_place: int
    after: Text
    after_place: int
    money: int


@dataclass(frozen=True)
class Movers:
    """Those who move one way: how many, and the first of them, most money first."""

    count: int
    first: Sequence[Mover]


@dataclass(frozen=True)
class EffectPart:
    """What the panel shows.

    left_out  why the counts before may differ from the grades in force
    shares    None for a viewer who may not read profit
    total     the sum of the weights as typed, where it is not 100; the shares of 100 are used
    """

    title: Text
    chart: Chart
    left_out: Text
    up: Movers
    down: Movers
    is_comparable: bool
    overlap: KeyShares
    reads_prices: bool
    doubts: Sequence[Finding]
    total: float | None


def effect_part(
    sight: Sight, arrays: Arrays, scheme: Scheme, *, language: Language, doubts: Sequence[Finding] = (), total: float
) -> EffectPart:
    """Both sides by the latest figures alone; the accounts the viewer sees are counted, all are graded."""
    standing, before = arrays.standing, sight.scheme
    effect = effect_of(standing, scheme, before, before_places=standing.plain_place, shown=arrays.shown)
    key_then = np.isin(standing.plain_place, before.key_places)
    key_now = np.isin(effect.places, effect.scheme.key_places)
    overlap = key_shares(standing, key_then, key_now, arrays.shown)
    return EffectPart(
        title=_title(effect),
        chart=_chart(effect, before, language),
        left_out=_left_out(before),
        up=_movers(sight, arrays, effect, effect.up),
        down=_movers(sight, arrays, effect, effect.down),
        is_comparable=[tier.code for tier in before.tiers] == [tier.code for tier in effect.scheme.tiers],
        overlap=overlap,
        reads_prices=sight.prices,
        doubts=doubts,
        total=None if abs(total - _ALL) < _ALMOST else total,
    )


_ALL: Final = 100.0
_ALMOST: Final = 0.005


def _title(effect: Effect) -> Text:
    up, down = len(effect.up), len(effect.down)
    if not up and not down:
        return Text("Nobody moves", "没有客户变动")
    return Text("{up} up, {down} down", "{up}上升，{down}下降").filled(
        up=counted(up, "account", "accounts", "家客户"), down=Text(f"{down:,}", f"{down:,}家")
    )


def _chart(effect: Effect, before: Scheme, language: Language) -> Chart:
    labels = {tier.code: tier.label for tier in effect.scheme.tiers}
    changes = [
        Change(labels.get(one.code, tier_in_words(effect.scheme, -1)), _before(one.code, one.before, before), one.now)
        for one in effect.tiers
        if one.code or one.before or one.now
    ]
    key = sum(one.now for one in effect.tiers if one.code in effect.scheme.key_tiers)
    then = sum(one.before for one in effect.tiers if one.code in before.key_tiers)
    words = Text("{now} key, {then} before", "大客户{now}，原{then}")
    title = words.filled(now=counted(key, "account", "accounts", "家"), then=Text(f"{then:,}", f"{then:,}家"))
    about = Text("Accounts per tier: pale before, full after.", "各等级客户数：浅色为之前，深色为之后。")
    return before_after(changes, Labels(title, about), unit="count", language=language)


def _left_out(before: Scheme) -> Text:
    """What grades in force rest on beside the latest figures."""
    history = Text("history", "历史")
    if before.reviews_running > 1:
        history = Text("history ({n} reviews running)", "历史（须连续{n}次复评）").filled(
            n=times_word(before.reviews_running)
        )
    return Text(
        "Before (the scheme in force) and after count every account by its latest figures alone: {history} and "
        "overrides are left out, so “before” may differ from the grades in force.",
        "“之前”（现行方案）和“之后”都只按最新数据统计，不计{history}和人工调整，因此“之前”可能与现行等级的客户数不同。",
    ).filled(history=history)


def _before(code: str, count: int, before: Scheme) -> float | None:
    """A tier the scheme before did not have is unknown there, not empty."""
    return count if not code or code in {tier.code for tier in before.tiers} else None


def _movers(sight: Sight, arrays: Arrays, effect: Effect, rows: Array) -> Movers:
    standing = arrays.standing
    first = [
        Mover(
            key=int(standing.account[row]),
            name=sight.name_of(int(standing.account[row])),
            before=sight.tier(int(standing.plain_place[row])),
            before_place=int(standing.plain_place[row]),
            after=tier_in_words(effect.scheme, int(effect.places[row])),
            after_place=int(effect.places[row]),
            money=int(standing.windows["net_12"][row]),
        )
        for row in rows[:MOST].tolist()
    ]
    return Movers(len(rows), first)
