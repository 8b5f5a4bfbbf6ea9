"""Text that becomes markup: the only places where a string is made safe by hand.

`Markup.format` does the same eight times slower, and a list writes hundreds of figures (docs/decisions/0013).
"""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Final

from markupsafe import Markup, escape

_SPECIAL: Final = re.compile("[&<>\"']").search
_SAFE: Final = frozenset({Markup, int, float})
_markup: Final[Callable[[str], Markup]] = partial(str.__new__, Markup)
"""What Markup(text) is, without its looking for a method of that name."""


def filled(pattern: str, *values: object) -> Markup:
    """The pattern, written in the code, with every value escaped into its `{}`; Markup stays as it is."""
    told = [
        value if type(value) in _SAFE or (type(value) is str and not _SPECIAL(value)) else escape(value)
        for value in values
    ]
    return _markup(pattern.format(*told))


def measured(pattern: str, *numbers: float) -> Markup:
    """The pattern, written in the code, with a number in each `%.1f`: there is nothing to escape in numbers."""
    return _markup(pattern % numbers)


def joined(parts: Iterable[Markup]) -> Markup:
    """Pieces of markup one after the other."""
    return _markup("".join([part if type(part) is Markup else escape(part) for part in parts]))


def tag(name: str, attributes: Mapping[str, object], inside: Iterable[Markup] | str) -> Markup:
    """An element with escaped attributes and text; attributes of None are left out."""
    given = "".join(
        [
            f' {key}="{value if type(value) in _SAFE else _escaped(value)}"'
            for key, value in attributes.items()
            if value is not None
        ]
    )
    body = _escaped(inside) if isinstance(inside, str) else joined(inside)
    return _markup(f"<{name}{given}>{body}</{name}>" if body else f"<{name}{given}/>")


def _escaped(value: object) -> str:
    """Most words have nothing to escape: to look is a third of the work of making Markup of them."""
    return value if type(value) is str and not _SPECIAL(value) else escape(value)
