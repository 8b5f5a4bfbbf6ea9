"""Who is asking, in which language, and on which day."""

from collections.abc import Callable
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django_htmx.middleware import HtmxDetails

from openkam.analysis.words import Language
from openkam.core.access import Viewer
from openkam.core.audit.origin import coming_from
from openkam.records.users.models import User
from openkam.records.users.session_store import SessionStore
from openkam.records.users.viewer import viewer_of

LANGUAGE_COOKIE = "openkam-language"
_DJANGO: dict[Language, str] = {"en": "en", "zh": "zh-hans"}


class Request(HttpRequest):
    """A request after `ViewerMiddleware`; `viewer` is None for a stranger who has not signed in."""

    viewer: Viewer | None
    language: Language
    htmx: HtmxDetails


def viewer_in(request: Request) -> Viewer:
    """Who asks, behind a view whose policy lets only the signed-in pass.

    Raises LookupError where no policy did.
    """
    if request.viewer is None:
        raise LookupError("a view that is open to strangers asks for its viewer")
    return request.viewer


class ViewerMiddleware:
    """Sets `request.viewer` and `request.language`."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: Request) -> HttpResponse:
        """One request."""
        user = request.user
        if isinstance(user, User) and user.is_active:
            request.viewer, request.language = viewer_of(user, timezone.localdate()), _spoken(user)
            _remember_place(request)
        else:
            request.viewer, request.language = None, wanted_language(request)
        with translation.override(_DJANGO[request.language]), coming_from("web", str(uuid4())):
            return self.answer(request)


def _remember_place(request: HttpRequest) -> None:
    if isinstance(request.session, SessionStore):
        device, address = request.headers.get("User-Agent", ""), request.META.get("REMOTE_ADDR") or None
        request.session.seen(device=device, address=address, now=timezone.now())


def _spoken(user: User) -> Language:
    return "en" if user.language == User.Language.ENGLISH else "zh"


def wanted_language(request: HttpRequest) -> Language:
    """What a stranger asked for last time, else what his browser prefers; English only where it is wanted first."""
    kept = request.COOKIES.get(LANGUAGE_COOKIE)
    if kept in ("en", "zh"):
        return "en" if kept == "en" else "zh"
    return "en" if request.headers.get("Accept-Language", "").lower().startswith("en") else "zh"
