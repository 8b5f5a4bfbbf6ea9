"""Why this tier: what decided it, what holds it down, what would change it, and how firm it is."""

import numpy as np

from openkam.analysis.methods.grading.card import Finding
from openkam.analysis.methods.grading.scheme import Condition, Method
from openkam.analysis.words import Text
from openkam.core.figures import counted, number_text, share_text
from openkam.insight.report.evidence import Evidence, tier_word
from openkam.insight.report.sentence import Sentence
from openkam.insight.report.sentences.words import GATE_WORDS, figure_text, listing, measure_label, signed, times_word

NAMED_PARTS = 2
PART_WORTH_SAYING = 0.5
FRAGILE_SHARE = 0.8
_NOTHING = Text("", "")


def tier_reason(evidence: Evidence, index: int) -> Sentence | None:
    """The tier with the figures that decided it."""
    grades = evidence.grades
    word = tier_word(grades.scheme, int(grades.tier[index]))
    if word is None:
        return Sentence("no_tier", Text("In no tier of this scheme.", "未达到本方案任何等级。"))
    if grades.route[index]:
        label = _route_label(evidence, str(grades.route[index]))
        words = Text("{tier}: {route}, whatever it buys.", "{tier}：{route}，不看采购额。")
        return Sentence("tier_route", words, {"tier": word.label, "route": label})
    why = _why(evidence, index)
    return Sentence("tier", Text("{tier}: {why}.", "{tier}：{why}。"), {"tier": word.label, "why": why})


def veto_reason(evidence: Evidence, index: int) -> Sentence | None:
    """Which gates hold the account down."""
    vetoes = evidence.grades.vetoes[index]
    if not vetoes:
        return None
    why = listing([GATE_WORDS[code] for code in vetoes])
    words = Text("Held down: {why}.", "等级受限：{why}。")
    return Sentence("veto", words, {"why": why})


def settled_reason(evidence: Evidence, index: int) -> Sentence | None:
    """That the latest figures alone would say another tier."""
    grades = evidence.grades
    held, plain = int(grades.tier[index]), int(grades.plain_tier[index])
    if held == plain:
        return None
    scheme = grades.scheme
    word, now = tier_word(scheme, plain), tier_word(scheme, held)
    none = Text("no tier", "无等级")
    words = Text(
        "By the latest figures alone it would be {plain}; it stays {held} until the change is clear and lasts "
        "{running} reviews running.",
        "单看最新数据应为{plain}；变化明显且连续{running}期达到才会调整，目前维持{held}。",
    )
    figures: dict[str, Text | str | int] = {
        "plain": word.label if word else none,
        "held": now.label if now else none,
        "running": scheme.reviews_running,
    }
    return Sentence("settled", words, figures)


def next_tier_reason(evidence: Evidence, index: int) -> Sentence | None:
    """The smallest single change to a better tier than stands, or to keep the one that stands by its reviews only."""
    grades = evidence.grades
    step, held = grades.next_step[index], int(grades.tier[index])
    if step is None:
        return None
    rises = step.to_value >= step.from_value
    keeps = step.tier == held and rises and not grades.route[index]
    if not keeps and not is_better(step.tier, held):
        return None
    word, running = tier_word(grades.scheme, step.tier), grades.scheme.reviews_running
    figures: dict[str, Text | str | int] = {
        "tier": word.label if word else _NOTHING,
        "measure": measure_label(step.measure),
        "gap": figure_text(step.measure, abs(step.to_value - step.from_value)),
        "now": figure_text(step.measure, step.from_value),
        "to": figure_text(step.measure, step.to_value),
    }
    if keeps:
        return Sentence("keep_tier", _KEEP, figures)
    after = _AFTER_REVIEWS.filled(count=times_word(running)) if running > 1 else _NOTHING
    return Sentence("next_tier", _MORE if rises else _LESS, {**figures, "after": after})


_KEEP = Text(
    "To stay {tier} it needs {gap} more {measure}: {to} instead of {now}.",
    "要保住{tier}：{measure}还差{gap}（现{now}，需{to}）。",
)
_MORE = Text(
    "{tier} needs {gap} more {measure}: {to} instead of {now}{after}.",
    "距{tier}：{measure}还差{gap}（现{now}，需{to}{after}）。",
)
_LESS = Text("{tier} needs {measure} down from {now} to {to}{after}.", "距{tier}：{measure}需从{now}降到{to}{after}。")
_AFTER_REVIEWS = Text(", reached in {count} reviews running", "，连续{count}次复核达到后升级")


def is_better(place: int, held: int) -> bool:
    """Whether a tier is better than the one that stands; `held` is below 0 where none does."""
    return held < 0 or place < held


def coverage_reason(evidence: Evidence, index: int) -> Sentence | None:
    """What the scheme asks for and the ledger cannot tell, and how far the score could move."""
    grades = evidence.grades
    missing = grades.missing[index]
    if not missing:
        return None
    own = [measure_label(code) for code in missing if code not in evidence.everywhere_missing]
    shared = len(missing) - len(own)
    count = counted(shared, "measure", "measures", "项指标")
    rest = Text("{n} no table was loaded for", "没有相应数据表的{n}").filled(n=count)
    names = listing([*own, *([rest] if shared else [])])
    low, high = float(grades.low_score[index]), float(grades.high_score[index])
    if np.isfinite(low) and np.isfinite(high) and high > low:
        words = Text(
            "Unknown: {names}; with them the score lies between {low} and {high}.",
            "未知：{names}；补齐后得分在{low}到{high}之间。",
        )
        return Sentence("missing", words, {"names": names, "low": number_text(low, 0), "high": number_text(high, 0)})
    return Sentence("missing", Text("Unknown: {names}.", "未知：{names}。"), {"names": names})


