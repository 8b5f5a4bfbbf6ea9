"""What people answer to red flags on the page that prepares a visit: each act is one address."""

from collections.abc import Callable
from datetime import datetime

from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone

from openkam.analysis.words import Text
from openkam.core.access import Right, Viewer
from openkam.core.problem import Problem
from openkam.insight.health.flag import Flag
from openkam.insight.health.flags import red_flags
from openkam.records.accounts.models import Account
from openkam.records.opportunities.models import Opportunity
from openkam.records.reviews import actions
from openkam.records.reviews.models import FlagAnswer, Strength
from openkam.web.policy import found_or_404, page
from openkam.web.ui.render import render
from openkam.web.viewer import Request, viewer_in
from openkam.web.visit.forms import Answered, answered_of, refused_of, strength_of, until_of
from openkam.web.visit.pages import account_seen, visit_page

Act = Callable[[Viewer, Account, datetime], object]


@page(Right.RECORD_CUSTOMERS, methods=("POST",))
def acknowledgement(request: Request, pk: int) -> HttpResponse:
    """A flag rests, with a reason and perhaps a last day."""

    def act(viewer: Viewer, account: Account, now: datetime) -> object:
        flag = _standing(viewer, account, answered_of(request))
        return actions.acknowledge_flag(
            viewer=viewer,
            account=account,
            flag=flag.code,
            facts=flag.facts,
            opportunity=_deal(viewer, flag),
            reason=request.POST.get("reason", ""),
            until_date=until_of(request),
            now=now,
        )

    return _done(request, pk, act, "acknowledgements")


@page(Right.RECORD_CUSTOMERS, methods=("POST",))
def counter(request: Request, pk: int) -> HttpResponse:
    """A strength and an action are set against a flag."""

    def act(viewer: Viewer, account: Account, now: datetime) -> object:
        flag, chosen = _standing(viewer, account, answered_of(request)), strength_of(request)
        return actions.set_strength_against(
            viewer=viewer,
            account=account,
            flag=flag.code,
            facts=flag.facts,
            opportunity=_deal(viewer, flag),
            strength=found_or_404(Strength.objects.visible_to(viewer), pk=chosen or 0, account=account),
            action=request.POST.get("action", ""),
            now=now,
        )

    return _done(request, pk, act, "counters")


@page(Right.RECORD_CUSTOMERS, methods=("POST",))
def withdrawal(request: Request, pk: int, answer: int) -> HttpResponse:
    """The flag stands as if nobody had answered."""

    def act(viewer: Viewer, account: Account, now: datetime) -> object:
        row = found_or_404(FlagAnswer.objects.visible_to(viewer), pk=answer, account=account)
        return actions.withdraw_answer(viewer=viewer, answer=row, now=now)

    return _done(request, pk, act, "answers")


@page(Right.RECORD_CUSTOMERS, methods=("POST",))
def strengths(request: Request, pk: int) -> HttpResponse:
    """Something that speaks for us here is noted."""

    def act(viewer: Viewer, account: Account, now: datetime) -> object:
        given = request.POST
        return actions.note_strength(
            viewer=viewer, account=account, text=given.get("text", ""), evidence=given.get("evidence", ""), now=now
        )

    return _done(request, pk, act, "strengths", "strengths")


@page(Right.RECORD_CUSTOMERS, methods=("POST",))
def strength_end(request: Request, pk: int, strength: int) -> HttpResponse:
    """A strength does not hold any more."""

    def act(viewer: Viewer, account: Account, now: datetime) -> object:
        row = found_or_404(Strength.objects.visible_to(viewer), pk=strength, account=account)
        return actions.withdraw_strength(viewer=viewer, strength=row, now=now)

    return _done(request, pk, act, "strength_end", "strengths")


def _done(request: Request, pk: int, act: Act, form: str, place: str = "flags") -> HttpResponse:
    """Do it and show the page anew; a form that was refused stands there open, with what was typed and why."""
    viewer = viewer_in(request)
    account = account_seen(viewer, pk)
    try:
        act(viewer, account, timezone.now())
    except Problem as problem:
        shown = visit_page(viewer, pk, refused=refused_of(request, form, problem))
        return render(request, "visit/visit.html", shown, status=422)
    return HttpResponseRedirect(f"/accounts/{pk}/visit/#{place}")


def _standing(viewer: Viewer, account: Account, asked: Answered) -> Flag:
    """The flag as it stands now.

    Raises Problem where it does not stand, or its facts changed since the reader saw it.
    """
    for flag in red_flags(viewer, [account], viewer.today)[account.pk]:
        if (flag.code, flag.opportunity, flag.facts) == (asked.flag, asked.opportunity, asked.facts):
            return flag
    raise Problem(
        Text("This flag does not stand any more, or its facts have changed.", "该预警已不存在，或其依据已变化。"),
        remedy=Text("Look at the flags as they are now.", "请查看当前的预警。"),
    )


def _deal(viewer: Viewer, flag: Flag) -> Opportunity | None:
    if flag.opportunity is None:
        return None
    return found_or_404(Opportunity.objects.visible_to(viewer), pk=flag.opportunity)
