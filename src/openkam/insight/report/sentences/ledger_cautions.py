"""What the reader must know about the data itself: rows set aside, odd lines, amounts far too large."""

from collections.abc import Iterator, Mapping
from typing import Final

from openkam.analysis.words import Text
from openkam.core.figures import counted, money_text, share_text
from openkam.core.money import cents
from openkam.insight.report.evidence import Evidence
from openkam.insight.report.sentence import Sentence, listed
from openkam.insight.report.sentences.file_cautions import payments_after
from openkam.insight.report.sentences.quality_cautions import quality_cautions, quality_notes
from openkam.insight.report.sentences.side_cautions import side_cautions, side_notes
from openkam.insight.report.sentences.words import listing
from openkam.intake.receipt import Receipt

REPLACED: Final = "REPLACED"
TABLE_WORDS: Final = {
    "invoice_lines": Text("invoice lines", "发票明细"),
    "customers": Text("customers", "客户资料"),
    "payments": Text("payments", "回款"),
    "cost_to_serve": Text("cost to serve", "服务成本"),
    "rates": Text("rates", "汇率"),
}


def ledger_cautions(evidence: Evidence, receipts: Mapping[str, Receipt]) -> Iterator[Sentence]:
    """Warnings about the data."""
    yield from quality_cautions(evidence.quality, _names(evidence))
    for table, receipt in receipts.items():
        yield from _set_aside(table, receipt)
    yield from _without_customer(evidence)
    yield from side_cautions(evidence.facts)


def ledger_notes(evidence: Evidence, receipts: Mapping[str, Receipt]) -> Iterator[Sentence]:
    """Notes about the data."""
    yield from quality_notes(evidence.quality)
    yield from payments_after(evidence.facts)
    yield from side_notes(evidence.facts)
    for table, receipt in receipts.items():
        yield from _replaced(table, receipt)
        for note in receipt.notes:
            yield Sentence(
                "reading_note", Text("{file}: {what}", "{file}：{what}"), {"file": note.file, "what": note.what}
            )
        yield from _unused_headers(receipt)


def _names(evidence: Evidence) -> dict[str, str]:
    """What people call the accounts that odd lines name."""
    wanted = {one.account for one in evidence.quality.suspects}
    pairs = zip(evidence.facts.code.tolist(), evidence.facts.name.tolist(), strict=True)
    return {code: name for code, name in pairs if code in wanted and name and name != code}


def _set_aside(table: str, receipt: Receipt) -> Iterator[Sentence]:
    rows = receipt.rows_set_aside - receipt.rows_replaced
    if rows <= 0:
        return
    replaced_amount = receipt.reasons.get(REPLACED, (0, 0))[1]
    words = Text(
        "{rows} of the {table} could not be used ({share} of those read, {money} in readable amounts): {why}.{remedy}",
        "{table}中有{rows}未能采用（占读入行数{share}，可读金额{money}）：{why}。{remedy}",
    )
    remedy = Text(
        " --set-aside FILE writes them, to correct and load again.", "用 --set-aside 文件名 写出，改好后可重新导入。"
    )
    examples = {one.code: one.reason for one in reversed(receipt.set_aside) if one.code != REPLACED}
    reasons = sorted(((n, code) for code, (n, _) in receipt.reasons.items() if code != REPLACED), reverse=True)
    why = listing([_times(examples.get(code, Text(code, code)), n) for n, code in reasons[:3]])
    figures: dict[str, Text | str | int] = {
        "rows": counted(rows, "row", "rows", "行"),
        "table": TABLE_WORDS.get(table, Text(table, table)),
        "share": share_text(rows / max(receipt.rows_read, 1), 2),
        "money": money_text(receipt.amount_set_aside - replaced_amount),
        "why": why,
        # Rows of the ledger were written when they were loaded; there is no file to write them from.
        "remedy": remedy if receipt.files else Text("", ""),
    }
    evidence: dict[str, str | int | float | None] = {
        "rows": rows,
        "amount": cents(receipt.amount_set_aside - replaced_amount),
    }
    yield Sentence("rows_set_aside", words, figures, (), evidence)


def _times(reason: Text, count: int) -> Text:
    return Text(f"{reason.en.rstrip('.')} ({count:,}×)", f"{reason.zh.rstrip('。')}（{count:,}行）")


def _replaced(table: str, receipt: Receipt) -> Iterator[Sentence]:
    if receipt.rows_replaced:
        words = Text(
            "{rows} of the {table} were replaced by a later copy of the same invoice.",
            "{table}中有{rows}被同一发票的较新副本替代。",
        )
        rows = counted(receipt.rows_replaced, "row", "rows", "行")
        yield Sentence("rows_replaced", words, {"rows": rows, "table": TABLE_WORDS.get(table, Text(table, table))})


def _unused_headers(receipt: Receipt) -> Iterator[Sentence]:
    for file in receipt.files:
        if file.unused_headers:
            words = Text(
                "{file}: the columns {names} were not used; --map CANONICAL=COLUMN names one that matters.",
                "{file}：以下列未使用：{names}；如有需要，可用 --map 标准列名=文件列名 指定。",
            )
            yield Sentence(
                "unused_headers", words, {"file": file.name, "names": listed(list(file.unused_headers), 8, "列")}
            )


def _without_customer(evidence: Evidence) -> Iterator[Sentence]:
    company = evidence.facts.company
    if not company.lines_without_customer:
        return
    money = company.net - company.net_with_customer
    words = Text(
        "{rows} without a customer ({money}, {share} of net sales): in the company's total and in no account.",
        "{rows}没有客户（{money}，占净销售额{share}）：计入公司合计，不计入任何客户。",
    )
    figures: dict[str, Text | str | int] = {
        "rows": counted(company.lines_without_customer, "line", "lines", "行"),
        "money": money_text(money),
        "share": share_text(money / company.net) if company.net > 0 else "–",
    }
    yield Sentence("without_customer", words, figures, (), {"amount": cents(money)})
