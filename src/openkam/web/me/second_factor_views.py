"""Setting up the second factor, and taking it away."""

from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone

from openkam.core.access import Right
from openkam.core.problem import Problem
from openkam.records.users import actions
from openkam.records.users.models import User
from openkam.records.users.second_factor import setup_address
from openkam.web.me.pages import SecondFactorPage, me_page
from openkam.web.me.qr import grouped_secret, qr_svg
from openkam.web.me.views import count_where_guessed, oneself
from openkam.web.policy import page
from openkam.web.sign_in.lockout import is_locked_out, locked_out
from openkam.web.ui.render import render
from openkam.web.viewer import Request, viewer_in


@page(Right.SIGNED_IN, methods=("GET", "POST"))
def second_factor(request: Request) -> HttpResponse:
    """POST makes a new secret, for the password; GET shows the one that waits for its first code."""
    if request.method != "POST":
        return _shown(request)
    user, viewer = oneself(request), viewer_in(request)
    given = request.POST.get("password", "")[:1000]
    if is_locked_out(request, user.login):
        return locked_out(request)
    try:
        actions.begin_second_factor(viewer=viewer, password=given, now=timezone.now())
    except Problem as problem:
        return _refused(request, user, problem)
    return HttpResponseRedirect("/me/second-factor/")


@page(Right.SIGNED_IN, methods=("POST",))
def confirmation(request: Request) -> HttpResponse:
    """The first code puts it in force; the recovery codes are shown now and never again."""
    code = request.POST.get("code", "")[:20]
    try:
        codes = actions.confirm_second_factor(viewer=viewer_in(request), code=code, now=timezone.now())
    except Problem as problem:
        return _shown(request, problem)
    return render(request, "me/codes.html", {"codes": codes})


@page(Right.SIGNED_IN, methods=("POST",))
def removal(request: Request) -> HttpResponse:
    """Back to the password alone; the password is asked once more."""
    user, viewer = oneself(request), viewer_in(request)
    given = request.POST.get("password", "")[:1000]
    if is_locked_out(request, user.login):
        return locked_out(request)
    try:
        actions.remove_second_factor(viewer=viewer, user=user, password=given, now=timezone.now())
    except Problem as problem:
        return _refused(request, user, problem)
    return HttpResponseRedirect("/me/?done=removed")


def _refused(request: Request, user: User, problem: Problem) -> HttpResponse:
    count_where_guessed(request, user, problem)
    session = request.session.session_key or ""
    found = me_page(viewer_in(request), user, session, problem=problem, part="second-factor")
    return render(request, "me/me.html", found, status=422)


def _shown(request: Request, problem: Problem | None = None) -> HttpResponse:
    address = setup_address(oneself(request))
    if not address or oneself(request).second_factor_at is not None:
        return HttpResponseRedirect("/me/")
    found = SecondFactorPage(qr_svg(address), grouped_secret(address), problem)
    return render(request, "me/second_factor.html", found, status=422 if problem else 200)
