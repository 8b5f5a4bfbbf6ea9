"""Warnings about the whole: what asks for a decision before the list is believed."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from openkam.analysis.history import ledger_months
from openkam.analysis.methods.grading.scheme import Method
from openkam.analysis.methods.portfolio.loss import loss_of
from openkam.analysis.methods.rhythm.turning import LABELS, SIGNALS, turning
from openkam.analysis.profit import group_profit
from openkam.analysis.words import Text
from openkam.core.figures import counted, exact_money, money_text, share_text
from openkam.insight.report.evidence import Evidence, tier_word
from openkam.insight.report.sentence import Sentence, listed
from openkam.insight.report.sentences.hidden_cautions import code_of, hidden_cautions, title
from openkam.insight.report.sentences.words import listing
from openkam.insight.value.portfolio import groups_of

LARGE_SHARE: Final = 0.10
"""One customer of a tenth of the sales must be disclosed in US GAAP (ASC 280-10-50-42); groups count as one."""
VOLUME_OVER_PROFIT: Final = 1.5
SHORT_MONTHS: Final = 12
FEW_ACCOUNTS: Final = 10


def cautions_of(evidence: Evidence) -> Iterator[Sentence]:
    """All warnings about customers and methods, the gravest kind first."""
    yield from _few_accounts(evidence)
    yield from _profit_unknown(evidence)
    yield from _one_thread(evidence)
    yield from hidden_cautions(evidence)
    yield from _loss_makers(evidence)
    yield from _volume_without_profit(evidence)
    yield from _methods_disagree(evidence)
    yield from _over_limit(evidence)
    yield from _turning(evidence)
    yield from _short_history(evidence)


def _few_accounts(evidence: Evidence) -> Iterator[Sentence]:
    count = evidence.portfolio.active_count
    if count >= FEW_ACCOUNTS:
        return
    words = Text(
        "Only {count} bought: grades among so few are indicative, look at each of them by hand.",
        "只有{count}有采购：家数太少，分级仅供参考，请逐家判断。",
    )
    yield Sentence("few_accounts", words, {"count": counted(count, "account", "accounts", "家客户")})


def _profit_unknown(evidence: Evidence) -> Iterator[Sentence]:
    if evidence.portfolio.by_profit:
        return
    words = Text(
        "Profit is unknown, because costs are missing: the ranking is by net sales, and a customer that loses money "
        "cannot be seen. Add a cost column (cost_amount) to the lines.",
        "缺少成本，毛利未知：目前只能按净销售额排名，看不出谁在亏钱。请在明细中加上成本列（cost_amount）。",
    )
    yield Sentence("profit_unknown", words)


def _one_thread(evidence: Evidence) -> Iterator[Sentence]:
    """Customers, or groups of them, that bring a tenth of the sales or more."""
    facts, net = evidence.facts, evidence.portfolio.net
    total = facts.company.net
    if total <= 0 or evidence.portfolio.active_count <= 1:
        return
    groups = groups_of(facts)
    group = np.arange(facts.count) if groups is None else groups
    sums = np.zeros(int(group.max()) + 1, np.int64)
    np.add.at(sums, group, net)
    for head in np.argsort(-sums, kind="stable").tolist():
        if sums[head] * 10 < total:
            return
        members = np.flatnonzero((group == head) & evidence.portfolio.active)
        yield _thread(evidence, members[np.argsort(-net[members], kind="stable")].tolist(), int(sums[head]), total)


def _thread(evidence: Evidence, members: list[int], net: int, total: int) -> Sentence:
    loss = loss_of(evidence.facts, np.array(members))
    profit = (
        Text("; without it {profit} of a year's profit would be gone", "；失去它，一年毛利将减少{profit}").filled(
            profit=share_text(loss.profit_lost_share)
        )
        if loss.profit_lost_share is not None
        else Text("", "")
    )
    together = Text("{names} are one group and bring", "{names}属于同一集团，合计占").filled(
        names=listed([title(evidence, index) for index in members])
    )
    who = (
        together if len(members) > 1 else Text("{name} brings", "{name}一家占").filled(name=title(evidence, members[0]))
    )
    words = Text("{who} {share} of net sales ({net}){profit}.", "{who}净销售额的{share}（{net}）{profit}。")
    figures: dict[str, Text | str | int] = {
        "who": who,
        "share": share_text(net / total),
        "net": money_text(net),
        "profit": profit,
    }
    codes = tuple(code_of(evidence, index) for index in members)
    return Sentence("one_thread", words, figures, codes, {"sales_share": net / total})


def _loss_makers(evidence: Evidence) -> Iterator[Sentence]:
    profit = evidence.portfolio.profit
    if not evidence.portfolio.by_profit:
        return
    losing = np.flatnonzero(profit.known & (profit.values < 0))
    if not len(losing):
        return
    worst = losing[np.argsort(profit.values[losing], kind="stable")]
    words = Text(
        "{count} money, {loss} in all: {names}. Look at prices, discounts and cost to serve before letting go.",
        "{count}，合计{loss}：{names}。先核对价格、折扣和服务成本，不要急着放弃。",
    )
    figures: dict[str, Text | str | int] = {
        "count": counted(len(worst), "customer loses", "customers lose", "家客户亏损"),
        "loss": money_text(-int(profit.values[worst].sum())),
        "names": listed([title(evidence, index) for index in worst.tolist()]),
    }
    yield Sentence("loss_makers", words, figures, tuple(code_of(evidence, index) for index in worst.tolist()))


def _volume_without_profit(evidence: Evidence) -> Iterator[Sentence]:
    """Tiers that bring far more of the volume than of the profit (R092)."""
    portfolio, grades = evidence.portfolio, evidence.grades
    net, profit = int(portfolio.net.sum()), group_profit(evidence.facts, evidence.listed) or 0
    if not portfolio.by_profit or net <= 0 or profit <= 0:
        return
    for place in grades.scheme.key_places:
        word, inside = tier_word(grades.scheme, place), grades.tier == place
        gained = group_profit(evidence.facts, inside)
        if word is None or gained is None:
            continue
        volume, earned = portfolio.net[inside].sum() / net, gained / profit
        if volume < LARGE_SHARE or earned * VOLUME_OVER_PROFIT > volume:
            continue
        words = Text(
            "{tier} brings {volume} of the sales but only {earned} of the profit: volume is not value.",
            "{tier}占销售额{volume}，却只占毛利{earned}：走量不等于赚钱。",
        )
        figures: dict[str, Text | str | int] = {
            "tier": word.label,
            "volume": share_text(volume),
            "earned": share_text(earned),
        }
        yield Sentence("volume_without_profit", words, figures)


def _methods_disagree(evidence: Evidence) -> Iterator[Sentence]:
    count = len(evidence.three.disagreements)
    if not count:
        return
    money = sum(abs(one.money) for one in evidence.three.disagreements)
    words = Text(
        "Single indicator, pyramid and scorecard disagree on {count} ({money}): one method alone is dangerous. "
        "Decide these by hand.",
        "单一指标、金字塔、计分卡三种方法对{count}（{money}）结论不一：只用一种方法很危险，这些客户请人工判断。",
    )
    figures: dict[str, Text | str | int] = {
        "count": counted(count, "account", "accounts", "家客户"),
        "money": money_text(money),
    }
    codes = tuple(code_of(evidence, one.account) for one in evidence.three.disagreements)
    yield Sentence("methods_disagree", words, figures, codes)
    if evidence.grades.scheme.method in {Method.SINGLE, Method.PYRAMID}:
        alone = Text(
            "The scheme “{scheme}” looks at one figure only; set the scorecard or the six criteria beside it.",
            "“{scheme}”只看一项指标，请同时参考客户价值计分卡或六大标准。",
        )
        yield Sentence("one_method", alone, {"scheme": evidence.grades.scheme.label})


def _over_limit(evidence: Evidence) -> Iterator[Sentence]:
    used, owed = evidence.columns["credit_use_share"], evidence.columns["open_amount"]
    over = np.flatnonzero(used.known & (used.values > 1) & owed.known)
    if not len(over):
        return
    ranked = over[np.argsort(-owed.values[over], kind="stable")].tolist()
    names = [
        f"{title(evidence, i)} {exact_money(int(owed.values[i]))} ({share_text(float(used.values[i]), 0)})"
        for i in ranked
    ]
    words = Text("{count} more than the credit limit: {names}.", "{count}欠款超过信用额度：{names}。")
    count = counted(len(ranked), "account owes", "accounts owe", "家客户")
    codes = tuple(code_of(evidence, index) for index in ranked)
    yield Sentence("over_limit", words, {"count": count, "names": listed(names)}, codes)


def _turning(evidence: Evidence) -> Iterator[Sentence]:
    """Key accounts that are about to turn bad (R095)."""
    found = turning(evidence.facts)
    if found is None or not found.is_turning.any():
        return
    order = np.argsort(evidence.portfolio.rank, kind="stable")
    for index in order[found.is_turning[order]].tolist():
        signals = listing([LABELS[code] for code, raised in zip(SIGNALS, found.raised[index], strict=True) if raised])
        words = Text(
            "{name} is turning: {signals} in the latest quarter.", "{name}出现“变性”苗头：最近一个季度{signals}。"
        )
        figures: dict[str, Text | str | int] = {"name": title(evidence, index), "signals": signals}
        yield Sentence("turning", words, figures, (code_of(evidence, index),))


def _short_history(evidence: Evidence) -> Iterator[Sentence]:
    months = ledger_months(evidence.facts)
    if months >= SHORT_MONTHS:
        return
    words = Text(
        "The ledger holds {months} only: seasons, trends and the value of the next year cannot be told from it.",
        "账本只有{months}：看不出季节性、趋势，也无法预估未来一年的价值。",
    )
    figures = {"months": counted(months, "whole month", "whole months", "个完整月份")}
    yield Sentence("short_history", words, {**figures})
