"""How the answer was made: cuts read from the ledger, stand-ins, the forecast and its back-test, chance."""

from collections.abc import Iterator
from typing import Final

from openkam.analysis.methods.forecast.future import VerdictCode
from openkam.analysis.words import Text
from openkam.core.figures import counted, money_text, number_text
from openkam.core.periods import period_text
from openkam.insight.report.evidence import Evidence
from openkam.insight.report.second_opinion import second_order
from openkam.insight.report.sentence import Sentence
from openkam.insight.report.sentences.words import listing, measure_label, no_more_than_chance, times_word

METHOD_WORDS: Final = {
    "last_year": Text("the rule “next year as last year”", "“明年如去年”的简单规则"),
    "same_months": Text("the rule “as the same months a year ago”", "“同比”规则"),
    "two_year_average": Text("the average of two years", "两年平均"),
    "damped_trend": Text("last year with half of its change", "去年加一半变动"),
    "bg_nbd": Text("BG/NBD", "BG/NBD模型"),
    "mbg_nbd": Text("MBG/NBD", "MBG/NBD模型"),
    "pareto_nbd": Text("Pareto/NBD", "Pareto/NBD模型"),
    "shrinkage": Text("shrunk rates", "收缩估计"),
}


def notes_of(evidence: Evidence) -> Iterator[Sentence]:
    """What a careful reader asks how it was done."""
    yield from _calibrated(evidence)
    yield from _held(evidence)
    yield from _substitutions(evidence)
    yield from _everywhere_missing(evidence)
    yield future_note(evidence)
    yield from _chance(evidence)
    yield from _second_opinion(evidence)


def _calibrated(evidence: Evidence) -> Iterator[Sentence]:
    calibration = evidence.grades.calibration
    if calibration is None:
        return
    names = listing([measure_label(code) for code in calibration.measures])
    words = Text(
        "The cuts for {measures} were read from this ledger ({period}). --save-scheme FILE keeps them, so that the "
        "next grading goes by the same cuts.",
        "{measures}的分界线由本账本（{period}）测定。用 --save-scheme 文件名 保存，下次就按同样的分界线分级。",
    )
    period = period_text(calibration.since, calibration.until)
    yield Sentence("calibrated", words, {"measures": names, "period": period})


def _held(evidence: Evidence) -> Iterator[Sentence]:
    """From when on a tier is held against newer figures; silent where the scheme wants every review to count."""
    grades = evidence.grades
    if grades.scheme.reviews_running <= 1 or grades.scheme.reconstruct_past:
        return
    count = times_word(grades.scheme.reviews_running)
    if len(grades.review_dates) == 1:
        words = Text(
            "This is the first grading by this scheme: tiers go by the latest figures alone. From the next one on a "
            "tier changes where the change lasts {count} reviews running, or is large.",
            "这是按本方案的首次分级：等级只看最新数据。从下次起，变化连续{count}次复评成立或幅度很大时才调整等级。",
        )
        yield Sentence("first_grading", words, {"count": count})
        return
    words = Text(
        "Tiers are held since the first grading by this scheme ({day}): one changes where the change lasts {count} "
        "reviews running, or is large.",
        "等级自本方案首次分级（{day}）起保持：变化连续{count}次复评成立或幅度很大时才调整。",
    )
    yield Sentence("held_since", words, {"day": str(grades.review_dates[0]), "count": count})


def _substitutions(evidence: Evidence) -> Iterator[Sentence]:
    for one in evidence.grades.substitutions:
        words = Text("{wanted} is unknown; {taken} stands in for it.", "{wanted}未知，以{taken}代替。")
        figures: dict[str, Text | str | int] = {
            "wanted": Text(measure_label(one.wanted).en.capitalize(), measure_label(one.wanted).zh),
            "taken": measure_label(one.taken),
        }
        yield Sentence("stand_in", words, figures)


def _everywhere_missing(evidence: Evidence) -> Iterator[Sentence]:
    """Measures that no account has, and the files that would bring them."""
    missing = [code for code in evidence.grades.scheme.measures if code in evidence.everywhere_missing]
    if not missing:
        return
    words = Text(
        "The scheme also asks for {names}; nothing in the files tells them. --customers, --payments and --costs "
        "bring more; unknown counts as unknown, never as zero.",
        "方案还需要：{names}；现有文件中没有。可用 --customers、--payments、--costs 补充；未知就按未知处理，不当作零。",
    )
    yield Sentence("measures_missing", words, {"names": listing([measure_label(code) for code in missing])})


def future_note(evidence: Evidence) -> Sentence:
    """Whether the forecast may be believed, and by which rule it was made."""
    future = evidence.future
    verdict = future.verdict
    figures: dict[str, Text | str | int] = {
        "months": counted(verdict.history_months, "month", "months", "个月"),
        "rule": method_words(verdict.rule),
        "rule_error": money_text(verdict.rule_error or 0),
        "model": method_words(verdict.model or ""),
        "model_error": money_text(verdict.model_error or 0),
        "against": Text("", ""),
    }
    if verdict.model is not None and verdict.model_error is not None:
        figures["against"] = Text(
            "; {model} missed by {model_error}, which is not clearly better",
            "；{model}平均偏差{model_error}，优势不明显",
        ).filled(**figures)
    return Sentence(f"future_{verdict.code.value.lower()}", _VERDICTS[verdict.code], figures)


