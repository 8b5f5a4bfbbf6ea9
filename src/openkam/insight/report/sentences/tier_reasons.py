"""Why this tier: what decided it, what holds it down, what would change it, and how firm it is."""

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.methods.grading.card import Finding
from openkam.analysis.methods.grading.next_step import NextStep
from openkam.analysis.methods.grading.scheme import NO_TIER, Condition, Method, Scheme
from openkam.analysis.words import Language, Text
from openkam.core.figures import counted, number_text, share_text
from openkam.insight.report.evidence import Evidence, tier_word, tier_words
from openkam.insight.report.reason import Figure, Same, Sentences, Shares, Spoken, Words
from openkam.insight.report.sentences.steps import Steps
from openkam.insight.report.sentences.words import (
    GATE_WORDS,
    figure_text,
    figures_said,
    listing,
    measure_label,
    signed,
    times_word,
    written_once,
)

NAMED_PARTS = 2
PART_WORTH_SAYING = 0.5
FRAGILE_SHARE = 0.8
_NOTHING = Text("", "")
_NO_TIER = Text("no tier", "无等级")


def tier_reasons(evidence: Evidence, accounts: Array) -> Iterator[Sentences]:
    """The tier of each account with the figures that decided it."""
    grades = evidence.grades
    places, by_route = grades.tier[accounts], grades.route[accounts] != ""
    inside = (places != NO_TIER) & (places < len(grades.scheme.tiers))
    yield Sentences("no_tier", _IN_NO_TIER, accounts[~inside])
    routed = accounts[inside & by_route]
    routes = Words([_route_label(evidence, str(code)) for code in grades.route[routed].tolist()])
    yield Sentences(
        "tier_route", _ROUTE, routed, {"tier": _labels(grades.scheme, grades.tier[routed]), "route": routes}
    )
    by_figures = accounts[inside & ~by_route]
    why = _why(evidence, by_figures)
    yield Sentences("tier", _TIER, by_figures, {"tier": _labels(grades.scheme, grades.tier[by_figures]), "why": why})


_IN_NO_TIER = Text("In no tier of this scheme.", "未达到本方案任何等级。")
_ROUTE = Text("{tier}: {route}, whatever it buys.", "{tier}：{route}，不看采购额。")
_TIER = Text("{tier}: {why}.", "{tier}：{why}。")


def _labels(scheme: Scheme, places: Array, none: Text = _NOTHING) -> Words:
    return Words([word.label if word else none for word in tier_words(scheme, places)])


def veto_reasons(evidence: Evidence, accounts: Array) -> Iterator[Sentences]:
    """Which gates hold the accounts down."""
    vetoes = evidence.grades.vetoes
    held = [index for index in accounts.tolist() if vetoes[index]]
    why = Words([_gates(vetoes[index]) for index in held])
    yield Sentences("veto", Text("Held down: {why}.", "等级受限：{why}。"), np.array(held, np.int64), {"why": why})


@cache
def _gates(codes: tuple[str, ...]) -> Text:
    return listing([GATE_WORDS[code] for code in codes])


def settled_reasons(evidence: Evidence, accounts: Array) -> Iterator[Sentences]:
    """Of which accounts the latest figures alone would say another tier."""
    grades = evidence.grades
    scheme, those = grades.scheme, accounts[grades.tier[accounts] != grades.plain_tier[accounts]]
    words = Text(
        "By the latest figures alone it would be {plain}; it stays {held} until the change is clear and lasts "
        "{running} reviews running.",
        "单看最新数据应为{plain}；变化明显且连续{running}期达到才会调整，目前维持{held}。",
    )
    plain = _labels(scheme, grades.plain_tier[those], _NO_TIER)
    held = _labels(scheme, grades.tier[those], _NO_TIER)
    running = [scheme.reviews_running] * len(those)
    yield Sentences("settled", words, those, {"plain": plain, "held": held, "running": running})


