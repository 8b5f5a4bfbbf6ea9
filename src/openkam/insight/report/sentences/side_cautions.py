"""Payments and costs that count nowhere, and how the payments were read."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from openkam.analysis.facts import Facts, LeftOut, LeftOutReason
from openkam.analysis.methods.payment.receivables import is_receivables_list
from openkam.analysis.words import Text
from openkam.core.figures import counted, money_text
from openkam.core.money import cents
from openkam.core.periods import day_text
from openkam.insight.report.sentence import Sentence

_TABLES: Final = {"payments": Text("payments", "回款"), "cost_to_serve": Text("cost to serve", "服务成本")}
_WHY: Final = {
    LeftOutReason.OTHER_CURRENCY: Text(
        "They are in {currency}, the lines in {ledger}: give dated rates with --rates.",
        "币种为{currency}，而明细为{ledger}：请用 --rates 提供带日期的汇率。",
    ),
    LeftOutReason.NO_RATE: Text(
        "No rate from {currency} to {ledger} is known on their days: add it to the rates.",
        "当日没有{currency}折算{ledger}的汇率：请在汇率表中补上。",
    ),
    LeftOutReason.NO_ACCOUNT: Text(
        "They belong to no account of this ledger and period: compare the customer codes.",
        "不属于本账本本期间的任何客户：请核对客户编码。",
    ),
}


def side_cautions(facts: Facts) -> Iterator[Sentence]:
    """One warning for each table, reason and currency of rows that count nowhere."""
    for one in facts.left_out:
        why = _WHY[one.reason].filled(currency=one.currency, ledger=facts.currency or "")
        words = Text(
            "{rows} of the {table} were left out ({money}). {why}", "{table}中有{rows}未计入（{money}）。{why}"
        )
        figures: dict[str, Text | str | int] = {
            "rows": counted(one.rows, "row", "rows", "行"),
            "table": _TABLES.get(one.table, Text(one.table, one.table)),
            "money": _money(one),
            "why": why,
        }
        plain = {"table": one.table, "reason": one.reason.value, "rows": one.rows, "amount": cents(one.amount)}
        yield Sentence("left_out", words, figures, (), {**plain, "currency": one.currency or facts.currency})


def side_notes(facts: Facts) -> Iterator[Sentence]:
    """Which kind of payments table was read, and what that means for what is open."""
    payments = facts.payments
    if payments is None or not len(payments.account):
        return
    if is_receivables_list(payments):
        words = Text(
            "The payments were read as a list of receivables, for most rows name a due date or are still open: what is "
            "open is what the list says.",
            "回款表按应收清单读取（多数行有到期日或尚未收款）：未收金额以清单为准。",
        )
        yield Sentence("receivables_list", words)
        return
    yield _cut_cash(facts) if facts.cut else _cash(int(np.count_nonzero(payments.paid_day < 0)))


def _cash(undated: int) -> Sentence:
    words = Text(
        "The payments were read as cash received: each pays the oldest open invoice of its account.{undated}",
        "回款表按已收款读取：每笔回款先冲抵该客户最早的未收发票。{undated}",
    )
    more = Text(" {rows} without a payment date do not count.", "另有{rows}没有收款日期，未计入。")
    said = more.filled(rows=counted(undated, "row", "rows", "行")) if undated else Text("", "")
    return Sentence("cash_received", words, {"undated": said}, (), {"rows_without_date": undated})


def _cut_cash(facts: Facts) -> Sentence:
    words = Text(
        "What is open is unknown: the payments may have paid invoices from before {since}, which --since leaves out. "
        "Grade the whole ledger, or give a list of receivables with due dates.",
        "未收金额未知：回款可能支付的是{since}之前的发票，而 --since 已将其排除。"
        "请对整个账本分级，或提供带到期日的应收清单。",
    )
    return Sentence("open_unknown_before_since", words, {"since": day_text(facts.since)})


def _money(one: LeftOut) -> Text:
    money = money_text(one.amount)
    return Text(f"{one.currency} {money.en}".strip(), f"{one.currency} {money.zh}".strip())
