"""What the `openkam ledger` commands answer, as JSON values and as rows of tables."""

import shlex
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from openkam.analysis.words import Language, Text
from openkam.cli.answer import money_string
from openkam.core.figures import exact_money
from openkam.core.money import cents
from openkam.intake.reasons import oddity_of
from openkam.intake.receipt import Receipt
from openkam.intake.trial import Outcome
from openkam.ledger.folder import DataFolder

if TYPE_CHECKING:
    from openkam.ledger.models import Batch
    from openkam.ledger.status import LedgerStatus

TABLE_NAMES: Final = {
    "invoice_lines": Text("invoice lines", "发票明细"),
    "customers": Text("customers", "客户资料"),
    "payments": Text("payments", "回款"),
    "cost_to_serve": Text("cost to serve", "服务成本"),
    "rates": Text("rates", "汇率"),
}
BATCH_HEADS = (
    Text("Batch", "批次"),
    Text("Table", "表"),
    Text("Source", "来源"),
    Text("Rows", "行数"),
    Text("Amount", "金额"),
    Text("From", "起"),
    Text("To", "止"),
    Text("Story", "经过"),
)
TABLE_HEADS = (
    Text("Table", "表"),
    Text("Batches", "批次"),
    Text("Files", "文件"),
    Text("Parts", "分片"),
    Text("Rows", "行数"),
    Text("From", "起"),
    Text("To", "止"),
    Text("Amount", "金额"),
)
TOTAL_HEADS = (Text("", ""), Text("read", "读取"), Text("used", "采用"), Text("set aside", "未采用"))
UNREAD = Text("unreadable", "读不出")
REASON_HEADS = (Text("Rows", "行数"), Text("Amount", "金额"), Text("Why they were set aside", "未采用原因"))


def batch_object(batch: "Batch") -> dict[str, Any]:
    """One batch as JSON has it."""
    return {
        "batch": batch.number,
        "table": batch.table,
        "source": batch.source,
        "status": batch.status,
        "version": batch.version_id,
        "files": [
            {"name": file.name, "sha256": file.sha256, "rows_read": file.rows_read} for file in batch.files.all()
        ],
        "rows_read": batch.rows_read,
        "rows_used": batch.rows_used,
        "rows_set_aside": batch.rows_set_aside,
        "rows_replaced": batch.rows_replaced,
        "rows_superseded": batch.rows_superseded,
        "amount_read": money_string(batch.amount_read),
        "amount_used": money_string(batch.amount_used),
        "amount_set_aside": money_string(batch.amount_set_aside),
        "amounts": {row.currency: money_string(row.amount) for row in batch.amounts.all()},
        "since": _iso(batch.since),
        "until": _iso(batch.until),
        "loaded_at": _iso(batch.loaded_at),
        "loaded_by": batch.loaded_by,
        "rolled_back_at": _iso(batch.rolled_back_at),
        "rolled_back_by": batch.rolled_back_by or None,
        "rollback_reason": batch.rollback_reason or None,
    }


def batch_row(batch: "Batch", language: Language) -> list[str]:
    """One batch as a row under BATCH_HEADS."""
    return [
        str(batch.number),
        TABLE_NAMES[batch.table].to(language),
        batch.source,
        f"{batch.rows_used:,}",
        _amounts_text({row.currency: row.amount for row in batch.amounts.all()}),
        _iso(batch.since) or "",
        _iso(batch.until) or "",
        _story(batch).to(language),
    ]


def status_object(status: "LedgerStatus") -> dict[str, Any]:
    """How the ledger stands, as JSON has it."""
    return {
        "version": status.version,
        "published_at": _iso(status.published_at),
        "batches": status.batch_count,
        "rolled_back": status.rolled_back_count,
        "is_loading": status.is_loading,
        "tables": [
            {
                "table": table.table,
                "batches": table.batch_count,
                "files": table.file_count,
                "parts": table.part_count,
                "rows": table.rows,
                "amounts": {currency: money_string(amount) for currency, amount in table.amounts.items()},
                "since": _iso(table.since),
                "until": _iso(table.until),
            }
            for table in status.tables
        ],
        "orphans": [str(path) for path in status.orphans],
        "is_verified": status.is_verified,
        "damaged": [{"path": file.path, "code": file.code} for file in status.damaged],
    }


