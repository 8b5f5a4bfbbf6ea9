"""What templates say and how they write figures: in the reader's language, unknown never as zero."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from openkam.analysis.schema import MONEY_SCALE
from openkam.analysis.words import Text
from openkam.core.figures import UNKNOWN, exact_money, money_in, number_text, share_text
from openkam.web.ui.escaping import filled


@pass_context
def say(context: Context, en: str, zh: str, **figures: Any) -> str:
    """The words in the reader's language, placeholders filled: `{{ say("Accounts", "客户") }}`.

    A placeholder filled with Markup (a filtered figure) makes Markup; everything else in it is escaped.
    """
    language = context["language"]
    words = Text(en, zh).to(language)
    if not figures:
        return words
    filled = {k: v.to(language) if isinstance(v, Text) else v for k, v in figures.items()}
    if any(isinstance(value, Markup) for value in filled.values()):
        return escape(words).format(**filled)
    return words.format(**filled)


@pass_context
def said(context: Context, text: Text | str) -> str:
    """A Text in the reader's language: `{{ page.title | said }}`; a plain str (a name) as it is."""
    return text.to(context["language"]) if isinstance(text, Text) else text


@pass_context
def money(context: Context, amount: int | Decimal | None) -> str:
    """`1.25M` or `125万`, the exact amount on hover; `amount` in units of 1/10,000 (int) or as Decimal."""
    if amount is None:
        return _unknown(context)
    units = int(amount * MONEY_SCALE) if isinstance(amount, Decimal) else int(amount)
    return Markup(filled(_FIGURE, exact_money(units), money_in(units, context["language"])))


@pass_context
def share(context: Context, value: float | None, places: int = 1) -> str:
    """A share of 1 as a percentage."""
    return _unknown(context) if value is None else share_text(value, places)


@pass_context
def number(context: Context, value: float | None, places: int = 1) -> str:
    """A plain number."""
    return _unknown(context) if value is None else number_text(value, places)


@pass_context
def count(context: Context, value: int | None) -> str:
    """A whole number, grouped: `12,480`."""
    return _unknown(context) if value is None else f"{value:,}"


@pass_context
def day(context: Context, value: date | datetime | None) -> str:
    """A day as the reader's locale writes it: `1 Jul 2026`, `2026年7月1日`."""
    if value is None:
        return _unknown(context)
    return _day(value, context["language"])


@pass_context
def moment(context: Context, value: datetime | None) -> str:
    """A moment in the time zone of the installation, to the minute; the exact one on hover."""
    if value is None:
        return _unknown(context)
    here = timezone.localtime(value)
    return Markup('<time datetime="{}" title="{}">{} {}</time>').format(
        here.isoformat(timespec="seconds"),
        f"{here:%Y-%m-%d %H:%M:%S %Z}",
        _day(here, context["language"]),
        f"{here:%H:%M}",
    )


def attributes(given: Mapping[str, Any]) -> Markup:
    """Keyword arguments as attributes: `hx_get="/x/"` → ` hx-get="/x/"`.

    True stands alone, None and False are left out.
    """
    return Markup().join(
        Markup(" {}").format(name.replace("_", "-"))
        if value is True
        else Markup(' {}="{}"').format(name.replace("_", "-"), value)
        for name, value in given.items()
        if value is not None and value is not False
    )


@pass_context
def nonce(context: Context) -> str:
    """The nonce of this answer's content security policy."""
    return str(getattr(context["request"], "csp_nonce", ""))


def _day(value: date, language: str) -> str:
    return (
        f"{value.year}年{value.month}月{value.day}日"
        if language == "zh"
        else f"{value.day} {_MONTHS[value.month - 1]} {value.year}"
    )


_FIGURE = '<span class="figure" title="{}">{}</span>'
_UNKNOWN = '<span class="unknown">{}</span>'
# Not strftime's: that one follows the server's locale.
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _unknown(context: Context) -> str:
    return Markup(filled(_UNKNOWN, UNKNOWN.to(context["language"])))
