"""The red flags of an account as of a day: what stood, what had come up since the month before. Source: R205."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Min

from openkam.analysis.words import Text
from openkam.core.access import Viewer
from openkam.core.figures import days_text
from openkam.core.periods import day_text
from openkam.insight.health.flag import SEVERITY_LABELS, Flag, Severity
from openkam.insight.health.flags import flags_of
from openkam.insight.health.gathering import account_facts
from openkam.insight.health.known_then import Known, known_then
from openkam.records.accounts.models import Account
from openkam.records.activities.models import Activity
from openkam.records.archive.models import Fact
from openkam.records.contacts.models import Employment
from openkam.records.needs.models import Objection
from openkam.records.opportunities.models import Opportunity
from openkam.web.log.month import month_name
from openkam.web.policy import found_or_404

KINDS: Final = {Severity.ALERT: "danger", Severity.WARNING: "warning", Severity.NOTE: "plain"}
_EARLIEST: Final = date(2000, 1, 31)
_MONTH: Final = timedelta(days=31)
_DAY: Final = timedelta(days=1)
_TOLD_BY: Final[tuple[tuple[Any, str], ...]] = (
    (Activity, "happened_date"),
    (Employment, "person__noticed_date"),
    (Opportunity, "opened_date"),
    (Objection, "raised_date"),
    (Fact, "noticed_date"),
)


@dataclass(frozen=True)
class Standing:
    """A flag that stood, and whether it had not a month before."""

    flag: Flag
    severity: Text
    kind: str
    is_new: bool


@dataclass(frozen=True)
class Bid:
    """A bid of a deal that was open by the day; `eve` is the day before it, None where that is shown or to come."""

    sentence: Text
    eve: date | None


@dataclass(frozen=True)
class ReplayPage:
    """Everything the page shows; `later` is None where the next month has not come.

    is_before  nothing was recorded yet on that day: no flag stood, and none was missing either
    notice     why another day is shown than was asked for
    known      how much the flags of the day rest on, by the days its authors gave; None before anything was
    """

    account: Account
    day: date
    month: Text
    standing: Sequence[Standing]
    cleared: Sequence[Text]
    earlier: date
    later: date | None
    is_before: bool
    known: Known | None
    notice: Text | None
    bids: Sequence[Bid]


def replay_page(viewer: Viewer, key: int, asked: date | None, *, notice: Text | None = None) -> ReplayPage:
    """The page; what a viewer may not know is no more known of the past.

    Raises Http404 where the viewer sees no such account.
    """
    account = found_or_404(Account.objects.visible_to(viewer), pk=key)
    day = min(max(asked or viewer.today, _EARLIEST), viewer.today)
    if asked is not None and asked < _EARLIEST:
        notice = Text("The replay goes back to {day}.", "回放最早到{day}。").filled(day=day_text(_EARLIEST))
    earlier = day.replace(day=1) - timedelta(days=1)
    first = _first_day(viewer, account)
    is_before = day < viewer.today and (first is None or day < first)
    (now, told), (before, _) = (
        _flags(viewer, account, each) if (first is not None and first <= each) or each == viewer.today else ([], None)
        for each in (day, earlier)
    )
    known = {(one.code, one.opportunity) for one in before}
    here = {(one.code, one.opportunity) for one in now}
    ahead = month_end(day.replace(day=1) + _MONTH)
    return ReplayPage(
        account=account,
        day=day,
        month=month_name(day),
        standing=[
            Standing(one, SEVERITY_LABELS[one.severity], KINDS[one.severity], (one.code, one.opportunity) not in known)
            for one in now
        ],
        cleared=[one.label for one in before if (one.code, one.opportunity) not in here],
        earlier=earlier,
        later=None if day == viewer.today else min(ahead, viewer.today),
        is_before=is_before,
        known=told,
        notice=notice,
        bids=_bids(viewer, account, day),
    )


def _bids(viewer: Viewer, account: Account, day: date) -> list[Bid]:
    """What the flags of the day were in time for, or not; one query."""
    deals = Opportunity.objects.visible_to(viewer).filter(account=account, opened_date__lte=day, bid_date__isnull=False)
    return [
        Bid(_bid_sentence(name, bid, day), bid - _DAY if bid - _DAY <= viewer.today and bid - _DAY != day else None)
        for name, bid in deals.order_by("bid_date", "pk").values_list("name", "bid_date")
        if bid is not None
    ]


def _bid_sentence(name: str, bid: date, day: date) -> Text:
    if bid == day:
        return Text("The bid for “{name}” is due on this day.", "“{name}”当天投标。").filled(name=name)
    words = (
        Text("The bid for “{name}” was due on {bid}, {n} before.", "“{name}”已在{n}前投标（{bid}）。")
        if bid < day
        else Text("The bid for “{name}” is due in {n}, on {bid}.", "“{name}”还有{n}投标（{bid}）。")
    )
    return words.filled(name=name, bid=day_text(bid), n=days_text(abs((bid - day).days)))


def _flags(viewer: Viewer, account: Account, day: date) -> tuple[list[Flag], Known | None]:
    """The flags of a day on what was noted of it by then; today everything is."""
    facts = account_facts(viewer, [account], day)
    kept, told = known_then(viewer, account, facts[account.pk])
    return flags_of(viewer, {account.pk: kept}, day)[account.pk], told


def _first_day(viewer: Viewer, account: Account) -> date | None:
    """The earliest day on which a person, a talk, a deal, an objection or a fact was noted; five queries."""
    days = [
        model.objects.visible_to(viewer).filter(account=account).aggregate(first=Min(field))["first"]
        for model, field in _TOLD_BY
    ]
    return min((one for one in days if one is not None), default=None)


def month_end(day: date) -> date:
    """The latest day of its month."""
    return (day.replace(day=1) + _MONTH).replace(day=1) - timedelta(days=1)
