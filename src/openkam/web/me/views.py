"""What a user sets for himself: name, password, language, theme, sessions."""

from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from openkam.core.access import Right
from openkam.core.problem import Problem
from openkam.records.users import actions
from openkam.records.users.models import User
from openkam.records.users.refusals import WRONG_GUESS
from openkam.web.me.forms import new_password_of
from openkam.web.me.pages import PasswordPage, mark_of, me_page, sessions_of
from openkam.web.policy import page
from openkam.web.sign_in.entry import count_wrong_guess
from openkam.web.sign_in.local import local_address
from openkam.web.sign_in.lockout import is_locked_out, locked_out
from openkam.web.ui.render import render
from openkam.web.viewer import LANGUAGE_COOKIE, Request, viewer_in

_A_YEAR = 365 * 24 * 3600


@page(Right.SIGNED_IN)
def me(request: Request) -> HttpResponse:
    """All of it."""
    return _shown(request, done=request.GET.get("done", ""))


@page(Right.SIGNED_IN, methods=("POST",))
def name(request: Request) -> HttpResponse:
    """Another name."""
    wanted = request.POST.get("name", "")
    try:
        actions.change_user(viewer=viewer_in(request), user=oneself(request), name=wanted, now=timezone.now())
    except Problem as problem:
        return _shown(request, problem=problem, part="name", status=422)
    return HttpResponseRedirect("/me/?done=name")


@page(None, methods=("POST",))
def language(request: Request) -> HttpResponse:
    """The other language: kept with the user, and in a cookie for the pages before signing in."""
    wanted = "en" if request.POST.get("language") == "en" else "zh"
    if request.viewer is not None:
        actions.set_language(viewer=request.viewer, language=wanted, now=timezone.now())
    answer = HttpResponseRedirect(local_address(request, request.POST.get("next", ""), keeps_door=True))
    answer.set_cookie(
        LANGUAGE_COOKIE, wanted, max_age=_A_YEAR, httponly=True, samesite="Lax", secure=request.is_secure()
    )
    return answer


@page(Right.SIGNED_IN, methods=("POST",))
def theme(request: Request) -> HttpResponse:
    """Light, dark, or as the machine has it."""
    actions.set_theme(viewer=viewer_in(request), theme=request.POST.get("theme", ""), now=timezone.now())
    return HttpResponseRedirect("/me/?done=theme")


@page(Right.SIGNED_IN, methods=("GET", "POST"))
def password(request: Request) -> HttpResponse:
    """Another password; this session stays, all others end."""
    user = oneself(request)
    if request.method != "POST":
        return render(request, "me/password.html", PasswordPage(user.must_change_password, user.login))
    if is_locked_out(request, user.login):
        return locked_out(request)
    try:
        given = new_password_of(request)
        actions.change_password(
            viewer=viewer_in(request),
            user=user,
            new=given.new,
            current=given.current,
            keep_session=request.session.session_key or "",
            now=timezone.now(),
        )
    except Problem as problem:
        count_where_guessed(request, user, problem)
        refused = PasswordPage(user.must_change_password, user.login, problem)
        return render(request, "me/password.html", refused, status=422)
    update_session_auth_hash(request, user)
    return HttpResponseRedirect("/me/?done=password")


@page(Right.SIGNED_IN, methods=("POST",))
def session(request: Request, mark: str) -> HttpResponse:
    """End one of one's own sessions."""
    viewer = viewer_in(request)
    found = next((one for one in sessions_of(viewer) if mark_of(one.session_key) == mark), None)
    if found is None:
        raise Http404
    actions.end_session(viewer=viewer, session=found, now=timezone.now())
    return HttpResponseRedirect("/me/?done=session")


@page(Right.SIGNED_IN, methods=("POST",))
def other_sessions(request: Request) -> HttpResponse:
    """End every session but this one."""
    key = request.session.session_key or ""
    actions.end_other_sessions(viewer=viewer_in(request), keep_session=key, now=timezone.now())
    return HttpResponseRedirect("/me/?done=sessions")


def count_where_guessed(request: Request, user: User, problem: Problem) -> None:
    """Who took over a session must not find the password out by trying."""
    if problem.code == WRONG_GUESS:
        count_wrong_guess(request, user)


def oneself(request: Request) -> User:
    """The user behind the viewer."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def _shown(
    request: Request, *, done: str = "", problem: Problem | None = None, part: str = "", status: int = 200
) -> HttpResponse:
    key = request.session.session_key or ""
    found = me_page(viewer_in(request), oneself(request), key, done=done, problem=problem, part=part)
    return render(request, "me/me.html", found, status=status)
