"""`openkam ledger`: load files into the data folder, list loads, roll one back, see how the ledger stands."""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from openkam.analysis.words import Language, Text
from openkam.cli.answer import say_json, say_table, wants_json
from openkam.cli.language import both
from openkam.cli.ledger_answers import (
    BATCH_HEADS,
    REASON_HEADS,
    TABLE_HEADS,
    TOTAL_HEADS,
    batch_object,
    batch_row,
    next_step,
    outcome_head,
    outcome_notes,
    outcome_object,
    reason_rows,
    repeated,
    status_object,
    status_rows,
    status_sentences,
    total_rows,
)
from openkam.cli.ledger_options import (
    Data,
    Format,
    Lang,
    check_set_aside,
    day_order,
    files_of,
    language_of,
    opened,
    readings_of,
    table_of,
)
from openkam.cli.ledger_trail import noting_load
from openkam.cli.operator import operating, whoever_runs_this
from openkam.cli.progress import shown_progress
from openkam.core.environment import DATABASE_URL
from openkam.ledger.folder import DataFolder, data_folder

if TYPE_CHECKING:
    from openkam.intake.reading import Reading
    from openkam.intake.trial import Outcome
    from openkam.intake.uploads.outlook import Outlook

app = typer.Typer(
    add_completion=False,
    invoke_without_command=True,
    help=both(
        "Load invoice lines into the ledger, list loads, roll one back.", "导入发票明细，查看导入批次，撤回某一批"
    ),
)

FILES = both(
    "Files with invoice lines: CSV, TSV, XLSX, Parquet, gzip of these.",
    "发票明细文件：CSV、TSV、XLSX、Parquet，或其 gzip",
)
TABLE = both("Load LINES as this table instead of invoice_lines.", "把这些文件导入为哪张表（默认 invoice_lines）")
SOURCE = both(
    "Name of the system the files come from; an invoice that arrives again from it replaces its earlier copy.",
    "文件来自哪个系统；同一来源的同号发票再次到达时，新的取代旧的",
)
MAP = both(
    "Name the column of a canonical name, as net_amount=Umsatz (discount_rate and unit_cost too); "
    "for another table payments.due_date=Faellig.",
    "指定列名对应关系，如 net_amount=未税额（也可用 discount_rate 折扣率、unit_cost 单位成本）；"
    "其他表写 payments.due_date=到期日",
)
DAYFIRST = both("Dates are written day before month (31/12/2025).", "日期写法为日在前（31/12/2025）")
MONTHFIRST = both("Dates are written month before day (12/31/2025).", "日期写法为月在前（12/31/2025）")
DECIMAL = both("Decimal mark of the amounts: point or comma.", "小数点写法：point（点）或 comma（逗号）")
CURRENCY = both("Currency of rows that name none.", "未写币种的行按此币种")
PARTS = both(
    "The files are parts of one export: the same invoice number in two files is one invoice.",
    "这些文件是同一次导出的几部分：不同文件中的同一发票号视为一张发票",
)
SET_ASIDE = both(
    "Write the rows that could not be used to this CSV, to correct and load again.",
    "把未采用的行写入此 CSV，改好后可重新导入",
)
AGAIN = both("Load the files although they are the latest load already.", "即使与最近一批完全相同也重新导入")
DRY_RUN = both("Read and check only; change nothing.", "只读取和检查，不写入")
CUSTOMERS = both(
    "File with customers; it replaces this source's earlier one.", "客户资料文件（取代该来源之前的客户资料）"
)
PAYMENTS = both("File with payments or receivables, likewise.", "回款或应收文件（同上）")
COSTS = both("File with costs and hours of serving customers, likewise.", "服务成本与工时文件（同上）")
RATES = both("File with dated currency rates, likewise.", "带日期的汇率文件（同上）")
BATCH = both("Its number, as `openkam ledger list` shows it.", "批次号，见 `openkam ledger list`")
REASON = both("Why, for whoever asks next year.", "撤回原因，便于日后追查")
VERIFY = both("Compare the bytes of every file with what was written.", "逐个核对文件内容是否与写入时一致")


