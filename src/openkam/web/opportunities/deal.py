"""The page of one opportunity: who decides it and what each of them wants, who runs it, what endangers it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from openkam.analysis.words import Text
from openkam.core.access import Right, Viewer
from openkam.core.money import amount_of
from openkam.core.periods import day_text
from openkam.core.problem import Problem
from openkam.insight.health.flag import SEVERITY_LABELS, Flag, Severity, listed
from openkam.insight.health.flags import flags_of
from openkam.insight.health.gathering import account_facts
from openkam.records.accounts.models import Account
from openkam.records.contacts.kinds import RoleCode
from openkam.records.contacts.labels import ROLES
from openkam.records.contacts.queries import Chair, account_people
from openkam.records.contacts.scales import DEGREES, MODES
from openkam.records.needs.causes import BY_CODE
from openkam.records.needs.models import Objection
from openkam.records.opportunities.labels import OUTCOMES
from openkam.records.opportunities.models import Opportunity
from openkam.records.opportunities.seen import mark_of
from openkam.web.opportunities.forms import amount_text
from openkam.web.opportunities.pages import KINDS, FormWords, Outcome, form_words, is_late
from openkam.web.opportunities.roles import RoleLine, role_lines
from openkam.web.opportunities.told import (
    EntryLine,
    PromiseLine,
    TenderLine,
    ViewLine,
    entry_lines,
    open_objections,
    promise_lines,
    tender_lines,
    view_lines,
)

Option = tuple[str, Text | str]
SEVERITY_KINDS: Final = {Severity.ALERT: "danger", Severity.WARNING: "warning", Severity.NOTE: "plain"}
"""How a severity looks as a chip."""
PLACES: Final = {"end-role": "role", "confirm": "promise", "close": "change", "reopen": "change", "new": "role"}
"""In which part of the page an act is answered where it is not the part of its own name."""
_CHOOSE: Final = Text("choose …", "请选择……")


@dataclass(frozen=True)
class Refusal:
    """What was refused: the act, why, and what had been typed."""

    what: str
    problem: Problem
    draft: Mapping[str, str]


@dataclass(frozen=True)
class FlagLine:
    """A flag that concerns the opportunity, with the page that remedies it."""

    flag: Flag
    kind: str
    severity: Text
    href: str


@dataclass(frozen=True)
class OpportunityPage:
    """Everything the page shows.

    people      whom a form may name; real_people: without chairs nobody sits on
    reads_intel whether the viewer may know what colleagues think of people here; `views` and `promises` are empty else
    form        None where the viewer may only read; may_judge: whether he may write what he thinks of people
    done        the act that was just done
    """

    account: Account
    deal: Opportunity
    title: Text
    lead: Text
    amount: Decimal | None
    outcome: Text
    kind: str
    is_late: bool
    causes: Sequence[Text]
    roles: Sequence[RoleLine]
    views: Sequence[ViewLine]
    tender: Sequence[TenderLine]
    promises: Sequence[PromiseLine]
    flags: Sequence[FlagLine]
    objections: Sequence[Objection]
    entries: Sequence[EntryLine]
    entry_count: int
    people: Sequence[Option]
    real_people: Sequence[Option]
    reads_intel: bool
    form: FormWords | None
    may_judge: bool
    today: date
    done: str = ""
    refusal: Refusal | None = None
    role_options: Sequence[Option] = field(default_factory=lambda: list(ROLES.items()))
    degrees: Sequence[Option] = field(default_factory=lambda: [("", Text("not said", "不填")), *DEGREES.items()])
    modes: Sequence[Option] = field(default_factory=lambda: [("", Text("not said", "不填")), *MODES.items()])

    @property
    def filled(self) -> int:
        """How many of the roles that are needed somebody of flesh and blood has."""
        return sum(one.is_filled for one in self.roles if one.is_needed)

    @property
    def needed(self) -> int:
        """How many roles each opportunity has."""
        return sum(one.is_needed for one in self.roles)

    @property
    def is_open(self) -> bool:
        """Whether it is not closed."""
        return self.deal.closed_date is None

    def is_done(self, part: str) -> bool:
        """Whether something was just written in this part of the page."""
        return bool(self.done) and PLACES.get(self.done, self.done) == part

    def typed(self, what: str, name: str, otherwise: str = "") -> str:
        """What had been typed into a form that was refused, else what it begins with."""
        return self.refusal.draft.get(name, otherwise) if self.refusal and self.refusal.what == what else otherwise

    @property
    def known(self) -> Mapping[str, str]:
        """The opportunity as the form of a change begins."""
        days = {"expected": self.deal.expected_date, "bid": self.deal.bid_date, "opened": self.deal.opened_date}
        return {
            "name": self.deal.name,
            "category": self.deal.category,
            "owner": str(self.deal.owner_id or ""),
            "amount": amount_text(self.deal.amount_units),
            "unit": "1",
            "currency": self.deal.currency or "CNY",
            "seen": mark_of(self.deal),
            **{name: day.isoformat() if day is not None else "" for name, day in days.items()},
        }


def opportunity_page(
    viewer: Viewer, deal: Opportunity, *, done: str = "", refusal: Refusal | None = None
) -> OpportunityPage:
    """The page of an opportunity the viewer was shown; a fixed number of queries."""
    account: Account = deal.account
    people = account_people(viewer, [account], viewer.today)
    facts = account_facts(viewer, [account], viewer.today, people=people)[account.pk]
    chairs = [one for one in people[account.pk].chairs if not one.has_left(viewer.today)]
    roles = role_lines(viewer, deal, chairs, facts)
    named = {one.person: one.name for line in roles for one in line.holders if not one.is_chair}
    tender, entries = tender_lines(viewer, deal), entry_lines(viewer, deal)
    writable = Account.objects.writable_by(viewer).filter(pk=account.pk)
    may_change = viewer.may(Right.RECORD_CUSTOMERS) and writable.exists()
    flags = flags_of(viewer, {account.pk: facts}, viewer.today)[account.pk]
    return OpportunityPage(
        account=account,
        deal=deal,
        title=_title(deal, roles),
        lead=_lead(deal, tender, viewer.today),
        amount=amount_of(deal.amount_units) if deal.amount_units is not None else None,
        outcome=OUTCOMES[deal.outcome],
        kind=KINDS[Outcome(deal.outcome)],
        is_late=is_late(deal, viewer.today),
        causes=[BY_CODE[code].text for code in deal.loss_causes if code in BY_CODE],
        roles=roles,
        views=view_lines(viewer, deal, named) if facts.reads_intel else (),
        tender=tender,
        promises=promise_lines(viewer, deal),
        flags=[_flag_line(account, one) for one in _own_first(flags) if _concerns(one, deal, named)]
        if deal.closed_date is None
        else (),
        objections=open_objections(viewer, deal),
        entries=entries[0],
        entry_count=entries[1],
        people=_options(chairs),
        real_people=_options([one for one in chairs if not one.is_placeholder]),
        reads_intel=facts.reads_intel,
        form=form_words(viewer, account, (), leader=deal.owner) if may_change else None,
        may_judge=may_change and facts.reads_intel,
        today=viewer.today,
        done=done,
        refusal=refusal,
    )


def _title(deal: Opportunity, roles: Sequence[RoleLine]) -> Text:
    """Who signs and which roles nobody is named for; of a closed one, how it ended."""
    if deal.closed_date is not None:
        words = Text("{deal}: {outcome} on {day}", "{deal}：{day}{outcome}")
        label = OUTCOMES[deal.outcome]
        outcome = Text(label.en.lower(), label.zh)
        return words.filled(deal=deal.name, outcome=outcome, day=day_text(deal.closed_date))
    signing = [one.name for line in roles if line.code == RoleCode.DECIDER for one in line.holders if not one.is_chair]
    missing = [line.label for line in roles if line.is_needed and not line.is_filled and line.code != RoleCode.DECIDER]
    who = (
        Text("{names} signs", "{names}拍板").filled(names=_listed([Text(name, name) for name in signing]))
        if signing
        else Text("nobody is named who signs", "还不知道由谁拍板")
    )
    if not missing:
        return Text("{deal}: {who}", "{deal}：{who}").filled(deal=deal.name, who=who)
    lower = [Text(one.en.lower(), one.zh) for one in missing]
    words = Text("{deal}: {who}; no {roles} named", "{deal}：{who}，{roles}未明确")
    return words.filled(deal=deal.name, who=who, roles=_listed(lower))


def _listed(words: Sequence[Text]) -> Text:
    return listed(words, Text("{n} more", "{n}人"))


def _lead(deal: Opportunity, tender: Sequence[TenderLine], today: date) -> Text:
    """What is next in time, and who runs it."""
    parts = []
    if deal.closed_date is None and deal.bid_date is not None and deal.bid_date >= today:
        parts.append(_in_days(Text("Bids are due", "投标"), (deal.bid_date - today).days))
    elif deal.closed_date is None and deal.expected_date is not None:
        parts.append(_expected(deal.expected_date, today))
    if deal.closed_date is None and tender:
        runs = " ".join(filter(None, (tender[0].department, tender[0].name)))
        parts.append(Text("{who} runs the purchase.", "由{who}主持采购。").filled(who=runs or "?"))
    return Text(" ".join(one.en for one in parts), "".join(one.zh for one in parts))


def _expected(day: date, today: date) -> Text:
    if day >= today:
        return _in_days(Text("A decision is expected", "定标"), (day - today).days)
    words = Text(
        "It was expected on {day} and is still open: close it or give it another day.",
        "预计{day}定下来，至今仍未关闭：请关闭或更新日期。",
    )
    return words.filled(day=day_text(day))


def _in_days(what: Text, days: int) -> Text:
    if days == 0:
        return Text("{what} today.", "今天{what}。").filled(what=what)
    if days == 1:
        return Text("{what} tomorrow.", "明天{what}。").filled(what=what)
    return Text("{what} in {days} days.", "{days}天后{what}。").filled(what=what, days=days)


def _own_first(flags: Sequence[Flag]) -> list[Flag]:
    """Those that stand: what is about an opportunity before what is about people of the account."""
    return sorted((one for one in flags if not one.is_resting), key=lambda one: one.opportunity is None)


def _concerns(flag: Flag, deal: Opportunity, named: Mapping[int, str]) -> bool:
    """It is about the deal, or about somebody who has a role in it."""
    if flag.opportunity is not None:
        return flag.opportunity == deal.pk
    rests_on = {(one.kind, one.key) for one in flag.evidence}
    return ("opportunity", deal.pk) in rests_on or any(("person", key) in rests_on for key in named)


def _flag_line(account: Account, flag: Flag) -> FlagLine:
    return FlagLine(flag, SEVERITY_KINDS[flag.severity], SEVERITY_LABELS[flag.severity], flag.href(account.pk))


def _options(chairs: Sequence[Chair]) -> list[Option]:
    named = sorted(chairs, key=lambda one: one.name.encode("gb18030", "replace"))
    posts = [(str(one.person), f"{one.name} · {one.title}" if one.title else one.name) for one in named]
    return [("", _CHOOSE), *posts]
