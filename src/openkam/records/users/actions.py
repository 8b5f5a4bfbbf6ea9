"""Everything that is done to users: by whoever manages them, and by themselves."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Q

from openkam.core.access import Denied, Right, Role, Viewer, require
from openkam.core.audit.actions import locked_head, record
from openkam.records.users import refusals
from openkam.records.users.chain import rebuild_chain
from openkam.records.users.models import ManagerLink, ReadLevel, RecoveryCode, RoleGrant, Session, User
from openkam.records.users.passwords import check_password_strength
from openkam.records.users.second_factor import (
    new_recovery_codes,
    new_secret,
    opened_secret,
    recovery_digest,
    sealed_secret,
    step_of,
)
from openkam.records.users.viewer import viewer_of

READ_LEVEL_KINDS: Final = ("account",)
_LONGEST_NAME: Final = 150


@transaction.atomic
def create_first_administrator(
    *, login: str, name: str, password: str, language: str = "zh", works_with_data: bool = False, now: datetime
) -> User:
    """The first user of an installation; one who also works with the data is sales operations too.

    Raises Problem where somebody works here already, and for a weak password.
    """
    locked_head()
    if User.objects.exists():
        raise refusals.not_the_first()
    user = _new_user(login, name, password, language, now)
    roles = [Role.ADMINISTRATOR, *([Role.SALES_OPERATIONS] if works_with_data else [])]
    RoleGrant.objects.bulk_create(RoleGrant(user=user, role=role) for role in roles)
    viewer = viewer_of(user, now.date())
    change = {"login": [None, user.login], "name": [None, user.name], "roles": [[], roles]}
    record(viewer, "create_first_administrator", kind="user", key=user.pk, change=change, now=now)
    return user


@transaction.atomic
def create_user(
    *,
    viewer: Viewer,
    login: str,
    name: str,
    password: str,
    roles: Collection[Role],
    reads_prices: bool = False,
    language: str = "zh",
    manager: User | None = None,
    now: datetime,
) -> User:
    """Somebody new; he changes the password at his first sign-in, because somebody else knows it.

    manager  who manages him from today on; None: nobody

    Raises Denied, and Problem for a login that is taken, a weak password and no role.
    """
    require(viewer, Right.MANAGE_USERS)
    if not roles:
        raise refusals.no_role()
    user = _new_user(login, name, password, language, now, reads_prices=reads_prices, must_change_password=True)
    RoleGrant.objects.bulk_create(RoleGrant(user=user, role=role) for role in sorted(set(roles)))
    change: dict[str, Any] = {
        "login": [None, user.login],
        "name": [None, user.name],
        "roles": [[], sorted(set(roles))],
        "reads_prices": [None, reads_prices],
    }
    if manager is not None:
        locked_head()
        ManagerLink.objects.create(user=user, manager=manager, since_date=viewer.today)
        rebuild_chain()
        change["manager"] = [None, manager.pk]
    record(viewer, "create_user", kind="user", key=user.pk, change=change, now=now)
    return user


@transaction.atomic
def change_user(
    *,
    viewer: Viewer,
    user: User,
    login: str | None = None,
    name: str | None = None,
    reads_prices: bool | None = None,
    now: datetime,
) -> User:
    """Another login, name or right to prices; None leaves it. Everybody may change his own name.

    Raises Denied, and Problem for a login that is taken.
    """
    if viewer.user != user.pk or login is not None or reads_prices is not None:
        require(viewer, Right.MANAGE_USERS)
    wanted = {
        "login": None if login is None else _login(login),
        "name": None if name is None else _name(name),
        "reads_prices": reads_prices,
    }
    current = _locked(user)
    change = {
        field: [getattr(current, field), value]
        for field, value in wanted.items()
        if value is not None and value != getattr(current, field)
    }
    if not change:
        return current
    for field, (_, value) in change.items():
        setattr(current, field, value)
    _saved(current, *change)
    record(viewer, "change_user", kind="user", key=user.pk, change=change, now=now)
    return current


@transaction.atomic
def set_roles(*, viewer: Viewer, user: User, roles: Collection[Role], now: datetime) -> None:
    """What somebody is from now on.

    Raises Denied, and Problem where nobody would be left to manage users.
    """
    require(viewer, Right.MANAGE_USERS)
    if not roles:
        raise refusals.no_role()
    locked_head()
    before = sorted(user.role_grants.values_list("role", flat=True))
    if Role.ADMINISTRATOR not in roles:
        _refuse_to_lose_last_administrator(user)
    user.role_grants.exclude(role__in=roles).delete()
    RoleGrant.objects.bulk_create(RoleGrant(user=user, role=role) for role in sorted(set(roles) - set(before)))
    record(viewer, "set_roles", kind="user", key=user.pk, change={"roles": [before, sorted(set(roles))]}, now=now)


@transaction.atomic
def set_manager(*, viewer: Viewer, user: User, manager: User | None, since: date, now: datetime) -> None:
    """Who manages somebody from a day on; what was planned for later is replaced. None: nobody.

    Raises Denied, and Problem where somebody would stand above himself.
    """
    require(viewer, Right.MANAGE_USERS)
    locked_head()
    if manager is not None and manager.pk == user.pk:
        raise refusals.own_manager()
    links = ManagerLink.objects.filter(user=user)
    before = links.filter(Q(until_date=None) | Q(until_date__gte=since), since_date__lte=since).first()
    links.filter(since_date__gte=since).delete()
    links.filter(Q(until_date=None) | Q(until_date__gte=since)).update(until_date=since - timedelta(days=1))
    if manager is not None:
        ManagerLink.objects.create(user=user, manager=manager, since_date=since)
    rebuild_chain()
    change = {
        "manager": [before.manager_id if before else None, manager.pk if manager else None],
        "since_date": [before.since_date if before else None, since],
    }
    record(viewer, "set_manager", kind="user", key=user.pk, change=change, now=now)


@transaction.atomic
def deactivate_user(*, viewer: Viewer, user: User, now: datetime) -> None:
    """He left: no sign-in, no session, no right; his name stays on what he did.

    Raises Denied, and Problem where nobody would be left to manage users.
    """
    require(viewer, Right.MANAGE_USERS)
    locked_head()
    _refuse_to_lose_last_administrator(user)
    User.objects.filter(pk=user.pk).update(is_active=False, deactivated_at=now)
    Session.objects.filter(user=user).delete()
    record(viewer, "deactivate_user", kind="user", key=user.pk, change={"is_active": [True, False]}, now=now)


@transaction.atomic
def reactivate_user(*, viewer: Viewer, user: User, now: datetime) -> None:
    """He is back, with the roles he had. Raises Denied."""
    require(viewer, Right.MANAGE_USERS)
    User.objects.filter(pk=user.pk).update(is_active=True, deactivated_at=None)
    record(viewer, "reactivate_user", kind="user", key=user.pk, change={"is_active": [False, True]}, now=now)


@transaction.atomic
def change_password(
    *, viewer: Viewer, user: User, new: str, current: str | None = None, keep_session: str = "", now: datetime
) -> None:
    """Another password; every session ends but `keep_session`. One's own needs the current one.

    Whoever was given his password by somebody else must change it at his next sign-in.

    The door renews the hash in the session it keeps (`update_session_auth_hash`).
    Raises Denied, and Problem for a wrong or weak password.
    """
    if viewer.user != user.pk:
        require(viewer, Right.MANAGE_USERS)
    elif current is None or not user.check_password(current):
        raise refusals.wrong_password()
    check_password_strength(new, login=user.login, name=user.name)
    user.set_password(new)
    user.must_change_password = viewer.user != user.pk
    user.save(update_fields=["password", "must_change_password"])
    Session.objects.filter(user=user).exclude(pk=keep_session).delete()
    record(viewer, "change_password", kind="user", key=user.pk, now=now)


@transaction.atomic
def set_language(*, viewer: Viewer, language: str, now: datetime) -> None:
    """The language a user reads. Raises Denied, and Problem for a language we do not speak."""
    require(viewer, Right.SIGNED_IN)
    if language not in User.Language.values:
        raise refusals.unknown_choice(language)
    _change_own(viewer, "language", language, now)


@transaction.atomic
def set_theme(*, viewer: Viewer, theme: str, now: datetime) -> None:
    """Light, dark, or as the machine has it. Raises Denied, and Problem for another word."""
    require(viewer, Right.SIGNED_IN)
    if theme not in User.Theme.values:
        raise refusals.unknown_choice(theme)
    _change_own(viewer, "theme", theme, now)


@transaction.atomic
def begin_second_factor(*, viewer: Viewer, password: str, now: datetime) -> str:
    """A new secret for an authenticator app; it is in force when a code of it was shown (`confirm_second_factor`).

    The password is asked for once more: whoever finds an open session must not lock its owner out. Raises Denied, and
    Problem for a wrong password or where one is in force already.
    """
    user = _oneself(viewer)
    if not user.check_password(password):
        raise refusals.wrong_password()
    if user.second_factor_at is not None:
        raise refusals.second_factor_in_force()
    secret = new_secret()
    user.second_factor = sealed_secret(secret)
    user.save(update_fields=["second_factor"])
    record(viewer, "begin_second_factor", kind="user", key=user.pk, now=now)
    return secret


@transaction.atomic
def confirm_second_factor(*, viewer: Viewer, code: str, now: datetime) -> list[str]:
    """From now on every sign-in asks for a code; returns the recovery codes, which nobody can read again.

    Raises Denied, and Problem for a code that does not fit.
    """
    user = _oneself(viewer)
    if user.second_factor_at is not None:
        raise refusals.second_factor_in_force()
    step = step_of(opened_secret(user.second_factor), code, now) if user.second_factor else None
    if step is None:
        raise refusals.wrong_code()
    user.second_factor_at, user.second_factor_step = now, step
    user.save(update_fields=["second_factor_at", "second_factor_step"])
    codes = new_recovery_codes()
    RecoveryCode.objects.filter(user=user).delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, digest=recovery_digest(user, one)) for one in codes)
    record(viewer, "confirm_second_factor", kind="user", key=user.pk, now=now)
    return codes


@transaction.atomic
def remove_second_factor(*, viewer: Viewer, user: User, password: str | None = None, now: datetime) -> None:
    """Sign in with the password alone again. One's own needs the password; another's the right.

    Raises Denied, and Problem for a wrong password.
    """
    if viewer.user != user.pk:
        require(viewer, Right.MANAGE_USERS)
    elif password is None or not user.check_password(password):
        raise refusals.wrong_password()
    User.objects.filter(pk=user.pk).update(second_factor="", second_factor_at=None)
    RecoveryCode.objects.filter(user=user).delete()
    record(viewer, "remove_second_factor", kind="user", key=user.pk, now=now)


@transaction.atomic
def end_session(*, viewer: Viewer, session: Session, now: datetime) -> None:
    """Sign out there. Raises Denied for somebody else's, unless one manages users."""
    if session.user_id != viewer.user:
        require(viewer, Right.MANAGE_USERS)
    Session.objects.filter(pk=session.pk).delete()
    record(viewer, "end_session", kind="user", key=session.user_id or "", now=now)


