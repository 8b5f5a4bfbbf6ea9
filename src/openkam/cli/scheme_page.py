"""A scheme and its faults as a person reads them in a terminal."""

from typing import Final

from openkam.analysis.catalogue import MEASURES
from openkam.analysis.measure import Unit
from openkam.analysis.methods.grading.scheme import Anchor, Comparisons, Condition, Criterion, Cut, Method, Scheme, Tier
from openkam.analysis.methods.grading.weights import WARN_RATIO, ahp
from openkam.analysis.words import Language, Text
from openkam.core.figures import currency_text, number_text, share_text
from openkam.insight.grading.scheme_file.findings import Finding, Severity

METHODS: Final = {
    Method.SINGLE: Text("single indicator", "单一指标法"),
    Method.PYRAMID: Text("pyramid by cumulative share", "金字塔（按累计占比）"),
    Method.SCORECARD: Text("scorecard", "计分卡"),
    Method.RULES: Text("rules", "条件法"),
    Method.CARD: Text("criteria card", "条件卡"),
}
GATES: Final = {
    "fit": Text("product or way of selling does not fit", "产品或销售方式不匹配"),
    "buying_structure": Text(
        "buys branch by branch, more branches than we can serve", "各分支分散采购，超出我们的服务能力"
    ),
    "purchase_pattern": Text("bought once only", "只采购过一次"),
    "organisation_kind": Text("is a person", "是个人客户"),
}
UNITS: Final = {
    Unit.MONEY: Text("{figures} (currency of the ledger)", "{figures}（账本币种）"),
    Unit.DAYS: Text("{figures} days", "{figures}天"),
    Unit.MONTHS: Text("{figures} months", "{figures}个月"),
    Unit.HOURS: Text("{figures} hours", "{figures}小时"),
    Unit.RATING: Text("{figures} (of 10)", "{figures}（满分10）"),
}
_BOUNDS: Final = {
    "at_least": Text("at least {cut}", "≥ {cut}"),
    "above": Text("above {cut}", "> {cut}"),
    "at_most": Text("at most {cut}", "≤ {cut}"),
    "below": Text("below {cut}", "< {cut}"),
}
KEY: Final = Text("key account", "大客户")
_SEVERITY: Final = {Severity.ERROR: Text("Error", "错误"), Severity.WARNING: Text("Warning", "提醒")}


def scheme_page(scheme: Scheme, language: Language) -> str:
    """The whole scheme: what it looks at, where its cuts lie, what can veto, when a tier changes."""
    lines = [
        f"{scheme.label.to(language)} ({scheme.code} v{scheme.version}, {METHODS[scheme.method].to(language)})",
        scheme.about.to(language),
        "",
        Text("Tiers, best first:", "等级（由高到低）：").to(language),
    ]
    for tier in scheme.tiers:
        lines += [f"  {line}" for line in _tier_lines(tier, scheme, language)]
    lines += ["", Text("Criteria:", "指标：").to(language)]
    lines += [f"  {_criterion_line(one, scheme, language)}" for one in scheme.criteria]
    if scheme.comparisons is not None:
        lines.append("  " + _consistency(scheme.comparisons, scheme).to(language))
    if scheme.gates:
        lines += ["", Text("Vetoes:", "一票否决：").to(language)]
        for gate in scheme.gates:
            words = Text("{why}: at most {tier}", "{why}：最高为{tier}")
            label = scheme.tiers[scheme.place(gate.highest_tier)].label
            lines.append("  " + words.filled(why=GATES[gate.code], tier=label).to(language))
    lines += ["", *(words.to(language) for words in _change_words(scheme))]
    return "\n".join(lines)


def finding_lines(finding: Finding, language: Language) -> str:
    """One fault: where, what, and what to do."""
    where = finding.file if finding.line is None else f"{finding.file}:{finding.line}"
    key = f" {finding.key}" if finding.key else ""
    value = f" ({finding.value})" if finding.value is not None else ""
    head = f"{_SEVERITY[finding.severity].to(language)} {where}{key}{value}"
    return f"{head}\n  {finding.what.to(language)}\n  → {finding.remedy.to(language)}"