def next_tier_reasons(evidence: Evidence, accounts: Array) -> Iterator[Sentences]:
    """The smallest single change to a better tier than stands, or to keep the one that stands by its reviews only."""
    grades = evidence.grades
    scheme = grades.scheme
    after = _after(scheme.reviews_running) if scheme.reviews_running > 1 else _NOTHING
    for (code, words, measure, place), steps in _steps(evidence, accounts).items():
        word, start = tier_word(scheme, place), [step.from_value for _, step in steps]
        end = [step.to_value for _, step in steps]
        figures: Mapping[str, Figure] = {
            "tier": Same(word.label if word else _NOTHING),
            "measure": Same(measure_label(measure)),
            "gap": figures_said(measure, [abs(to - now) for now, to in zip(start, end, strict=True)]),
            "now": figures_said(measure, start),
            "to": figures_said(measure, end),
            "after": Same(after),
        }
        those = np.array([index for index, _ in steps], np.int64)
        if code == "next_tier" and word is not None:
            yield Steps(code, words, those, figures, measure=measure, tier=word)
        else:
            yield Sentences(code, words, those, figures)


def _steps(evidence: Evidence, accounts: Array) -> dict[tuple[str, Text, str, int], list[tuple[int, NextStep]]]:
    """The accounts that are told a way, with their steps, by what they are told, the measure and the tier."""
    grades = evidence.grades
    found: dict[tuple[str, Text, str, int], list[tuple[int, NextStep]]] = {}
    tiers, routes = grades.tier[accounts].tolist(), grades.route[accounts].tolist()
    for index, held, route in zip(accounts.tolist(), tiers, routes, strict=True):
        step = grades.next_step[index]
        if step is None:
            continue
        rises = step.to_value >= step.from_value
        if step.tier == held and rises and not route:
            kind = ("keep_tier", _KEEP, step.measure, step.tier)
        elif is_better(step.tier, held):
            kind = ("next_tier", _MORE if rises else _LESS, step.measure, step.tier)
        else:
            continue
        found.setdefault(kind, []).append((index, step))
    return found


_KEEP = Text(
    "To stay {tier} it needs {gap} more {measure}: {to} instead of {now}.",
    "要保住{tier}：{measure}还差{gap}（现{now}，需{to}）。",
)
_MORE = Text(
    "{tier} needs {gap} more {measure}: {to} instead of {now}{after}.",
    "距{tier}：{measure}还差{gap}（现{now}，需{to}{after}）。",
)
_LESS = Text("{tier} needs {measure} down from {now} to {to}{after}.", "距{tier}：{measure}需从{now}降到{to}{after}。")
_AFTER_REVIEWS = Text(", reached in {count} reviews running", "，连续{count}次复评达到后升级")


@cache
def _after(running: int) -> Text:
    return _AFTER_REVIEWS.filled(count=times_word(running))


def is_better(place: int, held: int) -> bool:
    """Whether a tier is better than the one that stands; `held` is below 0 where none does."""
    return held < 0 or place < held


def coverage_reasons(evidence: Evidence, accounts: Array) -> Iterator[Sentences]:
    """What the scheme asks for and the ledger cannot tell, and how far the score could move."""
    grades = evidence.grades
    some = np.array([bool(grades.missing[index]) for index in accounts.tolist()], bool)
    between = some & (grades.high_score[accounts] > grades.low_score[accounts])
    open_ended = accounts[some & ~between]
    yield Sentences("missing", _MISSING, open_ended, {"names": _unknown(evidence, open_ended)})
    bounded = accounts[between]
    low, high = _points(grades.low_score[bounded]), _points(grades.high_score[bounded])
    names = _unknown(evidence, bounded)
    yield Sentences("missing", _MISSING_BETWEEN, bounded, {"names": names, "low": low, "high": high})


def _points(scores: Array) -> list[str]:
    return written_once(np.rint(scores), lambda score: number_text(score, 0))