def status_rows(status: "LedgerStatus", language: Language) -> list[list[str]]:
    """The published tables as rows under TABLE_HEADS."""
    return [
        [
            TABLE_NAMES[table.table].to(language),
            f"{table.batch_count:,}",
            f"{table.file_count:,}",
            f"{table.part_count:,}",
            f"{table.rows:,}",
            _iso(table.since) or "",
            _iso(table.until) or "",
            _amounts_text(table.amounts),
        ]
        for table in status.tables
    ]


def status_sentences(status: "LedgerStatus") -> list[Text]:
    """What else there is to say about the ledger."""
    said = [
        Text(
            "Version {version}; batches: {batches}, {back} of them rolled back.",
            "当前版本 {version}；导入批次 {batches}，其中已撤回 {back}。",
        ).filled(version=status.version, batches=status.batch_count, back=status.rolled_back_count)
    ]
    if status.is_loading:
        said.append(Text("A load is running right now.", "此刻正有一个导入在进行。"))
    if status.orphans:
        said.append(
            Text(
                "Left by a load that died: {count} files; the next load removes them.",
                "有 {count} 个文件是中断的导入留下的，下次导入时会自动清除。",
            ).filled(count=len(status.orphans))
        )
    if status.is_verified and not status.damaged:
        said.append(Text("Every file is as it was written.", "所有文件均与写入时一致。"))
    words = {"MISSING": Text("is missing", "缺失"), "CHANGED": Text("was changed", "已被改动")}
    said += [
        Text("{path} {fault}: restore it from a backup.", "{path} {fault}，请从备份恢复。").filled(
            path=file.path, fault=words[file.code]
        )
        for file in status.damaged
    ]
    return said


def outcome_object(outcome: Outcome) -> dict[str, Any]:
    """What became of one table, as JSON has it."""
    receipt, batch = outcome.receipt, outcome.batch
    return {
        "table": outcome.table,
        "batch": batch.number if batch else None,
        "version": batch.version_id if batch else None,
        "is_repeated": receipt is None,
        "rows_read": receipt.rows_read if receipt else None,
        "rows_used": receipt.rows_used if receipt else None,
        "rows_set_aside": receipt.rows_set_aside if receipt else None,
        "rows_replaced": receipt.rows_replaced if receipt else None,
        "rows_superseded": batch.rows_superseded if batch and receipt else None,
        "amount_read": cents(receipt.amount_read) if receipt else None,
        "amount_used": cents(receipt.amount_used) if receipt else None,
        "amount_set_aside": cents(receipt.amount_set_aside) if receipt else None,
        "reasons": _reasons_object(receipt) if receipt else {},
        "oddities": {
            code: {"rows": rows, "amount": cents(amount)}
            for code, (rows, amount) in (receipt.oddities if receipt else {}).items()
        },
        "notes": [note.what.en for note in receipt.notes] if receipt else [],
        "set_aside_file": str(outcome.set_aside_file) if outcome.set_aside_file else None,
    }


def _reasons_object(receipt: Receipt) -> dict[str, Any]:
    amounts = {code: receipt.amount_aside(code) for code in receipt.reasons}
    return {
        code: {"rows": rows, "amount": None if amounts[code] is None else cents(amounts[code] or 0)}
        for code, (rows, _) in receipt.reasons.items()
    }


def outcome_head(outcome: Outcome) -> Text:
    """Which table was read, and as which batch it is published."""
    name = TABLE_NAMES[outcome.table]
    if outcome.batch is None:
        return name
    return Text("{table}: batch {n}, ledger version {version}", "{table}：第 {n} 批，账本版本 {version}").filled(
        table=name, n=outcome.batch.number, version=outcome.batch.version_id
    )


