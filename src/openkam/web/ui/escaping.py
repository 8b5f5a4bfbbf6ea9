"""Text that becomes markup: the only two places where a string is made safe by hand.

`Markup.format` does the same eight times slower, and a list writes hundreds of figures (docs/decisions/0013).
"""

from collections.abc import Iterable, Mapping

from markupsafe import Markup, escape


def filled(pattern: str, *values: object) -> str:
    """The pattern, written in the code, with every value escaped into its `{}`; Markup stays as it is."""
    return pattern.format(*map(escape, values))


def tag(name: str, attributes: Mapping[str, object], inside: Iterable[Markup] | str) -> str:
    """An element with escaped attributes and text; attributes of None are left out."""
    given = "".join([f' {key}="{escape(value)}"' for key, value in attributes.items() if value is not None])
    body = escape(inside) if isinstance(inside, str) else "".join(map(escape, inside))
    return f"<{name}{given}>{body}</{name}>" if body else f"<{name}{given}/>"
