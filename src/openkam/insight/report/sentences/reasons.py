"""Why accounts stand where they stand: sentences a seller understands, the most important first.

Each function answers for many accounts at once, a column a figure: twenty thousand accounts have 150,000 sentences.
"""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Final, NamedTuple

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.methods.rhythm.alarms import Alarm, AlarmKind
from openkam.analysis.methods.rhythm.change import RECENT_DAYS
from openkam.analysis.methods.rhythm.movement import STABLE
from openkam.analysis.methods.rhythm.pattern import OCCASIONAL, QUARTER_SHARE, SUSTAINED
from openkam.analysis.words import Language, Text
from openkam.core.figures import counted, days_text, exact_money, share_text
from openkam.insight.report.evidence import Evidence, or_none
from openkam.insight.report.reason import Amounts, Figure, Same, Sentences, Shares, Words
from openkam.insight.report.sentences.tier_reasons import (
    coverage_reasons,
    fragile_reasons,
    next_tier_reasons,
    settled_reasons,
    tier_reasons,
    veto_reasons,
)
from openkam.insight.value.hidden import EVERY_LINE_SHARE, RETURNS_CANCEL_SHARE, RETURNS_WORTH_SAYING

Figures = dict[str, Figure]

TREND_WORTH_SAYING: Final = 0.1
YEAR_DAYS: Final = 366


def sentences_on(evidence: Evidence, accounts: Array) -> tuple[Sentences, ...]:
    """All sentences about some accounts (indices), the most important kind first."""
    return tuple(found for reasons in _REASONS for found in reasons(evidence, accounts) if len(found.accounts))


def value_reasons(evidence: Evidence, accounts: Array) -> Iterator[Sentences]:
    """What the accounts bring, and how much of the company's that is."""
    portfolio, period = evidence.portfolio, _period(evidence)
    active, known = portfolio.active[accounts], portfolio.profit.known[accounts]
    yield Sentences("no_purchase", _NO_PURCHASE, accounts[~active])
    without = accounts[active & ~known]
    unsaid = _PROFIT_UNKNOWN if portfolio.by_profit else _NOTHING
    sales: Figures = {"sales": _amounts(portfolio.net, without), "share": _of_company(evidence, "sales_share", without)}
    yield Sentences("sales", _SALES, without, {**sales, "period": period, "unknown": Same(unsaid)})
    having = accounts[active & known]
    figures: Figures = {
        "profit": _amounts(portfolio.profit.values, having),
        "share": _of_company(evidence, "profit_share", having),
        "sales": _amounts(portfolio.net, having),
        "period": period,
    }
    yield Sentences("profit", _PROFIT, having, figures)


_NOTHING: Final = Text("", "")
_NO_PURCHASE: Final = Text("Bought nothing in the period.", "本期没有采购。")
_SALES: Final = Text("Net sales {sales}{share}{period}{unknown}.", "{period}净销售额{sales}{share}{unknown}。")
_PROFIT_UNKNOWN: Final = Text("; profit unknown, its costs are missing", "；缺成本，毛利未知")
_PROFIT: Final = Text(
    "Gross profit {profit}{share} on net sales {sales}{period}.",
    "{period}毛利{profit}{share}，净销售额{sales}。",
)


def loss_reasons(evidence: Evidence, accounts: Array) -> Iterator[Sentences]:
    """Which accounts lose money, and on how many of their lines."""
    profit, facts = evidence.portfolio.profit, evidence.facts
    losing = accounts[profit.known[accounts] & (profit.values[accounts] < 0)]
    every = (facts.loss_lines[losing] > 0) & (evidence.loss_line_share[losing] >= EVERY_LINE_SHARE)
    for words, those in ((_LOSES_EVERYWHERE, losing[every]), (_LOSES, losing[~every])):
        figures: Figures = {
            "loss": Amounts(-profit.values[those]),
            "sales": _amounts(evidence.portfolio.net, those),
            "period": _period(evidence),
            "below": [f"{lines:,}" for lines in facts.loss_lines[those].tolist()],
            "lines": [f"{lines:,}" for lines in facts.lines[those].tolist()],
        }
        yield Sentences("loses_money", words, those, figures)


