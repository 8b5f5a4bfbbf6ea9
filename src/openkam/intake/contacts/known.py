"""What is known already of what a file names: accounts the viewer may change, people there, colleagues."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any, Final, TypeVar

from openkam.core.access import FieldClass, Role, Viewer
from openkam.records.accounts.models import Account, AccountCode, TaxNumber
from openkam.records.accounts.naming import name_key, plain_text
from openkam.records.accounts.rows import worked_on_by
from openkam.records.contacts.models import BuyingRole, Employment, Relation, ReportingLine, Tie
from openkam.records.users.models import User

CHUNK: Final = 5000
PERSON: Final = ("aliases", "email", "phone", "phone_key", "language", "channel")
POST: Final = ("department", "title", "level", "since_date", "until_date")
ACCOUNT: Final = ("industry", "region", "kind", "owner_id")
TIE: Final = ("evidence", "since_date")
_Item = TypeVar("_Item")


@dataclass
class KnownAccounts:
    """By code, tax number and key of the name; a number or name of several accounts holds them all."""

    codes: dict[str, int]
    taxes: dict[str, set[int]]
    names: dict[str, set[int]]
    fields: dict[int, dict[str, Any]]
    may_create: bool


@dataclass
class KnownPeople:
    """Who is known by account and name, by e-mail, by phone; posts and roles at an account, relations of colleagues.

    lines  by account and person: key, superior and first day of the line that holds
    ties   by place (`relation_rows.tie_place`): key, and what may be said otherwise
    own    accounts on which the viewer may say what he thinks of people
    """

    name: dict[int, str] = field(default_factory=dict)
    fields: dict[int, dict[str, Any]] = field(default_factory=dict)
    by_name: dict[tuple[int, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    by_email: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    by_phone: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    posts: dict[tuple[int, int], tuple[int, dict[str, Any]]] = field(default_factory=dict)
    roles: set[tuple[int, int, str]] = field(default_factory=set)
    relations: dict[tuple[int, int, int], tuple[Any, ...]] = field(default_factory=dict)
    lines: dict[tuple[int, int], tuple[int, int, date | None]] = field(default_factory=dict)
    ties: dict[tuple[int, str, int, int], tuple[int, dict[str, Any]]] = field(default_factory=dict)
    own: set[int] = field(default_factory=set)

    def add(self, person: int, name: str, key: str, account: int, fields: dict[str, Any]) -> None:
        """Somebody at an account; of a person at several, once for each."""
        self.name[person], self.fields[person] = name, fields
        at = self.by_name[account, key]
        if person not in at:
            at.append(person)
        if fields["email"]:
            self.by_email[fields["email"].lower()].add(person)
        if fields["phone_key"]:
            self.by_phone[fields["phone_key"]].add(person)


def known_accounts(viewer: Viewer) -> KnownAccounts:
    """Of the accounts the viewer may change; only who works on the whole company may make new ones.

    Anybody else would learn from a code that is taken that an account exists which he does not see.
    """
    writable = Account.objects.writable_by(viewer)
    names: dict[str, set[int]] = defaultdict(set)
    fields: dict[int, dict[str, Any]] = {}
    for pk, key, *values in writable.values_list("pk", "name_key", *ACCOUNT).iterator(chunk_size=10_000):
        names[key].add(pk)
        fields[pk] = dict(zip(ACCOUNT, values, strict=True))
    codes = AccountCode.objects.filter(account__in=writable.values("pk")).values_list("code", "account_id")
    taxes: dict[str, set[int]] = defaultdict(set)
    numbers = TaxNumber.objects.filter(account__in=writable.values("pk")).values_list("number", "account_id")
    for number, account in numbers.iterator(chunk_size=10_000):
        taxes[number].add(account)
    return KnownAccounts(dict(codes.iterator(chunk_size=10_000)), taxes, names, fields, _makes_accounts(viewer))


def known_people(viewer: Viewer, accounts: Collection[int], emails: set[str], phones: set[str]) -> KnownPeople:
    """Everybody at these accounts, and whoever of the viewer's accounts has one of these addresses."""
    found = KnownPeople()
    writable = Account.objects.writable_by(viewer).values("pk")
    posts = Employment.objects.filter(person__merged_into=None, person__erased_at=None).order_by("pk")
    for chunk in chunks(sorted(accounts)):
        _add_posts(found, posts.filter(account__in=chunk))
        roles = BuyingRole.objects.filter(account__in=chunk, until_date=None)
        found.roles.update(roles.values_list("account_id", "person_id", "role"))
        rows = Relation.objects.filter(account__in=chunk).order_by("observed_date", "pk")
        for account, person, colleague, *rest in rows.values_list(
            "account_id", "person_id", "colleague_id", "level", "wanted", "observed_date"
        ):
            found.relations[account, person, colleague] = tuple(rest)
    for name, values in (("person__email__in", emails), ("person__phone_key__in", phones)):
        for part in chunks(sorted(values)):
            _add_posts(found, posts.filter(account__in=writable, **{name: part}))
    return found


