"""The page of an account, and what people do there: each act is one address."""

from collections.abc import Callable
from datetime import datetime

from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone

from openkam.core.access import Right, Viewer
from openkam.core.problem import Problem
from openkam.insight.grading.models import Grade
from openkam.insight.grading.queries import run_in_force
from openkam.insight.grading.run_scheme import scheme_of
from openkam.ledger.folder import data_folder
from openkam.records.accounts.actions import (
    end_share,
    end_team_member,
    override_tier,
    rate_account,
    rename_account,
    share_account,
    withdraw_override,
)
from openkam.records.accounts.models import Account, Share, TeamMember, TierOverride
from openkam.records.users.models import User
from openkam.web.accounts.profile.pages import account_seen, profile_page
from openkam.web.accounts.profile.products import product_page
from openkam.web.policy import found_or_404, page
from openkam.web.typed import day_of, rating_of
from openkam.web.ui.render import render
from openkam.web.viewer import Request, viewer_in

Act = Callable[[Viewer, Account, datetime], object]


@page(Right.SEE_ACCOUNTS)
def account(request: Request, pk: int) -> HttpResponse:
    """Everything about one account."""
    return _shown(request, pk)


@page(Right.SEE_ACCOUNTS)
def products(request: Request, pk: int) -> HttpResponse:
    """What it buys: the page asks for it when the rest is there, as the ledger takes longer than the records."""
    shown = product_page(viewer_in(request), pk, by=request.GET.get("by", ""), folder=data_folder())
    template = "accounts/profile/_products.html" if request.htmx else "accounts/profile/products.html"
    answer = render(request, template, shown)
    answer["Vary"] = "HX-Request"
    return answer


@page(Right.OVERRIDE_TIERS, methods=("POST",))
def override(request: Request, pk: int) -> HttpResponse:
    """A tier is set against the scheme's."""
    given, run = request.POST, run_in_force()
    tiers = [tier.code for tier in scheme_of(run).tiers] if run is not None else []

    def act(viewer: Viewer, known: Account, now: datetime) -> object:
        grades = Grade.objects.visible_to(viewer).filter(run=run)
        return override_tier(
            viewer=viewer,
            account=known,
            tier=given.get("tier", ""),
            tiers=tiers,
            graded=grades.filter(account=known).values_list("tier", flat=True).first() or "",
            reason=given.get("reason", ""),
            expires_date=day_of(given.get("expires", "")),
            now=now,
        )

    return _done(request, pk, act, "tier")


@page(Right.OVERRIDE_TIERS, methods=("POST",))
def withdrawal(request: Request, pk: int) -> HttpResponse:
    """The scheme's tier holds again."""

    def act(viewer: Viewer, known: Account, now: datetime) -> object:
        row = found_or_404(TierOverride.objects.visible_to(viewer), account=known, withdrawn_at=None)
        return withdraw_override(viewer=viewer, override=row, now=now)

    return _done(request, pk, act, "tier")


@page(Right.RATE_ACCOUNTS, methods=("POST",))
def ratings(request: Request, pk: int) -> HttpResponse:
    """A criterion no ledger tells is rated."""
    given = request.POST

    def act(viewer: Viewer, known: Account, now: datetime) -> object:
        return rate_account(
            viewer=viewer,
            account=known,
            measure=given.get("measure", ""),
            value=rating_of(given.get("value", "")),
            evidence=given.get("evidence", ""),
            rated_date=day_of(given.get("rated", "")),
            now=now,
        )

    return _done(request, pk, act, "ratings")


@page(Right.SEE_ACCOUNTS, methods=("POST",))
def shares(request: Request, pk: int) -> HttpResponse:
    """Somebody outside the team may read the account until a day."""
    given = request.POST

    def act(viewer: Viewer, known: Account, now: datetime) -> object:
        user, until = given.get("user", ""), day_of(given.get("expires", ""))
        person = found_or_404(User.objects.visible_to(viewer), pk=int(user) if user.isdecimal() else 0)
        return share_account(
            viewer=viewer,
            account=known,
            user=person,
            reason=given.get("reason", ""),
            expires_date=until or viewer.today,
            now=now,
        )

    return _done(request, pk, act, "people")


@page(Right.SEE_ACCOUNTS, methods=("POST",))
def share_end(request: Request, pk: int, share: int) -> HttpResponse:
    """A share does not hold any more."""

    def act(viewer: Viewer, known: Account, now: datetime) -> object:
        row = found_or_404(Share.objects.visible_to(viewer), pk=share, account=known)
        return end_share(viewer=viewer, share=row, now=now)

    return _done(request, pk, act, "people")


@page(Right.ASSIGN_ACCOUNTS, methods=("POST",))
def member_end(request: Request, pk: int, member: int) -> HttpResponse:
    """Somebody leaves the team."""

    def act(viewer: Viewer, known: Account, now: datetime) -> object:
        row = found_or_404(TeamMember.objects.visible_to(viewer), pk=member, account=known)
        return end_team_member(viewer=viewer, member=row, now=now)

    return _done(request, pk, act, "people")


@page(Right.ASSIGN_ACCOUNTS, methods=("POST",))
def name(request: Request, pk: int) -> HttpResponse:
    """The account gets another name."""

    def act(viewer: Viewer, known: Account, now: datetime) -> object:
        return rename_account(viewer=viewer, account=known, name=request.POST.get("name", ""), now=now)

    return _done(request, pk, act, "")


def _done(request: Request, pk: int, act: Act, place: str) -> HttpResponse:
    """Do it and show the page anew; what was refused is told on the page, with what had been typed."""
    viewer = viewer_in(request)
    known = account_seen(viewer, pk)
    try:
        act(viewer, known, timezone.now())
    except Problem as problem:
        return _shown(request, pk, problem)
    return HttpResponseRedirect(f"/accounts/{pk}/" + (f"#{place}" if place else ""))


def _shown(request: Request, pk: int, problem: Problem | None = None) -> HttpResponse:
    draft = {name: value for name in request.POST for value in request.POST.getlist(name)[:1]} if problem else None
    shown = profile_page(
        viewer_in(request), pk, folder=data_folder(), language=request.language, problem=problem, draft=draft
    )
    return render(request, "accounts/profile/account.html", shown, status=422 if problem else 200)