@transaction.atomic
def end_other_sessions(*, viewer: Viewer, keep_session: str, now: datetime) -> int:
    """Sign out everywhere but here; returns in how many places. Raises Denied."""
    require(viewer, Right.SIGNED_IN)
    count, _ = Session.objects.filter(user=viewer.user).exclude(pk=keep_session).delete()
    record(viewer, "end_other_sessions", kind="user", key=viewer.user, change={"sessions": [count, 0]}, now=now)
    return count


@transaction.atomic
def set_read_level(*, viewer: Viewer, kind: str, level: str, now: datetime) -> None:
    """How far a kind of record ("account") may be read.

    Raises Denied, and Problem for an unknown kind or level.
    """
    require(viewer, Right.MANAGE_USERS)
    if kind not in READ_LEVEL_KINDS or level not in ReadLevel.Level.values:
        raise refusals.unknown_choice(f"{kind}: {level}")
    before = ReadLevel.objects.filter(kind=kind).values_list("level", flat=True).first() or ReadLevel.Level.CHAIN
    ReadLevel.objects.update_or_create(kind=kind, defaults={"level": level})
    record(viewer, "set_read_level", kind="readlevel", key=kind, change={"level": [before, level]}, now=now)


def _new_user(login: str, name: str, password: str, language: str, now: datetime, **fields: bool) -> User:
    user = User(login=_login(login), name=_name(name), created_at=now, **fields)
    if language not in User.Language.values:
        raise refusals.unknown_choice(language)
    user.language = language
    check_password_strength(password, login=user.login, name=user.name)
    user.set_password(password)
    _saved(user)
    return user


