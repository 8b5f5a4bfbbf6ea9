"""Bodies too large for a form are refused before a byte of them is read, whoever sends them."""

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse

LARGEST_BODY: Final = 48 << 20
"""A file that a form without scripts sends whole; with scripts, files come in pieces of a third of this."""
_WORDS: Final = (
    "413 · 一次发送的内容过大，请刷新页面后重试（大文件需启用 JavaScript 分段上传）· "
    "This is more than one request may carry; large files are sent in pieces, which needs JavaScript.\n"
)


class SizeMiddleware:
    """Without it, a stranger's request could fill the disk: Django writes a form's files there to look for its token.

    A request without a length has no body for WSGI, so the length it says is one it keeps.
    """

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: Any) -> HttpResponse:
        """One request."""
        length = str(request.META.get("CONTENT_LENGTH") or "0")
        is_number = length.isascii() and length.isdigit() and len(length) <= len(str(LARGEST_BODY))
        if is_number and int(length) <= LARGEST_BODY:
            return self.answer(request)
        return HttpResponse(_WORDS, status=413, content_type="text/plain; charset=utf-8")
