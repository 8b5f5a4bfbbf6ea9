"""Which group an account belongs to since when, and whether we are a partner of the whole group."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from openkam.analysis.words import Text
from openkam.core.access import Right, Viewer, require
from openkam.core.audit.actions import locked_head, record
from openkam.core.problem import Problem
from openkam.records.accounts.models import Account, GroupLink
from openkam.records.accounts.reach import changeable_one
from openkam.records.accounts.refusals import gone, not_one_day
from openkam.records.archive.coding import region_code
from openkam.records.archive.group import is_below
from openkam.records.archive.kinds import Scope
from openkam.records.archive.models import Partnership
from openkam.records.archive.words import chosen, past_day, written

_SOURCE = Text("The source", "来源")


@transaction.atomic
def link_to_group(
    *,
    viewer: Viewer,
    account: Account,
    parent: Account | None,
    source: str,
    now: datetime,
    since_date: date | None = None,
) -> GroupLink:
    """The account belongs to another one, or to none, since a day; from now on files no longer change it.

    Raises Problem where the parent already belongs to the account: a group has no circles. A parent the viewer does
    not see answers as one that is not there.
    """
    require(viewer, Right.RECORD_CUSTOMERS)
    locked_head()  # two links at once could close a circle
    known = changeable_one(viewer, account)
    upper = _seen(viewer, parent)
    since = past_day(since_date, viewer.today)
    if upper is not None and (upper.pk == known.pk or is_below(upper.pk, known.pk)):
        raise Problem(
            Text("{name} belongs to this account already.", "{name}本身隶属于该客户。").filled(name=upper.name),
            remedy=Text(
                "Choose another parent, or take the lower one out of the group first.",
                "请选择其他上级，或先将下级移出集团。",
            ),
        )
    _end_open_link(known, since)
    link = GroupLink.objects.create(
        account=known,
        parent=upper,
        since_date=since,
        source=written(source, 200, _SOURCE),
        noted_by_id=viewer.user,
        noted_at=now,
    )
    before, known.parent = known.parent_id, upper
    known.save(update_fields=["parent"])
    change = {"parent": [before, known.parent_id], "since_date": [None, since]}
    record(viewer, "link_to_group", kind="account", key=known.pk, change=change, now=now)
    return link


@transaction.atomic
def end_group_link(*, viewer: Viewer, account: Account, now: datetime, until_date: date | None = None) -> GroupLink:
    """The account belongs to its group until a day, and to none from the next one on."""
    require(viewer, Right.RECORD_CUSTOMERS)
    locked_head()
    known = changeable_one(viewer, account)
    open_link = GroupLink.objects.filter(account=known, until_date=None).first()
    if known.parent_id is None:
        raise gone()
    until = past_day(until_date, viewer.today)
    if open_link is not None and until < open_link.since_date:
        raise not_one_day(until)
    following = min(until + timedelta(days=1), viewer.today)
    if open_link is not None:
        open_link.until_date = max(following - timedelta(days=1), open_link.since_date)
        open_link.save(update_fields=["until_date"])
    link = GroupLink.objects.create(
        account=known,
        parent=None,
        since_date=following,
        source=open_link.source if open_link else "–",
        noted_by_id=viewer.user,
        noted_at=now,
    )
    before, known.parent = known.parent_id, None
    known.save(update_fields=["parent"])
    change = {"parent": [before, None], "until_date": [None, until]}
    record(viewer, "end_group_link", kind="account", key=known.pk, change=change, now=now)
    return link


@transaction.atomic
def set_partnership(
    *,
    viewer: Viewer,
    account: Account,
    scope: str,
    evidence: str,
    now: datetime,
    region: str = "",
    since_date: date | None = None,
) -> Partnership:
    """We are a partner of the group this account leads: its branches are key accounts, all or those of a region."""
    require(viewer, Right.RECORD_CUSTOMERS)
    known = changeable_one(viewer, account)
    reach = Scope(chosen(scope, Scope.values))
    since = past_day(since_date, viewer.today)
    area = _area(region) if reach is Scope.REGION else ""
    _close_partnership(known, since)
    row = Partnership.objects.create(
        account=known,
        scope=reach,
        region=area,
        evidence=written(evidence, 300, Text("The evidence", "依据")),
        since_date=since,
        noted_by_id=viewer.user,
        noted_at=now,
    )
    change = {"scope": [None, reach], "region": [None, area], "evidence": [None, row.evidence]}
    record(viewer, "set_partnership", kind="account", key=known.pk, change=change, now=now)
    return row


@transaction.atomic
def end_partnership(*, viewer: Viewer, account: Account, now: datetime) -> None:
    """Today we are no longer a partner of the group."""
    require(viewer, Right.RECORD_CUSTOMERS)
    known = changeable_one(viewer, account)
    if not Partnership.objects.filter(account=known, until_date=None).exists():
        raise gone()
    _close_partnership(known, viewer.today)
    change = {"until_date": [None, viewer.today]}
    record(viewer, "end_partnership", kind="account", key=known.pk, change=change, now=now)


def _seen(viewer: Viewer, parent: Account | None) -> Account | None:
    if parent is None:
        return None
    found = Account.objects.visible_to(viewer).filter(pk=parent.pk).first()
    if found is None:
        raise gone()
    return found


def _end_open_link(account: Account, since: date) -> None:
    """The link that holds ends the day before; one that began on the same day or later was a slip and goes."""
    rows = GroupLink.objects.filter(account=account)
    rows.filter(since_date__gte=since).delete()
    rows.filter(Q(until_date=None) | Q(until_date__gte=since)).update(until_date=since - timedelta(days=1))


def _close_partnership(account: Account, day: date) -> None:
    rows = Partnership.objects.filter(account=account)
    rows.filter(since_date__gte=day, until_date=None).delete()
    rows.filter(until_date=None).update(until_date=day - timedelta(days=1))


def _area(words: str) -> str:
    code = region_code(words[:100])
    if not code:
        raise Problem(
            Text("A regional partnership names its region.", "区域级合作须注明区域。"),
            remedy=Text("Write a province or city, such as 江苏省.", "请填写省份或城市，如 江苏省。"),
            value=words[:40],
        )
    return code