_LOSES_EVERYWHERE: Final = Text(
    "Loses money: {loss} lost on sales of {sales}{period}; every line is sold below cost.",
    "在亏钱：{period}销售{sales}，亏损{loss}，每一笔都低于成本。",
)
_LOSES: Final = Text(
    "Loses money: {loss} lost on sales of {sales}{period}; {below} of {lines} lines are sold below cost.",
    "在亏钱：{period}销售{sales}，亏损{loss}；{lines}条明细中有{below}条低于成本。",
)


def returns_reasons(evidence: Evidence, accounts: Array) -> Iterator[Sentences]:
    """Whose returns cancel what was bought; exact amounts, because the difference is the point."""
    share, portfolio = evidence.returned_share, evidence.portfolio
    cancel = share[accounts] >= RETURNS_CANCEL_SHARE
    high = (share[accounts] >= RETURNS_WORTH_SAYING) & ~cancel
    for code, words, those in (
        ("returns_cancel", _RETURNS_CANCEL, accounts[cancel]),
        ("returns_high", _RETURNS_HIGH, accounts[high]),
    ):
        figures: Figures = {
            "bought": _exact(portfolio.bought, those),
            "returned": _exact(portfolio.returned, those),
            "net": _exact(portfolio.net, those),
            "share": Shares(share[those].tolist()),
            "period": _period(evidence),
        }
        yield Sentences(code, words, those, figures)


_RETURNS_CANCEL: Final = Text(
    "Returns cancel sales: bought {bought}{period}, returned or credited {returned}: {net} remain ({share} returned).",
    "退货冲销了销售：{period}买入{bought}，退货或红字{returned}，只剩{net}（退回{share}）。",
)
_RETURNS_HIGH: Final = Text(
    "Many returns: {share} came back; bought {bought}{period}, returned or credited {returned}: {net} remain.",
    "退货偏多：退回{share}；{period}买入{bought}，退货或红字{returned}，净额{net}。",
)


def alarm_reasons(evidence: Evidence, accounts: Array) -> Iterator[Sentences]:
    """Which accounts are quieter or smaller than their own rhythm says."""
    alarms = [evidence.alarms[index] for index in accounts.tolist() if index in evidence.alarms]
    quiet = [one for one in alarms if one.kind is AlarmKind.QUIET]
    pauses: Figures = {
        "usual": Words([days_text(int(one.figures["usual_days"])) for one in quiet]),
        "idle": Words([days_text(int(one.figures["idle_days"])) for one in quiet]),
    }
    yield Sentences("quiet", _QUIET, _accounts(quiet), {**_risk(quiet), **pauses})
    less = [one for one in alarms if one.kind is AlarmKind.SHRINKING]
    orders: Figures = {
        "days": [RECENT_DAYS] * len(less),
        "count": Words([_orders(one.figures["recent_count"]) for one in less]),
        "usual_count": Words([_orders(one.figures["usual_count"]) for one in less]),
        "amount": Amounts(np.array([one.figures["recent_amount"] for one in less], np.int64)),
        "usual_amount": Amounts(np.array([one.figures["usual_amount"] for one in less], np.int64)),
    }
    yield Sentences("shrinking", _SHRINKING, _accounts(less), {**_risk(less), **orders})


_QUIET: Final = Text(
    "Quiet: usually orders every {usual}, {idle} now; {chance} such pauses are this long. {risk} a year at risk.",
    "沉默：平常每{usual}下一次单，现已{idle}没有下单（这么长的间隔，{chance}）；一年{risk}面临流失。",
)
_SHRINKING: Final = Text(
    "Shrinking: {count} worth {amount} in the latest {days} days, usually {usual_count} worth {usual_amount}; "
    "chance alone brings that in {chance} cases. {risk} a year at risk.",
    "缩量：最近{days}天{count}、{amount}，平常应有{usual_count}、{usual_amount}（若一切如常，{chance}会这样）；一年{risk}面临流失。",
)


def _accounts(alarms: list[Alarm]) -> Array:
    return np.array([one.account for one in alarms], np.int64)


def _risk(alarms: list[Alarm]) -> Figures:
    chances = [_chance(int(one.figures["of_hundred"])) for one in alarms]
    return {"chance": Words([*chances]), "risk": Amounts(np.array([one.money_at_risk for one in alarms], np.int64))}


