"""A template and its page become an answer."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.template import engines
from markupsafe import Markup

from openkam.web.viewer import Request


def render(request: Request, template: str, page: object, *, status: int = 200) -> HttpResponse:
    """The template with `page` (a frozen dataclass of the screen, or a mapping), `request`, `viewer` and `language`."""
    words: dict[str, Any] = dict(page) if isinstance(page, Mapping) else {"page": page}
    return HttpResponse(part(request, template, {"language": request.language} | words), status=status)


def part(request: Request, template: str, words: Mapping[str, Any]) -> Markup:
    """A template in the language that `words` name."""
    told = dict(words) | {"viewer": request.viewer}
    return Markup(engines[words["language"]].get_template(template).render(told, request))  # noqa: S704 - a whole template
