"""What people decided, and rating in place."""

from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone

from openkam.core.access import Right
from openkam.core.problem import Problem
from openkam.ledger.folder import data_folder
from openkam.records.accounts.actions import rate_account
from openkam.records.accounts.models import Account
from openkam.web.grading.people.pages import people_page
from openkam.web.policy import found_or_404, page
from openkam.web.typed import day_of, key_of, page_number, rating_of
from openkam.web.ui.render import render
from openkam.web.viewer import Request, viewer_in


@page(Right.SEE_ACCOUNTS)
def people(request: Request) -> HttpResponse:
    """Overrides, and accounts that wait for a rating."""
    shown = people_page(
        viewer_in(request),
        folder=data_folder(),
        measure=request.GET.get("measure", ""),
        page=page_number(request.GET),
    )
    return render(request, "grading/people/people.html", shown)


@page(Right.RATE_ACCOUNTS, methods=("POST",))
def ratings(request: Request) -> HttpResponse:
    """Rate one account and go on with the list; what was refused is told with what had been typed."""
    viewer, given = viewer_in(request), request.POST
    key, measure = given.get("account", ""), given.get("measure", "")
    account = found_or_404(Account.objects.visible_to(viewer), pk=key_of(key))
    try:
        rate_account(
            viewer=viewer,
            account=account,
            measure=measure,
            value=rating_of(given.get("value", "")),
            evidence=given.get("evidence", ""),
            rated_date=day_of(given.get("rated", "")),
            now=timezone.now(),
        )
    except Problem as problem:
        shown = people_page(
            viewer,
            folder=data_folder(),
            measure=measure,
            page=page_number(given),
            problem=problem,
            draft={name: given.get(name, "") for name in given},
        )
        return render(request, "grading/people/people.html", shown, status=422)
    return HttpResponseRedirect(f"/grading/people/?measure={measure}&page={page_number(given)}#ratings")
