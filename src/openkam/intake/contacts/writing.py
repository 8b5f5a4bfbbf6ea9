"""Writes a plan: new rows in bulk, changes of known ones, what is found by, and what would take it all back."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from hashlib import blake2b
from typing import Any, Final

from django.db import models

from openkam.intake.contacts.known import ACCOUNT, CHUNK, PERSON, POST, chunks
from openkam.intake.contacts.models import ContactImport, ImportedRow
from openkam.intake.contacts.plan import Plan
from openkam.records.accounts.bulk import insert_rows, new_keys, refresh_statistics, stored_moment
from openkam.records.accounts.models import Account, AccountCode, SearchText, TaxNumber
from openkam.records.accounts.naming import name_key
from openkam.records.accounts.proposing import propose_merges
from openkam.records.accounts.search import search_text
from openkam.records.contacts.details import person_key
from openkam.records.contacts.kinds import Basis
from openkam.records.contacts.models import BuyingRole, Employment, Person, PersonText, Relation
from openkam.records.contacts.search import person_text, sound_of, write_person_texts

Kind = ImportedRow.Kind
RECORDS: Final[dict[str, tuple[type[models.Model], tuple[str, ...]]]] = {
    Kind.ACCOUNT: (Account, ("name", *ACCOUNT)),
    Kind.PERSON: (Person, ("name", *PERSON)),
    Kind.EMPLOYMENT: (Employment, POST),
    Kind.ROLE: (BuyingRole, ("role", "until_date")),
    Kind.RELATION: (Relation, ("level", "wanted", "observed_date")),
}
"""What an import writes, and the fields whose change since keeps a record from being taken back."""
Stamped = tuple[int, int | None, int | None, str]
"""Key of a record, its account and person, and the stamp of its values."""
_MANY: Final = 1000


def write_plan(plan: Plan, batch: ContactImport, now: datetime) -> None:
    """Everything of the plan, inside the transaction of the act."""
    user, moment = plan.viewer.user or None, stored_moment(now)
    person_changes = _of_known(plan.people, plan.person_changes)
    post_changes = _of_known(plan.posts, plan.post_changes)
    accounts = dict(zip(plan.accounts, new_keys(Account, len(plan.accounts)), strict=True))
    people = dict(zip(plan.people, new_keys(Person, len(plan.people)), strict=True))
    for rows in chunks(plan.accounts.items()):
        _new_accounts(rows, accounts, batch.name, user, moment)
    _change(Account, plan.account_changes)
    for people_rows in chunks(plan.people.items()):
        _new_people(people_rows, people, user, moment)
    _change(Person, person_changes)
    for part in chunks(person_changes):
        write_person_texts(Person.objects.filter(pk__in=part))
    posts = _new_posts(plan, accounts, people, user, moment)
    _change(Employment, post_changes)
    roles = _new_roles(plan, accounts, people, user, moment)
    relations = _new_relations(plan, accounts, people, moment)
    if plan.accounts:
        propose_merges(list(accounts.values()), now)
    if len(people) + len(accounts) >= _MANY:
        refresh_statistics(Account, SearchText, Person, PersonText, Employment)
    _note(batch, Kind.ACCOUNT, _made(Kind.ACCOUNT, accounts.values(), plan.accounts.values()), plan.account_changes)
    _note(batch, Kind.PERSON, _made(Kind.PERSON, people.values(), plan.people.values()), person_changes)
    known = (accounts, people)
    _note(batch, Kind.EMPLOYMENT, _made(Kind.EMPLOYMENT, posts, plan.posts.values(), known), post_changes)
    _note(batch, Kind.ROLE, _made(Kind.ROLE, roles, plan.roles, known), {})
    _note(batch, Kind.RELATION, _made(Kind.RELATION, relations, plan.relations, known), {})


def stamps(kind: str, keys: list[int]) -> Iterator[Stamped]:
    """Key, account, person and stamp of records as they are now."""
    model, fields = RECORDS[kind]
    owners = {
        Kind.ACCOUNT: ("pk", None),
        Kind.PERSON: (None, "pk"),
    }.get(Kind(kind), ("account_id", "person_id"))
    named = [owner for owner in owners if owner]
    for part in chunks(keys):
        rows = model._default_manager.filter(pk__in=part).order_by("pk").values_list("pk", *named, *fields)
        for pk, *rest in rows:
            found = dict(zip(named, rest, strict=False))
            values = rest[len(named) :]
            yield pk, found.get(owners[0] or ""), found.get(owners[1] or ""), stamp_of(values)


def stamp_of(values: Iterable[Any]) -> str:
    """A short digest of the values of a record."""
    return blake2b("\x1f".join(map(str, values)).encode(), digest_size=8).hexdigest()


def _of_known(rows: dict[int, dict[str, Any]], changes: dict[int, dict[str, list[Any]]]) -> dict[int, Any]:
    """Changes of known rows; what a later row of the file said of one that an earlier row makes goes into that."""
    for key, change in changes.items():
        if key < 0:
            rows[key] |= {name: after for name, (_, after) in change.items()}
    return {key: change for key, change in changes.items() if key > 0}


def _new_accounts(
    rows: list[tuple[int, dict[str, Any]]], keys: dict[int, int], source: str, user: int | None, moment: Any
) -> None:
    made = [(keys[key], row) for key, row in rows]
    insert_rows(
        Account,
        ("id", "name", "name_key", *ACCOUNT_COLUMNS, "created_at", "name_by_hand", "owner_by_hand"),
        [
            (key, row["name"], name_key(row["name"])[:255], row.get("owner_id"), row["industry"], row["region"],
             row["kind"], moment, True, row.get("owner_id") is not None)
            for key, row in made
        ],
    )  # fmt: skip
    insert_rows(
        SearchText,
        ("account", "text"),
        [(key, search_text(row["name"], filter(None, (row["code"], row["tax_number"])))) for key, row in made],
    )
    insert_rows(
        AccountCode,
        ("code", "account", "source", "added_at", "is_main"),
        [(row["code"], key, source[:100], moment, True) for key, row in made if row["code"]],
    )
    insert_rows(
        TaxNumber,
        ("account", "kind", "number", "source", "noted_by", "noted_at"),
        [(key, "cn.uscc", row["tax_number"], source[:200], user, moment) for key, row in made if row["tax_number"]],
    )


ACCOUNT_COLUMNS: Final = ("owner", "industry", "region", "kind")
_PERSON_COLUMNS: Final = (
    "id", "name", "name_key", "aliases", "is_placeholder", "email", "phone", "phone_key", "language", "channel",
    "basis", "purpose", "source", "noticed_date", "created_by", "created_at",
)  # fmt: skip


def _new_people(rows: list[tuple[int, dict[str, Any]]], keys: dict[int, int], user: int | None, moment: Any) -> None:
    basis = Basis.BUSINESS_CONTACT.value
    insert_rows(
        Person,
        _PERSON_COLUMNS,
        [
            (keys[key], row["name"], person_key(row["name"]), row["aliases"], False, row["email"], row["phone"],
             row["phone_key"], row["language"], row["channel"], basis, row["purpose"], row["source"],
             row["noticed_date"].isoformat(), row["author"] or user, moment)
            for key, row in rows
        ],
    )  # fmt: skip
    insert_rows(
        PersonText,
        ("person", "text", "sound"),
        [
            (keys[key], person_text(row["name"], row["aliases"], row["phone_key"], row["email"]), sound_of(row["name"]))
            for key, row in rows
        ],
    )


def _new_posts(
    plan: Plan, accounts: dict[int, int], people: dict[int, int], user: int | None, moment: Any
) -> list[int]:
    keys = new_keys(Employment, len(plan.posts))
    columns = ("id", "person", "account", *POST, "in_group", "end_reason", "source", "noted_by", "noted_at")
    for part in chunks(zip(keys, plan.posts.values(), strict=True)):
        insert_rows(
            Employment,
            columns,
            [
                (key, people.get(row["person"], row["person"]), accounts.get(row["account"], row["account"]),
                 row["department"], row["title"], row["level"], _day(row["since_date"]), _day(row["until_date"]), False,
                 "", row["source"], row["author"] or user, moment)
                for key, row in part
            ],
        )  # fmt: skip
    return keys


def _new_roles(
    plan: Plan, accounts: dict[int, int], people: dict[int, int], user: int | None, moment: Any
) -> list[int]:
    keys = new_keys(BuyingRole, len(plan.roles))
    insert_rows(
        BuyingRole,
        ("id", "account", "person", "role", "evidence", "noted_by", "noted_at"),
        [
            (key, accounts.get(row["account"], row["account"]), people.get(row["person"], row["person"]), row["role"],
             row["source"], row["author"] or user, moment)
            for key, row in zip(keys, plan.roles, strict=True)
        ],
    )  # fmt: skip
    return keys


def _new_relations(plan: Plan, accounts: dict[int, int], people: dict[int, int], moment: Any) -> list[int]:
    keys = new_keys(Relation, len(plan.relations))
    insert_rows(
        Relation,
        ("id", "account", "person", "colleague", "level", "wanted", "reason", "observed_date", "noted_by", "noted_at"),
        [
            (key, accounts.get(row["account"], row["account"]), people.get(row["person"], row["person"]),
             row["colleague"], row["level"], row["wanted"], row["reason"], _day(row["observed_date"]),
             row["author"] or plan.viewer.user, moment)
            for key, row in zip(keys, plan.relations, strict=True)
        ],
    )  # fmt: skip
    return keys


def _change(model: type[models.Model], changes: dict[int, dict[str, list[Any]]]) -> None:
    """Known rows, a chunk at a time."""
    for keys in chunks(changes, 500):
        rows = {row.pk: row for row in model._default_manager.filter(pk__in=keys)}
        touched: set[str] = set()
        for key in keys:
            for name, (_, after) in changes[key].items():
                setattr(rows[key], name, after)
                touched.add(name.removesuffix("_id"))
        model._default_manager.bulk_update(rows.values(), sorted(touched))


def _made(
    kind: Kind,
    keys: Iterable[int],
    rows: Iterable[dict[str, Any]],
    known: tuple[dict[int, int], dict[int, int]] = ({}, {}),
) -> Iterator[Stamped]:
    """New records as `stamps` would find them, told from the plan: reading them all again takes longer than writing."""
    _, fields = RECORDS[kind]
    accounts, people = known
    for key, row in zip(keys, rows, strict=True):
        account = key if kind == Kind.ACCOUNT else row.get("account")
        person = key if kind == Kind.PERSON else row.get("person")
        stamp = stamp_of(row.get(name) for name in fields)
        yield key, accounts.get(account, account), people.get(person, person), stamp  # type: ignore[arg-type]


def _note(batch: ContactImport, kind: Kind, made: Iterable[Stamped], changes: dict[int, dict[str, list[Any]]]) -> None:
    """What the batch wrote, with what was there before."""
    import json

    columns = ("batch", "kind", "account", "person", "record", "before", "stamp")
    for part in chunks(made, CHUNK):
        rows = [(batch.pk, kind.value, account, person, key, None, stamp) for key, account, person, stamp in part]
        insert_rows(ImportedRow, columns, rows)
    for keys in chunks(changes, CHUNK):
        changed = []
        for key, account, person, stamp in stamps(kind, sorted(keys)):
            before = json.dumps({name: _plain(values[0]) for name, values in changes[key].items()})
            changed.append((batch.pk, kind.value, account, person, key, before, stamp))
        insert_rows(ImportedRow, columns, changed)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None
