"""The opportunities of an account: what may be bought, for how much, when, and who decides it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from openkam.analysis.words import Text
from openkam.core.access import Right, Viewer
from openkam.core.money import amount_of
from openkam.core.periods import day_text
from openkam.core.problem import Problem
from openkam.records.accounts.models import Account
from openkam.records.contacts.kinds import RoleCode
from openkam.records.contacts.labels import ROLES, STANDARD_ROLES
from openkam.records.opportunities.labels import OUTCOMES
from openkam.records.opportunities.models import Opportunity
from openkam.records.opportunities.queries import filled_roles
from openkam.records.users.models import User
from openkam.web.opportunities.forms import CURRENCIES, UNITS

Outcome = Opportunity.Outcome
KINDS: Final = {Outcome.OPEN: "plain", Outcome.WON: "good", Outcome.LOST: "danger", Outcome.STALLED: "warning"}
"""How an outcome looks as a chip."""


@dataclass(frozen=True)
class DealRow:
    """An opportunity as the list says it.

    amount   None: unknown; empty the standard roles nobody is named for
    is_late  it is open though the day it was expected has passed
    """

    deal: Opportunity
    amount: Decimal | None
    outcome: Text
    kind: str
    owner: str
    filled: int
    empty: Sequence[Text]
    is_late: bool


@dataclass(frozen=True)
class FormWords:
    """What the form of an opportunity offers."""

    owners: Sequence[tuple[str, str]]
    units: Sequence[tuple[str, Text]]
    currencies: Sequence[str]
    categories: Sequence[str]
    leader: str
    today: date


@dataclass(frozen=True)
class OpportunitiesPage:
    """Everything the list shows; form None where the viewer may only read."""

    account: Account
    title: Text
    lead: Text
    open: Sequence[DealRow]
    closed: Sequence[DealRow]
    sums: Sequence[tuple[str, Decimal]]
    without_amount: int
    needed: int
    form: FormWords | None
    draft: Mapping[str, str]
    problem: Problem | None

    def typed(self, name: str, otherwise: str = "") -> str:
        """What had been typed into a form that was refused."""
        return self.draft.get(name, otherwise)


def opportunities_page(
    viewer: Viewer, account: Account, *, draft: Mapping[str, str] | None = None, problem: Problem | None = None
) -> OpportunitiesPage:
    """The page for an account the viewer was shown; a fixed number of queries."""
    deals = Opportunity.objects.visible_to(viewer).filter(account=account).select_related("owner")
    filled = filled_roles(viewer, account.pk, viewer.today)
    rows = [_row(deal, filled.get(deal.pk, frozenset()), viewer.today) for deal in deals]
    still = sorted((row for row in rows if row.deal.closed_date is None), key=_soonest)
    over = sorted((row for row in rows if row.deal.closed_date is not None), key=_latest, reverse=True)
    writable = Account.objects.writable_by(viewer).filter(pk=account.pk)
    may_change = viewer.may(Right.RECORD_CUSTOMERS) and writable.exists()
    categories = sorted({row.deal.category for row in rows if row.deal.category})
    return OpportunitiesPage(
        account=account,
        title=_title(still, over, filled),
        lead=_lead(still),
        open=still,
        closed=over,
        sums=_sums(still),
        without_amount=sum(row.amount is None for row in still),
        needed=len(STANDARD_ROLES),
        form=form_words(viewer, account, categories) if may_change else None,
        draft=draft or {},
        problem=problem,
    )


def form_words(viewer: Viewer, account: Account, categories: Sequence[str], *, leader: User | None = None) -> FormWords:
    """What the form offers; one query. A new one is led by whoever leads the account; `leader` stays on the list."""
    people = User.objects.visible_to(viewer).filter(is_active=True).order_by("name")
    owners = [(str(key), name) for key, name in people.values_list("pk", "name")]
    if leader is not None and not leader.is_active:
        owners = [(str(leader.pk), leader.name), *owners]
    return FormWords(owners, UNITS, CURRENCIES, categories, str(account.owner_id or viewer.user), viewer.today)


def is_late(deal: Opportunity, today: date) -> bool:
    """Whether it is open though the day it was expected has passed; after a bid one waits."""
    return deal.closed_date is None and deal.expected_date is not None and deal.expected_date < today


def _row(deal: Opportunity, filled: frozenset[str], today: date) -> DealRow:
    return DealRow(
        deal=deal,
        amount=amount_of(deal.amount_units) if deal.amount_units is not None else None,
        outcome=OUTCOMES[deal.outcome],
        kind=KINDS[Outcome(deal.outcome)],
        owner=deal.owner.name if deal.owner is not None else "",
        filled=sum(role in filled for role in STANDARD_ROLES),
        empty=[ROLES[role] for role in STANDARD_ROLES if role not in filled],
        is_late=is_late(deal, today),
    )


def _soonest(row: DealRow) -> tuple[date, date, int]:
    due = [day for day in (row.deal.bid_date, row.deal.expected_date) if day is not None]
    return min(due, default=date.max), row.deal.opened_date, row.deal.pk


def _latest(row: DealRow) -> tuple[date, int]:
    return row.deal.closed_date or row.deal.opened_date, row.deal.pk


def _sums(rows: Sequence[DealRow]) -> list[tuple[str, Decimal]]:
    """By currency, never together: the largest first."""
    sums: dict[str, Decimal] = {}
    for row in rows:
        if row.amount is not None:
            sums[row.deal.currency] = sums.get(row.deal.currency, Decimal()) + row.amount
    return sorted(sums.items(), key=lambda one: (-one[1], one[0]))


def _title(still: Sequence[DealRow], over: Sequence[DealRow], filled: Mapping[int, frozenset[str]]) -> Text:
    """How many are open, and for which of them nobody is named who signs."""
    if not still and not over:
        return Text("No opportunity is noted yet", "还没有登记商机")
    if not still:
        return _closed_words(over)
    count = (
        Text("1 open opportunity", "1个进行中的商机")
        if len(still) == 1
        else Text("{n} open opportunities", "{n}个进行中的商机").filled(n=len(still))
    )
    unsigned = [row.deal.name for row in still if RoleCode.DECIDER not in filled.get(row.deal.pk, frozenset())]
    if not unsigned:
        rest = (
            Text("we know who signs", "已知由谁拍板")
            if len(still) == 1
            else Text("we know who signs each of them", "每个都知道由谁拍板")
        )
    elif len(unsigned) == 1:
        rest = Text("nobody is named who signs “{deal}”", "“{deal}”还不知道由谁拍板").filled(deal=unsigned[0])
    elif len(unsigned) == len(still):
        rest = Text("for none of them we know who signs", "都还不知道由谁拍板")
    else:
        rest = Text("for {n} of them nobody is named who signs", "其中{n}个还不知道由谁拍板").filled(n=len(unsigned))
    return Text("{count}; {rest}", "{count}；{rest}").filled(count=count, rest=rest)


def _closed_words(over: Sequence[DealRow]) -> Text:
    counts = Counter(row.deal.outcome for row in over)
    told = [(OUTCOMES[code], counts[code]) for code in (Outcome.WON, Outcome.LOST, Outcome.STALLED) if counts[code]]
    en = ", ".join(f"{n} {label.en.lower()}" for label, n in told)
    zh = "、".join(f"{label.zh}{n}个" for label, n in told)
    return Text(f"No opportunity is open; {en}", f"没有进行中的商机；{zh}")


def _lead(still: Sequence[DealRow]) -> Text:
    late = [row.deal for row in still if row.is_late]
    if len(late) == 1:
        day = late[0].expected_date
        return Text(
            "“{deal}” was expected on {day} and is still open: close it or give it another day.",
            "“{deal}”预计于{day}定下来，至今仍未关闭：请关闭或更新日期。",
        ).filled(deal=late[0].name, day=day_text(day) if day is not None else "")
    if late:
        return Text(
            "{n} of them have passed their day and are still open: close them or give them another day.",
            "其中{n}个已过预计日期仍未关闭：请关闭或更新日期。",
        ).filled(n=len(late))
    return Text("", "")