def fragile_reason(evidence: Evidence, index: int) -> Sentence | None:
    """That slightly other weights would give another tier."""
    kept = float(evidence.grades.robustness[index])
    if not np.isfinite(kept) or kept >= FRAGILE_SHARE:
        return None
    words = Text(
        "Close call: other weights (±20%) keep this tier in only {kept} of cases.",
        "处在边缘：权重上下浮动20%时，仅{kept}的情形维持该等级。",
    )
    return Sentence("close_call", words, {"kept": share_text(kept, 0)})


def _why(evidence: Evidence, index: int) -> Text:
    match evidence.grades.scheme.method:
        case Method.SCORECARD:
            return _score_words(evidence, index)
        case Method.CARD:
            return _card_words(evidence, index)
        case Method.RULES:
            return _rule_words(evidence, index)
        case _:
            return _single_words(evidence, index)


def _score_words(evidence: Evidence, index: int) -> Text:
    grades, parts = evidence.grades, evidence.grades.contributions.parts[index].tolist()
    order = sorted(range(len(parts)), key=lambda place: -parts[place])
    labels = [criterion.label for criterion in grades.scheme.criteria]

    def named(places: list[int]) -> Text:
        return listing(
            [
                Text(f"{_lower(labels[i].en)} ({signed(parts[i])})", f"{labels[i].zh}（{signed(parts[i])}）")
                for i in places
            ]
        )

    strong = [i for i in order[:NAMED_PARTS] if parts[i] >= PART_WORTH_SAYING]
    weak = [i for i in reversed(order[-NAMED_PARTS:]) if parts[i] <= -PART_WORTH_SAYING]
    above = (
        Text("; above the middle account in {it}", "；高于中位客户的是{it}").filled(it=named(strong))
        if strong
        else _NOTHING
    )
    below = Text("; below it in {it}", "；低于中位客户的是{it}").filled(it=named(weak)) if weak else _NOTHING
    if not strong and weak:
        below = Text("; below the middle account in {it}", "；低于中位客户的是{it}").filled(it=named(weak))
    words = Text("{score} of 100 points{above}{below}", "{score}分（满分100）{above}{below}")
    return words.filled(score=number_text(float(grades.score[index]), 0), above=above, below=below)


def _card_words(evidence: Evidence, index: int) -> Text:
    grades = evidence.grades
    found = grades.findings[index].tolist() if grades.findings is not None else []
    labels = [criterion.label for criterion in grades.scheme.criteria]

    def named(finding: Finding) -> list[Text]:
        return [Text(_lower(label.en), label.zh) for label, one in zip(labels, found, strict=True) if one == finding]

    passed, unknown = named(Finding.PASSED), named(Finding.UNKNOWN)
    which = Text(" ({it})", "（{it}）").filled(it=listing(passed)) if passed else _NOTHING
    rest = Text("; unknown: {it}", "；未知：{it}").filled(it=listing(unknown)) if unknown else _NOTHING
    words = Text("{passed} of {count} criteria passed{which}{rest}", "{count}条标准中满足{passed}条{which}{rest}")
    return words.filled(passed=len(passed), count=len(labels), which=which, rest=rest)


def _rule_words(evidence: Evidence, index: int) -> Text:
    grades = evidence.grades
    needs = grades.scheme.tiers[int(grades.tier[index])].needs
    if not needs:
        return Text("it meets the rules of no higher tier", "未达到更高等级的条件")
    return listing([_need_words(evidence, need, index) for need in needs])


def _need_words(evidence: Evidence, need: Condition, index: int) -> Text:
    value = float(evidence.grades.values[need.measure][index])
    bound = _NOTHING
    if isinstance(need.at_least, int | float):
        least = Text(" (at least {cut})", "（不低于{cut}）")
        bound = least.filled(cut=figure_text(need.measure, float(need.at_least)))
    words = Text("{measure} {value}{bound}", "{measure}{value}{bound}")
    return words.filled(measure=measure_label(need.measure), value=_figure(need.measure, value), bound=bound)


def _single_words(evidence: Evidence, index: int) -> Text:
    """The one measure, the cut it reached or the share it counts to, and what else the tier asks for."""
    grades = evidence.grades
    code, tier = grades.scheme.criteria[0].measure, grades.scheme.tiers[int(grades.tier[index])]
    value, cut = float(grades.values[code][index]), tier.at_least
    bound = _NOTHING
    if isinstance(cut, int | float) and value >= cut:
        bound = Text(", from {cut} up", "，门槛{cut}").filled(cut=figure_text(code, float(cut)))
    elif tier.up_to_share is not None and value > 0:
        share = share_text(tier.up_to_share)
        bound = Text(", among those that bring the first {share}", "，属于贡献前{share}的客户").filled(share=share)
    needs = [_need_words(evidence, need, index) for need in tier.needs if need.measure != code]
    more = Text("; {needs}", "；{needs}").filled(needs=listing(needs)) if needs else _NOTHING
    words = Text("{measure} {value}{bound}{more}", "{measure}{value}{bound}{more}")
    return words.filled(measure=measure_label(code), value=_figure(code, value), bound=bound, more=more)


def _figure(code: str, value: float) -> Text:
    return figure_text(code, value) if np.isfinite(value) else Text("unknown", "未知")


def _route_label(evidence: Evidence, code: str) -> Text:
    routes = [route for tier in evidence.grades.scheme.tiers for route in tier.routes]
    return next((route.label for route in routes if route.code == code), Text(code, code))


def _lower(word: str) -> str:
    return word if word[:2].isupper() else word[:1].lower() + word[1:]