def _tier_lines(tier: Tier, scheme: Scheme, language: Language) -> list[str]:
    is_marked = tier.code in scheme.key_tiers and tier.label.zh != KEY.zh
    key = Text(" *key*", f"（{KEY.zh}）").to(language) if is_marked else ""
    parts = [part.to(language) for part in _tier_parts(tier, scheme)]
    gap = "；" if language == "zh" else "; "
    colon = "：" if language == "zh" else ": "
    lines = [f"{tier.label.to(language)}{key}{colon}{gap.join(parts)}"]
    lines += [f"  + {route.label.to(language)}" for route in tier.routes]
    if tier.service is not None:
        lines.append(f"  {tier.service.to(language)}")
    return lines


def _tier_parts(tier: Tier, scheme: Scheme) -> list[Text]:
    parts = []
    if tier.at_least is not None:
        parts.append(_least(tier, scheme, tier.at_least))
    if tier.up_to_share is not None:
        words = Text("up to {share} of the total", "累计到{share}")
        parts.append(words.filled(share=share_text(tier.up_to_share)))
    parts += [_condition(need, scheme) for need in tier.needs]
    if not parts:
        parts.append(Text("the rest", "其余客户"))
    if tier.calls is not None or tier.visits is not None:
        words = Text("calls a year: {calls}, visits: {visits}", "每年电话{calls}次、拜访{visits}次")
        parts.append(words.filled(calls=tier.calls or 0, visits=tier.visits or 0))
    return parts


def _least(tier: Tier, scheme: Scheme, cut: Cut) -> Text:
    if scheme.method is Method.SCORECARD:
        return Text("{cut} points or more", "{cut}分及以上").filled(cut=_bare(cut))
    if scheme.method is Method.CARD:
        passed = Text("{cut} criteria passed", "满足{cut}项")
        open_too = Text("{cut} criteria passed or unknown", "满足或未知共{cut}项")
        return (open_too if tier.with_unknown else passed).filled(cut=_bare(cut))
    measure = scheme.criteria[0].measure
    return Text("{measure} {bound}", "{measure} {bound}").filled(
        measure=_label(measure), bound=_BOUNDS["at_least"].filled(cut=_cut(cut, measure, scheme))
    )


def _criterion_line(criterion: Criterion, scheme: Scheme, language: Language) -> str:
    weight = f"{number_text(criterion.weight):>4}  " if criterion.weight else ""
    parts = [f"{weight}{criterion.label.to(language)}"]
    if _label(criterion.measure).to(language) != criterion.label.to(language):
        parts.append(Text("by {measure}", "取自{measure}").filled(measure=_label(criterion.measure)).to(language))
    if criterion.otherwise:
        names = ("、" if language == "zh" else ", ").join(_label(code).to(language) for code in criterion.otherwise)
        parts.append(Text("else {names}", "否则用{names}").filled(names=names).to(language))
    if criterion.breakpoints is not None:
        steps = " / ".join(_figure(step, criterion.measure) for step in criterion.breakpoints)
        parts.append(_with_unit(steps, criterion.measure, scheme).to(language))
    elif criterion.weight:
        parts.append(Text("amounts from the ledger", "分值节点取自账本").to(language))
    parts += [_condition(one, scheme).to(language) for one in criterion.conditions]
    return "；".join(parts) if language == "zh" else "; ".join(parts)


