"""A banner that says what was done is shown once, and only where something was done."""

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import parse_qs, quote, unquote, urlsplit

from django.http import HttpResponse

_WORD: Final = "done"
_COOKIE: Final = "openkam-done"
_SECONDS: Final = 300
_ENTRANCE: Final = "/sign-in/"
"""Its notices tell why somebody is asked who he is, and no act of his; where it leads to was said by an address."""


class DoneMiddleware:
    """An act leads to a page with `done` in its address, and a signed cookie says which; the page takes it away.

    In any other address the word is as if it were not there: a forged link, a page that is loaded again, and a page
    that somebody else opens, since the cookie is signed for one session.
    """

    def __init__(self, answer: Callable[[Any], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: Any) -> HttpResponse:
        """One request."""
        if request.path.startswith(_ENTRANCE):
            return self.answer(request)
        word = request.GET.get(_WORD)
        is_true = word is not None and _told(request) == _place(request.path, word)
        if word is not None and not is_true:
            request.GET = request.GET.copy()
            del request.GET[_WORD]
            # The switch of the language leads back to the address of the page, which must not carry the word on.
            request.META["QUERY_STRING"] = request.GET.urlencode()
        answer = self.answer(request)
        if is_true:
            answer.delete_cookie(_COOKIE, samesite="Lax")
        if request.method == "POST":
            _tell(answer, _salt(request), is_secure=request.is_secure())
        return answer


def _told(request: Any) -> str:
    told: str = request.get_signed_cookie(_COOKIE, default="", salt=_salt(request), max_age=_SECONDS)
    return told


def _salt(request: Any) -> str:
    """Of this session, as it is after the act: a new password begins a new one."""
    return f"{_COOKIE} {request.session.session_key or ''}"


def _tell(answer: HttpResponse, salt: str, *, is_secure: bool) -> None:
    """Where the answer leads to such a page, to a browser or to htmx."""
    led = urlsplit(answer.headers.get("Location") or answer.headers.get("HX-Redirect") or "")
    if words := parse_qs(led.query).get(_WORD):
        place = _place(unquote(led.path), words[-1])
        answer.set_signed_cookie(
            _COOKIE, place, salt=salt, max_age=_SECONDS, httponly=True, samesite="Lax", secure=is_secure
        )


def _place(path: str, word: str) -> str:
    return f"{quote(path)} {quote(word)}"