def _saved(user: User, *fields: str) -> None:
    try:
        with transaction.atomic():
            user.save(update_fields=fields or None)
    except IntegrityError as taken:
        raise refusals.login_taken(user.login) from taken


def _login(text: str) -> str:
    login = text.strip().lower()
    if not login or len(login) > _LONGEST_NAME or not login.isprintable() or " " in login:
        raise refusals.no_login()
    return login


def _name(text: str) -> str:
    name = " ".join(text.split())[:_LONGEST_NAME]
    if not name:
        raise refusals.no_name()
    return name


def _locked(user: User) -> User:
    found: User = User.objects.select_for_update().get(pk=user.pk)
    return found


def _oneself(viewer: Viewer) -> User:
    user: User | None = User.objects.select_for_update().filter(pk=viewer.user, is_active=True).first()
    if user is None:
        raise Denied(Right.SIGNED_IN)
    return user


def _change_own(viewer: Viewer, field: str, value: str, now: datetime) -> None:
    user = _oneself(viewer)
    before = getattr(user, field)
    setattr(user, field, value)
    user.save(update_fields=[field])
    record(viewer, f"set_{field}", kind="user", key=user.pk, change={field: [before, value]}, now=now)


def _refuse_to_lose_last_administrator(user: User) -> None:
    others = RoleGrant.objects.filter(role=Role.ADMINISTRATOR, user__is_active=True).exclude(user=user)
    if not others.exists() and user.role_grants.filter(role=Role.ADMINISTRATOR).exists():
        raise refusals.last_administrator()
