"""The opportunities of an account, one of them, and what is written there."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from openkam.core.access import Right, Viewer, require
from openkam.core.problem import Problem
from openkam.records.accounts.models import Account
from openkam.records.opportunities.actions import note_opportunity
from openkam.records.opportunities.models import Opportunity
from openkam.web.opportunities.acts import ACTS
from openkam.web.opportunities.deal import Refusal, opportunity_page
from openkam.web.opportunities.forms import opportunity_form
from openkam.web.opportunities.pages import opportunities_page
from openkam.web.policy import found_or_404, page
from openkam.web.ui.render import render
from openkam.web.viewer import Request, viewer_in


@page(Right.SEE_ACCOUNTS, methods=("GET", "POST"))
def opportunities(request: Request, pk: int) -> HttpResponse:
    """What the customer may buy; POST notes one more."""
    viewer = viewer_in(request)
    account: Account = found_or_404(Account.objects.visible_to(viewer), pk=pk)
    if request.method != "POST":
        return render(request, "opportunities/opportunities.html", opportunities_page(viewer, account))
    require(viewer, Right.RECORD_CUSTOMERS)
    sent = request.POST.dict()
    try:
        form = opportunity_form(viewer, sent)
        deal = note_opportunity(viewer=viewer, account=account, now=timezone.now(), **form.fields)
    except Problem as problem:
        shown = opportunities_page(viewer, account, draft=sent, problem=problem)
        return render(request, "opportunities/opportunities.html", shown, status=422)
    return HttpResponseRedirect(f"/opportunities/{deal.pk}/?done=new")


@page(Right.SEE_ACCOUNTS)
def opportunity(request: Request, pk: int) -> HttpResponse:
    """One opportunity: who decides it, what was promised, what is in danger."""
    viewer = viewer_in(request)
    shown = opportunity_page(viewer, _deal(viewer, pk), done=request.GET.get("done", ""))
    return render(request, "opportunities/opportunity.html", shown)


@page(Right.RECORD_CUSTOMERS, methods=("POST",))
def note(request: Request, pk: int) -> HttpResponse:
    """One thing that is known of it now; which, the form says. To htmx the part of the page that may have changed."""
    viewer, sent = viewer_in(request), request.POST.dict()
    deal, what = _deal(viewer, pk), str(sent.get("what", ""))
    if what not in ACTS:
        raise Http404
    refusal = None
    try:
        place = ACTS[what](viewer, deal, sent, timezone.now())
    except Problem as problem:
        refusal = Refusal(what, problem, sent)
    if refusal is None and (place or not request.htmx):
        return _to(request, place or f"/opportunities/{pk}/?done={what}#{what}")
    shown = opportunity_page(viewer, _deal(viewer, pk), done="" if refusal else what, refusal=refusal)
    if request.htmx:
        # What was refused is swapped in like anything else: the form says why, with what had been typed.
        return render(request, "opportunities/_deal.html", shown)
    return render(request, "opportunities/opportunity.html", shown, status=422)


def _deal(viewer: Viewer, pk: int) -> Opportunity:
    rows = Opportunity.objects.visible_to(viewer).select_related("account", "owner")
    return found_or_404(rows, pk=pk)


def _to(request: Request, place: str) -> HttpResponse:
    """Another page follows, for a browser and for htmx."""
    if not request.htmx:
        return HttpResponseRedirect(place)
    answer = HttpResponse(status=204)
    answer["HX-Redirect"] = place
    return answer
