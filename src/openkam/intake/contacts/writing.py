"""Writes a plan: new rows in bulk, changes of known ones, what is found by, and what would take it all back."""

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from hashlib import blake2b
from typing import Any, Final

from django.db import models

from openkam.intake.contacts.known import ACCOUNT, CHUNK, PERSON, POST, TIE, chunks
from openkam.intake.contacts.meter import Meter, unmeasured
from openkam.intake.contacts.models import ContactImport, ImportedRow
from openkam.intake.contacts.new_rows import Keys, NewRows, keys_of_new
from openkam.intake.contacts.pieces import PieceMaker
from openkam.intake.contacts.plan import Plan
from openkam.records.accounts.bulk import Lane, insert_rows, refresh_statistics
from openkam.records.accounts.models import Account, SearchText
from openkam.records.accounts.proposing import propose_merges, propose_same_numbers
from openkam.records.contacts.models import BuyingRole, Employment, Person, PersonText, Relation, ReportingLine, Tie
from openkam.records.contacts.search import write_person_texts

Kind = ImportedRow.Kind
RECORDS: Final[dict[str, tuple[type[models.Model], tuple[str, ...]]]] = {
    Kind.ACCOUNT: (Account, ("name", *ACCOUNT)),
    Kind.PERSON: (Person, ("name", *PERSON)),
    Kind.EMPLOYMENT: (Employment, POST),
    Kind.ROLE: (BuyingRole, ("role", "until_date")),
    Kind.RELATION: (Relation, ("level", "wanted", "observed_date")),
    Kind.LINE: (ReportingLine, ("superior_id", "since_date", "until_date")),
    Kind.TIE: (Tie, ("other_id", "kind", *TIE, "until_date")),
}
"""What an import writes, and the fields whose change since keeps a record from being taken back."""
Stamped = tuple[int, int | None, int | None, str]
"""Key of a record, its account and person, and the stamp of its values."""
_OWNERS: Final[dict[str, tuple[str | None, str | None]]] = {Kind.ACCOUNT: ("pk", None), Kind.PERSON: (None, "pk")}
_CHANGED_AT_ONCE: Final = 500
_MANY: Final = 1000


def write_plan(
    plan: Plan, batch: ContactImport, now: datetime, meter: Meter = unmeasured, pieces: PieceMaker | None = None
) -> None:
    """Everything of the plan, inside the transaction of the act."""
    keys = keys_of_new(plan)
    person_changes = _of_known(plan.people, plan.person_changes)
    changes: dict[Kind, dict[int, dict[str, list[Any]]]] = {
        Kind.ACCOUNT: plan.account_changes,
        Kind.PERSON: person_changes,
        Kind.EMPLOYMENT: plan.post_changes,
        Kind.LINE: plan.line_changes,
        Kind.TIE: plan.tie_changes,
    }
    for kind, changed in changes.items():  # lines end before others take their place
        _change(RECORDS[kind][0], changed)
    for part in chunks(person_changes):
        write_person_texts(Person.objects.filter(pk__in=part))
    with Lane() as lane:
        rows = NewRows(plan, keys, lane, now, pieces or PieceMaker())
        rows.accounts(batch.name, meter)
        rows.people(meter)
        rows.posts(meter)
        rows.roles()
        rows.relations()
        rows.lines()
        rows.ties()
        _note_made(plan, batch, keys, lane, meter)
        rows.people_texts(meter)
    for kind, changed in changes.items():
        _note_changed(batch, kind, changed)
    if plan.accounts:
        meter("compare", 0, 0)
        propose_merges(list(keys.accounts.values()), now)
        for part in chunks(keys.accounts.values()):
            propose_same_numbers(part, now)
    if len(keys.people) + len(keys.accounts) >= _MANY:
        meter("finish", 0, 0)
        refresh_statistics(Account, SearchText, Person, PersonText, Employment)


