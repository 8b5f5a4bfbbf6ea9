"""Every address names the right it needs; one that names none does not start (tests/house)."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from django.db.models import Model
from django.http import Http404, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.http import urlencode

from openkam.analysis.words import Text
from openkam.core.access import Denied, Right, Rows, require
from openkam.core.audit.actions import record_denied
from openkam.core.problem import Problem
from openkam.web.ui.render import render
from openkam.web.viewer import Request

_SEES_NONE = Text(
    "An administrator manages users and sees no customers by that alone: accounts, opportunities, red flags and "
    "portfolio are for sellers, managers, sales operations, finance and compliance. Who needs both gets such a role "
    "besides.",
    "系统管理员负责管理用户，仅凭此角色看不到任何客户：客户、商机、红色预警和客户组合面向销售、销售经理、销售运营、"
    "财务与合规。如两者都需要，请再授予其中一种角色。",
)
View = Callable[..., HttpResponse]
Found = TypeVar("Found", bound=Model)


@dataclass(frozen=True)
class Policy:
    """What an address asks for: None is open to strangers."""

    right: Right | None
    methods: tuple[str, ...]


def page(right: Right | None, *, methods: tuple[str, ...] = ("GET",)) -> Callable[[View], View]:
    """A view that answers 405 to other verbs, the sign-in page to strangers, 403 without the right.

    A Problem raised inside is shown with its remedy (422); `Denied` answers 403. Nothing was changed in either case.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in methods and not (request.method == "HEAD" and "GET" in methods):
                return _not_allowed(request, methods)
            if right is not None and request.viewer is None:
                return _to_sign_in(request)
            try:
                if right is not None and request.viewer is not None:
                    require(request.viewer, right)
                return view(request, *args, **kwargs)
            except Denied as denied:
                return _denied(request, denied)
            except Problem as problem:
                return render(request, "ui/problem.html", {"problem": problem}, status=422)

        guarded.policy = Policy(right, methods)  # type: ignore[attr-defined]
        return guarded

    return decorate


def found_or_404(rows: Rows[Found], **key: Any) -> Found:
    """The one visible row; what is hidden and what is not there answer alike.

    Raises Http404.
    """
    row = rows.filter(**key).first()
    if row is None:
        raise Http404
    return row


def _to_sign_in(request: Request) -> HttpResponse:
    address = "/sign-in/?" + urlencode({"next": request.get_full_path()})
    if request.headers.get("HX-Request"):
        answer = HttpResponse(status=401)
        answer["HX-Redirect"] = "/sign-in/"
        return answer
    return HttpResponseRedirect(address)


def _not_allowed(request: Request, methods: tuple[str, ...]) -> HttpResponse:
    """405: an address that only takes what a form sends, opened as a page, say by reloading after an error."""
    answer = HttpResponseNotAllowed(methods)
    place = _page_above(request.path)
    words = {
        "title": Text("This page cannot be opened by itself", "该页面不能直接打开"),
        "words": Text(
            "The address only takes a form. Nothing was changed. Go back to the page the form stands on.",
            "该地址只接收表单提交，未做任何更改。请返回表单所在的页面。",
        ),
        "place": place,
    }
    shown = render(request, "ui/verb.html", words, status=405)
    shown["Allow"] = answer["Allow"]
    return shown


def _page_above(path: str) -> str:
    """The nearest address above that can be opened; the first page where none can."""
    parts = path.strip("/").split("/")[:-1]
    while parts:
        place = "/" + "/".join(parts) + "/"
        if _can_be_opened(place):
            return place
        parts.pop()
    return "/"


def _can_be_opened(place: str) -> bool:
    try:
        policy = getattr(resolve(place).func, "policy", None)
    except Resolver404:
        return False
    return isinstance(policy, Policy) and "GET" in policy.methods


def _denied(request: Request, denied: Denied) -> HttpResponse:
    if request.viewer is not None:
        record_denied(viewer=request.viewer, right=denied.right, address=request.path, now=timezone.now())
    words = Text("You do not have the right to do this.", "您没有执行此操作的权限。")
    why = _SEES_NONE if denied.right is Right.SEE_ACCOUNTS else None
    return render(request, "ui/denied.html", {"words": words, "right": denied.right, "why": why}, status=403)
