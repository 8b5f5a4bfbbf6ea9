"""What a page holds hundreds of, written in one go: a template's own loop takes three times as long."""

from collections.abc import Iterable, Sequence
from typing import Final

from markupsafe import Markup

from openkam.analysis.words import Language, Text
from openkam.web.ui.charts.chart import Row
from openkam.web.ui.escaping import filled, joined

_OPTION: Final = '<option value="{}">{}</option>\n'
_CHOSEN: Final = '<option value="{}" selected>{}</option>\n'
_PLAIN: Final = '<tr><th scope="row">{}</th>'
_LINKED: Final = '<tr><th scope="row"><a href="{}">{}</a></th>'
_FIGURE: Final = '<td class="number">{}</td>'


def offered(language: Language, options: Iterable[tuple[object, Text | str]], value: object) -> Markup:
    """The options of a select: (code, words); the one of the value is chosen."""
    chosen = str(value)
    return joined(
        [
            filled(
                _CHOSEN if str(code) == chosen else _OPTION,
                code,
                words.to(language) if isinstance(words, Text) else words,
            )
            for code, words in options
        ]
    )


def chart_rows(rows: Sequence[Row]) -> Markup:
    """The lines of the table that stands for a drawing."""
    return joined(
        [
            filled(f"{_LINKED}{_FIGURE * len(row.figures)}</tr>", row.href, row.name, *row.figures)
            if row.href
            else filled(f"{_PLAIN}{_FIGURE * len(row.figures)}</tr>", row.name, *row.figures)
            for row in rows
        ]
    )
