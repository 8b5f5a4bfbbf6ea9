"""Warnings about money that hides: giants that are none, and customers that are one."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from openkam.analysis.column import Array
from openkam.analysis.words import Text
from openkam.core.figures import counted, exact_money, money_text, share_text
from openkam.core.money import cents
from openkam.insight.report.evidence import Evidence
from openkam.insight.report.sentence import Sentence, listed
from openkam.insight.report.sentences.words import listing
from openkam.insight.value.hidden import EVERY_LINE_SHARE, RETURNS_CANCEL_SHARE, Twins

NAMED_ONE_BY_ONE: Final = 3


def hidden_cautions(evidence: Evidence) -> Iterator[Sentence]:
    """All of them, kind by kind, the most money first."""
    hidden = evidence.hidden
    yield from _first(evidence, hidden.cancelled, _cancelled, "returns_cancel", _MORE_CANCELLED)
    yield from _first(evidence, hidden.losing, _losing, "giant_loses_money", _MORE_LOSING)
    yield from _first(evidence, hidden.one_off, _one_off, "giant_bought_once", _MORE_ONE_OFF)
    for twins in hidden.twins[:NAMED_ONE_BY_ONE]:
        yield _twins(evidence, twins)
    rest = hidden.twins[NAMED_ONE_BY_ONE:]
    if rest:
        words = Text(
            "{count} more look like one customer under several names: {names}.",
            "另有{count}疑似同一客户的不同写法：{names}。",
        )
        names = [" / ".join(_spelled(evidence, one.alike.accounts)) for one in rest]
        figures: dict[str, Text | str | int] = {
            "count": counted(len(rest), "group", "groups", "组"),
            "names": listed(names, chinese="组"),
        }
        accounts = tuple(code_of(evidence, index) for one in rest for index in one.alike.accounts)
        yield Sentence("same_customer", words, figures, accounts)


def title(evidence: Evidence, index: int) -> str:
    """What people call an account."""
    return str(evidence.facts.name[index]) or code_of(evidence, index)


def code_of(evidence: Evidence, index: int) -> str:
    """The code of an account."""
    return str(evidence.facts.code[index])


_MORE_CANCELLED = Text(
    "{count} more returned half of what they bought or more: {names}.", "另有{count}退货超过一半：{names}。"
)
_MORE_LOSING = Text("{count} more large customers lose money: {names}.", "另有{count}大客户在亏钱：{names}。")
_MORE_ONE_OFF = Text("{count} more are large by one order only: {names}.", "另有{count}只凭一单显得很大：{names}。")


def _first(
    evidence: Evidence, found: Sequence[int], sentence: Callable[[Evidence, int], Sentence], code: str, more: Text
) -> Iterator[Sentence]:
    for index in found[:NAMED_ONE_BY_ONE]:
        yield sentence(evidence, index)
    rest = found[NAMED_ONE_BY_ONE:]
    if rest:
        figures: dict[str, Text | str | int] = {
            "count": counted(len(rest), "account", "accounts", "家"),
            "names": listed([title(evidence, index) for index in rest]),
        }
        yield Sentence(code, more, figures, tuple(code_of(evidence, index) for index in rest))


def _cancelled(evidence: Evidence, index: int) -> Sentence:
    portfolio = evidence.portfolio
    place = _place(portfolio.bought, int(portfolio.bought[index]))
    share = evidence.returned_share[index]
    how = (
        Text("returns cancel the sales", "退货冲销了销售")
        if share >= RETURNS_CANCEL_SHARE
        else Text(f"{share_text(share)} came back", f"退货偏多（退回{share_text(share)}）")
    )
    words = Text(
        "{name} is number {place} by what it bought, but {how}: bought {bought}, returned or credited {returned}: "
        "{net} remain (rank {rank}).",
        "{name}按采购额排第{place}，但{how}：买入{bought}，退货或红字{returned}，只剩{net}（实际排名第{rank}）。",
    )
    figures: dict[str, Text | str | int] = {
        "name": title(evidence, index),
        "how": how,
        "place": f"{place:,}",
        "rank": f"{int(portfolio.rank[index]):,}",
        "bought": exact_money(portfolio.bought[index]),
        "returned": exact_money(portfolio.returned[index]),
        "net": exact_money(portfolio.net[index]),
    }
    plain = {"bought": cents(portfolio.bought[index]), "net_sales": cents(portfolio.net[index])}
    return Sentence("returns_cancel", words, figures, (code_of(evidence, index),), plain)


def _losing(evidence: Evidence, index: int) -> Sentence:
    portfolio, facts = evidence.portfolio, evidence.facts
    below, lines = int(facts.loss_lines[index]), int(facts.lines[index])
    every = evidence.loss_line_share[index] >= EVERY_LINE_SHARE
    how = (
        Text("every line is sold below cost", "每一笔都低于成本")
        if every
        else Text(f"{below:,} of {lines:,} lines are sold below cost", f"{lines:,}条明细中{below:,}条低于成本")
    )
    words = Text(
        "{name} is number {place} by net sales ({sales}) and loses money: {loss}; {how}.",
        "{name}净销售额排第{place}（{sales}），却在亏钱：亏损{loss}，{how}。",
    )
    loss = -int(portfolio.profit.values[index])
    figures: dict[str, Text | str | int] = {
        "name": title(evidence, index),
        "place": f"{_place(portfolio.net, int(portfolio.net[index])):,}",
        "sales": money_text(portfolio.net[index]),
        "loss": money_text(loss),
        "how": how,
    }
    plain: dict[str, str | int | float | None] = {
        "net_sales": cents(portfolio.net[index]),
        "gross_profit": cents(-loss),
        "loss_lines": below,
    }
    return Sentence("giant_loses_money", words, figures, (code_of(evidence, index),), plain)


def _one_off(evidence: Evidence, index: int) -> Sentence:
    portfolio = evidence.portfolio
    words = Text(
        "{name} is number {place} by net sales with one order only ({sales}): a large order does not make a key "
        "account.",
        "{name}净销售额排第{place}，但只下过一次单（{sales}）：大订单不等于大客户。",
    )
    figures: dict[str, Text | str | int] = {
        "name": title(evidence, index),
        "place": f"{_place(portfolio.net, int(portfolio.net[index])):,}",
        "sales": money_text(portfolio.net[index]),
    }
    plain = {"net_sales": cents(portfolio.net[index])}
    return Sentence("giant_bought_once", words, figures, (code_of(evidence, index),), plain)


def _twins(evidence: Evidence, twins: Twins) -> Sentence:
    members = twins.alike.accounts
    names = _spelled(evidence, members)
    same = len(names) == 1
    sure = (
        Text("is the same name under several codes", "同名不同编码")
        if same
        else Text("are one name", "是同一名称的不同写法")
        if twins.alike.exact
        else Text(
            f"are spelled alike ({share_text(twins.alike.similarity, 0)})",
            f"写法相近（{share_text(twins.alike.similarity, 0)}）",
        )
    )
    words = Text(
        "{names} {sure} and may be one customer: together {net} net sales, rank {rank} instead of {ranks}. "
        "Nothing was merged; give them one code to grade them as one.",
        "{names}{sure}，可能是同一客户：合计净销售额{net}，排名应为第{rank}，而不是第{ranks}。系统没有合并；统一编码后即可合并分级。",
    )
    ranks = sorted(int(evidence.portfolio.rank[i]) for i in members)
    figures: dict[str, Text | str | int] = {
        "names": listing([Text(one, one) for one in names]),
        "sure": sure,
        "net": money_text(twins.net),
        "rank": f"{twins.rank:,}",
        "ranks": listing([Text(f"{rank:,}", f"{rank:,}") for rank in ranks]),
    }
    plain: dict[str, str | int | float | None] = {
        "net_sales_together": cents(twins.net),
        "rank_together": twins.rank,
        "similarity": twins.alike.similarity,
    }
    return Sentence("same_customer", words, figures, tuple(code_of(evidence, i) for i in members), plain)


def _spelled(evidence: Evidence, members: Sequence[int]) -> list[str]:
    """The names with their codes; one name that goes by several codes stands once, with all of them."""
    if len({title(evidence, index) for index in members}) > 1:
        return [_full_title(evidence, index) for index in members]
    codes = ", ".join(code_of(evidence, index) for index in members)
    return [f"{title(evidence, members[0])} ({codes})"]


def _full_title(evidence: Evidence, index: int) -> str:
    name, code = title(evidence, index), code_of(evidence, index)
    return name if name == code else f"{name} ({code})"


def _place(values: Array, value: int) -> int:
    return int((values > value).sum()) + 1