def stamps(kind: str, keys: list[int]) -> Iterator[Stamped]:
    """Key, account, person and stamp of records as they are now."""
    model, fields = RECORDS[kind]
    account, person = _OWNERS.get(kind, ("account_id", "person_id"))
    named = [owner for owner in (account, person) if owner]
    for part in chunks(keys):
        rows = model._default_manager.filter(pk__in=part).order_by("pk").values_list("pk", *named, *fields)
        for pk, *rest in rows:
            found = dict(zip(named, rest, strict=False))
            values = rest[len(named) :]
            yield pk, found.get(account or ""), found.get(person or ""), stamp_of(values)


def stamp_of(values: Iterable[Any]) -> str:
    """A short digest of the values of a record."""
    return blake2b("\x1f".join(map(str, values)).encode(), digest_size=8).hexdigest()


def _of_known(rows: dict[int, dict[str, Any]], changes: dict[int, dict[str, list[Any]]]) -> dict[int, Any]:
    """Changes of known rows; what a later row of the file said of one that an earlier row makes goes into that."""
    for key, change in changes.items():
        if key < 0:
            rows[key] |= {name: after for name, (_, after) in change.items()}
    return {key: change for key, change in changes.items() if key > 0}


def _change(model: type[models.Model], changes: dict[int, dict[str, list[Any]]]) -> None:
    """Known rows, a chunk at a time."""
    for keys in chunks(changes, _CHANGED_AT_ONCE):
        rows = {row.pk: row for row in model._default_manager.filter(pk__in=keys)}
        touched: set[str] = set()
        for key in keys:
            for name, (_, after) in changes[key].items():
                setattr(rows[key], name, after)
                touched.add(name.removesuffix("_id"))
        model._default_manager.bulk_update(rows.values(), sorted(touched))


def _note_made(plan: Plan, batch: ContactImport, keys: Keys, lane: Lane, meter: Meter) -> None:
    """New records as `stamps` would find them, told from the plan: reading them all again takes longer than writing."""
    made: dict[Kind, tuple[Iterable[int], Iterable[dict[str, Any]]]] = {
        Kind.ACCOUNT: (keys.accounts.values(), plan.accounts.values()),
        Kind.PERSON: (keys.people.values(), plan.people.values()),
        Kind.EMPLOYMENT: (keys.posts, plan.posts.values()),
        Kind.ROLE: (keys.roles, plan.roles),
        Kind.RELATION: (keys.relations, plan.relations),
        Kind.LINE: (keys.lines, _with_other(plan.lines, "superior", keys)),
        Kind.TIE: (keys.ties, _with_other(plan.ties, "other", keys)),
    }
    for kind, (pks, rows) in made.items():
        meter("note", 0, 0)
        for part in chunks(_made(kind, pks, rows, keys), CHUNK):
            noted = [(batch.pk, kind.value, account, person, key, None, stamp) for key, account, person, stamp in part]
            lane.insert(ImportedRow, _NOTED, noted)


_NOTED: Final = ("batch", "kind", "account", "person", "record", "before", "stamp")


def _made(kind: Kind, pks: Iterable[int], rows: Iterable[dict[str, Any]], keys: Keys) -> Iterator[Stamped]:
    fields = RECORDS[kind][1]
    for key, row in zip(pks, rows, strict=True):
        account: int | None = key if kind == Kind.ACCOUNT else row.get("account")
        person: int | None = key if kind == Kind.PERSON else row.get("person")
        if account is not None and account < 0:
            account = keys.accounts[account]
        if person is not None and person < 0:
            person = keys.people[person]
        yield key, account, person, stamp_of([row.get(name) for name in fields])


def _with_other(rows: Iterable[dict[str, Any]], name: str, keys: Keys) -> Iterator[dict[str, Any]]:
    """Rows with the key of somebody at the other end of a line, who may be new himself."""
    for row in rows:
        other: int = row[name]
        yield row | {f"{name}_id": keys.people[other] if other < 0 else other}


def _note_changed(batch: ContactImport, kind: Kind, changes: dict[int, dict[str, list[Any]]]) -> None:
    """Changed records, with what was there before."""
    for keys in chunks(changes, CHUNK):
        changed = []
        for key, account, person, stamp in stamps(kind, sorted(keys)):
            before = json.dumps({name: _plain(values[0]) for name, values in changes[key].items()})
            changed.append((batch.pk, kind.value, account, person, key, before, stamp))
        insert_rows(ImportedRow, _NOTED, changed)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
