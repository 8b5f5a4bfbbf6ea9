"""Why an account stands where it stands: sentences a seller understands, the most important first."""

from collections.abc import Callable
from functools import cache
from math import isfinite
from typing import Final

from openkam.analysis.methods.rhythm.alarms import AlarmKind
from openkam.analysis.methods.rhythm.change import RECENT_DAYS
from openkam.analysis.methods.rhythm.pattern import QUARTER_SHARE, SUSTAINED
from openkam.analysis.words import Said, Text
from openkam.core.figures import Amount, counted, days_text, exact_money, share_text
from openkam.insight.report.evidence import Evidence
from openkam.insight.report.sentence import Sentence
from openkam.insight.report.sentences.tier_reasons import (
    coverage_reason,
    fragile_reason,
    next_tier_reason,
    settled_reason,
    tier_reason,
    veto_reason,
)
from openkam.insight.value.hidden import EVERY_LINE_SHARE, RETURNS_CANCEL_SHARE, RETURNS_WORTH_SAYING

Figures = dict[str, Said | str | int]

TREND_WORTH_SAYING: Final = 0.1
YEAR_DAYS: Final = 366


def reasons_of(evidence: Evidence, index: int) -> tuple[Sentence, ...]:
    """All sentences about one account."""
    found = (reason(evidence, index) for reason in _REASONS)
    return tuple(sentence for sentence in found if sentence is not None)


def value_reason(evidence: Evidence, index: int) -> Sentence | None:
    """What the account brings, and how much of the company's that is."""
    portfolio, rows = evidence.portfolio, evidence.rows
    if not portfolio.active[index]:
        return Sentence("no_purchase", _NO_PURCHASE)
    period, sales, profit = _period(evidence), Amount(rows.net[index]), rows.profit[index]
    share = _share(evidence.known("sales_share", index))
    if profit is None:
        unsaid = _PROFIT_UNKNOWN if portfolio.by_profit else _NOTHING
        return Sentence("sales", _SALES, {"sales": sales, "share": share, "period": period, "unknown": unsaid})
    profit_share = _share(evidence.known("profit_share", index))
    figures: Figures = {"profit": Amount(profit), "share": profit_share, "sales": sales, "period": period}
    return Sentence("profit", _PROFIT, figures)


_NOTHING: Final = Text("", "")
_NO_PURCHASE: Final = Text("Bought nothing in the period.", "本期没有采购。")
_SALES: Final = Text("Net sales {sales}{share}{period}{unknown}.", "{period}净销售额{sales}{share}{unknown}。")
_PROFIT_UNKNOWN: Final = Text("; profit unknown, its costs are missing", "；缺成本，毛利未知")
_PROFIT: Final = Text(
    "Gross profit {profit}{share} on net sales {sales}{period}.",
    "{period}毛利{profit}{share}，净销售额{sales}。",
)


def loss_reason(evidence: Evidence, index: int) -> Sentence | None:
    """That the account loses money, and on how many of its lines."""
    profit, facts = evidence.rows.profit[index], evidence.facts
    if profit is None or profit >= 0:
        return None
    lines, below = int(facts.lines[index]), int(facts.loss_lines[index])
    if below and evidence.loss_line_share[index] >= EVERY_LINE_SHARE:
        words = Text(
            "Loses money: {loss} lost on sales of {sales}{period}; every line is sold below cost.",
            "在亏钱：{period}销售{sales}，亏损{loss}，每一笔都低于成本。",
        )
    else:
        words = Text(
            "Loses money: {loss} lost on sales of {sales}{period}; {below} of {lines} lines are sold below cost.",
            "在亏钱：{period}销售{sales}，亏损{loss}；{lines}条明细中有{below}条低于成本。",
        )
    figures: Figures = {
        "loss": Amount(-profit),
        "sales": Amount(evidence.rows.net[index]),
        "period": _period(evidence),
        "below": f"{below:,}",
        "lines": f"{lines:,}",
    }
    return Sentence("loses_money", words, figures)


def returns_reason(evidence: Evidence, index: int) -> Sentence | None:
    """That returns cancel what was bought; exact amounts, because the difference is the point."""
    share = evidence.returned_share[index]
    if share < RETURNS_WORTH_SAYING:
        return None
    portfolio = evidence.portfolio
    words = _RETURNS_CANCEL if share >= RETURNS_CANCEL_SHARE else _RETURNS_HIGH
    figures: Figures = {
        "bought": exact_money(portfolio.bought[index]),
        "returned": exact_money(portfolio.returned[index]),
        "net": exact_money(portfolio.net[index]),
        "share": share_text(share),
        "period": _period(evidence),
    }
    return Sentence("returns_cancel" if share >= RETURNS_CANCEL_SHARE else "returns_high", words, figures)


