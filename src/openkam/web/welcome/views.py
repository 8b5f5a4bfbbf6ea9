"""The first administrator of an installation; there is no default account."""

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from openkam.analysis.words import Text
from openkam.core.kept_secret import kept_secret
from openkam.core.problem import Problem
from openkam.records.users.actions import create_first_administrator
from openkam.records.users.first_run import has_users
from openkam.web.policy import page
from openkam.web.sign_in.entry import enter
from openkam.web.ui.render import render
from openkam.web.viewer import Request
from openkam.web.welcome.forms import FirstAdministrator, first_administrator_of
from openkam.web.welcome.pages import TokenPage, WelcomePage


@page(None, methods=("GET", "POST"))
def welcome(request: Request) -> HttpResponse:
    """The form for whoever holds the setup token; not there once somebody works here."""
    if has_users():
        raise Http404
    token = request.POST.get("token") or request.GET.get("token", "")
    if not constant_time_compare(token, kept_secret(_token_file())):
        return render(request, "welcome/token.html", TokenPage(bool(token)), status=422 if token else 200)
    if request.method != "POST":
        given = FirstAdministrator(language=request.language)
        return render(request, "welcome/welcome.html", WelcomePage(token, given))
    given = first_administrator_of(request)
    try:
        _begin(request, given)
    except Problem as problem:
        return render(request, "welcome/welcome.html", WelcomePage(token, given, problem), status=422)
    return HttpResponseRedirect("/")


def _begin(request: Request, given: FirstAdministrator) -> None:
    if given.password != given.again:
        raise Problem(
            Text("The two passwords differ.", "两次输入的密码不一致。"),
            remedy=Text("Type the same password twice.", "请两次输入相同的密码。"),
            column="again",
        )
    now = timezone.now()
    user = create_first_administrator(
        login=given.login,
        name=given.name,
        password=given.password,
        language=given.language,
        works_with_data=given.works_with_data,
        now=now,
    )
    _token_file().unlink(missing_ok=True)
    enter(request, user, now)


def _token_file() -> Path:
    return Path(str(settings.SETUP_TOKEN_FILE))
