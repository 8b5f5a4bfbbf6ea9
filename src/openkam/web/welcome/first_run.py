"""While nobody works here, every page leads to the one that makes the first administrator."""

from collections.abc import Callable
from typing import Final

from django.http import HttpResponse, HttpResponseRedirect

from openkam.records.users.first_run import has_users
from openkam.web.viewer import Request

WELCOME: Final = "/welcome/"
_OPEN: Final = (WELCOME, "/me/language/")


class FirstRunMiddleware:
    """Asks the database for strangers only: whoever is signed in proves that there is a user."""

    def __init__(self, answer: Callable[[Request], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: Request) -> HttpResponse:
        """One request."""
        if request.viewer is None and not request.path.startswith(_OPEN) and not has_users():
            return HttpResponseRedirect(WELCOME)
        return self.answer(request)