def method_words(code: str) -> Text:
    """The name of a forecasting rule or model."""
    return METHOD_WORDS.get(code, Text(code.replace("_", " "), code))


_VERDICTS: Final = {
    VerdictCode.NOT_ENOUGH_HISTORY: Text(
        "Future value is unknown: {months} of history are too few.", "未来价值未知：只有{months}的历史，太短。"
    ),
    VerdictCode.UNTESTED: Text(
        "Future value goes by {rule}; {months} of history are too few to test it.",
        "未来价值按{rule}估算；只有{months}的历史，无法回测。",
    ),
    VerdictCode.NO_MODEL: Text(
        "Future value goes by {rule}: tested on the last closed period it missed by {rule_error} an account. The "
        "ledger has too few customers or too short a history for a model.",
        "未来价值按{rule}估算：用最近一个已结束的期间回测，每家平均偏差{rule_error}。客户太少或历史太短，不适用模型。",
    ),
    VerdictCode.NO_DROP_OUT: Text(
        "Future value goes by {rule}, which missed by {rule_error} an account in the test: the model found no customer "
        "that stops for good (no drop-out), so watch the alarms instead.",
        "未来价值按{rule}估算，回测每家平均偏差{rule_error}：模型没有发现彻底流失的客户，请以预警为准。",
    ),
    VerdictCode.NOT_IDENTIFIED: Text(
        "Future value goes by {rule}, which missed by {rule_error} an account in the test: the model could not settle "
        "on its parameters for this ledger.",
        "未来价值按{rule}估算，回测每家平均偏差{rule_error}：模型在本账本上无法确定参数。",
    ),
    VerdictCode.RULE_HOLDS: Text(
        "Future value goes by {rule}: tested on the last closed period it missed by {rule_error} an account{against}.",
        "未来价值按{rule}估算：用最近一个已结束的期间回测，每家平均偏差{rule_error}{against}。",
    ),
    VerdictCode.MODEL_WINS: Text(
        "Future value goes by the model {model}: tested on the last closed period it missed by {model_error} an "
        "account, {rule} by {rule_error}.",
        "未来价值采用{model}：用最近一个已结束的期间回测，每家平均偏差{model_error}，而{rule}偏差{rule_error}。",
    ),
    VerdictCode.MODEL_TOO_YOUNG: Text(
        "Future value goes by {rule}: {model} did better in the test ({model_error} against {rule_error} an account), "
        "but under two years of history no model forecasts a year.",
        "未来价值按{rule}估算：{model}回测更准（每家平均偏差{model_error}，前者{rule_error}），但历史不足两年，不用模型预测全年。",
    ),
}


_WITHIN_CHANCE: Final = Text(
    "The {name} alarm: {count} of {judged} accounts, no more than chance alone brings (about {chance}): look at the "
    "biggest only. They are ranked by money at risk.",
    "{judged}家客户中{count}家触发{name}预警，不多于纯属偶然时的约{chance}家：只看金额最大的几家即可。预警按风险金额排序。",
)
_BEYOND_CHANCE: Final = Text(
    "The {name} alarm: {count} of {judged} accounts; chance alone would raise about {chance}. They are ranked by money "
    "at risk.",
    "{judged}家客户中{count}家触发{name}预警；若纯属偶然，约有{chance}家。预警按风险金额排序。",
)


def _chance(evidence: Evidence) -> Iterator[Sentence]:
    for alarms, code, name in (
        (evidence.quiet, "quiet_by_chance", Text("quiet", "沉默")),
        (evidence.shrinking, "shrinking_by_chance", Text("shrinking", "缩量")),
    ):
        if not alarms.alarms:
            continue
        words = _WITHIN_CHANCE if no_more_than_chance(alarms) else _BEYOND_CHANCE
        figures: dict[str, Text | str | int] = {
            "count": f"{len(alarms.alarms):,}",
            "judged": f"{alarms.judged:,}",
            "name": name,
            "chance": number_text(alarms.expected_by_chance, 0),
        }
        yield Sentence(code, words, figures)


def _second_opinion(evidence: Evidence) -> Iterator[Sentence]:
    """How far another method agrees about the key accounts; it has no say."""
    order = second_order(evidence)
    if order is None or not order.key_count:
        return
    words = Text(
        "A second opinion only, it moves nobody's tier: TOPSIS with entropy weights puts {agreed} of the {key} key "
        "accounts among its first {key}.",
        "仅供参考，不影响任何客户的等级：按TOPSIS（熵权法）排序，{key}家大客户中有{agreed}家位列前{key}名。",
    )
    yield Sentence("second_opinion", words, {"agreed": f"{order.agreed_count:,}", "key": f"{order.key_count:,}"})
