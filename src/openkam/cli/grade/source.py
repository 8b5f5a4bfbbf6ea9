"""Where a graded report comes from: bare files, or the ledger of the data folder."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import typer

from openkam.analysis.methods.grading.scheme import Scheme
from openkam.analysis.words import Language, Text
from openkam.cli.grade.writing import write_whole
from openkam.cli.progress import shown_progress
from openkam.insight.grading.scheme_file.writer import scheme_text
from openkam.insight.grading.schemes import DEFAULT_SCHEME, load_scheme
from openkam.insight.report.answer import Report
from openkam.insight.report.report import grade_report
from openkam.intake.gather import gather_files
from openkam.intake.reading import Reading

SAVED: Final = Text(
    "The scheme that was used is saved: {file}. Next time: --scheme {file}",
    "实际使用的方案已保存：{file}。下次可用 --scheme {file}",
)
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

    @property
    def folder(self) -> Path | None:
        """The data folder, where LINES names it."""
        return next(iter(self.lines), None)


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


def save_used_scheme(scheme: Scheme, target: Path, language: Language) -> None:
    """Write the scheme with the cuts that were used, to grade by the same cuts next time, and say so on stderr."""
    write_whole(target, scheme_text(scheme).encode("utf-8"))
    typer.echo(SAVED.filled(file=str(target)).to(language), err=True)