def _consistency(comparisons: Comparisons, scheme: Scheme) -> Text:
    """How far the comparisons that gave the weights contradict each other."""
    names = {one.code: one.label for one in scheme.criteria}
    found = ahp(comparisons.matrix)
    figures: dict[str, str] = {"ratio": number_text(found.ratio, 2), "most": number_text(WARN_RATIO, 2)}
    if found.contradiction is None:
        words = Text(
            "Weights from pairwise comparisons; consistency ratio {ratio} (good up to {most}).",
            "权重由两两比较得出；一致性比例{ratio}（不超过{most}为好）。",
        )
        return words.filled(**figures)
    codes = (comparisons.criteria[place] for place in found.contradiction)
    one, other = (names.get(code, Text(code, code)) for code in codes)
    words = Text(
        "Weights from pairwise comparisons; consistency ratio {ratio} (good up to {most}): compare {one} with {other} "
        "again.",
        "权重由两两比较得出；一致性比例{ratio}（不超过{most}为好）：请重新比较“{one}”与“{other}”。",
    )
    return words.filled(**figures, one=one, other=other)


def _condition(condition: Condition, scheme: Scheme) -> Text:
    cuts = {name: _cut(cut, condition.measure, scheme) for name, cut in condition.bounds.items()}
    bounds = [_BOUNDS[name].filled(cut=cut) for name, cut in cuts.items()]
    words = Text("{measure} {bounds}", "{measure} {bounds}")
    both = Text(" and ".join(one.en for one in bounds), "且".join(one.zh for one in bounds))
    return words.filled(measure=_label(condition.measure), bounds=both)


def _cut(cut: Cut, measure: str, scheme: Scheme) -> Text:
    if isinstance(cut, Anchor):
        return _bare(cut)
    return _with_unit(_figure(cut, measure), measure, scheme)


def _bare(cut: Cut) -> Text:
    """A cut that is no measure's figure: points, or a number of criteria."""
    if isinstance(cut, Anchor):
        words = Text("the ledger's {points}-point amount", "账本测定的{points}分节点")
        return words.filled(points=number_text(cut.points))
    figure = number_text(cut, 2)
    return Text(figure, figure)


def _figure(value: float, measure: str) -> str:
    return share_text(value) if MEASURES[measure].unit is Unit.SHARE else number_text(value, 2)


def _with_unit(figures: str, measure: str, scheme: Scheme) -> Text:
    """Figures with what they are counted in; a percent sign says it already."""
    unit = MEASURES[measure].unit
    words = UNITS.get(unit, Text("{figures}", "{figures}"))
    if unit is Unit.MONEY and scheme.currency is not None:
        words = Text("{figures} {currency}", "{figures} {currency}")
        return words.filled(figures=figures, currency=currency_text(scheme.currency))
    return words.filled(figures=figures)


def _label(measure: str) -> Text:
    return MEASURES[measure].label


def _change_words(scheme: Scheme) -> list[Text]:
    beyond = Text(
        "A tier changes after {running} reviews running beyond a band of {band} around the cut; "
        "reviews every {months} months.",
        "连续{running}次复评都超出分界线上下{band}的缓冲带，等级才变动；每{months}个月复评一次。",
    )
    plain = Text(
        "A tier changes after {running} reviews running; reviews every {months} months.",
        "连续{running}次复评结果一致，等级才变动；每{months}个月复评一次。",
    )
    words = [
        (beyond if scheme.band_share else plain).filled(
            running=scheme.reviews_running, band=share_text(scheme.band_share), months=scheme.review_every_months
        )
    ]
    words.append(
        Text(
            "A fall far beyond the cut (less than half of an amount or a condition, or a score three bands below) "
            "counts at once.",
            "大幅跌落立即生效：金额或条件不足分界的一半，或得分比分界低出三个缓冲带以上。",
        )
    )
    if scheme.currency is not None:
        words.append(
            Text("Amounts in {currency}.", "金额单位：{currency}。").filled(currency=currency_text(scheme.currency))
        )
    if scheme.floor_tier is not None:
        tier = scheme.tiers[scheme.place(scheme.floor_tier)].label
        words.append(
            Text(
                "With less than {floor} of the weight known: at most {tier}. Unknown is not zero.",
                "已知信息不足权重的{floor}时，最高为{tier}。未知不等于零。",
            ).filled(floor=share_text(scheme.coverage_floor), tier=tier)
        )
    return words