@app.callback()
def ledger(context: typer.Context) -> None:
    """Show the page of help where no command is named."""
    if context.invoked_subcommand is None:
        from openkam.cli.help import help_page

        typer.echo(help_page(["ledger"], language_of(None)))


@app.command(help=both("Load files: all of them, or nothing.", "导入文件：要么全部成功，要么什么都不写"))
def load(
    lines: Annotated[list[Path] | None, typer.Argument(metavar="LINES", help=FILES)] = None,
    *,
    customers: Annotated[Path | None, typer.Option(metavar="FILE", help=CUSTOMERS)] = None,
    payments: Annotated[Path | None, typer.Option(metavar="FILE", help=PAYMENTS)] = None,
    costs: Annotated[Path | None, typer.Option(metavar="FILE", help=COSTS)] = None,
    rates: Annotated[Path | None, typer.Option(metavar="FILE", help=RATES)] = None,
    table: Annotated[str, typer.Option(metavar="TABLE", help=TABLE)] = "invoice_lines",
    source: Annotated[str, typer.Option(metavar="NAME", help=SOURCE)] = "erp",
    mapping: Annotated[list[str] | None, typer.Option("--map", metavar="CANONICAL=COLUMN", help=MAP)] = None,
    dayfirst: Annotated[bool, typer.Option("--dayfirst", help=DAYFIRST)] = False,
    monthfirst: Annotated[bool, typer.Option("--monthfirst", help=MONTHFIRST)] = False,
    decimal: Annotated[str | None, typer.Option(metavar="point|comma", help=DECIMAL)] = None,
    currency: Annotated[str | None, typer.Option(metavar="CODE", help=CURRENCY)] = None,
    parts: Annotated[bool, typer.Option("--parts", help=PARTS)] = False,
    set_aside: Annotated[Path | None, typer.Option(metavar="FILE", help=SET_ASIDE)] = None,
    again: Annotated[bool, typer.Option("--again", help=AGAIN)] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=DRY_RUN)] = False,
    data: Data = None,
    answer_format: Format = "table",
    lang: Lang = None,
) -> None:
    """Load files."""
    from openkam.intake.trial import try_files

    language, as_json = language_of(lang), wants_json(answer_format)
    readings = readings_of(
        files_of(table_of(table), lines, customers=customers, payments=payments, costs=costs, rates=rates),
        main=table_of(table),
        mapping=mapping or [],
        day_first=day_order(dayfirst, monthfirst),
        decimal_mark=decimal,
        currency=currency,
        parts=parts,
    )
    check_set_aside(set_aside, readings)
    ahead: list[Outlook] = []
    if dry_run:
        look = partial(_look_ahead, data_folder(data), source, ahead)
        with shown_progress(language) as on_progress:
            outcomes = try_files(readings=readings, set_aside_to=set_aside, on_progress=on_progress, look=look)
    else:
        outcomes = _loaded(readings, data_folder(data), source, language, again=again, set_aside_to=set_aside)
    if as_json:
        told = {"outlook": ahead[0].as_meta()} if ahead else {}
        say_json({"is_dry_run": dry_run, "tables": [outcome_object(outcome) for outcome in outcomes], **told})
    else:
        _say_outcomes(outcomes, language)
        if dry_run:
            _say_trial(ahead, language)
        else:
            typer.echo(next_step(data_folder(data)).to(language))


@app.command("list", help=both("List all loads, the latest first.", "列出全部导入批次，最近的在前"))
def list_batches(data: Data = None, answer_format: Format = "table", lang: Lang = None) -> None:
    """List loads."""
    language, as_json = language_of(lang), wants_json(answer_format)
    opened(data, create=False)
    from openkam.ledger.models import Batch

    batches = list(Batch.objects.prefetch_related("files", "amounts").order_by("-number"))
    if as_json:
        say_json({"batches": [batch_object(batch) for batch in batches]})
    else:
        say_table(BATCH_HEADS, [batch_row(batch, language) for batch in batches], language)


