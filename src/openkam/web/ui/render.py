"""A template and its page become an answer."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.template import engines

from openkam.web.viewer import Request


def render(request: Request, template: str, page: object, *, status: int = 200) -> HttpResponse:
    """The template with `page` (a frozen dataclass of the screen, or a mapping), `request`, `viewer` and `language`."""
    words: dict[str, Any] = dict(page) if isinstance(page, Mapping) else {"page": page}
    words |= {"viewer": request.viewer, "language": request.language}
    return HttpResponse(engines["jinja2"].get_template(template).render(words, request), status=status)
