"""The template engines, one a language: both languages side by side in a template, one of them in its code."""

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

from django.templatetags.static import static
from jinja2 import StrictUndefined

from openkam.analysis.words import Language
from openkam.web.ui import long_lists, shapes, shell, words
from openkam.web.ui.charts.spark import sparkline
from openkam.web.ui.one_language import OneLanguage


def english(**options: Any) -> OneLanguage:
    """What Django's Jinja2 backend asks for; built once a process."""
    return environment("en", **options)


def chinese(**options: Any) -> OneLanguage:
    """The same for Chinese readers."""
    return environment("zh", **options)


def environment(language: Language, **options: Any) -> OneLanguage:
    """The engine of one language: what it says and how it writes figures is settled before any page."""
    settled = {name: value for name, value in options.items() if name not in {"autoescape", "undefined"}}
    made = OneLanguage(
        language, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, **settled
    )
    made.globals.update(
        say=partial(words.say, language),
        static=lru_cache(maxsize=256)(static),
        csrf=words.csrf,
        form_token=words.form_token,
        nonce=words.nonce,
        account_tabs=shell.account_tabs,
        address=shell.address,
        exists=shell.exists,
        explanation=shell.explanation,
        screens=shell.screens,
        theme_of=shell.theme_of,
        spark=sparkline,
        tier_shape=shapes.tier_shape,
        chip_shape=shapes.chip_shape,
        banner_shape=shapes.banner_shape,
    )
    spoken: dict[str, Callable[..., str]] = {
        "said": words.said,
        "money": words.money,
        "price": words.price,
        "currency": words.currency,
        "share": words.share,
        "number": words.number,
        "count": words.count,
        "day": words.day,
        "moment": words.moment,
        "offered": long_lists.offered,
    }
    made.filters.update({name: partial(write, language) for name, write in spoken.items()})
    made.filters |= {"attributes": words.attributes, "chart_rows": long_lists.chart_rows}
    return made
