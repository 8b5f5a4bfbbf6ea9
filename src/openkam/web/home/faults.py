"""The pages for what went wrong, in the reader's language and without a word about the inside."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from openkam.analysis.words import Language, Text
from openkam.web.ui.render import render
from openkam.web.viewer import Request

_BROKEN = Text(
    "OpenKAM could not answer. Nothing you entered was half saved. Try again, and tell whoever runs it if this stays.",
    "OpenKAM 暂时无法响应。您输入的内容不会只保存一半；请重试，如仍出现请联系管理员。",
)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: not there, or not for this reader; both look the same."""
    del exception
    return _page(
        request,
        404,
        Text("There is nothing here", "这里没有内容"),
        Text(
            "The page does not exist, or it is not among what you may see.",
            "页面不存在，或不在您的可见范围内。",
        ),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403 of Django's own; a right that is missing has its own page (web/policy.py)."""
    del exception
    return _page(
        request,
        403,
        Text("Not allowed", "无权操作"),
        Text("You do not have the right to do this.", "您没有执行此操作的权限。"),
    )


def untrusted(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form that did not come from a page of ours, or from one that is too old."""
    del reason
    return _page(
        request,
        403,
        Text("This form is too old", "表单已失效"),
        Text(
            "You signed in or out elsewhere since the page was opened. Nothing was changed. Go back, reload the page "
            "and send it again.",
            "打开页面后您在别处登录或退出过，未做任何更改。请返回并刷新页面后重新提交。",
        ),
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: a request no browser of ours sends; plain, because nothing about it is known to be sane."""
    del request, exception
    return HttpResponse("400 · 请求无法识别 · bad request\n", status=400, content_type="text/plain; charset=utf-8")


def broken(request: HttpRequest) -> HttpResponse:
    """500: a fault of ours; asks neither the database nor a template."""
    language: Language = getattr(request, "language", "zh")
    return HttpResponse(f"500 · {_BROKEN.to(language)}\n", status=500, content_type="text/plain; charset=utf-8")


def _page(request: Any, status: int, title: Text, words: Text) -> HttpResponse:
    seen: Request = request
    # A fault before the viewer was known (a session that cannot be read) has neither.
    seen.viewer = getattr(request, "viewer", None)
    seen.language = getattr(request, "language", "zh")
    return render(seen, "home/fault.html", {"title": title, "words": words}, status=status)
