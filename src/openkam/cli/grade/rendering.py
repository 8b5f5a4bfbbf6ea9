"""From a report to bytes in one of the five formats."""

import shutil
import sys
from collections.abc import Iterable

from openkam.analysis.words import Language
from openkam.cli.grade.options import Format
from openkam.insight.report.answer import Report

PIPED_WIDTH = 100


def render(report: Report, wanted: Format, language: Language, top: int | None = None) -> Iterable[bytes]:
    """The report as the bytes of a file, in pieces."""
    if wanted is Format.XLSX:
        from openkam.cli.grade.workbook import report_xlsx

        return [report_xlsx(report, language)]
    if wanted is Format.JSON:
        from openkam.cli.grade.json_object import report_json

        # Never put together: the whole text would be copied again and again.
        return map(str.encode, report_json(report, language))
    return [_text(report, wanted, language, top, PIPED_WIDTH, colour=False).encode("utf-8")]


def to_terminal(report: Report, wanted: Format, language: Language, top: int | None = None) -> None:
    """The report on stdout: as wide as the terminal, plain when piped."""
    seen = sys.stdout.isatty()
    width = shutil.get_terminal_size((PIPED_WIDTH, 24)).columns if seen else PIPED_WIDTH
    text = _text(report, wanted, language, top, width, colour=seen)
    # The byte order mark lets Excel open Chinese from a file; a terminal would show it.
    sys.stdout.write(text.removeprefix("\ufeff") if seen else text)


def _text(report: Report, wanted: Format, language: Language, top: int | None, width: int, *, colour: bool) -> str:
    if wanted is Format.JSON:
        from openkam.cli.grade.json_object import report_json

        return "".join(report_json(report, language))
    if wanted is Format.CSV:
        from openkam.cli.grade.csv_rows import report_csv

        return report_csv(report, language)
    if wanted is Format.HTML:
        from openkam.cli.grade.page import report_html

        return report_html(report, language, top=top)
    from openkam.cli.grade.terminal import report_table

    return report_table(report, language, top=top, width=width, colour=colour)
