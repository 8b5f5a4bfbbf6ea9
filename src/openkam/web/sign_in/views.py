"""Signing in, the second step, signing out."""

from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.http import urlencode

from openkam.web.policy import page
from openkam.web.sign_in.entry import begin_half, code_fits, enter, half_signed_in, leave, needs_code, user_with
from openkam.web.sign_in.forms import code_of, credentials_of
from openkam.web.sign_in.local import local_address
from openkam.web.sign_in.lockout import is_code_locked_out, is_locked_out, locked_out
from openkam.web.sign_in.pages import ENDED, SIGNED_OUT, TOO_LATE, WRONG, WRONG_CODE, CodePage, SignInPage
from openkam.web.ui.render import render
from openkam.web.viewer import LANGUAGE_COOKIE, Request

_NOTICES = {"out": SIGNED_OUT, "late": TOO_LATE, "ended": ENDED}
_A_YEAR = 365 * 24 * 3600


@page(None, methods=("GET", "POST"))
def sign_in(request: Request) -> HttpResponse:
    """Login and password; whoever has a second factor goes on to it."""
    wanted = local_address(request, request.POST.get("next") or request.GET.get("next", ""))
    if request.method != "POST":
        if request.viewer is not None:
            return HttpResponseRedirect(wanted)
        notice = _NOTICES.get(request.GET.get("done", ""))
        return render(request, "sign_in/sign_in.html", SignInPage(wanted, notice=notice))
    given = credentials_of(request)
    if is_locked_out(request, given.login):
        return locked_out(request)
    user = user_with(request, given)
    if user is None:
        refused = SignInPage(wanted, given.login, WRONG)
        return render(request, "sign_in/sign_in.html", refused, status=422)
    now = timezone.now()
    if needs_code(user):
        begin_half(request, user, now)
        return HttpResponseRedirect("/sign-in/code/?" + urlencode({"next": wanted}))
    enter(request, user, now)
    return _welcomed(user.language, wanted)


@page(None, methods=("GET", "POST"))
def second_step(request: Request) -> HttpResponse:
    """The code of the second factor, or a recovery code."""
    wanted = local_address(request, request.POST.get("next") or request.GET.get("next", ""))
    now = timezone.now()
    user = half_signed_in(request, now)
    if user is None:
        return HttpResponseRedirect("/sign-in/?" + urlencode({"next": wanted, "done": "late"}))
    if request.method != "POST":
        return render(request, "sign_in/code.html", CodePage(wanted))
    if is_code_locked_out(request, user):
        return locked_out(request)
    if not code_fits(request, user, code_of(request), now):
        return render(request, "sign_in/code.html", CodePage(wanted, WRONG_CODE), status=422)
    enter(request, user, now)
    return _welcomed(user.language, wanted)


@page(None, methods=("POST",))
def sign_out(request: Request) -> HttpResponse:
    """The end of this session."""
    leave(request, timezone.now())
    return HttpResponseRedirect("/sign-in/?done=out")


def _welcomed(language: str, wanted: str) -> HttpResponse:
    answer = HttpResponseRedirect(wanted)
    answer.set_cookie(LANGUAGE_COOKIE, language, max_age=_A_YEAR, httponly=True, samesite="Lax")
    return answer
