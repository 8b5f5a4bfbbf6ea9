"""Warnings about files that do not fit the lines, and invoices that came twice with other content."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np

from openkam.analysis.facts import Facts, day_number
from openkam.analysis.words import Text
from openkam.core.figures import counted, exact_money, money_text, share_text
from openkam.core.money import cents
from openkam.core.periods import day_text
from openkam.insight.grading.matching import Match
from openkam.insight.report.sentence import Sentence
from openkam.intake.receipt import Receipt

MANY_REPLACED: Final = 0.01
_NOTHING: Final = Text("", "")


def file_cautions(matches: Sequence[Match], receipts: Mapping[str, Receipt]) -> Iterator[Sentence]:
    """What stands before all other warnings, because every figure hangs on it."""
    for match in matches:
        if match.is_poor:
            yield _poor_match(match)
    for receipt in receipts.values():
        yield from _differing(receipt)


def payments_after(facts: Facts) -> Iterator[Sentence]:
    """A note where payments were made after the last day that is graded."""
    payments = facts.payments
    if payments is None:
        return
    later = (payments.account >= 0) & (payments.paid_day > day_number(facts.until))
    count, amount = int(np.count_nonzero(later)), int(payments.amount[later].sum())
    if not count:
        return
    words = Text(
        "{rows} ({money}) are dated after {until}, the last day graded: they are not counted yet, and what they pay "
        "is open on that day.",
        "{rows}（{money}）晚于截止日{until}，尚未计入；相应款项在该日仍算未收。",
    )
    figures: dict[str, Text | str | int] = {
        "rows": counted(count, "payment", "payments", "笔回款"),
        "money": money_text(amount),
        "until": day_text(facts.until),
    }
    yield Sentence("payments_after", words, figures, (), {"payments": count, "amount": cents(amount)})


def _poor_match(match: Match) -> Sentence:
    what = (
        Text("customer codes occur", "个客户编码")
        if match.table == "customers"
        else Text("rows belong to a customer that occurs", "行的客户")
    )
    words = Text(
        "{file}: {matched} of {total} {what} in the lines; is it another coding? {used}",
        "{file}：{total}{what}中只有{matched}个出现在明细里，是否用了另一套编码？{used}",
    )
    none = Text(
        "{file}: 0 of {total} {what} in the lines; is it another coding? {used}",
        "{file}：{total}{what}没有一个出现在明细里，是否用了另一套编码？{used}",
    )
    nothing = Text("Nothing of it was used.", "该文件未被采用。")
    little = Text("The rest of it was not used.", "其余未采用。")
    figures: dict[str, Text | str | int] = {
        "file": match.file,
        "matched": f"{match.matched:,}",
        "total": f"{match.total:,}",
        "what": what,
        "used": little if match.matched else nothing,
    }
    plain = {"matched": match.matched, "total": match.total}
    return Sentence("codes_do_not_match", words if match.matched else none, figures, (), plain)


def _differing(receipt: Receipt) -> Iterator[Sentence]:
    if not receipt.differing_copies:
        return
    words = Text(
        "{count} came more than once with different content; the later copy counts, which changes {money}.{which}{why}",
        "{count}重复出现且内容不同；以较新的为准，金额变动{money}。{which}{why}",
    )
    share = receipt.rows_replaced / max(receipt.rows_read, 1)
    restarts = share > MANY_REPLACED or receipt.clashing_copies > 0
    figures: dict[str, Text | str | int] = {
        "count": counted(receipt.differing_copies, "invoice", "invoices", "张发票"),
        "money": exact_money(receipt.differing_amount),
        "which": _other_content(receipt),
        "why": _restarting(receipt.rows_replaced, share) if restarts else _NOTHING,
    }
    plain: dict[str, str | int | float | None] = {
        "invoices": receipt.differing_copies,
        "amount": cents(receipt.differing_amount),
        "rows_replaced": receipt.rows_replaced,
        "invoices_of_another_date_or_customer": receipt.clashing_copies,
    }
    yield Sentence("differing_copies", words, figures, (), plain)


def _other_content(receipt: Receipt) -> Text:
    """How many of the copies have another date or customer, and the money that gave way with them."""
    if not receipt.clashing_copies:
        return _NOTHING
    words = Text(
        " {n} of them carry another date or another customer: two invoices under one number? The one that gave way is "
        "not counted ({money}).",
        "其中{n}张的日期或客户不同，可能是两张发票共用一个号：被替换的一张未计入（{money}）。",
    )
    return words.filled(n=f"{receipt.clashing_copies:,}", money=exact_money(receipt.clashing_amount))


def _restarting(rows: int, share: float) -> Text:
    words = Text(
        " {rows} rows ({share}) were replaced that way. Invoice numbers that start again each year, or the parts of "
        "one export, look like this: say --parts for the parts of one export, or load each under its own --source.",
        "共有{rows}行（{share}）因此被替换。发票号每年重新编号，或同一次导出拆成几个文件，都会这样："
        "后者请加 --parts，前者请分别用 --source 导入。",
    )
    return words.filled(rows=f"{rows:,}", share=share_text(share))
