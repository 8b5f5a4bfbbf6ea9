"""The six criteria, account by account."""

from django.http import HttpResponse

from openkam.core.access import Right
from openkam.ledger.folder import data_folder
from openkam.web.grading.card.pages import Wanted, card_page
from openkam.web.policy import page
from openkam.web.typed import page_number
from openkam.web.ui.render import render
from openkam.web.viewer import Request, viewer_in


@page(Right.SEE_ACCOUNTS)
def card(request: Request) -> HttpResponse:
    """All visible accounts, or those that give one answer to one criterion."""
    given = request.GET
    wanted = Wanted(given.get("criterion", ""), given.get("answer", ""), given.get("level", ""))
    shown = card_page(viewer_in(request), folder=data_folder(), wanted=wanted, page=page_number(given))
    return render(request, "grading/card/card.html", shown)
