"""What people write on the page of an opportunity: each act reads its own fields of the form and calls one action.

An act answers with the address of the page that follows, blank where it is the same.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from openkam.analysis.words import Text
from openkam.core.access import Viewer
from openkam.core.problem import Problem
from openkam.records.contacts.models import Person
from openkam.records.opportunities import actions
from openkam.records.opportunities.models import Opportunity, Promise
from openkam.web.opportunities.forms import Sent, lowest_price_of, opportunity_form
from openkam.web.policy import found_or_404
from openkam.web.typed import day_of, key_of

Act = Callable[[Viewer, Opportunity, Sent, datetime], str]
SAME: Final = ""


def _change(viewer: Viewer, deal: Opportunity, sent: Sent, now: datetime) -> str:
    form = opportunity_form(viewer, sent)
    actions.change_opportunity(viewer=viewer, opportunity=deal, seen=sent.get("seen", ""), now=now, **form.fields)
    return SAME


def _close(viewer: Viewer, deal: Opportunity, sent: Sent, now: datetime) -> str:
    """What was not won is reviewed next: the causes are asked before the signals are shown (R206)."""
    closed = actions.close_opportunity(
        viewer=viewer,
        opportunity=deal,
        outcome=sent.get("outcome", ""),
        closed_date=day_of(sent.get("closed", "")),
        lowest_price_was_ours=lowest_price_of(sent),
        now=now,
    )
    if closed.outcome == Opportunity.Outcome.WON:
        return SAME
    return f"/accounts/{deal.account_id}/log/deals/{deal.pk}/review/"


def _reopen(viewer: Viewer, deal: Opportunity, sent: Sent, now: datetime) -> str:
    del sent
    actions.reopen_opportunity(viewer=viewer, opportunity=deal, now=now)
    return SAME


def _role(viewer: Viewer, deal: Opportunity, sent: Sent, now: datetime) -> str:
    actions.note_deal_role(
        viewer=viewer,
        opportunity=deal,
        person=_person(viewer, sent),
        role=sent.get("role", ""),
        position=sent.get("position", ""),
        evidence=sent.get("evidence", ""),
        since_date=day_of(sent.get("since", "")),
        now=now,
    )
    return SAME


def _end_role(viewer: Viewer, deal: Opportunity, sent: Sent, now: datetime) -> str:
    person = _person(viewer, sent)
    actions.end_deal_role(viewer=viewer, opportunity=deal, person=person, role=sent.get("role", ""), now=now)
    return SAME


def _view(viewer: Viewer, deal: Opportunity, sent: Sent, now: datetime) -> str:
    actions.note_deal_view(
        viewer=viewer,
        opportunity=deal,
        person=_person(viewer, sent),
        influence=sent.get("influence", ""),
        mode=sent.get("mode", ""),
        evidence=sent.get("evidence", ""),
        observed_date=day_of(sent.get("observed", "")),
        now=now,
    )
    return SAME


def _tender(viewer: Viewer, deal: Opportunity, sent: Sent, now: datetime) -> str:
    actions.set_tender_owner(
        viewer=viewer,
        opportunity=deal,
        person=_person(viewer, sent) if sent.get("person") else None,
        department=sent.get("department", ""),
        source=sent.get("source", ""),
        since_date=day_of(sent.get("since", "")),
        now=now,
    )
    return SAME


def _promise(viewer: Viewer, deal: Opportunity, sent: Sent, now: datetime) -> str:
    actions.note_promise(
        viewer=viewer,
        opportunity=deal,
        person=_person(viewer, sent),
        text=sent.get("text", ""),
        said_date=day_of(sent.get("said", "")),
        now=now,
    )
    return SAME


def _confirm(viewer: Viewer, deal: Opportunity, sent: Sent, now: datetime) -> str:
    rows = Promise.objects.visible_to(viewer).filter(opportunity=deal)
    actions.confirm_promise(
        viewer=viewer,
        promise=found_or_404(rows, pk=key_of(sent.get("promise", "")) or 0),
        person=_person(viewer, sent),
        confirmed_date=day_of(sent.get("confirmed", "")),
        now=now,
    )
    return SAME


def _person(viewer: Viewer, sent: Sent) -> Person:
    key = key_of(sent.get("person", ""))
    if key is None:
        raise Problem(
            Text("Nobody is chosen.", "没有选择人员。"),
            remedy=Text("Choose a person of the customer.", "请选择客户方人员。"),
        )
    return found_or_404(Person.objects.visible_to(viewer), pk=key)


ACTS: Final[dict[str, Act]] = {
    "change": _change,
    "close": _close,
    "reopen": _reopen,
    "role": _role,
    "end-role": _end_role,
    "view": _view,
    "tender": _tender,
    "promise": _promise,
    "confirm": _confirm,
}
"""By the word that the form sends along."""
