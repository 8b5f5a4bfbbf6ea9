"""The review of a deal that was not won."""

from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone

from openkam.core.access import Right
from openkam.core.problem import Problem
from openkam.records.accounts.models import Account
from openkam.records.needs.actions import review_loss
from openkam.records.opportunities.models import Opportunity
from openkam.web.log.review.pages import review_page
from openkam.web.policy import found_or_404, page
from openkam.web.ui.render import render
from openkam.web.viewer import Request, viewer_in

_MOST_CAUSES = 20


@page(Right.RECORD_CUSTOMERS, methods=("GET", "POST"))
def review(request: Request, pk: int, deal: int) -> HttpResponse:
    """Asks for the causes; once they are written, shows which signals stood before the end."""
    viewer = viewer_in(request)
    if request.method != "POST":
        shown = review_page(viewer, pk, deal, asks_again="again" in request.GET)
        return render(request, "log/review/review.html", shown)
    sent = request.POST
    account = found_or_404(Account.objects.visible_to(viewer), pk=pk)
    known = found_or_404(Opportunity.objects.visible_to(viewer), pk=deal, account=account)
    main, others = sent.get("main", ""), sent.getlist("causes")[:_MOST_CAUSES]
    causes = [code for code in (main, *others) if code]
    try:
        review_loss(viewer=viewer, opportunity=known, causes=causes, lesson=sent.get("lesson", ""), now=timezone.now())
    except Problem as problem:
        draft = {"main": main, "causes": set(others), "lesson": sent.get("lesson", "")[:600]}
        shown = review_page(viewer, pk, deal, asks_again=True, draft=draft, problem=problem)
        return render(request, "log/review/review.html", shown, status=422)
    return HttpResponseRedirect(f"/accounts/{pk}/log/deals/{deal}/review/")