@app.command(help=both("Take one load back, whichever it is.", "撤回任意一批导入"))
def rollback(
    batch: Annotated[int, typer.Argument(metavar="BATCH", help=BATCH)],
    *,
    reason: Annotated[str, typer.Option(metavar="TEXT", help=REASON)],
    data: Data = None,
    answer_format: Format = "table",
    lang: Lang = None,
) -> None:
    """Roll a batch back."""
    language, as_json = language_of(lang), wants_json(answer_format)
    with operating(data) as (viewer, now):
        from openkam.intake.uploads.actions import roll_back_load

        taken_back = roll_back_load(viewer=viewer, folder=data_folder(data), number=batch, reason=reason, now=now)
    if as_json:
        say_json(batch_object(taken_back))
        return
    typer.echo(
        Text(
            "Batch {n} no longer counts; the ledger is at version {version}.",
            "第 {n} 批已撤回；账本当前版本 {version}。",
        )
        .filled(n=batch, version=taken_back.rolled_back_in_id or 0)
        .to(language)
    )


@app.command(
    help=both("Say what is published, and whether every file is there.", "查看已发布的内容，并检查文件是否齐全")
)
def status(
    *,
    verify: Annotated[bool, typer.Option("--verify", help=VERIFY)] = False,
    data: Data = None,
    answer_format: Format = "table",
    lang: Lang = None,
) -> None:
    """Say how the ledger stands; exit code 1 where a file is missing or was changed."""
    language, as_json = language_of(lang), wants_json(answer_format)
    folder = opened(data, create=False)
    from openkam.ledger.status import ledger_status

    found = ledger_status(folder, verify=verify)
    if as_json:
        say_json(status_object(found))
    else:
        say_table(TABLE_HEADS, status_rows(found, language), language)
        for sentence in status_sentences(found):
            typer.echo(sentence.to(language))
    if found.damaged:
        raise typer.Exit(1)


def _loaded(
    readings: "list[Reading]",
    folder: DataFolder,
    source: str,
    language: Language,
    *,
    again: bool,
    set_aside_to: Path | None,
) -> "list[Outcome]":
    from openkam.intake.stage import reading_ahead

    with shown_progress(language) as on_progress, reading_ahead(readings[0], folder) as ahead:
        opened(folder.path, create=True)
        from openkam.intake.load import load_files

        now = datetime.now(UTC)
        viewer = whoever_runs_this(now)
        return load_files(
            folder=folder,
            readings=readings,
            source=source,
            actor=viewer.name,
            now=now,
            again=again,
            set_aside_to=set_aside_to,
            on_progress=on_progress,
            alongside=noting_load(viewer, now),
            ahead=ahead,
        )


def _look_ahead(folder: DataFolder, source: str, found: "list[Outlook]", staged: dict[str, Path]) -> None:
    """What loading these rows would do to the ledger, where there is one."""
    if not DATABASE_URL.value() and not folder.database.exists():
        return
    opened(folder.path, create=False)
    from openkam.intake.uploads.outlook import outlook

    found.append(outlook(folder, source, staged))


def _say_outcomes(outcomes: "list[Outcome]", language: Language) -> None:
    for outcome in outcomes:
        if outcome.receipt is None:
            typer.echo(repeated(outcome).to(language))
            continue
        typer.echo(outcome_head(outcome).to(language))
        say_table(TOTAL_HEADS, total_rows(outcome.receipt, language), language)
        if outcome.receipt.rows_set_aside:
            say_table(REASON_HEADS, reason_rows(outcome.receipt, language), language)
        for note in outcome_notes(outcome):
            typer.echo(note.to(language))


def _say_trial(ahead: "list[Outlook]", language: Language) -> None:
    if ahead:  # only then is the database set up, which the words need
        from openkam.intake.uploads.outlook import outlook_words

        for line in outlook_words(ahead[0]):
            typer.echo(line.to(language))
    typer.echo(Text("Trial only: nothing was loaded.", "仅为试读，没有导入任何内容。").to(language))
