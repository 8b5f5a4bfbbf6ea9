"""Where a graded report comes from: bare files, or the ledger of the data folder."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from openkam.analysis.methods.scheme import Scheme
from openkam.analysis.words import Language
from openkam.cli.grade.writing import write_whole
from openkam.cli.progress import shown_progress
from openkam.insight.grading.answer import Report
from openkam.insight.grading.report import grade_report
from openkam.insight.grading.scheme_file.writer import scheme_text
from openkam.insight.grading.schemes import DEFAULT_SCHEME, load_scheme
from openkam.intake.gather import gather_files
from openkam.intake.reading import Reading
from openkam.intake.receipt import Receipt

Period = tuple[date | None, date | None]


@dataclass(frozen=True)
class Tables:
    """The files that were named: invoice lines, and the other tables by name."""

    lines: tuple[Path, ...]
    files: dict[str, Path | None]

    @property
    def paths(self) -> list[Path]:
        """All of them."""
        return [*self.lines, *(path for path in self.files.values() if path is not None)]


@dataclass(frozen=True)
class Graded:
    """A report and the scheme it used, with every cut filled in."""

    report: Report
    scheme: Scheme


def report_of_files(
    readings: dict[str, Reading],
    scheme: str | None,
    period: Period,
    *,
    roll_up: bool,
    set_aside_to: Path | None,
    language: Language,
) -> Graded:
    """Read the files in a limited child process and grade what they hold."""
    chosen = load_scheme(scheme or DEFAULT_SCHEME)
    with shown_progress(language) as on_progress:
        gathered = gather_files(
            readings["invoice_lines"],
            customers=readings.get("customers"),
            payments=readings.get("payments"),
            costs=readings.get("cost_to_serve"),
            rates=readings.get("rates"),
            since=period[0],
            until=period[1],
            roll_up=roll_up,
            set_aside_to=set_aside_to,
            on_progress=on_progress,
        )
    report = grade_report(gathered.facts, gathered.quality, gathered.receipt, chosen, others=gathered.others)
    return Graded(report, report.used_scheme)


def report_of_ledger(
    scheme: str | None, period: Period, *, folder: Path | None, currency: str | None, roll_up: bool
) -> Graded:
    """Grade the latest version of the ledger in the data folder (None: the usual one)."""
    from openkam.cli.ledger_options import opened

    chosen = load_scheme(scheme or DEFAULT_SCHEME)
    data = opened(folder, create=False)
    # The database is ready only now; its tables cannot be named before.
    from openkam.ledger.facts import ledger_facts
    from openkam.ledger.quality import ledger_quality
    from openkam.ledger.tables import open_ledger

    ledger = open_ledger(data)
    facts = ledger_facts(ledger.engine, since=period[0], until=period[1], currency=currency, roll_up=roll_up)
    quality = ledger_quality(ledger.engine, facts.until)
    receipt = _published(facts.company.lines, facts.company.net)
    report = grade_report(facts, quality, receipt, chosen, version=f"ledger:{ledger.version}")
    return Graded(report, report.used_scheme)


def save_used_scheme(scheme: Scheme, target: Path) -> None:
    """Write the scheme with the cuts that were used, to grade by the same cuts next time."""
    write_whole(target, scheme_text(scheme).encode("utf-8"))


def _published(rows: int, amount: int) -> Receipt:
    """Control totals of rows that were checked when they were loaded (`openkam ledger list` shows those loads)."""
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