def _chance(of_hundred: int) -> Text:
    if not of_hundred:
        return Text("under 1 of 100", "100次里不到1次")
    return Text(f"{of_hundred} of 100", f"100次里只有{of_hundred}次")


def _orders(count: float) -> Text:
    return counted(round(count), "order", "orders", "单")


def pattern_reasons(evidence: Evidence, accounts: Array) -> Iterator[Sentences]:
    """How the accounts buy: for years, once, now and then, or since lately."""
    found = evidence.patterns
    single = found.orders[accounts] == 1
    once, others = accounts[single], accounts[~single]
    ago = _agos(found.months_since_latest, once)
    yield Sentences("one_order", _ONE_ORDER, once, {"ago": ago, "net": _amounts(evidence.portfolio.net, once)})
    kind, quarters, bought = found.code[others], found.quarters[others], found.quarters_bought[others]
    steady = kind == SUSTAINED
    kind = np.where(steady & (bought == quarters), "EVERY", kind)
    kind = np.where(steady & (bought < QUARTER_SHARE * quarters), "YEARLY", kind)
    kind = np.where((kind == OCCASIONAL) & (bought == quarters), "SHORT", kind)
    for code, words in _PATTERNS.items():
        those = others[kind == code]
        figures: Figures = {
            "bought": found.quarters_bought[those].tolist(),
            "quarters": found.quarters[those].tolist(),
            "years": found.years_bought[those].tolist(),
            "share": Shares(_numbers(found.largest_order_share, those), 0),
            "ago": _agos(found.months_since_earliest, those),
        }
        yield Sentences(_PATTERN_CODES.get(code, f"pattern_{code.lower()}"), words, those, figures)


_ONE_ORDER: Final = Text("One order only, {ago}, {net} in all.", "只下过一次单（{ago}），合计{net}。")
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
    "SHORT": Text(
        "Bought in every quarter seen, {quarters} so far: too short a time to tell a habit.",
        "目前只看得到{quarters}个季度，季季有下单：时间太短，还看不出采购规律。",
    ),
    "ONE_OFF": Text(
        "One-off: its largest order is {share} of all it bought.", "一次性采购：最大一单占全部采购的{share}。"
    ),
    "NEW": Text("New customer: first order {ago}.", "新客户：{ago}首次下单。"),
}
_PATTERN_CODES: Final = {"EVERY": "pattern_sustained", "SHORT": "pattern_occasional"}


def _agos(months: Array, accounts: Array) -> Words:
    return Words([_ago(count) for count in months[accounts].tolist()])


@cache
def _ago(months: int) -> Text:
    if months <= 0:
        return Text("this month", "本月")
    return Text("{time} ago", "{time}前").filled(time=counted(months, "month", "months", "个月"))


def movement_reasons(evidence: Evidence, accounts: Array) -> Iterator[Sentences]:
    """How the recent months compare with as many before; the trend where they are alike or cannot be compared."""
    moves, rest = evidence.movements, np.ones(len(accounts), bool)
    for code, words in _MOVED.items():
        moved = moves.code[accounts] == code
        if code != "LOST":
            moved &= moves.before[accounts] > 0
        rest &= ~moved
        those = accounts[moved]
        figures: Figures = {
            "recent": _amounts(moves.recent, those),
            "before": _amounts(moves.before, those),
            "months": [moves.months] * len(those),
            "silent": moves.silent_months[those].tolist(),
            "share": Shares(np.abs(_numbers(moves.change_share, those)).tolist(), 0),
        }
        yield Sentences(f"movement_{code.lower()}", words, those, figures)
    yield from _trends(evidence, accounts[rest])


def _trends(evidence: Evidence, accounts: Array) -> Iterator[Sentences]:
    trend = evidence.columns["trend"]
    # A line through a handful of orders is no trend.
    steady = accounts[trend.known[accounts] & (evidence.patterns.code[accounts] == SUSTAINED)]
    is_stable = evidence.movements.code[steady] == STABLE
    for words, stable_words, sign in ((_RISES, _STABLE_RISES, 1), (_FALLS, _STABLE_FALLS, -1)):
        slope = sign * trend.values[steady]
        said = slope >= TREND_WORTH_SAYING
        for told, chosen in ((words, said & ~is_stable), (stable_words, said & is_stable)):
            count = int(np.count_nonzero(chosen))
            figures: Figures = {
                "share": Shares(slope[chosen].tolist(), 0),
                "months": [evidence.movements.months] * count,
            }
            yield Sentences("trend", told, steady[chosen], figures)


