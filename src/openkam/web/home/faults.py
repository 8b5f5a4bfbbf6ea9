"""The pages for what went wrong, in the reader's language and without a word about the inside."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from openkam.analysis.words import Text
from openkam.web.home.plain import plain_page
from openkam.web.ui.render import render
from openkam.web.viewer import Request

_BROKEN = Text(
    "Nothing you entered was half saved. Go back and try again; if it stays, tell your administrator the time and what "
    "you did: the log has the rest.",
    "您输入的内容不会只保存一半。请返回重试；如仍出现，请把时间和所做的操作告诉管理员，详情见系统日志。",
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
    del exception
    words = Text("Nothing was changed. Begin again from the first page.", "未做任何更改，请从首页重新进入。")
    return plain_page(request, 400, Text("This request makes no sense", "请求无法识别"), words)


def broken(request: HttpRequest) -> HttpResponse:
    """500: a fault of ours; asks neither the database nor a template."""
    return plain_page(request, 500, Text("OpenKAM could not answer", "OpenKAM 暂时无法响应"), _BROKEN)


def _page(request: Any, status: int, title: Text, words: Text) -> HttpResponse:
    seen: Request = request
    # A fault before the viewer was known (a session that cannot be read) has neither.
    seen.viewer = getattr(request, "viewer", None)
    seen.language = getattr(request, "language", "zh")
    return render(seen, "home/fault.html", {"title": title, "words": words}, status=status)
