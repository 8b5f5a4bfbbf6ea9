"""Warnings and notes about odd lines: amounts far too large, duplicates, wrong signs, months that are not over."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from openkam.analysis.quality import CodeTally, Quality, Suspect, Tally
from openkam.analysis.words import Text
from openkam.core.figures import counted, exact_money, money_text, number_text
from openkam.core.money import cents
from openkam.core.periods import day_text, month_text
from openkam.insight.report.sentence import Sentence, listed

SUSPECTS_NAMED: Final = 3
CODES_NAMED: Final = 6
_LINES: Final = ("line", "lines", "行")


def quality_cautions(quality: Quality, names: Mapping[str, str]) -> Iterator[Sentence]:
    """What may be wrong in the data and changes the figures; `names` are what people call the accounts."""
    yield from suspect_cautions(quality.suspects, names)
    yield from _tally(
        "duplicates",
        quality.duplicates,
        Text(
            "{lines} the same as another in every column ({money}): entered twice? All are counted.",
            "{lines}与另一行完全相同（{money}）：是否重复录入？目前照常计入。",
        ),
    )
    yield from _tally(
        "opposite_sign",
        quality.opposite_sign,
        Text(
            "Quantity and amount of opposite sign: {lines} ({money}).",
            "{lines}的数量与金额正负相反（{money}）。",
        ),
    )
    yield from _far_dates(quality)
    yield from _tally(
        "without_currency",
        quality.without_currency,
        Text("No currency named: {lines} ({money}).", "{lines}没有写币种（{money}）。"),
    )


def quality_notes(quality: Quality) -> Iterator[Sentence]:
    """What a reader should know about the data, though nothing is wrong."""
    if quality.partial_month is not None:
        words = Text(
            "The last month ({month}) is not complete: compare it with care.",
            "最后一个月（{month}）数据不完整，比较时请留意。",
        )
        yield Sentence("partial_month", words, {"month": month_text(quality.partial_month)})
    yield from _tally(
        "credit_notes",
        quality.negative_lines,
        Text(
            "Credit notes or returns: {lines} ({money}); they net off.",
            "{lines}为红字或退货（{money}），已冲减销售额。",
        ),
    )
    yield from _tally("zero_price", quality.zero_price, Text("A price of zero: {lines}.", "{lines}单价为零。"))
    yield from _tally(
        "negative_price",
        quality.negative_price,
        Text("A negative price: {lines} ({money}).", "{lines}单价为负（{money}）。"),
    )
    yield from _codes(
        "odd_codes",
        quality.odd_codes,
        Text("These product codes look like charges, not goods: {names}.", "这些产品编码像是费用而不是商品：{names}。"),
    )
    yield from _codes(
        "odd_prefixes",
        quality.odd_prefixes,
        Text(
            "Some invoice numbers begin unlike the others (corrections, bad debt?): {names}.",
            "部分发票号开头与众不同（更正、坏账？）：{names}。",
        ),
    )


def suspect_cautions(suspects: Sequence[Suspect], names: Mapping[str, str]) -> Iterator[Sentence]:
    """Amounts that are about 10, 100 or 1,000 times the usual, the largest first."""
    ranked = sorted(suspects, key=lambda one: -abs(one.amount))
    for one in ranked[:SUSPECTS_NAMED]:
        yield _suspect(one, names.get(one.account, one.account))
    rest = ranked[SUSPECTS_NAMED:]
    if rest:
        words = Text(
            "{lines} more have amounts far from the usual: invoices {names}.",
            "另有{lines}金额明显异常：发票{names}。",
        )
        figures: dict[str, Text | str | int] = {
            "lines": counted(len(rest), *_LINES),
            "names": listed(list(dict.fromkeys(one.invoice for one in rest)), CODES_NAMED, "张"),
        }
        yield Sentence("amount_out_of_scale", words, figures)


def _suspect(one: Suspect, name: str) -> Sentence:
    words = Text(
        "Invoice {invoice} of {day} for {account}: {amount} is about {factor} times the usual {usual}{product}: a "
        "slip of the decimal point?",
        "{day}发票{invoice}（{account}）：金额{amount}约为平常{usual}的{factor}倍{product}，小数点是否错位？",
    )
    product = Text(f" for product {one.product}", f"（产品{one.product}）") if one.by == "product" else Text("", "")
    figures: dict[str, Text | str | int] = {
        "invoice": one.invoice,
        "day": day_text(one.day),
        "account": name or Text("no customer", "无客户"),
        "amount": exact_money(one.amount),
        "factor": number_text(one.factor, 0 if one.factor >= 1 else 3),
        "usual": exact_money(one.usual),
        "product": product,
    }
    plain: dict[str, str | int | float | None] = {
        "invoice": one.invoice,
        "amount": cents(one.amount),
        "usual": cents(one.usual),
        "factor": one.factor,
    }
    return Sentence("amount_out_of_scale", words, figures, (one.account,) if one.account else (), plain)


def _tally(code: str, tally: Tally, words: Text) -> Iterator[Sentence]:
    if tally.count:
        figures = {"lines": counted(tally.count, *_LINES), "money": money_text(tally.amount)}
        yield Sentence(code, words, figures, (), {"lines": tally.count, "amount": cents(tally.amount)})


def _far_dates(quality: Quality) -> Iterator[Sentence]:
    if not quality.far_dates.count or quality.main_since is None or quality.main_until is None:
        return
    words = Text(
        "{lines} lie more than a year from all others ({money}); nearly all are between {since} and {until}. Slips of "
        "the pen stretch the period: --since and --until cut them off.",
        "{lines}的日期与其他数据相差一年以上（{money}）；绝大多数在{since}与{until}之间。"
        "日期录错会拉长期间，可用 --since 和 --until 截断。",
    )
    figures: dict[str, Text | str | int] = {
        "lines": counted(quality.far_dates.count, *_LINES),
        "money": money_text(quality.far_dates.amount),
        "since": day_text(quality.main_since),
        "until": day_text(quality.main_until),
    }
    yield Sentence("far_dates", words, figures)


def _codes(code: str, tallies: Sequence[CodeTally], words: Text) -> Iterator[Sentence]:
    if not tallies:
        return
    ranked = sorted(tallies, key=lambda one: -abs(one.amount))
    english = [f"{one.code} ({one.count:,}×, {money_text(one.amount).en})" for one in ranked]
    chinese = [f"{one.code}（{one.count:,}行，{money_text(one.amount).zh}）" for one in ranked]
    names = Text(listed(english, CODES_NAMED).en, listed(chinese, CODES_NAMED, "个").zh)
    yield Sentence(code, words, {"names": names})