_RETURNS_CANCEL: Final = Text(
    "Returns cancel sales: bought {bought}{period}, returned or credited {returned}: {net} remain ({share} returned).",
    "退货冲销了销售：{period}买入{bought}，退货或红字{returned}，只剩{net}（退回{share}）。",
)
_RETURNS_HIGH: Final = Text(
    "Many returns: {share} came back; bought {bought}{period}, returned or credited {returned}: {net} remain.",
    "退货偏多：退回{share}；{period}买入{bought}，退货或红字{returned}，净额{net}。",
)


def alarm_reason(evidence: Evidence, index: int) -> Sentence | None:
    """That the account is quieter or smaller than its own rhythm says."""
    alarm = evidence.alarms.get(index)
    if alarm is None:
        return None
    of_hundred = int(alarm.figures["of_hundred"])
    chance = (
        Text(f"{of_hundred} of 100", f"100次里只有{of_hundred}次")
        if of_hundred
        else Text("under 1 of 100", "100次里不到1次")
    )
    risk: Figures = {"chance": chance, "risk": Amount(alarm.money_at_risk)}
    if alarm.kind is AlarmKind.QUIET:
        words = Text(
            "Quiet: usually orders every {usual}, {idle} now; {chance} such pauses are this long. {risk} a year at "
            "risk.",
            "沉默：平常每{usual}下一次单，现已{idle}没有下单（这么长的间隔，{chance}）；一年{risk}面临流失。",
        )
        idle, usual = days_text(int(alarm.figures["idle_days"])), days_text(int(alarm.figures["usual_days"]))
        return Sentence("quiet", words, {**risk, "usual": usual, "idle": idle})
    words = Text(
        "Shrinking: {count} worth {amount} in the latest {days} days, usually {usual_count} worth {usual_amount}; "
        "chance alone brings that in {chance} cases. {risk} a year at risk.",
        "缩量：最近{days}天{count}、{amount}，平常应有{usual_count}、{usual_amount}（若一切如常，{chance}会这样）；一年{risk}面临流失。",
    )
    figures = alarm.figures
    return Sentence(
        "shrinking",
        words,
        {
            **risk,
            "days": RECENT_DAYS,
            "count": counted(round(figures["recent_count"]), "order", "orders", "单"),
            "usual_count": counted(round(figures["usual_count"]), "order", "orders", "单"),
            "amount": Amount(int(figures["recent_amount"])),
            "usual_amount": Amount(int(figures["usual_amount"])),
        },
    )


def pattern_reason(evidence: Evidence, index: int) -> Sentence | None:
    """How the account buys: for years, once, now and then, or since lately."""
    found = evidence.patterns
    code, orders = evidence.rows.pattern[index], int(found.orders[index])
    if orders == 1:
        net = Amount(evidence.rows.net[index])
        ago = _ago(int(found.months_since_latest[index]))
        words = Text("One order only, {ago}, {net} in all.", "只下过一次单（{ago}），合计{net}。")
        return Sentence("one_order", words, {"ago": ago, "net": net})
    bought, quarters = int(found.quarters_bought[index]), int(found.quarters[index])
    if code == "SUSTAINED":
        code = "EVERY" if bought == quarters else "YEARLY" if bought < QUARTER_SHARE * quarters else code
    if code not in _PATTERNS:
        return None
    figures: Figures = {
        "bought": bought,
        "quarters": quarters,
        "years": int(found.years_bought[index]),
        "share": share_text(_number(found.largest_order_share[index]), 0),
        "ago": _ago(int(found.months_since_earliest[index])),
    }
    return Sentence(_PATTERN_CODES.get(code, f"pattern_{code.lower()}"), _PATTERNS[code], figures)


_PATTERNS: Final = {
    "SUSTAINED": Text(
        "Buys steadily: in {bought} of {quarters} quarters.", "持续采购：{quarters}个季度中有{bought}个季度下单。"
    ),
    "EVERY": Text("Buys steadily: in every one of {quarters} quarters.", "持续采购：{quarters}个季度均有下单。"),
    "YEARLY": Text("Buys every year, {years} years running.", "年年采购，已连续{years}年。"),
    "OCCASIONAL": Text(
        "Buys now and then: in {bought} of {quarters} quarters.",
        "偶尔采购：{quarters}个季度中只有{bought}个季度下单。",
    ),
    "ONE_OFF": Text(
        "One-off: its largest order is {share} of all it bought.", "一次性采购：最大一单占全部采购的{share}。"
    ),
    "NEW": Text("New customer: first order {ago}.", "新客户：{ago}首次下单。"),
}
_PATTERN_CODES: Final = {"EVERY": "pattern_sustained"}


