"""The template engine: both languages side by side in a template, figures written for people."""

from typing import Any

from django.templatetags.static import static
from jinja2 import Environment, StrictUndefined

from openkam.web.ui import shapes, shell, words
from openkam.web.ui.charts.spark import sparkline


def environment(**options: Any) -> Environment:
    """What Django's Jinja2 backend asks for; built once a process."""
    settled = {name: value for name, value in options.items() if name not in {"autoescape", "undefined"}}
    made = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, **settled)
    made.globals.update(
        say=words.say,
        static=static,
        nonce=words.nonce,
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
    made.filters.update(
        said=words.said,
        money=words.money,
        share=words.share,
        number=words.number,
        count=words.count,
        day=words.day,
        moment=words.moment,
        attributes=words.attributes,
    )
    return made
