"""The customers of a ledger become accounts: in bulk, with a fixed number of statements for every thousand."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Final, TypeVar

from openkam.records.accounts.bulk import insert_rows, new_keys, refresh_statistics, stored_moment
from openkam.records.accounts.models import Account, AccountCode, GroupLink, SearchText
from openkam.records.accounts.naming import name_key, plain_text
from openkam.records.accounts.search import search_text
from openkam.records.users.models import User

CHUNK: Final = 1000
NAME: Final = 255
WORD: Final = 100
Item = TypeVar("Item")
_WRITTEN: Final = ("name", "name_key", "owner", "industry", "region", "kind")


@dataclass(frozen=True)
class Customer:
    """A customer as the ledger's files name it; blank is unknown and changes nothing."""

    code: str
    name: str
    seller: str = ""
    parent_code: str = ""
    industry: str = ""
    region: str = ""
    kind: str = ""


@dataclass
class Arrivals:
    """What one load did: keys of new and of changed accounts, of those renamed, and the known ones counted."""

    created: list[int] = field(default_factory=list)
    changed: list[int] = field(default_factory=list)
    renamed: list[int] = field(default_factory=list)
    known: int = 0


def write_customers(rows: Iterable[Customer], source: str, now: datetime) -> Arrivals:
    """One account for every unknown code; known ones follow the file in what nobody decided by hand.

    Of several rows with one code the last counts. Rows without a code are left out.
    """
    by_code = {row.code: row for row in rows if row.code}
    sellers = _sellers()
    done = Arrivals()
    for chunk in _chunks(by_code.values()):
        _write_chunk(chunk, sellers, source, now, done)
    done.changed += _reparent(by_code)
    if len(done.created) >= CHUNK:
        refresh_statistics(Account, AccountCode, SearchText)
    return done


def new_names(rows: Iterable[Customer]) -> list[tuple[str, str]]:
    """The names that `write_customers` would change, each with the one it becomes, in the order of their codes."""
    by_code = {row.code: row for row in rows if row.code and row.name}
    found = []
    for chunk in _chunks(sorted(by_code)):
        codes = AccountCode.objects.filter(code__in=chunk, is_main=True, account__name_by_hand=False)
        for code, name in codes.order_by("code").values_list("code", "account__name"):
            if name != _name(by_code[code]):
                found.append((name, _name(by_code[code])))
    return found


def _write_chunk(rows: list[Customer], sellers: dict[str, int], source: str, now: datetime, done: Arrivals) -> None:
    codes = AccountCode.objects.filter(code__in=[row.code for row in rows]).select_related("account")
    codes = codes.prefetch_related("account__aliases", "account__tax_numbers")
    known = {code.code: code for code in codes}
    done.created += _insert([row for row in rows if row.code not in known], sellers, source, now)
    done.known += len(known)
    changed: list[Account] = []
    texts: list[SearchText] = []
    for row in rows:
        code = known.get(row.code)
        # A merged code tells of another account than its own: its row no longer speaks for the account.
        if code is not None and code.is_main and _follow(code.account, row, sellers, done, texts):
            changed.append(code.account)
    Account.objects.bulk_create(changed, update_conflicts=True, unique_fields=["id"], update_fields=_WRITTEN)
    SearchText.objects.bulk_create(texts, update_conflicts=True, unique_fields=["account"], update_fields=["text"])
    done.changed += [account.pk for account in changed]


def _insert(rows: list[Customer], sellers: dict[str, int], source: str, now: datetime) -> list[int]:
    keys, moment = new_keys(Account, len(rows)), stored_moment(now)
    insert_rows(
        Account,
        ("id", *_WRITTEN, "created_at", "name_by_hand", "owner_by_hand"),
        [
            (key, *_identity(row), _owner(row, sellers), *_words(row), moment, False, False)
            for key, row in zip(keys, rows, strict=True)
        ],
    )
    insert_rows(
        SearchText,
        ("account", "text"),
        [(key, search_text(_name(row), (row.code,))) for key, row in zip(keys, rows, strict=True)],
    )
    insert_rows(
        AccountCode,
        ("code", "account", "source", "added_at", "is_main"),
        [(row.code, key, source[:WORD], moment, True) for key, row in zip(keys, rows, strict=True)],
    )
    return keys