def known_lines(accounts: Collection[int]) -> Iterator[tuple[tuple[int, int], tuple[int, int, date | None]]]:
    """The reporting lines that hold at these accounts, which the viewer may change."""
    for chunk in chunks(sorted(accounts)):
        rows = ReportingLine.objects.filter(account__in=chunk, until_date=None).order_by("pk")
        for pk, account, person, superior, since in rows.values_list(
            "pk", "account_id", "person_id", "superior_id", "since_date"
        ):
            yield (account, person), (pk, superior, since)


def known_ties(viewer: Viewer, accounts: Collection[int]) -> Iterator[tuple[int, int, int, str, int, dict[str, Any]]]:
    """Of these accounts the ties the viewer may read: account, person, other, kind, key, what may be said otherwise."""
    for chunk in chunks(sorted(accounts)):
        rows = Tie.objects.visible_to(viewer).filter(account__in=chunk, until_date=None).order_by("pk")
        for pk, account, person, other, kind, *rest in rows.values_list(
            "pk", "account_id", "person_id", "other_id", "kind", *TIE
        ):
            yield account, person, other, kind, pk, dict(zip(TIE, rest, strict=True))


def own_accounts(viewer: Viewer, accounts: Collection[int]) -> set[int]:
    """Of these accounts those whose people the viewer may judge: he works on them, or somebody below him does."""
    if not viewer.reads(FieldClass.INTEL):
        return set()
    rows = Account.objects.filter(worked_on_by(viewer, Account))
    return {pk for chunk in chunks(sorted(accounts)) for pk in rows.filter(pk__in=chunk).values_list("pk", flat=True)}


def _add_posts(found: KnownPeople, posts: Any) -> None:
    columns = ("person_id", "person__name", "account_id", "pk", *(f"person__{name}" for name in PERSON), *POST)
    for person, name, account, post, *rest in posts.values_list(*columns).iterator(chunk_size=10_000):
        fields = dict(zip(PERSON, rest[: len(PERSON)], strict=True))
        found.add(person, name, plain_key(name), account, found.fields.get(person, fields))
        place = dict(zip(POST, rest[len(PERSON) :], strict=True))
        held = found.posts.get((account, person))
        # The post that lasts goes before one that has ended, the later one before the earlier.
        if held is None or held[1]["until_date"] is not None:
            found.posts[account, person] = (post, place)


def colleagues() -> dict[str, int]:
    """Active users by login and by name; a name two people bear names nobody."""
    names: dict[str, set[int]] = defaultdict(set)
    logins: dict[str, int] = {}
    for key, login, name in User.objects.filter(is_active=True).values_list("pk", "login", "name"):
        names[plain_text(name).strip()].add(key)
        logins[plain_text(login)] = key
    return {name: next(iter(keys)) for name, keys in names.items() if len(keys) == 1} | logins


def plain_key(name: str) -> str:
    """The key two writings of a person's name share: case, width and blanks put aside."""
    return "".join(plain_text(name).split())


def account_key(name: str) -> str:
    """The key two writings of a company's name share."""
    return name_key(name)[:255]


def chunks(items: Iterable[_Item], size: int = CHUNK) -> Iterator[list[_Item]]:
    """The items in lists of this length."""
    rest = iter(items)
    while part := list(islice(rest, size)):
        yield part


def _makes_accounts(viewer: Viewer) -> bool:
    return Role.SALES_OPERATIONS in viewer.roles
