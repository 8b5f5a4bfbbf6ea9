"""The users: the list, somebody new, and everything that is set for one."""

from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone

from openkam.core.access import Right
from openkam.core.problem import Problem
from openkam.records.users import actions
from openkam.records.users.models import User
from openkam.web.policy import found_or_404, page
from openkam.web.typed import whole_of
from openkam.web.ui.render import render
from openkam.web.users.forms import UserForm, initial_password, manager_form_of, roles_of, user_form_of
from openkam.web.users.pages import PasswordPage, new_user_page, user_page, users_page
from openkam.web.viewer import Request, viewer_in


@page(Right.MANAGE_USERS)
def users(request: Request) -> HttpResponse:
    """Who works here."""
    asked = request.GET
    offset = whole_of(asked.get("from", "")) or 0
    words = asked.get("q", "").replace("\x00", "").strip()[:100]
    found = users_page(viewer_in(request), words, shows_all="all" in asked, offset=offset)
    return render(request, "users/users.html", found)


@page(Right.MANAGE_USERS, methods=("GET", "POST"))
def new_user(request: Request) -> HttpResponse:
    """Somebody new; his password is made here, shown once, and changed by him at once."""
    if request.method != "POST":
        return render(request, "users/new.html", new_user_page(viewer_in(request), UserForm(language=request.language)))
    given, password = user_form_of(request), initial_password()
    above = None if given.manager is None else _user(request, given.manager)
    try:
        made = actions.create_user(
            viewer=viewer_in(request),
            login=given.login,
            name=given.name,
            password=password,
            roles=given.roles,
            reads_prices=given.reads_prices,
            language=given.language,
            manager=above,
            now=timezone.now(),
        )
    except Problem as problem:
        return render(request, "users/new.html", new_user_page(viewer_in(request), given, problem), status=422)
    shown = PasswordPage(made.pk, made.name, made.login, password, is_new=True)
    return render(request, "users/password.html", shown)


@page(Right.MANAGE_USERS, methods=("GET", "POST"))
def user(request: Request, pk: int) -> HttpResponse:
    """One user; POST changes login, name and the right to prices."""
    found, viewer = _user(request, pk), viewer_in(request)
    if request.method != "POST":
        return render(request, "users/user.html", user_page(viewer, found, done=request.GET.get("done", "")))
    given = user_form_of(request)
    try:
        actions.change_user(
            viewer=viewer,
            user=found,
            login=given.login,
            name=given.name,
            reads_prices=given.reads_prices,
            now=timezone.now(),
        )
    except Problem as problem:
        return _refused(request, found, problem, "user")
    return _done(pk, "saved")


@page(Right.MANAGE_USERS, methods=("POST",))
def roles(request: Request, pk: int) -> HttpResponse:
    """What the user is from now on."""
    found = _user(request, pk)
    try:
        actions.set_roles(viewer=viewer_in(request), user=found, roles=roles_of(request), now=timezone.now())
    except Problem as problem:
        return _refused(request, found, problem, "roles")
    return _done(pk, "roles")


@page(Right.MANAGE_USERS, methods=("POST",))
def manager(request: Request, pk: int) -> HttpResponse:
    """Who manages the user from a day on."""
    found, viewer = _user(request, pk), viewer_in(request)
    try:
        given = manager_form_of(request)
        chosen = None if given.manager is None else _user(request, given.manager)
        actions.set_manager(viewer=viewer, user=found, manager=chosen, since=given.since, now=timezone.now())
    except Problem as problem:
        return _refused(request, found, problem, "manager")
    return _done(pk, "manager")


@page(Right.MANAGE_USERS, methods=("POST",))
def password(request: Request, pk: int) -> HttpResponse:
    """A new password for somebody who forgot his; shown once, all his sessions end."""
    found, viewer = _user(request, pk), viewer_in(request)
    if found.pk == viewer.user:
        return HttpResponseRedirect("/me/password/")
    made = initial_password()
    actions.change_password(viewer=viewer, user=found, new=made, now=timezone.now())
    return render(request, "users/password.html", PasswordPage(pk, found.name, found.login, made, is_new=False))


@page(Right.MANAGE_USERS, methods=("POST",))
def second_factor(request: Request, pk: int) -> HttpResponse:
    """Take the second factor of somebody who lost phone and codes; one's own is removed at /me/."""
    found, viewer = _user(request, pk), viewer_in(request)
    if found.pk == viewer.user:
        return HttpResponseRedirect("/me/")
    actions.remove_second_factor(viewer=viewer, user=found, now=timezone.now())
    return _done(pk, "second-factor")


@page(Right.MANAGE_USERS, methods=("POST",))
def state(request: Request, pk: int) -> HttpResponse:
    """`active` lets the user in again, everything else lets him go."""
    found, viewer = _user(request, pk), viewer_in(request)
    if request.POST.get("state") == "active":
        actions.reactivate_user(viewer=viewer, user=found, now=timezone.now())
        return _done(pk, "back")
    try:
        actions.deactivate_user(viewer=viewer, user=found, now=timezone.now())
    except Problem as problem:
        return _refused(request, found, problem, "state")
    return _done(pk, "state")


def _user(request: Request, pk: int) -> User:
    found: User = found_or_404(User.objects.visible_to(viewer_in(request)), pk=pk)
    return found


def _refused(request: Request, user: User, problem: Problem, part: str) -> HttpResponse:
    shown = user_page(viewer_in(request), user, problem=problem, part=part)
    return render(request, "users/user.html", shown, status=422)


def _done(pk: int, what: str) -> HttpResponse:
    return HttpResponseRedirect(f"/users/{pk}/?done={what}")
