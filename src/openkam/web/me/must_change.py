"""Whoever was given a password by somebody else chooses his own before he does anything."""

from collections.abc import Callable
from typing import Final

from django.http import HttpResponse, HttpResponseRedirect

from openkam.web.viewer import Request

_CHOOSE: Final = "/me/password/"
_OPEN: Final = (_CHOOSE, "/me/language/", "/me/theme/", "/sign-out/")


class MustChangeMiddleware:
    """Leads to the page that changes the password."""

    def __init__(self, answer: Callable[[Request], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: Request) -> HttpResponse:
        """One request."""
        must = request.viewer is not None and getattr(request.user, "must_change_password", False)
        if must and not request.path.startswith(_OPEN):
            return HttpResponseRedirect(_CHOOSE)
        return self.answer(request)
