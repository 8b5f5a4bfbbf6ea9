"""Who failed too often waits; the page says how long."""

from datetime import timedelta
from typing import Any, Final

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone

from openkam.records.users.models import User
from openkam.records.users.sign_in_failures import failures_from, wrong_codes_of
from openkam.web.ui.render import render
from openkam.web.viewer import Request

WAIT: Final[timedelta] = settings.AXES_COOLOFF_TIME
_FROM_ONE_ADDRESS: Final = 50
_CODES_OF_ONE_USER: Final = 10


def is_locked_out(request: Request, login: str) -> bool:
    """Whether this login may not be tried from this address now, or this address tried too many logins."""
    address = request.META.get("REMOTE_ADDR") or ""
    if address and failures_from(address, timezone.now() - WAIT) >= _FROM_ONE_ADDRESS:
        return True
    return not AxesProxyHandler.is_allowed(request, {"login": login})


def is_code_locked_out(request: Request, user: User) -> bool:
    """As `is_locked_out`, and whether codes of this user failed too often from all addresses together.

    A password that leaked is tried from many addresses; only its owner's code stands in the way.
    """
    wrong = wrong_codes_of(user.pk, timezone.now() - WAIT)
    return wrong >= _CODES_OF_ONE_USER or is_locked_out(request, user.login)


def locked_out(request: Request, answer: HttpResponse | None = None, credentials: Any = None) -> HttpResponse:
    """429 with the wait; the same whether the login exists or not."""
    del answer, credentials
    page = {"minutes": int(WAIT.total_seconds() // 60)}
    locked = render(request, "sign_in/locked.html", page, status=429)
    locked["Retry-After"] = str(int(WAIT.total_seconds()))
    return locked