def total_rows(receipt: Receipt, language: Language) -> list[list[str]]:
    """The control totals as rows under TOTAL_HEADS; they always close."""
    counts = (receipt.rows_read, receipt.rows_used, receipt.rows_set_aside)
    rows = [[Text("rows", "行数").to(language), *(f"{count:,}" for count in counts)]]
    amounts = (receipt.amount_read, receipt.amount_used, receipt.amount_set_aside)
    if any(amounts):
        rows.append([Text("amount", "金额").to(language), *(exact_money(amount) for amount in amounts)])
    return rows


def reason_rows(receipt: Receipt, language: Language) -> list[list[str]]:
    """Why rows were set aside, as rows under REASON_HEADS: each with the first row it is true of."""
    where = Text("{reason} (first: {file}, row {row})", "{reason}（首例：{file}第 {row} 行）")
    examples = {
        one.code: where.filled(reason=one.reason, file=one.file, row=one.row) for one in reversed(receipt.set_aside)
    }
    return [
        [f"{rows:,}", _aside(receipt, code).to(language), examples.get(code, Text(code, code)).to(language)]
        for code, (rows, _) in receipt.reasons.items()
    ]


def _aside(receipt: Receipt, code: str) -> Text:
    amount = receipt.amount_aside(code)
    return UNREAD if amount is None else Text(exact_money(amount), exact_money(amount))


def outcome_notes(outcome: Outcome) -> list[Text]:
    """What the reader of the load should know besides its totals."""
    notes = [note.what for note in outcome.receipt.notes] if outcome.receipt else []
    odd = outcome.receipt.oddities if outcome.receipt else {}
    notes[:0] = [oddity_of(code, *found) for code, found in odd.items() if found[0]]
    if outcome.batch is not None and outcome.receipt is not None and outcome.batch.rows_superseded:
        gone = Text("Rows of earlier loads that gave way: {count}.", "取代了先前导入的 {count} 行。")
        notes.append(gone.filled(count=f"{outcome.batch.rows_superseded:,}"))
    if outcome.set_aside_file is not None:
        where = Text("Rows set aside were written to {file}.", "未采用的行已写入 {file}。")
        notes.append(where.filled(file=str(outcome.set_aside_file)))
    return notes


def next_step(folder: DataFolder) -> Text:
    """Where the ledger lies, and what is done with it next."""
    return Text(
        "The ledger is in {folder}. Next: openkam grade --data {path}, or in the browser: openkam serve --data {path}",
        "账本在 {folder}。下一步：openkam grade --data {path}；或在浏览器中查看：openkam serve --data {path}",
    ).filled(folder=str(folder.path), path=shlex.quote(str(folder.path)))


def repeated(outcome: Outcome) -> Text:
    """That these very files are the latest load of their source."""
    return Text(
        "{table}: already loaded as batch {n}; nothing changed. Add --again to load it once more.",
        "{table}：已作为第 {n} 批导入过，没有改动。如需重新导入，请加 --again。",
    ).filled(table=TABLE_NAMES[outcome.table], n=outcome.batch.number if outcome.batch else "?")


def _story(batch: "Batch") -> Text:
    files = ", ".join(file.name for file in batch.files.all())
    loaded = Text("{files}, loaded {when} by {who}", "{files}，{who} 于 {when} 导入").filled(
        files=files, when=f"{batch.loaded_at.astimezone():%Y-%m-%d %H:%M}", who=batch.loaded_by
    )
    if batch.status == "PUBLISHED":
        return loaded
    return Text("{loaded}; rolled back by {who}: {why}", "{loaded}；已由 {who} 撤回：{why}").filled(
        loaded=loaded, who=batch.rolled_back_by, why=batch.rollback_reason
    )


def _amounts_text(amounts: dict[str, Decimal]) -> str:
    return "; ".join(f"{exact_money(int(amount * 10_000))} {currency}".strip() for currency, amount in amounts.items())


def _iso(moment: date | datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None
