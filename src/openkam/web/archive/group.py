"""The group of an account: who belongs to whom, what each brings alone and with its subsidiaries, who is a partner."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q

from openkam.analysis.methods.portfolio.group import Total, with_subsidiaries
from openkam.analysis.words import Text
from openkam.core.access import FieldClass, Viewer
from openkam.core.currencies import currency_code
from openkam.core.periods import day_text
from openkam.insight.grading.models import Grade, Run
from openkam.insight.grading.queries import run_in_force
from openkam.records.accounts.models import Account, GroupLink
from openkam.records.archive.code_lists import current_version, exact, rolled_up
from openkam.records.archive.group import Inherited, group_of, inherited
from openkam.records.archive.kinds import Scope, Subject
from openkam.records.archive.labels import SCOPES
from openkam.records.archive.models import Partnership
from openkam.records.contacts.models import Employment
from openkam.web.archive.frame import Answer, Frame, frame_of


@dataclass(frozen=True)
class Row:
    """A company of the group; figures of it alone and with everything below it that the viewer sees.

    is_dated  whether a link with days, not a file, says whom it stands below
    """

    account: Account
    depth: int
    is_this: bool
    is_dated: bool
    sales: Total[Decimal]
    profit: Total[Decimal]
    people: Total[int]
    inherited: Inherited | None
    reach: Text | None


@dataclass(frozen=True)
class GroupPage:
    """Everything the page shows; `this` is the account's own row.

    day   the day whose tree is shown; `is_past` where it is not today
    days  days on which something changed, to look at, the latest first
    """

    frame: Frame
    title: Text
    day: date
    is_past: bool
    days: Sequence[date]
    rows: Sequence[Row]
    this: Row
    reads_prices: bool
    currency: str
    links: Sequence[GroupLink]
    partnership: Partnership | None
    parents: Sequence[tuple[str, str]]
    scopes: Sequence[tuple[str, Text]]
    notice: Text | None


def group_page(
    viewer: Viewer, key: int, answer: Answer = None, *, day: date | None = None, notice: Text | None = None
) -> GroupPage:
    """The page; a fixed number of queries, however large the group.

    day     whose tree is shown; today where none is given or it is to come
    notice  why another day is shown than was asked for

    Raises Http404 where the viewer sees no such account.
    """
    frame = frame_of(viewer, key, "group/", answer)
    on = day if day is not None and day < viewer.today else viewer.today
    is_past = on < viewer.today
    if is_past:
        frame = replace(frame, may_change=False)
    account, run = frame.account, run_in_force()
    rows = group_rows(viewer, account, run, on)
    this = next(row for row in rows if row.is_this)
    links = GroupLink.objects.visible_to(viewer).filter(account=account).select_related("noted_by")
    seen_links = _seen_links(viewer, list(links.order_by("-since_date", "-pk")))
    held = this.inherited.partnership if this.inherited and this.inherited.partner.pk == account.pk else None
    return GroupPage(
        frame=frame,
        title=_title(rows, this, on if is_past else None),
        day=on,
        is_past=is_past,
        days=_days(seen_links, held, viewer.today),
        rows=rows,
        this=this,
        reads_prices=viewer.reads(FieldClass.PRICE),
        currency=currency_code(run.currency) if run is not None else "",
        links=seen_links,
        partnership=held,
        parents=_parents(rows) if frame.may_change else (),
        scopes=list(SCOPES.items()),
        notice=notice,
    )


def group_rows(viewer: Viewer, account: Account, run: Run | None, day: date) -> list[Row]:
    """The companies of the group as it was on a day, parents first.

    Money is that of the grading in force, people are those of the day; both are summed up the tree of the day.
    """
    members = group_of(viewer, account, day)
    accounts = [member.account for member in members]
    parents = {one.account.pk: one.parent for one in members}
    sales, profit = _money(viewer, accounts, run)
    heads = _people(viewer, accounts, day)
    by_sales, by_profit = with_subsidiaries(parents, sales), with_subsidiaries(parents, profit)
    by_people = with_subsidiaries(parents, heads)
    keys = inherited(viewer, members, day)
    return [
        Row(
            member.account,
            member.depth,
            member.account.pk == account.pk,
            member.is_dated,
            by_sales[member.account.pk],
            by_profit[member.account.pk],
            by_people[member.account.pk],
            keys.get(member.account.pk),
            reach_of(keys[member.account.pk].partnership) if member.account.pk in keys else None,
        )
        for member in members
    ]


def reach_of(row: Partnership) -> Text:
    """How far a partnership reaches, in words."""
    if row.scope == Scope.NETWORK:
        return SCOPES[Scope.NETWORK]
    line = rolled_up(Subject.REGION, current_version(Subject.REGION), row.region)
    return exact(line) if line else Text("{code}", "{code}").filled(code=row.region)


def _money(
    viewer: Viewer, accounts: Sequence[Account], run: Run | None
) -> tuple[dict[int, Decimal | None], dict[int, Decimal | None]]:
    """Sales and profit of the latest 12 months by key; profit only for who may read it."""
    if run is None:
        return {}, {}
    fields = ["account_id", "net_sales_12m"] + (["gross_profit_12m"] if viewer.reads(FieldClass.PRICE) else [])
    rows = Grade.objects.visible_to(viewer).filter(run=run, account__in=[one.pk for one in accounts])
    found = list(rows.values(*fields))
    sales = {row["account_id"]: row["net_sales_12m"] for row in found}
    return sales, {row["account_id"]: row.get("gross_profit_12m") for row in found}


def _people(viewer: Viewer, accounts: Sequence[Account], day: date) -> dict[int, int | None]:
    """How many people were known at each on the day."""
    there = (Q(until_date=None) | Q(until_date__gte=day)) & (Q(since_date=None) | Q(since_date__lte=day))
    rows = Employment.objects.visible_to(viewer).filter(
        there, account__in=[one.pk for one in accounts], person__is_placeholder=False, person__merged_into=None
    )
    counted: dict[int, int | None] = dict.fromkeys((one.pk for one in accounts), 0)
    found = rows.filter(person__erased_at=None).values_list("account_id").annotate(Count("person", distinct=True))
    counted.update(found.order_by("account_id"))
    return counted


def _parents(rows: Sequence[Row]) -> list[tuple[str, str]]:
    """Whom of its group the account may be put under; another company is named by its code."""
    below: set[int] = set()
    for row in rows:  # parents come first
        if row.is_this or row.account.parent_id in below:
            below.add(row.account.pk)
    return [(str(row.account.pk), row.account.name) for row in rows if row.account.pk not in below]


def _seen_links(viewer: Viewer, links: Sequence[GroupLink]) -> list[GroupLink]:
    """Links whose parent the viewer sees, each with it; others are not told."""
    wanted = {link.parent_id for link in links if link.parent_id is not None}
    seen = {one.pk: one for one in Account.objects.visible_to(viewer).filter(pk__in=wanted)}
    found = []
    for link in links:
        if link.parent_id is None or link.parent_id in seen:
            link.parent = seen.get(link.parent_id) if link.parent_id is not None else None
            found.append(link)
    return found


def _days(links: Sequence[GroupLink], held: Partnership | None, today: date) -> list[date]:
    """Days on which the account changed groups or became a partner: on each a tree of its own begins."""
    changed = {link.since_date for link in links} | ({held.since_date} if held is not None else set())
    return sorted((day for day in changed if day < today), reverse=True)


def _title(rows: Sequence[Row], this: Row, day: date | None) -> Text:
    """The finding; `day` where it is that of a past day."""
    found = _finding(rows, this)
    return found if day is None else Text("{day}: {found}", "{day}：{found}").filled(day=day_text(day), found=found)


def _finding(rows: Sequence[Row], this: Row) -> Text:
    if len(rows) == 1:
        head = Text("Stands alone: no group is known", "独立客户：未知集团关系")
    elif this.depth == 0:
        head = Text("Leads a group of {n} companies", "集团之首，共{n}家单位").filled(n=len(rows))
    else:
        head = Text("One of {n} companies of {top}", "{top}的{n}家单位之一").filled(
            n=len(rows), top=rows[0].account.name
        )
    if this.inherited is None:
        return head
    if this.inherited.partner.pk == this.account.pk:
        return Text("{head}; partner of the group", "{head}；集团合作伙伴").filled(head=head)
    return Text("{head}; key account by the group", "{head}；因集团合作列为大客户").filled(head=head)
