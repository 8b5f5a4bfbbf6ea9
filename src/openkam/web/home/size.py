"""Bodies too large for a form are refused before a byte of them is read, whoever sends them."""

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse

from openkam.analysis.words import Text
from openkam.web.home.plain import plain_page

LARGEST_BODY: Final = 48 << 20
"""A file that a form without scripts sends whole; with scripts, files come in pieces of a third of this."""
_TITLE: Final = Text("This is more than one request may carry", "一次发送的内容过大")
_WORDS: Final = Text(
    "Nothing was saved. Go back and reload the page: large files are sent in pieces, which needs JavaScript.",
    "没有保存任何内容。请返回并刷新页面后重试；大文件会分段上传，需启用 JavaScript。",
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
        return plain_page(request, 413, _TITLE, _WORDS)
