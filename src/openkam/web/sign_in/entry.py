"""The steps of signing in: who he is, the second factor, the session that begins."""

from datetime import datetime, timedelta
from typing import Final

from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.signals import user_login_failed
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from openkam.core.audit.actions import DENIED, record
from openkam.records.users.backend import UserBackend
from openkam.records.users.models import User
from openkam.records.users.second_factor import accept_code
from openkam.records.users.session_store import SessionStore
from openkam.records.users.sign_in_failures import code_name
from openkam.records.users.viewer import viewer_of
from openkam.web.sign_in.forms import Credentials
from openkam.web.viewer import Request

_PENDING: Final = "half-signed-in"
_TIME_FOR_CODE: Final = timedelta(minutes=10)
_BACKEND: Final = "openkam.records.users.backend.UserBackend"


def user_with(request: Request, given: Credentials) -> User | None:
    """The user with this login and password; an unknown login costs as much time as a wrong password."""
    found = authenticate(request, login=given.login, password=given.password)
    if isinstance(found, User):
        return found
    _note_refusal(request)
    return None


def needs_code(user: User) -> bool:
    """Whether a second factor is in force."""
    return user.second_factor_at is not None


def begin_half(request: Request, user: User, now: datetime) -> None:
    """Password was right, the code is still to come; nobody is signed in yet."""
    request.session.flush()
    request.session[_PENDING] = {
        "user": user.pk,
        "since": now.isoformat(),
        "proof": user.get_session_auth_hash(),
    }


def half_signed_in(request: Request, now: datetime) -> User | None:
    """Who gave the right password within the last ten minutes, and did not change it since."""
    pending = request.session.get(_PENDING)
    if not pending or now - datetime.fromisoformat(pending["since"]) > _TIME_FOR_CODE:
        return None
    user = UserBackend().get_user(pending["user"])
    if not isinstance(user, User) or not needs_code(user):
        return None
    return user if constant_time_compare(pending["proof"], user.get_session_auth_hash()) else None


def code_fits(request: Request, user: User, code: str, now: datetime) -> bool:
    """Whether the code opens."""
    if accept_code(user=user, code=code, now=now):
        return True
    count_wrong_guess(request, user)
    user_login_failed.send(__name__, credentials={"login": code_name(user.pk)}, request=request)
    return False


def count_wrong_guess(request: Request, user: User) -> None:
    """A wrong code, or a wrong password where somebody signed in is asked for it once more, counts like one here."""
    user_login_failed.send(__name__, credentials={"login": user.login}, request=request)
    _note_refusal(request)


@transaction.atomic
def enter(request: Request, user: User, now: datetime) -> None:
    """The session begins under a new name, so that one planted or known before is worth nothing."""
    request.session.flush()
    if isinstance(request.session, SessionStore):
        request.session.device = request.headers.get("User-Agent", "")
        request.session.address = request.META.get("REMOTE_ADDR") or None
    login(request, user, backend=_BACKEND)
    record(viewer_of(user, timezone.localdate()), "sign_in", kind="user", key=user.pk, now=now)


@transaction.atomic
def leave(request: Request, now: datetime) -> None:
    """The session ends."""
    if request.viewer is not None:
        record(request.viewer, "sign_out", kind="user", key=request.viewer.user, now=now)
    logout(request)


@transaction.atomic
def _note_refusal(request: Request) -> None:
    # Not what was typed as login: people type their password there.
    place = request.META.get("REMOTE_ADDR", "")
    record(None, "sign_in", kind="place", key=place, now=timezone.now(), outcome=DENIED)
