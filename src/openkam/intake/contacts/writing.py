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
_MANY: Final = 1000


def write_plan(plan: Plan, batch: ContactImport, now: datetime) -> None:
    """Everything of the plan, inside the transaction of the act."""
    user, moment = plan.viewer.user or None, stored_moment(now)
    accounts = dict(zip(plan.accounts, new_keys(Account, len(plan.accounts)), strict=True))
    people = dict(zip(plan.people, new_keys(Person, len(plan.people)), strict=True))
    for rows in chunks(plan.accounts.items()):
        _new_accounts(rows, accounts, batch.name, user, moment)
    _change(Account, plan.account_changes)
    for people_rows in chunks(plan.people.items()):
        _new_people(people_rows, people, user, moment)
    _change(Person, plan.person_changes)
    for part in chunks(plan.person_changes):
        write_person_texts(Person.objects.filter(pk__in=part))
    posts = _new_posts(plan, accounts, people, user, moment)
    _change(Employment, {key: change for key, change in plan.post_changes.items() if key > 0})
    roles = _new_roles(plan, accounts, people, user, moment)
    relations = _new_relations(plan, accounts, people, moment)
    if plan.accounts:
        propose_merges(list(accounts.values()), now)
    if len(people) + len(accounts) >= _MANY:
        refresh_statistics(Account, SearchText, Person, PersonText, Employment)
    _note(batch, Kind.ACCOUNT, accounts.values(), plan.account_changes)
    _note(batch, Kind.PERSON, people.values(), plan.person_changes)
    _note(batch, Kind.EMPLOYMENT, posts, plan.post_changes)
    _note(batch, Kind.ROLE, roles, {})
    _note(batch, Kind.RELATION, relations, {})


def stamps(kind: str, keys: list[int]) -> Iterator[tuple[int, int | None, int | None, str]]:
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
    # A later row of the file may have said more of a post that an earlier one made.
    for key, change in plan.post_changes.items():
        if key < 0:
            plan.posts[key] |= {name: after for name, (_, after) in change.items()}
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


def _note(batch: ContactImport, kind: Kind, made: Iterable[int], changes: dict[int, dict[str, list[Any]]]) -> None:
    """What the batch wrote, with what was there before."""
    import json

    made = list(made)
    known = {key: change for key, change in changes.items() if key > 0}
    columns = ("batch", "kind", "account", "person", "record", "before", "stamp")
    for keys in chunks([*made, *known], CHUNK):
        rows = []
        for key, account, person, stamp in stamps(kind, sorted(keys)):
            change = known.get(key)
            before = None if change is None else {name: _plain(values[0]) for name, values in change.items()}
            rows.append(
                (batch.pk, kind.value, account, person, key, None if before is None else json.dumps(before), stamp)
            )
        insert_rows(ImportedRow, columns, rows)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None
