"""Renders a piece of a template as a page would."""

from typing import Any

from django.template import engines
from django.test import RequestFactory

from openkam.analysis.words import Language


def rendered(source: str, language: Language = "en", **words: Any) -> str:
    """The source with the components at hand as `c`."""
    imported = '{% import "ui/components.html" as c %}' + source
    request = RequestFactory().get("/accounts/")
    return (
        engines[language].from_string(imported).render({"viewer": None, "language": language, **words}, request).strip()
    )
