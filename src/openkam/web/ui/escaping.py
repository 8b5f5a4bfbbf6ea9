"""Text that becomes markup: the only two places where a string is made safe by hand.

`Markup.format` does the same eight times slower, and a list writes hundreds of figures (docs/decisions/0013).
"""

from collections.abc import Iterable, Mapping

from markupsafe import Markup, escape


def filled(pattern: str, *values: object) -> str:
    """The pattern, written in the code, with every value escaped into its `{}`; Markup stays as it is."""
    return pattern.format(*_escaped(values))


def tag(name: str, attributes: Mapping[str, object], inside: Iterable[Markup] | str) -> str:
    """An element with escaped attributes and text; attributes of None are left out."""
    given = "".join([f' {key}="{escape(value)}"' for key, value in attributes.items() if value is not None])
    body = escape(inside) if isinstance(inside, str) else "".join(_escaped(inside))
    return f"<{name}{given}>{body}</{name}>" if body else f"<{name}{given}/>"


def _escaped(values: Iterable[object]) -> list[Markup]:
    """Half of a list is Markup already, of which `escape` would make a copy of a copy."""
    return [value if type(value) is Markup else escape(value) for value in values]
