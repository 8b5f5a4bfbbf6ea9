"""The template engine: both languages side by side in a template, figures written for people."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.templatetags.static import static
from jinja2 import Environment, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from openkam.analysis.schema import MONEY_SCALE
from openkam.analysis.words import Text
from openkam.core.figures import UNKNOWN, exact_money, money_text, number_text, share_text


def environment(**options: Any) -> Environment:
    """What Django's Jinja2 backend asks for."""
    made = Environment(**{**options, "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True})
    made.globals.update(say=say, static=static)
    made.filters.update(said=said, money=money, share=share, number=number, day=day)
    return made


@pass_context
def say(context: Context, en: str, zh: str, **figures: Any) -> str:
    """The words in the reader's language, placeholders filled: `{{ say("Accounts", "客户") }}`."""
    return Text(en, zh).filled(**figures).to(context["language"])


@pass_context
def said(context: Context, text: Text) -> str:
    """A Text in the reader's language: `{{ page.title | said }}`."""
    return text.to(context["language"])


@pass_context
def money(context: Context, amount: int | Decimal | None) -> str:
    """`1.25M` or `125万`, the exact amount on hover; `amount` in units of 1/10,000 (int) or as Decimal."""
    if amount is None:
        return _unknown(context)
    units = int(amount * MONEY_SCALE) if isinstance(amount, Decimal) else int(amount)
    return Markup('<span class="figure" title="{}">{}</span>').format(
        exact_money(units), money_text(units).to(context["language"])
    )


@pass_context
def share(context: Context, value: float | None) -> str:
    """A share of 1 as a percentage."""
    return _unknown(context) if value is None else share_text(value)


@pass_context
def number(context: Context, value: float | None, places: int = 1) -> str:
    """A plain number."""
    return _unknown(context) if value is None else number_text(value, places)


@pass_context
def day(context: Context, value: date | datetime | None) -> str:
    """A day as the reader's locale writes it."""
    if value is None:
        return _unknown(context)
    return f"{value:%Y年}{value.month}月{value.day}日" if context["language"] == "zh" else f"{value.day} {value:%b %Y}"


def _unknown(context: Context) -> str:
    return Markup('<span class="unknown">{}</span>').format(escape(UNKNOWN.to(context["language"])))
