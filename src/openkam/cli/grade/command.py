"""`openkam grade`: its options, and the walk from files to a written report."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from openkam.analysis.words import Language
from openkam.cli.grade.options import Format, as_day, as_format, as_mark, as_readings, check_period
from openkam.cli.grade.sparing import sparing
from openkam.cli.language import both, reader_language

LINES = both(
    "Files with invoice lines: CSV, TSV, XLSX, Parquet, gzip of these.",
    "发票明细文件：CSV、TSV、XLSX、Parquet，或其 gzip",
)
CUSTOMERS = both("File with customers (industry, parent, credit limit ...).", "客户资料文件（行业、上级、信用额度等）")
PAYMENTS = both("File with payments or receivables.", "回款或应收文件")
COSTS = both("File with costs and hours of serving customers.", "服务成本与工时文件")
RATES = both("File with dated currency rates.", "带日期的汇率文件")
SCHEME = both(
    "Grading scheme: a shipped name or a TOML file (default: scorecard).",
    "分级方案：内置名称或 TOML 文件（默认 scorecard）",
)
SINCE = both(
    "First day that counts, as 2025-01-31 (default: the first invoice).", "起始日，如 2025-01-31（默认最早的发票）"
)
UNTIL = both("Last day that counts (default: the latest invoice).", "截止日（默认最晚的发票）")
MAP = both(
    "Name the column of a canonical name, as net_amount=Umsatz (discount_rate and unit_cost too); "
    "for another table customers.customer_code=Kunde.",
    "指定列名对应关系，如 net_amount=未税额（也可用 discount_rate 折扣率、unit_cost 单位成本）；"
    "其他表写 customers.customer_code=客户号",
)
DAYFIRST = both("Dates are written day before month (31/12/2025).", "日期写法为日在前（31/12/2025）")
MONTHFIRST = both("Dates are written month before day (12/31/2025).", "日期写法为月在前（12/31/2025）")
DECIMAL = both("Decimal mark of the amounts: point or comma.", "小数点写法：point（点）或 comma（逗号）")
CURRENCY = both("Grade only this currency, and take it where none is named.", "只对该币种分级；未写币种的行按此币种")
PARTS = both(
    "The files are parts of one export: the same invoice number in two files is one invoice.",
    "这些文件是同一次导出的几部分：不同文件中的同一发票号视为一张发票",
)
ROLL_UP = both("Grade groups: subsidiaries count to their topmost parent.", "按集团分级：子公司并入最上级公司")
SET_ASIDE = both(
    "Write the rows that could not be used to this CSV, to correct and load again.",
    "把未采用的行写入此 CSV，改好后可重新导入",
)
SAVE_SCHEME = both(
    "Write the scheme with the cuts that were used to this TOML file.", "把实际使用的分级方案（含分界线）存为 TOML 文件"
)
FORCE = both("Replace the file of --save-scheme if it exists.", "--save-scheme 的文件已存在时覆盖")
TOP = both("How many accounts the table and the page list.", "表格和网页列出多少家客户")
DATA = both(
    "Grade the ledger of the data folder instead of files; LINES may name the folder.",
    "不读文件，直接对数据文件夹中的账本分级；可在 LINES 处写出文件夹",
)
LANG = both("Language of the report: zh or en (default: the machine's).", "报告语言：zh 或 en（默认跟随系统）")
FORMAT = both(
    "table, json, csv, xlsx or html (default: by the name of --out, else table).",
    "table、json、csv、xlsx 或 html（默认按 --out 的扩展名，否则 table）",
)
OUT = both("Write the report to this file instead of the terminal.", "把报告写入此文件，而不是终端")

if TYPE_CHECKING:
    from openkam.insight.report.answer import Report


@dataclass(frozen=True)
class Written:
    """Where the answer goes and how."""

    format: Format
    language: Language
    out: Path | None
    top: int | None


@sparing()
def grade(
    lines: Annotated[list[Path] | None, typer.Argument(metavar="LINES", help=LINES)] = None,
    *,
    customers: Annotated[Path | None, typer.Option(metavar="FILE", help=CUSTOMERS)] = None,
    payments: Annotated[Path | None, typer.Option(metavar="FILE", help=PAYMENTS)] = None,
    costs: Annotated[Path | None, typer.Option(metavar="FILE", help=COSTS)] = None,
    rates: Annotated[Path | None, typer.Option(metavar="FILE", help=RATES)] = None,
    scheme: Annotated[str | None, typer.Option(metavar="NAME|FILE", help=SCHEME)] = None,
    since: Annotated[str | None, typer.Option(metavar="DAY", help=SINCE)] = None,
    until: Annotated[str | None, typer.Option(metavar="DAY", help=UNTIL)] = None,
    mapping: Annotated[list[str] | None, typer.Option("--map", metavar="CANONICAL=COLUMN", help=MAP)] = None,
    dayfirst: Annotated[bool, typer.Option("--dayfirst", help=DAYFIRST)] = False,
    monthfirst: Annotated[bool, typer.Option("--monthfirst", help=MONTHFIRST)] = False,
    decimal: Annotated[str | None, typer.Option(metavar="point|comma", help=DECIMAL)] = None,
    currency: Annotated[str | None, typer.Option(metavar="CODE", help=CURRENCY)] = None,
    parts: Annotated[bool, typer.Option("--parts", help=PARTS)] = False,
    roll_up: Annotated[bool, typer.Option("--roll-up", help=ROLL_UP)] = False,
    set_aside: Annotated[Path | None, typer.Option(metavar="FILE", help=SET_ASIDE)] = None,
    save_scheme: Annotated[Path | None, typer.Option(metavar="FILE", help=SAVE_SCHEME)] = None,
    force: Annotated[bool, typer.Option("--force", help=FORCE)] = False,
    top: Annotated[int | None, typer.Option(metavar="N", min=1, help=TOP)] = None,
    data: Annotated[bool, typer.Option("--data", help=DATA)] = False,
    lang: Annotated[str | None, typer.Option(metavar="zh|en", help=LANG)] = None,
    report_format: Annotated[str | None, typer.Option("--format", metavar="FORMAT", help=FORMAT)] = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help=OUT)] = None,
) -> None:
    """Grade customers: who are our key accounts, by which rule, why, and how fragile is that?"""
    from openkam.cli.grade.source import Tables, report_of_files, save_used_scheme
    from openkam.cli.grade.stored import report_of_ledger
    from openkam.cli.grade.writing import at_the_end, refuse_existing, refuse_inputs
    from openkam.cli.ledger_options import day_order

    language = reader_language() if lang is None else reader_language(["--lang", lang])
    written = Written(as_format(report_format, out), language, out, top)
    tables = Tables(
        tuple(lines or ()), {"customers": customers, "payments": payments, "cost_to_serve": costs, "rates": rates}
    )
    refuse_inputs((out, set_aside, save_scheme), [*tables.paths, *([Path(scheme)] if scheme else [])])
    refuse_existing(save_scheme, force=force)
    period = as_day(since, "--since"), as_day(until, "--until")
    check_period(*period)
    readings = as_readings(
        tables.lines,
        tables.files,
        mapping=mapping or [],
        day_first=day_order(dayfirst, monthfirst),
        decimal_mark=as_mark(decimal),
        currency=currency,
        parts=parts,
        set_aside=set_aside,
        from_ledger=data,
    )
    with at_the_end(set_aside) as aside:
        if data:
            graded = report_of_ledger(scheme, period, folder=tables.folder, currency=currency, roll_up=roll_up)
        else:
            graded = report_of_files(readings, scheme, period, roll_up=roll_up, set_aside_to=aside, language=language)
        deliver(graded.report, written)
    if save_scheme is not None:
        save_used_scheme(graded.scheme, save_scheme, language)


def deliver(report: "Report", written: Written) -> None:
    """Render the report and write it to its file or to the terminal."""
    from openkam.cli.grade.rendering import render, to_terminal
    from openkam.cli.grade.writing import write_whole

    if written.out is None:
        to_terminal(report, written.format, written.language, written.top)
    else:
        write_whole(written.out, render(report, written.format, written.language, written.top))
