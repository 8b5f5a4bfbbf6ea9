"""What a page holds hundreds of, written in one go: a template's own loop takes three times as long."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from markupsafe import Markup

from openkam.analysis.words import Language, Text
from openkam.web.ui.charts.chart import Row
from openkam.web.ui.escaping import filled, joined

Option = tuple[object, Text | str]

_OPTION: Final = '<option value="{}">{}</option>\n'
_CHOSEN: Final = '<option value="{}" selected>{}</option>\n'
_PLAIN: Final = '<tr><th scope="row">{}</th>'
_LINKED: Final = '<tr><th scope="row"><a href="{}">{}</a></th>'
_FIGURE: Final = '<td class="number">{}</td>'


def offered(language: Language, options: Iterable[Option], value: object) -> Markup:
    """The options of a select: (code, words); the one of the value is chosen."""
    given = tuple(options)
    written, places = _options(language, given)
    at = places.get(str(value))
    if at is None:
        return joined(written)
    return joined((*written[:at], _option(_CHOSEN, given[at], language), *written[at + 1 :]))


@lru_cache(maxsize=64)
def _options(language: Language, options: tuple[Option, ...]) -> tuple[tuple[Markup, ...], dict[str, int]]:
    """Each option, none of them chosen, and the place of each code: page after page offers the same hundreds."""
    written = tuple([_option(_OPTION, one, language) for one in options])
    return written, {str(code): at for at, (code, _) in enumerate(options)}


def _option(pattern: str, option: Option, language: Language) -> Markup:
    code, words = option
    return filled(pattern, code, words.to(language) if isinstance(words, Text) else words)


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
