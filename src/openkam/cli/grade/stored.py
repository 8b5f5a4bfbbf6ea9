"""A graded report of lines that are stored: in the ledger of the data folder, or in the tables of Spark."""

from datetime import UTC, datetime
from pathlib import Path

from openkam.analysis.words import Text
from openkam.cli.grade.source import Graded, Period
from openkam.core.environment import ENGINE, engine_name, spark_tables
from openkam.core.problem import Problem
from openkam.insight.grading.schemes import DEFAULT_SCHEME, load_scheme
from openkam.insight.report.report import grade_report
from openkam.intake.receipt import Receipt


def report_of_ledger(
    scheme: str | None, period: Period, *, folder: Path | None, currency: str | None, roll_up: bool
) -> Graded:
    """Grade the lines behind the engine that `OPENKAM_ENGINE` names.

    With duckdb they are the latest version of the ledger in the data folder (None: the usual one), with merged codes
    and ratings counted in as in the browser.
    Raises Problem for an engine there is not, and for a folder beside the engine spark, which has its own tables.
    """
    engine = engine_name()
    if engine == "spark" and folder is None:
        return _report_of_spark(scheme, period, currency=currency, roll_up=roll_up)
    if engine == "spark":
        raise Problem(
            Text(
                "{setting} is spark: the tables of Spark are graded, not those of a data folder.",
                "{setting} 设为 spark：分级使用 Spark 中的表，而不是数据文件夹。",
            ).filled(setting=ENGINE.name),
            remedy=Text(
                "Leave the folder out, or set {setting}=duckdb.", "请去掉文件夹，或设置 {setting}=duckdb。"
            ).filled(setting=ENGINE.name),
            file=str(folder),
        )
    return _report_of_folder(scheme, period, folder=folder, currency=currency, roll_up=roll_up)


def _report_of_folder(
    scheme: str | None, period: Period, *, folder: Path | None, currency: str | None, roll_up: bool
) -> Graded:
    from openkam.cli.ledger_options import opened

    chosen = load_scheme(scheme or DEFAULT_SCHEME)
    data = opened(folder, create=False)
    # The database is ready only now; its tables cannot be named before.
    from openkam.insight.grading.queries import first_graded
    from openkam.insight.report.ledger_evidence import with_ratings
    from openkam.insight.report.ledger_receipts import ledger_receipts
    from openkam.insight.report.organisations import with_organisations
    from openkam.ledger.facts import read_ledger
    from openkam.ledger.quality import ledger_quality
    from openkam.ledger.tables import open_ledger
    from openkam.records.accounts.queries import code_map, merged_codes

    ledger = open_ledger(data)
    if not ledger.engine.has("invoice_lines"):
        raise _no_lines(data.path)
    totals = ledger_receipts(ledger.version)
    read = read_ledger(
        ledger.engine,
        since=period[0],
        until=period[1],
        currency=currency,
        roll_up=roll_up,
        merged=merged_codes(),
    )
    accounts = code_map()
    facts = with_organisations(with_ratings(read.facts, accounts, datetime.now(UTC).date()), accounts)
    quality = ledger_quality(ledger.engine, read)
    lines = totals.pop("invoice_lines")
    report = grade_report(
        facts,
        quality,
        lines,
        chosen,
        others=totals,
        version=f"ledger:{ledger.version}",
        held_since=first_graded(chosen.code, facts.currency or "", facts.until),
    )
    return Graded(report, report.used_scheme)


def _report_of_spark(scheme: str | None, period: Period, *, currency: str | None, roll_up: bool) -> Graded:
    from openkam.ledger.facts import read_ledger
    from openkam.ledger.quality import ledger_quality
    from openkam.ledger.spark import spark_engine

    chosen = load_scheme(scheme or DEFAULT_SCHEME)
    engine = spark_engine(ENGINE.value())
    try:
        read = read_ledger(engine, since=period[0], until=period[1], currency=currency, roll_up=roll_up)
        quality = ledger_quality(engine, read)
    finally:
        engine.stop()
    facts, folder = read.facts, spark_tables()
    version = f"spark:{folder.name if folder else 'catalogue'}"
    lines = _unchecked(facts.company.lines + facts.company.lines_outside, facts.company.net)
    report = grade_report(facts, quality, lines, chosen, version=version)
    return Graded(report, report.used_scheme)


def _no_lines(folder: Path) -> Problem:
    return Problem(
        Text("The ledger holds no invoice lines.", "账本中没有发票明细。"),
        remedy=Text("Load them first: openkam ledger load FILE.", "请先导入：openkam ledger load 文件。"),
        file=str(folder),
    )


def _unchecked(rows: int, amount: int) -> Receipt:
    """The receipt of lines that another system keeps: all of them are used."""
    return Receipt(
        files=(),
        rows_read=rows,
        rows_used=rows,
        rows_set_aside=0,
        rows_replaced=0,
        amount_read=amount,
        amount_used=amount,
        amount_set_aside=0,
        amount_unreadable_rows=0,
        differing_copies=0,
        differing_amount=0,
        set_aside=(),
        reasons={},
    )
