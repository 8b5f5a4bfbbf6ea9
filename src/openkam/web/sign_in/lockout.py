"""Who failed too often waits; the page says how long."""

from datetime import timedelta
from typing import Any, Final

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone

from openkam.records.users.sign_in_failures import failures_from
from openkam.web.ui.render import render
from openkam.web.viewer import Request

WAIT: Final[timedelta] = settings.AXES_COOLOFF_TIME
_FROM_ONE_ADDRESS: Final = 50


def is_locked_out(request: Request, login: str) -> bool:
    """Whether this login may not be tried from this address now, or this address tried too many logins."""
    address = request.META.get("REMOTE_ADDR") or ""
    if address and failures_from(address, timezone.now() - WAIT) >= _FROM_ONE_ADDRESS:
        return True
    return not AxesProxyHandler.is_allowed(request, {"login": login})


def locked_out(request: Request, answer: HttpResponse | None = None, credentials: Any = None) -> HttpResponse:
    """429 with the wait; the same whether the login exists or not."""
    del answer, credentials
    page = {"minutes": int(WAIT.total_seconds() // 60)}
    locked = render(request, "sign_in/locked.html", page, status=429)
    locked["Retry-After"] = str(int(WAIT.total_seconds()))
    return locked
