"""Why this tier: what decided it, what holds it down, what would change it, and how firm it is."""

from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np

from openkam.analysis.methods.grading.card import Finding
from openkam.analysis.methods.grading.scheme import Condition, Method, Scheme
from openkam.analysis.words import Filled, Language, Said, Text
from openkam.core.figures import counted, number_text, share_text
from openkam.insight.report.evidence import Evidence, tier_word
from openkam.insight.report.sentence import Sentence
from openkam.insight.report.sentences.words import (
    GATE_WORDS,
    figure_said,
    figure_text,
    listing,
    measure_label,
    signed,
    times_word,
)

NAMED_PARTS = 2
PART_WORTH_SAYING = 0.5
FRAGILE_SHARE = 0.8
_NOTHING = Text("", "")


def tier_reason(evidence: Evidence, index: int) -> Sentence | None:
    """The tier with the figures that decided it."""
    grades = evidence.grades
    word = tier_word(grades.scheme, evidence.rows.tier[index])
    if word is None:
        return Sentence("no_tier", Text("In no tier of this scheme.", "未达到本方案任何等级。"))
    if grades.route[index]:
        label = _route_label(evidence, str(grades.route[index]))
        words = Text("{tier}: {route}, whatever it buys.", "{tier}：{route}，不看采购额。")
        return Sentence("tier_route", words, {"tier": word.label, "route": label})
    why = _why(evidence, index)
    return Sentence("tier", _TIER, {"tier": word.label, "why": why})


_TIER = Text("{tier}: {why}.", "{tier}：{why}。")


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
    held, plain = evidence.rows.tier[index], evidence.rows.plain_tier[index]
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
    figures: dict[str, Said | str | int] = {
        "plain": word.label if word else none,
        "held": now.label if now else none,
        "running": scheme.reviews_running,
    }
    return Sentence("settled", words, figures)


def next_tier_reason(evidence: Evidence, index: int) -> Sentence | None:
    """The smallest single change to a better tier than stands, or to keep the one that stands by its reviews only."""
    grades = evidence.grades
    step, held = grades.next_step[index], evidence.rows.tier[index]
    if step is None:
        return None
    rises = step.to_value >= step.from_value
    keeps = step.tier == held and rises and not grades.route[index]
    if not keeps and not is_better(step.tier, held):
        return None
    word, running = tier_word(grades.scheme, step.tier), grades.scheme.reviews_running
    figures: dict[str, Said | str | int] = {
        "tier": word.label if word else _NOTHING,
        "measure": measure_label(step.measure),
        "gap": figure_said(step.measure, abs(step.to_value - step.from_value)),
        "now": figure_said(step.measure, step.from_value),
        "to": figure_said(step.measure, step.to_value),
    }
    if keeps:
        return Sentence("keep_tier", _KEEP, figures)
    after = _after(running) if running > 1 else _NOTHING
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


@cache
def _after(running: int) -> Text:
    return _AFTER_REVIEWS.filled(count=times_word(running))


def is_better(place: int, held: int) -> bool:
    """Whether a tier is better than the one that stands; `held` is below 0 where none does."""
    return held < 0 or place < held


def coverage_reason(evidence: Evidence, index: int) -> Sentence | None:
    """What the scheme asks for and the ledger cannot tell, and how far the score could move."""
    grades = evidence.grades
    missing = grades.missing[index]
    if not missing:
        return None
    names = _missing_names(missing, evidence.everywhere_missing)
    low, high = evidence.rows.low_score[index], evidence.rows.high_score[index]
    if low is not None and high is not None and high > low:
        bounds = {"low": number_text(low, 0), "high": number_text(high, 0)}
        return Sentence("missing", _MISSING_BETWEEN, {"names": names, **bounds})
    return Sentence("missing", _MISSING, {"names": names})


_MISSING = Text("Unknown: {names}.", "未知：{names}。")
_MISSING_BETWEEN = Text(
    "Unknown: {names}; with them the score lies between {low} and {high}.",
    "未知：{names}；补齐后得分在{low}到{high}之间。",
)


@lru_cache(maxsize=1024)
def _missing_names(missing: tuple[str, ...], everywhere: frozenset[str]) -> Text:
    own = [measure_label(code) for code in missing if code not in everywhere]
    shared = len(missing) - len(own)
    count = counted(shared, "measure", "measures", "项指标")
    rest = Text("{n} no table was loaded for", "没有相应数据表的{n}").filled(n=count)
    return listing([*own, *([rest] if shared else [])])


def fragile_reason(evidence: Evidence, index: int) -> Sentence | None:
    """That slightly other weights would give another tier."""
    kept = evidence.rows.robustness[index]
    if kept is None or kept >= FRAGILE_SHARE:
        return None
    words = Text(
        "Close call: other weights (±20%) keep this tier in only {kept} of cases.",
        "处在边缘：权重上下浮动20%时，仅{kept}的情形维持该等级。",
    )
    return Sentence("close_call", words, {"kept": share_text(kept, 0)})


def _why(evidence: Evidence, index: int) -> Said:
    match evidence.grades.scheme.method:
        case Method.SCORECARD:
            return _score_words(evidence, index)
        case Method.CARD:
            return _card_words(evidence, index)
        case Method.RULES:
            return _rule_words(evidence, index)
        case _:
            return _single_words(evidence, index)


def _score_words(evidence: Evidence, index: int) -> Filled:
    parts, labels = evidence.rows.parts[index], _labels(evidence.grades.scheme)
    order = sorted(range(len(parts)), key=parts.__getitem__, reverse=True)
    strong = [i for i in order[:NAMED_PARTS] if parts[i] >= PART_WORTH_SAYING]
    weak = [i for i in reversed(order[-NAMED_PARTS:]) if parts[i] <= -PART_WORTH_SAYING]
    above: Said = _ABOVE.filling(it=_Parts(labels, parts, strong)) if strong else _NOTHING
    below: Said = _NOTHING
    if weak:
        below = (_BELOW_IT if strong else _BELOW).filling(it=_Parts(labels, parts, weak))
    score = evidence.rows.score[index]
    return _POINTS.filling(score=number_text(np.nan if score is None else score, 0), above=above, below=below)


_POINTS = Text("{score} of 100 points{above}{below}", "{score}分（满分100）{above}{below}")
_ABOVE = Text("; above the middle account in {it}", "；高于中位客户的是{it}")
_BELOW_IT = Text("; below it in {it}", "；低于中位客户的是{it}")
_BELOW = Text("; below the middle account in {it}", "；低于中位客户的是{it}")


class _Parts(NamedTuple):
    """Criteria with the points they add or take, as a list of words."""

    labels: tuple[Text, ...]
    parts: list[float]
    places: list[int]

    def to(self, language: Language) -> str:
        """The list in one language; at most two criteria are named."""
        if language == "zh":
            return "、".join(f"{self.labels[i].zh}（{signed(self.parts[i])}）" for i in self.places)
        return " and ".join(f"{self.labels[i].en} ({signed(self.parts[i])})" for i in self.places)


def _labels(scheme: Scheme) -> tuple[Text, ...]:
    """The names of the criteria as they stand inside a sentence."""
    return tuple(_inside(one.label) for one in scheme.criteria)


@lru_cache(maxsize=256)
def _inside(label: Text) -> Text:
    return Text(_lower(label.en), label.zh)


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
