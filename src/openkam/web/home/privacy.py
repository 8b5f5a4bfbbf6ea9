"""Headers that keep what somebody saw his own."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class PrivacyMiddleware:
    """Pages are kept by no cache, so that after signing out nobody reads them; features nobody needs are off."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """One request."""
        answer = self.answer(request)
        answer.headers.setdefault("Cache-Control", "private, no-store")
        answer.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()")
        answer.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return answer
