"""Who is asking, in which language, and on which day."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from openkam.analysis.words import Language
from openkam.core.access import Viewer
from openkam.records.users.models import User
from openkam.records.users.viewer import viewer_of

LANGUAGE_COOKIE = "openkam-language"
_DJANGO: dict[Language, str] = {"en": "en", "zh": "zh-hans"}


class Request(HttpRequest):
    """A request after `ViewerMiddleware`; `viewer` is None for a stranger who has not signed in."""

    viewer: Viewer | None
    language: Language


class ViewerMiddleware:
    """Sets `request.viewer` and `request.language`."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: Request) -> HttpResponse:
        """One request."""
        user = request.user
        signed_in = isinstance(user, User) and user.is_active
        request.viewer = viewer_of(user, timezone.localdate()) if signed_in else None
        request.language = user.language if signed_in else _wanted(request)
        with translation.override(_DJANGO[request.language]):
            return self.answer(request)


def _wanted(request: HttpRequest) -> Language:
    """What a stranger asked for last time, else what his browser prefers; English only where it is wanted first."""
    kept = request.COOKIES.get(LANGUAGE_COOKIE)
    if kept in ("en", "zh"):
        return "en" if kept == "en" else "zh"
    return "en" if request.headers.get("Accept-Language", "").lower().startswith("en") else "zh"
