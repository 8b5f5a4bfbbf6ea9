"""Accounts that may be one company: side by side, merged or kept apart by a person, never by the machine."""

from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone

from openkam.analysis.words import Text
from openkam.core.access import Right
from openkam.core.problem import Problem
from openkam.records.accounts.actions import merge_accounts, propose_merge, refuse_merge, undo_merge
from openkam.records.accounts.match_actions import refuse_merges
from openkam.records.accounts.models import MergeProposal
from openkam.web.data.forms import keys_of
from openkam.web.data.match_page import match_page
from openkam.web.data.pairing import account_named, asked_pair
from openkam.web.policy import found_or_404, page
from openkam.web.ui.render import render
from openkam.web.viewer import Request, viewer_in

_MOST_AT_ONCE = 200


@page(Right.MATCH_ACCOUNTS)
def matches(request: Request) -> HttpResponse:
    """Pairs that wait, and what was decided lately."""
    viewer = viewer_in(request)
    return render(
        request, "data/matches.html", match_page(viewer, asked_pair(request.GET), done=request.GET.get("done", ""))
    )


@page(Right.MATCH_ACCOUNTS, methods=("POST",))
def pairs(request: Request) -> HttpResponse:
    """Two accounts a person knows to be one company: shown side by side, then merged like any other pair."""
    viewer, typed = viewer_in(request), asked_pair(request.POST)
    try:
        kept, absorbed = (account_named(viewer, words) for words in (typed.first, typed.second))
        proposal = propose_merge(viewer=viewer, kept=kept, absorbed=absorbed, now=timezone.now())
    except Problem as problem:
        return render(request, "data/matches.html", match_page(viewer, typed, problem), status=422)
    return HttpResponseRedirect(f"/data/matches/?pair={proposal.pk}#pair-{proposal.pk}")


@page(Right.MATCH_ACCOUNTS, methods=("POST",))
def decision(request: Request, pk: int) -> HttpResponse:
    """Merge a pair, keep it apart, or undo a merge."""
    viewer, now = viewer_in(request), timezone.now()
    proposal = found_or_404(MergeProposal.objects.visible_to(viewer).select_related("kept", "absorbed"), pk=pk)
    answer, done = request.POST.get("answer", ""), "merged"
    if answer == "keep-left":
        merge_accounts(viewer=viewer, proposal=proposal, keep=proposal.kept, now=now)
    elif answer == "keep-right":
        merge_accounts(viewer=viewer, proposal=proposal, keep=proposal.absorbed, now=now)
    elif answer == "apart":
        refuse_merge(viewer=viewer, proposal=proposal, now=now)
        done = "apart"
    elif answer == "undo":
        undo_merge(viewer=viewer, proposal=proposal, now=now)
        done = "undone"
    else:
        raise _no_answer()
    return HttpResponseRedirect(f"/data/matches/?done={done}")


@page(Right.MATCH_ACCOUNTS, methods=("POST",))
def refusals(request: Request) -> HttpResponse:
    """Keep the chosen pairs apart, all of them or none."""
    viewer, now = viewer_in(request), timezone.now()
    keys = keys_of(request.POST, "pair")
    if not keys:
        raise _no_answer()
    refuse_merges(viewer=viewer, proposals=keys[:_MOST_AT_ONCE], now=now)
    return HttpResponseRedirect("/data/matches/?done=apart")


def _no_answer() -> Problem:
    return Problem(
        Text("Nothing was chosen.", "没有选择任何项。"),
        remedy=Text("Choose a pair and press a button.", "请选择一对客户并点按钮。"),
    )
