"""A scheme in words: what counts, how much, from where on, and what holds an account down."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from openkam.analysis.catalogue import MEASURES
from openkam.analysis.measure import Indicator
from openkam.analysis.methods.grading.scheme import Anchor, Condition, Criterion, Cut, Method, Scheme, Tier
from openkam.analysis.words import Text
from openkam.core.figures import number_text, share_text
from openkam.insight.report.sentences.words import GATE_WORDS, figure_text, listing, measure_label

METHODS: Final = {
    Method.SINGLE: Text("Single indicator", "单一指标"),
    Method.PYRAMID: Text("Pyramid", "金字塔"),
    Method.SCORECARD: Text("Scorecard", "计分卡"),
    Method.RULES: Text("Rules", "规则法"),
    Method.CARD: Text("Criteria card", "标准卡"),
}
INDICATORS: Final = {
    Indicator.TRANSACTION: Text("Transactions", "交易类"),
    Indicator.FINANCIAL: Text("Payment", "财务类"),
    Indicator.FEATURE: Text("Features", "特征类"),
    Indicator.DEMAND: Text("Needs", "需求类"),
    Indicator.EFFORT: Text("Effort", "投入类"),
}
FROM_LEDGER: Final = Text("read from the ledger", "取自账本")
_ABOUT: Final = {
    Method.SINGLE: Text("One figure decides.", "只看一项指标。"),
    Method.PYRAMID: Text(
        "Accounts stand by one figure, the largest first; tiers end where a share of the total is reached.",
        "客户按一项指标从大到小排列，累计占比达到界限处分级。",
    ),
    Method.SCORECARD: Text(
        "Every criterion earns 0 to 100 points; weighted, they make the score.",
        "每项指标得0到100分，按权重合成总分。",
    ),
    Method.RULES: Text("The first tier whose conditions all hold.", "归入第一个条件全部满足的等级。"),
    Method.CARD: Text("It counts how many criteria hold.", "看满足几项标准。"),
}
_BOUNDS: Final = {
    "at_least": Text("at least {cut}", "不低于{cut}"),
    "above": Text("more than {cut}", "高于{cut}"),
    "at_most": Text("at most {cut}", "不超过{cut}"),
    "below": Text("less than {cut}", "低于{cut}"),
}
_STEPS: Final = {
    25.0: Text("the lower step of your ledger", "账本的25分界"),
    50.0: Text("the middle of your ledger", "账本的50分界"),
    75.0: Text("the upper step of your ledger", "账本的75分界"),
    100.0: Text("the top step of your ledger", "账本的100分界"),
}


@dataclass(frozen=True)
class CriterionWords:
    """One criterion; steps are the values for 0 to 100 points, None where the ledger gives them."""

    label: Text
    measure: str
    measure_label: Text
    formula: Text
    indicator: Text
    weight: float
    steps: Sequence[Text] | None
    conditions: Sequence[Text]
    otherwise: Text | None
    is_steerable: bool


@dataclass(frozen=True)
class TierWords:
    """One tier and what leads into it; calls and visits a year, None where the scheme does not say."""

    label: Text
    place: int
    is_key: bool
    entry: Sequence[Text]
    calls: int | None
    visits: int | None


@dataclass(frozen=True)
class SchemeWords:
    """The whole scheme."""

    method: Text
    about: Text
    criteria: Sequence[CriterionWords]
    tiers: Sequence[TierWords]
    gates: Sequence[Text]
    rhythm: Text
    band: Text


def scheme_words(scheme: Scheme) -> SchemeWords:
    """Nothing in it is computed: what the file says, as one would say it."""
    return SchemeWords(
        method=METHODS[scheme.method],
        about=_ABOUT[scheme.method],
        criteria=[_criterion(one) for one in scheme.criteria],
        tiers=[_tier(scheme, place, tier) for place, tier in enumerate(scheme.tiers)],
        gates=_gates(scheme),
        rhythm=Text(
            "Reviewed every {every} months on the latest {period} months of data.",
            "每{every}个月复评一次，取最近{period}个月的数据。",
        ).filled(every=scheme.review_every_months, period=scheme.period_months),
        band=_band(scheme),
    )


def condition_words(condition: Condition) -> Text:
    """A condition as a clause: `growth at least 10%`."""
    bounds = [_BOUNDS[name].filled(cut=cut_words(condition.measure, cut)) for name, cut in condition.bounds.items()]
    joined = listing(bounds)
    return Text("{measure} {bounds}", "{measure}{bounds}").filled(measure=_named(condition.measure), bounds=joined)


def cut_words(measure: str, cut: Cut) -> Text:
    """A cut with its unit, or the step of the ledger it stands for."""
    if isinstance(cut, Anchor):
        return _STEPS.get(cut.points, FROM_LEDGER)
    return figure_text(measure, cut) if measure in MEASURES else Text(number_text(cut), number_text(cut))


def _criterion(one: Criterion) -> CriterionWords:
    measure = MEASURES[one.measure]
    steps = None if one.breakpoints is None else [figure_text(one.measure, step) for step in one.breakpoints]
    kind = next((known for known in INDICATORS if known == one.indicator), measure.indicator)
    return CriterionWords(
        label=one.label,
        measure=one.measure,
        measure_label=measure.label,
        formula=measure.formula,
        indicator=INDICATORS[kind],
        weight=one.weight,
        steps=steps,
        conditions=[condition_words(condition) for condition in one.conditions],
        otherwise=listing([_named(code) for code in one.otherwise]) if one.otherwise else None,
        is_steerable=one.steerable,
    )


def _tier(scheme: Scheme, place: int, tier: Tier) -> TierWords:
    entry = [_cut(scheme, tier)] if tier.at_least is not None or tier.up_to_share is not None else []
    entry += [Text("and {need}", "且{need}").filled(need=condition_words(need)) for need in tier.needs]
    entry += [Text("or {route}", "或{route}").filled(route=route.label) for route in tier.routes]
    if not entry:
        entry = [Text("everybody else", "其余客户")]
    return TierWords(tier.label, place, tier.code in scheme.key_tiers, entry, tier.calls, tier.visits)


def _cut(scheme: Scheme, tier: Tier) -> Text:
    if tier.up_to_share is not None:
        words = Text("until {share} of {measure} is reached", "{measure}累计占比达{share}为止")
        return words.filled(share=share_text(tier.up_to_share), measure=_named(scheme.criteria[0].measure))
    cut = tier.at_least if tier.at_least is not None else 0.0
    if scheme.method is Method.SCORECARD and not isinstance(cut, Anchor):
        return Text("{cut} points or more", "{cut}分及以上").filled(cut=number_text(cut))
    if scheme.method is Method.CARD and not isinstance(cut, Anchor):
        words = Text("{cut} criteria hold, or could hold", "满足（或可能满足）{cut}项标准")
        plain = Text("{cut} criteria hold", "满足{cut}项标准")
        return (words if tier.with_unknown else plain).filled(cut=number_text(cut))
    measure = scheme.criteria[0].measure
    bound = _BOUNDS["at_least"].filled(cut=cut_words(measure, cut))
    return Text("{measure} {bound}", "{measure}{bound}").filled(measure=_named(measure), bound=bound)


def _gates(scheme: Scheme) -> list[Text]:
    label = {tier.code: tier.label for tier in scheme.tiers}
    words = Text("{why}: at most {tier}", "{why}：最高{tier}")
    gates = [
        words.filled(why=GATE_WORDS.get(one.code, Text(one.code, one.code)), tier=label[one.highest_tier])
        for one in scheme.gates
    ]
    if scheme.floor_tier is not None:
        floor = Text(
            "less than {share} of the weight is known: at most {tier}", "已知信息不足权重的{share}：最高{tier}"
        )
        gates.append(floor.filled(share=share_text(scheme.coverage_floor), tier=label[scheme.floor_tier]))
    return gates


def _band(scheme: Scheme) -> Text:
    if not scheme.band_share and scheme.reviews_running <= 1:
        return Text("A tier changes as soon as a cut is crossed.", "越过分界即调整等级。")
    return Text(
        "A tier changes once its cut is passed by {band} in {count} reviews running; a far fall counts at once.",
        "连续{count}次复评都越过分界{band}以上才调整等级；大幅下滑立即生效。",
    ).filled(band=share_text(scheme.band_share), count=scheme.reviews_running)


def _named(code: str) -> Text:
    return measure_label(code) if code in MEASURES else Text(code, code)