def _identity(row: Customer) -> tuple[str, str]:
    """Name and key."""
    name = _name(row)
    return name, name_key(name)[:NAME]


def _words(row: Customer) -> tuple[str, str, str]:
    return row.industry[:WORD], row.region[:WORD], row.kind[:WORD]


def _owner(row: Customer, sellers: dict[str, int]) -> int | None:
    return sellers.get(plain_text(row.seller).strip())


def _follow(account: Account, row: Customer, sellers: dict[str, int], done: Arrivals, texts: list[SearchText]) -> bool:
    """Put what the file says into the account; whether anything is new."""
    new: dict[str, object] = {
        column: value
        for column, value in zip(("industry", "region", "kind"), _words(row), strict=True)
        if value and value != getattr(account, column)
    }
    owner = _owner(row, sellers)
    if owner is not None and not account.owner_by_hand and owner != account.owner_id:
        new["owner_id"] = owner
    name = _name(row)
    if row.name and not account.name_by_hand and name != account.name:
        new |= dict(zip(("name", "name_key"), _identity(row), strict=True))
        done.renamed.append(account.pk)
        texts.append(SearchText(account=account, text=_text_of(account, name, row.code)))
    for column, value in new.items():
        setattr(account, column, value)
    return bool(new)


def _text_of(account: Account, name: str, code: str) -> str:
    """What a renamed account is found by; its other names and numbers came with it."""
    numbers = [one.number for one in account.tax_numbers.all()]
    return search_text(name, (code, *numbers), also=[one.name for one in account.aliases.all()])


def _name(row: Customer) -> str:
    return (row.name.strip() or row.code)[:NAME]


def _sellers() -> dict[str, int]:
    """Active users by login and by name, as a file may write them; a name two people bear names nobody."""
    users = list(User.objects.filter(is_active=True).values_list("pk", "login", "name"))
    names: dict[str, set[int]] = {}
    for key, _, name in users:
        names.setdefault(plain_text(name).strip(), set()).add(key)
    by_name = {name: next(iter(keys)) for name, keys in names.items() if len(keys) == 1}
    return by_name | {plain_text(login): key for key, login, _ in users}


def _reparent(by_code: dict[str, Customer]) -> list[int]:
    """Hang subsidiaries under the account of their parent's code; a chain that would bite its tail stays as it is.

    So does an account of which a person said where it belongs.
    """
    wanted = {row.code: row.parent_code for row in by_code.values() if row.parent_code and row.parent_code != row.code}
    if not wanted:
        return []
    accounts: dict[str, int] = {}
    mains: set[str] = set()
    for chunk in _chunks({*wanted, *wanted.values()}):
        for code, account, is_main in AccountCode.objects.filter(code__in=chunk).values_list(
            "code", "account_id", "is_main"
        ):
            accounts[code] = account
            if is_main:
                mains.add(code)
    above = dict(Account.objects.exclude(parent=None).values_list("pk", "parent_id"))
    by_hand = set(GroupLink.objects.values_list("account_id", flat=True))
    moved: dict[int, int] = {}
    for code, parent_code in wanted.items():
        child, parent = accounts.get(code), accounts.get(parent_code)
        is_free = code in mains and child not in by_hand
        if is_free and child and parent and above.get(child) != parent and not _leads_to(parent, child, above):
            above[child] = moved[child] = parent
    for part in _chunks(moved):
        children = list(Account.objects.filter(pk__in=part))
        for one in children:
            one.parent_id = moved[one.pk]
        Account.objects.bulk_create(children, update_conflicts=True, unique_fields=["id"], update_fields=["parent"])
    return list(moved)


def _leads_to(start: int, goal: int, above: dict[int, int]) -> bool:
    place: int | None = start
    while place is not None and place != goal:
        place = above.get(place)
    return place == goal


def _chunks(items: Iterable[Item]) -> Iterator[list[Item]]:
    rest = iter(items)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk


def key_ranges(keys: Iterable[int]) -> list[list[int]]:
    """Keys as [from, to] with both ends, so that a hundred thousand new accounts fit into one line of the audit trail.

    >>> key_ranges([4, 1, 2, 3, 9])
    [[1, 4], [9, 9]]
    """
    ranges: list[list[int]] = []
    for key in sorted(set(keys)):
        if ranges and ranges[-1][1] == key - 1:
            ranges[-1][1] = key
        else:
            ranges.append([key, key])
    return ranges