def _unknown(evidence: Evidence, accounts: Array) -> Words:
    missing, everywhere = evidence.grades.missing, evidence.everywhere_missing
    return Words([_missing_names(missing[index], everywhere) for index in accounts.tolist()])


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


def fragile_reasons(evidence: Evidence, accounts: Array) -> Iterator[Sentences]:
    """To which accounts slightly other weights would give another tier."""
    kept = evidence.grades.robustness
    close = accounts[kept[accounts] < FRAGILE_SHARE]
    words = Text(
        "Close call: other weights (±20%) keep this tier in only {kept} of cases.",
        "处在边缘：权重上下浮动20%时，仅{kept}的情形维持该等级。",
    )
    yield Sentences("close_call", words, close, {"kept": Shares(kept[close].tolist(), 0)})


def _why(evidence: Evidence, accounts: Array) -> Spoken:
    match evidence.grades.scheme.method:
        case Method.SCORECARD:
            return _score_words(evidence, accounts)
        case Method.CARD:
            words = _card_words
        case Method.RULES:
            words = _rule_words
        case _:
            words = _single_words
    return Words([words(evidence, index) for index in accounts.tolist()])


def _score_words(evidence: Evidence, accounts: Array) -> "_ScoreWords":
    grades = evidence.grades
    parts = grades.contributions.parts[accounts]
    order = np.argsort(-parts, axis=1, kind="stable")
    labels = [_inside(one.label) for one in grades.scheme.criteria]
    return _ScoreWords(labels, grades.score[accounts], parts, order[:, :NAMED_PARTS], order[:, ::-1][:, :NAMED_PARTS])


class _ScoreWords(NamedTuple):
    """Scores with the criteria that add or take most.

    labels  of the criteria; parts  by account and criterion; most, least  places of the first and last by account
    """

    labels: list[Text]
    scores: Array
    parts: Array
    most: Array
    least: Array

    def each(self, language: Language) -> list[str]:
        """The words of each account."""
        points, above, below, below_it = (one.to(language).format for one in (_POINTS, _ABOVE, _BELOW, _BELOW_IT))
        said = []
        added, taken = self._named(self.most, 1, language), self._named(self.least, -1, language)
        for score, strong, weak in zip(_points(self.scores), added, taken, strict=True):
            under = (below_it if strong else below)(weak) if weak else ""
            said.append(points(score, above(strong) if strong else "", under))
        return said

    def _named(self, places: Array, sign: int, language: Language) -> list[str]:
        """Those of the criteria at some places that are worth naming, by account; what adds has the sign 1."""
        named, joined = _PART.to(language).format, _AND.to(language)
        said = [""] * len(places)
        for place in places.T:
            part = self.parts[np.arange(len(place)), place]
            worth = part * sign >= PART_WORTH_SAYING
            # Points are written whole, so few texts are said of many accounts: each is made of one account that has it.
            kind = np.where(worth, np.rint(np.abs(part)) * len(self.labels) + place, -1.0)
            _, like, which = np.unique(kind, return_index=True, return_inverse=True)
            words = [
                named(self.labels[place[one]].to(language), signed(float(part[one]))) if worth[one] else ""
                for one in like.tolist()
            ]
            further = [words[one] for one in which.tolist()]
            pairs = zip(said, further, strict=True)
            said = [f"{head}{joined}{one}" if head and one else head + one for head, one in pairs]
        return said


_POINTS = Text("{} of 100 points{}{}", "{}分（满分100）{}{}")
_ABOVE = Text("; above the middle account in {}", "；高于中位客户的是{}")
_BELOW_IT = Text("; below it in {}", "；低于中位客户的是{}")
_BELOW = Text("; below the middle account in {}", "；低于中位客户的是{}")
_PART = Text("{} ({})", "{}（{}）")
_AND = Text(" and ", "、")


@lru_cache(maxsize=256)
def _inside(label: Text) -> Text:
    """The name of a criterion as it stands inside a sentence."""
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
