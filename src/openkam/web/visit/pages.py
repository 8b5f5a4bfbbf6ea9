"""The page that prepares a visit: its title is what it found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from openkam.analysis.words import Text
from openkam.core.access import FieldClass, Right, Viewer
from openkam.core.periods import month_text
from openkam.core.prepared import Prepared
from openkam.core.problem import Problem
from openkam.insight.health.facts import AccountFacts, OpenObjection
from openkam.insight.health.flag import SEVERITY_LABELS, Flag, Severity
from openkam.insight.health.flags import flags_of, red_flags
from openkam.insight.health.gathering import account_facts
from openkam.insight.health.holders import holders
from openkam.insight.health.met import met_count, met_text
from openkam.records.accounts.models import Account
from openkam.records.contacts.labels import ROLES, STANDARD_ROLES
from openkam.records.contacts.rivals import Supporter, rival_supporters
from openkam.records.reviews.models import Strength
from openkam.web.policy import found_or_404
from openkam.web.visit.brief import Brief, News, brief
from openkam.web.visit.forms import Refused
from openkam.web.visit.hints import Hint, hints
from openkam.web.visit.people import Group, blockers, deciders, empty_roles, unmet

MOST_OBJECTIONS: Final = 4
_MOST_DECIDERS: Final = 2
KINDS: Final = {Severity.ALERT: "danger", Severity.WARNING: "warning", Severity.NOTE: "plain"}
"""How a severity looks as a chip."""


@dataclass(frozen=True)
class FlagLine:
    """A flag with the page that remedies it, and how its severity looks."""

    flag: Flag
    kind: str
    severity: Text
    href: str


@dataclass(frozen=True)
class DealLine:
    """An open opportunity, with the standard roles nobody of flesh and blood has in it."""

    key: int
    name: str
    bid: date | None
    empty: Sequence[Text]


@dataclass(frozen=True)
class VisitPage:
    """Everything the page shows.

    reads_opinions  whether the viewer may know what colleagues think of people here
    unlinked        flags against which no strength is set and that nobody acknowledged (R014: 0 after a review)
    """

    account: Account
    today: date
    title: Text
    lead: Text
    deciders: Group
    blockers: Group
    for_rivals: Sequence[Supporter]
    unmet: Group
    empty_roles: tuple[Text, ...]
    brief: Brief
    deals: Sequence[DealLine]
    objections: Sequence[OpenObjection]
    flags: Sequence[FlagLine]
    resting: Sequence[FlagLine]
    unlinked: int
    strengths: Sequence[Strength]
    hints: Sequence[Hint]
    everybody: Sequence[tuple[int, str, bool]]
    reads_opinions: bool
    may_write: bool
    may_answer: bool
    refused: Refused | None = None

    @property
    def problem(self) -> Problem | None:
        """What was refused and stands in no form of the page."""
        shown = [
            self.refused_in("acknowledgements", one.flag) or self.refused_in("counters", one.flag) for one in self.flags
        ]
        if self.refused is None or any(shown) or self.refused_in("strengths"):
            return None
        return self.refused.problem

    def refused_in(self, form: str, flag: Flag | None = None) -> Refused | None:
        """What was refused in this form; None where it is not on the page, or was not sent."""
        sent = self.refused
        if sent is None or sent.form != form or not self.may_answer or (form == "counters" and not self.strengths):
            return None
        if flag is None:
            return sent
        is_meant = (sent.about.flag, sent.about.opportunity) == (flag.code, flag.opportunity)
        return sent if is_meant and flag.may_answer and flag.answer is None else None

    @property
    def strength_options(self) -> list[tuple[str, str]]:
        """The strengths as a form offers them."""
        return [(str(one.pk), one.text) for one in self.strengths]


def account_seen(viewer: Viewer, key: int) -> Account:
    """The account.

    Raises Http404 where the viewer sees none of this key.
    """
    return found_or_404(Account.objects.visible_to(viewer), pk=key)


def visit_page(viewer: Viewer, key: int, *, attending: Sequence[int] = (), refused: Refused | None = None) -> VisitPage:
    """What to know before the next visit; a fixed number of queries."""
    account = account_seen(viewer, key)
    facts = account_facts(viewer, [account], viewer.today)[key]
    flags = [_line(account, flag) for flag in flags_of(viewer, {key: facts}, viewer.today)[key]]
    may_write = viewer.may(Right.RECORD_CUSTOMERS) and bool(_WRITABLE(viewer, key))
    standing, told = [one for one in flags if not one.flag.is_resting], brief(viewer, account, facts)
    return VisitPage(
        account=account,
        today=facts.today,
        title=title_of(facts, standing),
        lead=_lead(facts, told.last),
        deciders=deciders(facts),
        blockers=blockers(facts),
        for_rivals=rival_supporters(viewer, viewer.today, account),
        unmet=unmet(facts),
        empty_roles=empty_roles(facts),
        brief=told,
        deals=_deals(facts),
        objections=facts.objections[:MOST_OBJECTIONS],
        flags=standing,
        resting=[one for one in flags if one.flag.is_resting],
        unlinked=sum(one.flag.answer is None for one in standing),
        strengths=_strengths(viewer, account),
        hints=hints(facts, attending),
        everybody=[(one.person, one.name, one.person in attending) for one in facts.contacts],
        reads_opinions=facts.reads_intel,
        may_write=may_write,
        may_answer=may_write and viewer.reads(FieldClass.INTEL) and facts.reads_intel,
        refused=refused,
    )


@dataclass(frozen=True)
class CountPart:
    """How many flags stand and are not acknowledged, how many of them are grave, and both in words."""

    count: int
    grave: int
    words: Text


def count_part(viewer: Viewer, key: int) -> CountPart:
    """The same flags the page counts; a fixed number of queries.

    Raises Http404 where the viewer sees no such account.
    """
    account = account_seen(viewer, key)
    standing = [_line(account, one) for one in red_flags(viewer, [account], viewer.today)[key] if not one.is_resting]
    grave = sum(one.flag.severity is Severity.ALERT for one in standing)
    return CountPart(len(standing), grave, _counted(standing))


def title_of(facts: AccountFacts, standing: Sequence[FlagLine]) -> Text:
    """How many are met, who of the deciders is not, how many flags stand."""
    flags = _counted(standing)
    if not facts.contacts:
        return _joined([Text("Nobody here has a name yet", "尚未登记任何联系人"), flags])
    return _joined([met_text([one.met for one in facts.contacts]), _decided(facts), flags])


def _decided(facts: AccountFacts) -> Text:
    deciding = facts.holding("DECIDER")
    if not deciding:
        return Text("nobody known to decide", "决策人未知")
    # Who decides for the whole account is named before who decides in a single deal.
    first = sorted(deciding, key=lambda one: "DECIDER" not in one.roles)[:_MOST_DECIDERS]
    names = holders(facts, first, "DECIDER")
    if met_count([one.met for one in deciding]):
        return Text("decided by {names}", "{names}拍板").filled(names=names)
    return Text("decided by {names}, not met", "{names}拍板，但未见过").filled(names=names)


def _counted(standing: Sequence[FlagLine]) -> Text:
    count, alerts = len(standing), sum(one.flag.severity is Severity.ALERT for one in standing)
    if not count:
        return Text("no red flag", "无预警")
    said = Text("1 red flag", "1条预警") if count == 1 else Text("{n} red flags", "{n}条预警").filled(n=count)
    grave = Text("{n} grave", "{n}条严重").filled(n=alerts)
    return Text(f"{said.en} ({grave.en})", f"{said.zh}（{grave.zh}）") if alerts else said


def _joined(parts: Sequence[Text]) -> Text:
    return Text("; ".join(one.en for one in parts), "；".join(one.zh for one in parts))


def _lead(facts: AccountFacts, last: News | None) -> Text:
    if facts.last_met is None:
        return Text("Nobody has noted a visit yet.", "尚无拜访记录。")
    if last is not None and last.is_month:
        return Text("The last visit was in {month}.", "最近一次拜访在{month}。").filled(
            month=month_text(facts.last_met)
        )
    days = (facts.today - facts.last_met).days
    if days == 0:
        return Text("The last visit was today.", "最近一次拜访就在今天。")
    if days == 1:
        return Text("The last visit was yesterday.", "最近一次拜访在昨天。")
    return Text("The last visit was {days} days ago.", "距上次拜访已有{days}天。").filled(days=days)


def _line(account: Account, flag: Flag) -> FlagLine:
    return FlagLine(flag, KINDS[flag.severity], SEVERITY_LABELS[flag.severity], flag.href(account.pk))


def _deals(facts: AccountFacts) -> list[DealLine]:
    """What is bid for next stands first."""
    soonest = sorted(facts.deals, key=lambda one: (one.bid_date or date.max, one.opened or date.max, one.key))
    return [
        DealLine(
            one.key, one.name, one.bid_date, [ROLES[role] for role in STANDARD_ROLES if not one.roles.get(role.value)]
        )
        for one in soonest
    ]


def _strengths(viewer: Viewer, account: Account) -> list[Strength]:
    return _STRENGTHS(viewer, account.pk)


def _writable(viewer: Viewer, key: int) -> Any:
    return Account.objects.writable_by(viewer).filter(pk=key).values_list("pk", flat=True)


def _standing_strengths(viewer: Viewer, account: int) -> Any:
    rows = Strength.objects.visible_to(viewer).filter(account=account, withdrawn_at=None)
    return rows.select_related("author").order_by("-noted_at", "-pk")


_WRITABLE: Final[Prepared[int]] = Prepared(_writable)
_STRENGTHS: Final[Prepared[Strength]] = Prepared(_standing_strengths)
