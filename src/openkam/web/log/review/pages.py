"""The review of a deal that was not won: it asks for causes before it shows which signals were missed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from openkam.analysis.words import Text
from openkam.core.access import Right, Viewer
from openkam.core.problem import Problem
from openkam.insight.health.flag import Flag
from openkam.insight.health.flags import red_flags
from openkam.records.accounts.models import Account
from openkam.records.needs.causes import BY_CODE, CAUSES, Cause, causes_to_ask
from openkam.records.needs.models import LossReview
from openkam.records.opportunities.models import Opportunity
from openkam.web.policy import found_or_404

DAY: timedelta = timedelta(days=1)


@dataclass(frozen=True)
class Missed:
    """A signal that stood before the end, and the causes that would have named it.

    was_named  whether the review names one of them
    """

    flag: Flag
    causes: Sequence[Text]
    was_named: bool


@dataclass(frozen=True)
class ReviewPage:
    """Everything the page shows; `missed` is None until a review was written: the page asks before it shows."""

    account: Account
    deal: Opportunity
    causes: Sequence[Cause]
    review: LossReview | None
    named: Sequence[Text]
    earlier: Sequence[LossReview]
    missed: Sequence[Missed] | None
    as_of: date
    unnamed: Sequence[Text]
    may_write: bool
    asks_again: bool
    draft: Mapping[str, object]
    problem: Problem | None = None


def review_page(
    viewer: Viewer,
    key: int,
    deal: int,
    *,
    asks_again: bool = False,
    draft: Mapping[str, object] | None = None,
    problem: Problem | None = None,
) -> ReviewPage:
    """The page.

    Raises Http404 where the viewer sees no such deal, or it is open or won.
    """
    account = found_or_404(Account.objects.visible_to(viewer), pk=key)
    not_won = (Opportunity.Outcome.LOST, Opportunity.Outcome.STALLED)
    known = found_or_404(Opportunity.objects.visible_to(viewer).filter(outcome__in=not_won), pk=deal, account=account)
    rows = LossReview.objects.visible_to(viewer).filter(opportunity=known).select_related("author")
    reviews = list(rows.order_by("-reviewed_at", "-pk"))
    review = reviews[0] if reviews else None
    as_of = last_chance(known)
    missed = _missed(viewer, account, as_of, review) if review is not None and not asks_again else None
    writable = Account.objects.visible_to(viewer).writable_by(viewer).filter(pk=key)
    return ReviewPage(
        account=account,
        deal=known,
        causes=causes_to_ask(lowest_price_was_ours=known.lowest_price_was_ours),
        review=review,
        named=[BY_CODE[code].text for code in (review.causes if review is not None else ()) if code in BY_CODE],
        earlier=reviews[1:],
        missed=missed,
        as_of=as_of,
        unnamed=_unnamed(missed or ()),
        may_write=viewer.may(Right.RECORD_CUSTOMERS) and writable.exists(),
        asks_again=asks_again,
        draft=draft or {},
        problem=problem,
    )


def last_chance(deal: Opportunity) -> date:
    """The latest day on which something could still be done: before the bid, else before the end."""
    closed = deal.closed_date or deal.opened_date
    end = min(deal.bid_date, closed) if deal.bid_date is not None else closed
    return max(end - DAY, deal.opened_date)


def _missed(viewer: Viewer, account: Account, as_of: date, review: LossReview) -> list[Missed]:
    """The flags of that day, each with the causes that stand for it."""
    found = []
    for flag in red_flags(viewer, [account], as_of)[account.pk]:
        causes = [cause for cause in CAUSES if flag.code in cause.flags]
        named = any(cause.code in review.causes for cause in causes)
        found.append(Missed(flag, [cause.text for cause in causes], named))
    return found


def _unnamed(missed: Sequence[Missed]) -> list[Text]:
    """Causes that a signal spoke for and the review does not name."""
    texts = [text for one in missed if not one.was_named for text in one.causes]
    return list(dict.fromkeys(texts))