@cache
def _ago(months: int) -> Text:
    if months <= 0:
        return Text("this month", "本月")
    return Text("{time} ago", "{time}前").filled(time=counted(months, "month", "months", "个月"))


def movement_reason(evidence: Evidence, index: int) -> Sentence | None:
    """How the recent months compare with as many before; the trend where there is nothing to compare."""
    moves = evidence.movements
    code = evidence.rows.movement[index]
    if code in _MOVED and (code == "LOST" or moves.before[index] > 0):
        figures: Figures = {
            "recent": Amount(int(moves.recent[index])),
            "before": Amount(int(moves.before[index])),
            "months": moves.months,
            "silent": int(moves.silent_months[index]),
            "share": share_text(abs(_number(moves.change_share[index])), 0),
        }
        return Sentence(f"movement_{code.lower()}", _MOVED[code], figures)
    slope = evidence.known("trend", index)
    # A line through a handful of orders is no trend.
    steady = evidence.rows.pattern[index] == SUSTAINED
    if slope is None or abs(slope) < TREND_WORTH_SAYING or not steady:
        return None
    up = Text("Trend: monthly sales rise by {share} a year.", "趋势：月销售额年均上升{share}。")
    down = Text("Trend: monthly sales fall by {share} a year.", "趋势：月销售额年均下降{share}。")
    return Sentence("trend", up if slope > 0 else down, {"share": share_text(abs(slope), 0)})


_MOVED: Final = {
    "LOST": Text(
        "Lost: no order for {silent} months; {before} in the {months} months before the latest {months}.",
        "已流失：{silent}个月没有下单；上一个{months}个月曾采购{before}。",
    ),
    "DECLINING": Text(
        "Down {share}: {recent} in the latest {months} months, {before} in the {months} before.",
        "下滑{share}：最近{months}个月{recent}，之前{months}个月{before}。",
    ),
    "GROWING": Text(
        "Up {share}: {recent} in the latest {months} months, {before} in the {months} before.",
        "增长{share}：最近{months}个月{recent}，之前{months}个月{before}。",
    ),
}


def receivables_reason(evidence: Evidence, index: int) -> Sentence | None:
    """That the account owes more than it may, or pays late."""
    owed, used = evidence.known("open_amount", index), evidence.known("credit_use_share", index)
    overdue = evidence.known("overdue_amount", index)
    if owed is not None and used is not None and used > 1:
        words = Text(
            "Over its credit limit: owes {owed}, {used} of the limit.", "超信用额度：欠款{owed}，为额度的{used}。"
        )
        return Sentence("over_limit", words, {"owed": exact_money(int(owed)), "used": share_text(used)})
    if overdue:
        words = Text("Overdue: {overdue} past its due date.", "逾期：{overdue}已过付款期限。")
        return Sentence("overdue", words, {"overdue": Amount(int(overdue))})
    return None


def future_reason(evidence: Evidence, index: int) -> Sentence | None:
    """What the next 12 months are expected to bring."""
    value = evidence.rows.future[index]
    return None if value is None else Sentence("future", _FUTURE, {"value": Amount(value)})


_FUTURE: Final = Text("Expected in the next 12 months: {value}.", "预计未来12个月：{value}。")


_REASONS: Final[tuple[Callable[[Evidence, int], Sentence | None], ...]] = (
    tier_reason,
    settled_reason,
    veto_reason,
    loss_reason,
    returns_reason,
    alarm_reason,
    value_reason,
    receivables_reason,
    pattern_reason,
    movement_reason,
    next_tier_reason,
    coverage_reason,
    fragile_reason,
    future_reason,
)


def _share(share: float | None) -> Text:
    if share is None:
        return _NOTHING
    text = share_text(share)
    return Text(f" ({text} of the company's)", f"（占公司{text}）")


def _period(evidence: Evidence) -> Text:
    """Names the period of figures that stand beside those of 12 months; blank where there is one period only."""
    facts = evidence.facts
    return _WHOLE_PERIOD if (facts.until - facts.since).days > YEAR_DAYS else _NOTHING


_WHOLE_PERIOD: Final = Text(" in the whole period", "全部期间")


def _number(value: float) -> float:
    return float(value) if isfinite(value) else 0.0
