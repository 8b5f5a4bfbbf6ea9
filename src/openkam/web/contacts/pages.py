"""The page of somebody at a customer: who he is, what we think of him, who of us knows him, what was said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from openkam.analysis.words import Language, Text
from openkam.core.access import FieldClass, Right, Viewer
from openkam.core.problem import Problem
from openkam.insight.health.coverage import FACE_TO_FACE, NOT_A_CONTACT
from openkam.insight.health.touch import ago_text, contact_text
from openkam.records.accounts.models import Account
from openkam.records.accounts.rows import worked_on_by
from openkam.records.activities.kinds import Precision
from openkam.records.activities.labels import kind_label
from openkam.records.activities.models import Activity
from openkam.records.contacts.kinds import RoleCode
from openkam.records.contacts.labels import LEVELS, ROLES
from openkam.records.contacts.models import Coach, Employment, Person
from openkam.records.contacts.queries import Chair, account_people, holds_on
from openkam.records.contacts.role_cards import ROLE_CARDS, RoleCard
from openkam.records.contacts.scales import value_label
from openkam.records.contacts.seals import seal_on
from openkam.records.opportunities.models import DealRole
from openkam.records.users.models import User
from openkam.web.contacts.standing import Bonds, Standing, bonds_of, standing_of
from openkam.web.contacts.words import Words

ENTRIES_SHOWN: Final = 12
Time = tuple[str, date, str]
DONE: Final = {
    "new": Text("The person is noted.", "联系人已记录。"),
    "saved": Text("Saved.", "已保存。"),
}


@dataclass(frozen=True)
class EntryLine:
    """An entry of the log he took part in; `by_month`: the day is unknown."""

    pk: int
    day: date
    by_month: bool
    kind: Text
    subject: str
    said: str
    author: str


@dataclass(frozen=True)
class DealPart:
    """His part in an open opportunity of the account."""

    key: int
    name: str
    role: Text
    position: str


@dataclass(frozen=True)
class PersonPage:
    """What a viewer may know of a person at one account.

    chair      his place there today; None where he left more than a year ago
    superior   the name of whom he reports to; `reports` the names of those who report to him
    posts      every post the viewer sees, of other accounts too, the latest first
    standing   None for who may not read what colleagues think
    seal       the sealed record, for who holds its seal; None for everybody else, whether there is one or not
    refused    the form that was refused, with what was typed
    """

    account: Account
    person: Person
    title: Text
    lead: Text
    chair: Chair | None
    superior: str
    reports: Sequence[str]
    posts: Sequence[Employment]
    cards: Sequence[tuple[Text, RoleCard]]
    deals: Sequence[DealPart]
    standing: Standing | None
    bonds: Bonds
    entries: Sequence[EntryLine]
    entry_count: int
    others: Sequence[tuple[str, str]]
    colleagues: Sequence[tuple[str, str]]
    seal: Coach | None
    today: date
    may_change: bool
    may_judge: bool
    may_protect: bool
    refused: str = ""
    problem: Problem | None = None
    draft: Mapping[str, str] = field(default_factory=dict)
    done: Text | None = None

    @property
    def has_left(self) -> bool:
        """Whether he no longer works at this account."""
        return self.chair is None or self.chair.has_left(self.today)

    @property
    def superior_key(self) -> str:
        """The key of whom he reports to."""
        return str(self.chair.superior or "") if self.chair is not None else ""

    @property
    def own_roles(self) -> list[tuple[str, Text]]:
        """The roles he holds at the account."""
        held = self.chair.roles if self.chair is not None else frozenset()
        return [(role.value, ROLES[role]) for role in RoleCode if role in held]

    @property
    def words(self) -> Words:
        """What the forms offer."""
        return Words(self.today)

    def given(self, name: str) -> str:
        """What a field of his data holds: what was typed, else what is known."""
        if self.refused == "details":
            return self.draft.get(name, "")
        return str(getattr(self.person, name))


@dataclass(frozen=True)
class NewPage:
    """The form for somebody new."""

    account: Account
    departments: Sequence[str]
    draft: Mapping[str, str]
    today: date
    problem: Problem | None = None

    @property
    def asks_whether_another(self) -> bool:
        """Whether somebody of this name is there already."""
        return self.problem is not None and self.problem.code == "same-name"

    @property
    def words(self) -> Words:
        """What the form offers."""
        return Words(self.today)

    def given(self, name: str) -> str:
        """What was typed, or came with the address."""
        return self.draft.get(name, "")


def account_of(viewer: Viewer, person: Person, asked: int | None) -> Account | None:
    """The account his page is about: the one asked for, else that of his latest post; one query."""
    posts = posts_of(viewer, person)
    chosen = [post for post in posts if asked is None or post.account_id == asked]
    return chosen[0].account if chosen else None


def posts_of(viewer: Viewer, person: Person) -> list[Employment]:
    """Those the viewer sees, held ones first, then the latest."""
    rows = Employment.objects.visible_to(viewer).filter(person=person).select_related("account")
    return sorted(
        rows,
        key=lambda post: (post.until_date or date.max, post.since_date or date.min, post.pk),
        reverse=True,
    )


def person_page(
    viewer: Viewer,
    account: Account,
    person: Person,
    language: Language,
    *,
    refused: str = "",
    problem: Problem | None = None,
    draft: Mapping[str, str] | None = None,
    done: str = "",
) -> PersonPage:
    """A fixed number of queries, however much is known."""
    shown = account_people(viewer, [account], viewer.today)[account.pk]
    chair = next((one for one in shown.chairs if one.person == person.pk), None)
    names = {one.person: one.name for one in shown.chairs}
    writable = Account.objects.writable_by(viewer).filter(pk=account.pk)
    works = worked_on_by(viewer, Account)
    may_change = viewer.may(Right.RECORD_CUSTOMERS) and writable.exists()
    reads = viewer.reads(FieldClass.INTEL) and Account.objects.visible_to(viewer).filter(works, pk=account.pk).exists()
    entries, times = _entries(viewer, account, person)
    return PersonPage(
        account=account,
        person=person,
        title=_title(person, chair),
        lead=_lead(chair, times, viewer.today),
        chair=chair,
        superior=names.get(chair.superior, "") if chair is not None and chair.superior is not None else "",
        reports=[one.name for one in shown.chairs if one.superior == person.pk],
        posts=posts_of(viewer, person),
        cards=[(ROLES[role], ROLE_CARDS[role]) for role in RoleCode if chair is not None and role in chair.roles],
        deals=_deals(viewer, account, person),
        standing=standing_of(viewer, account, person, language) if reads else None,
        bonds=bonds_of(viewer, account, person, language),
        entries=entries,
        entry_count=len(times),
        others=[(str(key), name) for key, name in names.items() if key != person.pk],
        colleagues=_colleagues(viewer) if may_change else (),
        seal=seal_on(viewer, account.pk, person.pk),
        today=viewer.today,
        may_change=may_change,
        may_judge=may_change and reads,
        may_protect=viewer.may(Right.PROTECT_PERSONS),
        refused=refused,
        problem=problem,
        draft=draft or {},
        done=DONE.get(done),
    )


def new_page(viewer: Viewer, account: Account, draft: Mapping[str, str], problem: Problem | None = None) -> NewPage:
    """The form, with the departments that are known."""
    shown = account_people(viewer, [account], viewer.today)[account.pk]
    departments = sorted({chair.department for chair in shown.chairs if chair.department})
    return NewPage(account, departments, draft, viewer.today, problem)


def _title(person: Person, chair: Chair | None) -> Text:
    """The name and what matters most: roles, stance."""
    if person.is_placeholder:
        return Text("{name}: we do not know who this is", "{name}：还不知道是谁").filled(name=person.name)
    if chair is None:
        return Text("{name} left", "{name}：已离任").filled(name=person.name)
    roles = [ROLES[role] for role in RoleCode if role in chair.roles]
    parts = [_joined(roles)] if roles else [LEVELS[chair.level]] if chair.level else []
    if "STANCE" in chair.opinions:
        parts.append(value_label("STANCE", chair.opinions["STANCE"].value))
    if not parts:
        return Text(person.name, person.name)
    said = Text(", ".join(part.en for part in parts), "，".join(part.zh for part in parts))
    return Text("{name}: {said}", "{name}：{said}").filled(name=person.name, said=said)


def _lead(chair: Chair | None, times: Sequence[Time], today: date) -> Text:
    known = [one for one in chair.known_by if one.level] if chair is not None else []
    if known:
        best = max(known, key=lambda one: (one.level, one.colleague))
        only = Text("Of us only {name} is acquainted.", "我方只有{name}认识。")
        more = Text("{n} of us are acquainted, {name} best.", "我方{n}人认识，{name}最熟。")
        who = (only if len(known) == 1 else more).filled(n=len(known), name=best.name)
    else:
        who = Text("Nobody of us knows them yet.", "我方还没有人认识。")
    return _sentences(who, _in_touch(times, today))


def _in_touch(times: Sequence[Time], today: date) -> Text:
    """What flag, map and visit say of him: a call is no meeting, and what happened without us no contact."""
    said: dict[bool, Text] = {}
    for kind, day, precision in times:
        if kind not in NOT_A_CONTACT and day <= today:
            said.setdefault(kind in FACE_TO_FACE, ago_text(day, is_month=precision == Precision.MONTH, today=today))
    words = contact_text(said.get(True), said.get(False))
    return Text(f"{words.en[0].upper()}{words.en[1:]}.", f"{words.zh}。")


def _deals(viewer: Viewer, account: Account, person: Person) -> list[DealPart]:
    rows = DealRole.objects.visible_to(viewer).filter(holds_on(viewer.today), account=account, person=person)
    held = rows.filter(opportunity__closed_date=None).order_by("opportunity", "pk")
    return [
        DealPart(key, name, ROLES[role], position)
        for key, name, role, position in held.values_list("opportunity", "opportunity__name", "role", "position")
    ]


def _joined(parts: Sequence[Text]) -> Text:
    return Text(" and ".join(part.en for part in parts), "、".join(part.zh for part in parts))


def _sentences(one: Text, two: Text) -> Text:
    return Text(f"{one.en} {two.en}", f"{one.zh}{two.zh}")


def _entries(viewer: Viewer, account: Account, person: Person) -> tuple[list[EntryLine], list[Time]]:
    """The latest ones, and of all of them kind, day and how exactly it is known."""
    rows = Activity.objects.visible_to(viewer).filter(account=account, attendees__person=person)
    latest = rows.select_related("author").defer("our_view").order_by("-happened_date", "-sequence", "-pk")
    lines = [
        EntryLine(
            one.pk,
            one.happened_date,
            one.precision == Precision.MONTH,
            kind_label(one.kind),
            one.subject,
            one.said,
            one.written_by or (one.author.name if one.author is not None else ""),
        )
        for one in latest[:ENTRIES_SHOWN]
    ]
    return lines, list(rows.order_by("-happened_date", "precision").values_list("kind", "happened_date", "precision"))


def _colleagues(viewer: Viewer) -> list[tuple[str, str]]:
    people = User.objects.visible_to(viewer).filter(is_active=True).order_by("name")
    return [(str(key), name) for key, name in people.values_list("pk", "name")]