_RISES: Final = Text("Trend: monthly sales rise by {share} a year.", "趋势：月销售额年均上升{share}。")
_FALLS: Final = Text("Trend: monthly sales fall by {share} a year.", "趋势：月销售额年均下降{share}。")
_STABLE_RISES: Final = Text(
    "Stable: the latest {months} months are like the {months} before; month by month sales rise by {share} a year.",
    "平稳：最近{months}个月与之前{months}个月相当；逐月看，月销售额年均上升{share}。",
)
_STABLE_FALLS: Final = Text(
    "Stable: the latest {months} months are like the {months} before; month by month sales fall by {share} a year.",
    "平稳：最近{months}个月与之前{months}个月相当；逐月看，月销售额年均下降{share}。",
)
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


def receivables_reasons(evidence: Evidence, accounts: Array) -> Iterator[Sentences]:
    """Which accounts owe more than they may, or pay late."""
    owed, used = evidence.columns["open_amount"], evidence.columns["credit_use_share"]
    overdue = evidence.columns["overdue_amount"]
    beyond = owed.known[accounts] & used.known[accounts] & (used.values[accounts] > 1)
    over = accounts[beyond]
    figures: Figures = {"owed": _exact(owed.values, over), "used": Shares(used.values[over].tolist())}
    yield Sentences("over_limit", _OVER_LIMIT, over, figures)
    late = accounts[~beyond & overdue.known[accounts] & (overdue.values[accounts] != 0)]
    yield Sentences("overdue", _OVERDUE, late, {"overdue": _amounts(overdue.values, late)})


_OVER_LIMIT: Final = Text(
    "Over its credit limit: owes {owed}, {used} of the limit.", "超信用额度：欠款{owed}，为额度的{used}。"
)
_OVERDUE: Final = Text("Overdue: {overdue} past its due date.", "逾期：{overdue}已过付款期限。")


def future_reasons(evidence: Evidence, accounts: Array) -> Iterator[Sentences]:
    """What the next 12 months are expected to bring."""
    value = evidence.future.value
    known = accounts[value.known[accounts]]
    yield Sentences("future", _FUTURE, known, {"value": _amounts(value.values, known)})


_FUTURE: Final = Text("Expected in the next 12 months: {value}.", "预计未来12个月：{value}。")


_REASONS: Final[tuple[Callable[[Evidence, Array], Iterator[Sentences]], ...]] = (
    tier_reasons,
    settled_reasons,
    veto_reasons,
    loss_reasons,
    returns_reasons,
    alarm_reasons,
    value_reasons,
    receivables_reasons,
    pattern_reasons,
    movement_reasons,
    next_tier_reasons,
    coverage_reasons,
    fragile_reasons,
    future_reasons,
)


class _OfCompany(NamedTuple):
    """Shares of the company's total in brackets, blank where unknown."""

    shares: list[float | None]

    def each(self, language: Language) -> list[str]:
        """The share of each account."""
        words = _OF_COMPANY.to(language)
        return ["" if share is None else words.format(share_text(share)) for share in self.shares]


_OF_COMPANY: Final = Text(" ({} of the company's)", "（占公司{}）")


def _of_company(evidence: Evidence, code: str, accounts: Array) -> _OfCompany:
    return _OfCompany(or_none(evidence.columns[code], accounts))


def _amounts(units: Array, accounts: Array) -> Amounts:
    return Amounts(units[accounts].astype(np.int64))


def _exact(units: Array, accounts: Array) -> list[str]:
    return [exact_money(amount) for amount in units[accounts].astype(np.int64).tolist()]


def _period(evidence: Evidence) -> Same:
    """Names the period of figures that stand beside those of 12 months; blank where there is one period only."""
    facts = evidence.facts
    return Same(_WHOLE_PERIOD if (facts.until - facts.since).days > YEAR_DAYS else _NOTHING)


_WHOLE_PERIOD: Final = Text(" in the whole period", "全部期间")


def _numbers(values: Array, accounts: Array) -> list[float]:
    found: list[float] = np.nan_to_num(values[accounts].astype(np.float64), posinf=0.0, neginf=0.0).tolist()
    return found
