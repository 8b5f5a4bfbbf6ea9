"""What templates say and how they write figures: in the reader's language, unknown never as zero."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.utils import timezone
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from openkam.analysis.schema import MONEY_SCALE
from openkam.analysis.words import Language, Text
from openkam.core.figures import CURRENCIES, UNKNOWN, currency_text, exact_money, money_in, number_text, share_text
from openkam.web.ui.escaping import filled


def say(language: Language, en: str, zh: str, **figures: Any) -> str:
    """The words in the reader's language, placeholders filled: `{{ say("{n} accounts", "{n}家客户", n=3) }}`.

    A placeholder filled with Markup (a filtered figure) makes Markup; everything else in it is escaped.
    """
    words = zh if language == "zh" else en
    if not figures:
        return words
    told = {k: v.to(language) if isinstance(v, Text) else v for k, v in figures.items()}
    if any(isinstance(value, Markup) for value in told.values()):
        return escape(words).format(**told)
    return words.format(**told)


def said(language: Language, text: Text | str) -> str:
    """A Text in the reader's language: `{{ page.title | said }}`; a plain str (a name) as it is."""
    return text.to(language) if isinstance(text, Text) else text


def money(language: Language, amount: int | Decimal | None) -> str:
    """`1.25M` or `125万`, the exact amount on hover; `amount` in units of 1/10,000 (int) or as Decimal."""
    if amount is None:
        return _UNKNOWN[language]
    units = int(amount * MONEY_SCALE) if isinstance(amount, Decimal) else int(amount)
    return filled(_FIGURE, exact_money(units), money_in(units, language))


def price(language: Language, amount: int | Decimal | None, currency: str) -> str:
    """An amount with its currency: `1.25M CNY`, `125万元`; a currency without a Chinese name keeps its code."""
    told = money(language, amount)
    if amount is None:
        return told
    name = _AFTER_A_FIGURE.get(currency) or CURRENCIES.get(currency) if language == "zh" else None
    return filled("{}{}", told, name or f" {currency}")


def currency(language: Language, code: str | None) -> str:
    """The name of a currency: `CNY`, `人民币元`."""
    return currency_text(code).to(language)


def share(language: Language, value: float | None, places: int = 1) -> str:
    """A share of 1 as a percentage."""
    return _UNKNOWN[language] if value is None else share_text(value, places)


def number(language: Language, value: float | None, places: int = 1) -> str:
    """A plain number."""
    return _UNKNOWN[language] if value is None else number_text(value, places)


def count(language: Language, value: int | None) -> str:
    """A whole number, grouped: `12,480`."""
    return _UNKNOWN[language] if value is None else f"{value:,}"


def day(language: Language, value: date | datetime | None) -> str:
    """A day as the reader's locale writes it: `1 Jul 2026`, `2026年7月1日`."""
    return _UNKNOWN[language] if value is None else _day(value, language)


def moment(language: Language, value: datetime | None) -> str:
    """A moment in the time zone of the installation, to the minute; the exact one on hover."""
    if value is None:
        return _UNKNOWN[language]
    here = timezone.localtime(value)
    return Markup('<time datetime="{}" title="{}">{} {}</time>').format(
        here.isoformat(timespec="seconds"),
        f"{here:%Y-%m-%d %H:%M:%S %Z}",
        _day(here, language),
        f"{here:%H:%M}",
    )


def attributes(given: Mapping[str, Any]) -> Markup:
    """Keyword arguments as attributes: `hx_get="/x/"` → ` hx-get="/x/"`.

    True stands alone, None and False are left out.
    """
    parts = [
        filled(" {}", name.replace("_", "-")) if value is True else filled(' {}="{}"', name.replace("_", "-"), value)
        for name, value in given.items()
        if value is not None and value is not False
    ]
    return Markup().join(parts)


@pass_context
def form_token(context: Context) -> str:
    """What proves that a form is ours, masked once an answer: Django would mask it anew for every form of a page."""
    request = context["request"]
    kept: str | None = getattr(request, "openkam_form_token", None)
    if kept is None:
        kept = request.openkam_form_token = str(context["csrf_token"])
    return kept


@pass_context
def csrf(context: Context) -> str:
    """The hidden field every form carries; for pages, a part that is imported does not know the token."""
    return filled(_FORM_FIELD, form_token(context))


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
_AFTER_A_FIGURE: Final = {"CNY": "元"}
"""Where people write another word after a figure than `CURRENCIES` has."""
_FORM_FIELD = '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
_UNKNOWN: Final[dict[Language, str]] = {
    "en": filled('<span class="unknown">{}</span>', UNKNOWN.en),
    "zh": filled('<span class="unknown">{}</span>', UNKNOWN.zh),
}
# Not strftime's: that one follows the server's locale.
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
