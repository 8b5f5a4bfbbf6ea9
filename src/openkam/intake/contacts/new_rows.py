"""New rows of a plan, table by table: keys below zero become those of the database, texts become pieces."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from openkam.intake.contacts.known import CHUNK, POST, chunks
from openkam.intake.contacts.meter import Meter
from openkam.intake.contacts.pieces import PieceMaker
from openkam.intake.contacts.plan import Plan
from openkam.records.accounts.bulk import Lane, new_keys, stored_moment
from openkam.records.accounts.models import Account, AccountCode, SearchText, TaxNumber
from openkam.records.contacts.details import person_key
from openkam.records.contacts.kinds import Basis
from openkam.records.contacts.models import BuyingRole, Employment, Person, PersonText, Relation, ReportingLine, Tie

_ACCOUNT: Final = (
    "id", "name", "name_key", "owner", "industry", "region", "kind", "created_at", "name_by_hand", "owner_by_hand",
)  # fmt: skip
_PERSON: Final = (
    "id", "name", "name_key", "aliases", "is_placeholder", "email", "phone", "phone_key", "language", "channel",
    "basis", "purpose", "source", "noticed_date", "created_by", "created_at",
)  # fmt: skip
_POST: Final = ("id", "person", "account", *POST, "in_group", "end_reason", "source", "noted_by", "noted_at")
_RELATION: Final = (
    "id", "account", "person", "colleague", "level", "wanted", "reason", "observed_date", "noted_by", "noted_at",
)  # fmt: skip
_LINE: Final = ("id", "account", "person", "superior", "since_date", "until_date", "noted_by", "noted_at")
_TIE: Final = (
    "id", "account", "person", "other", "kind", "evidence", "since_date", "until_date", "noted_by", "noted_at",
)  # fmt: skip
_LONGEST_CODE_SOURCE: Final = 100
_LONGEST_NUMBER_SOURCE: Final = 200


@dataclass(frozen=True)
class Keys:
    """The keys of all new rows, taken before the first is written."""

    accounts: dict[int, int]
    people: dict[int, int]
    posts: list[int]
    roles: list[int]
    relations: list[int]
    lines: list[int]
    ties: list[int]


def keys_of_new(plan: Plan) -> Keys:
    """One key of the database for each row the plan makes."""
    return Keys(
        dict(zip(plan.accounts, new_keys(Account, len(plan.accounts)), strict=True)),
        dict(zip(plan.people, new_keys(Person, len(plan.people)), strict=True)),
        new_keys(Employment, len(plan.posts)),
        new_keys(BuyingRole, len(plan.roles)),
        new_keys(Relation, len(plan.relations)),
        new_keys(ReportingLine, len(plan.lines)),
        new_keys(Tie, len(plan.ties)),
    )


class NewRows:
    """Writes the new rows of one plan into one lane."""

    def __init__(self, plan: Plan, keys: Keys, lane: Lane, now: datetime, pieces: PieceMaker) -> None:
        self.plan, self.keys, self.lane = plan, keys, lane
        self._user, self._moment = plan.viewer.user or None, stored_moment(now)
        self._people_parts = list(chunks(plan.people.items()))
        self._account_pieces = pieces.of("account", list(chunks(plan.accounts.items())), _account_texts)
        self._people_pieces = pieces.of("person", self._people_parts, _person_texts)

    def accounts(self, source: str, meter: Meter) -> None:
        """With their codes, tax numbers and what they are found by."""
        done, total = 0, len(self.plan.accounts)
        for part, made in self._account_pieces:
            meter("write_accounts", done, total)
            done += len(part)
            self._accounts([(self.keys.accounts[key], row) for key, row in part], made, source)

    def people(self, meter: Meter) -> None:
        """What is known of them."""
        done, total = 0, len(self.plan.people)
        basis, keys, user, moment = Basis.BUSINESS_CONTACT.value, self.keys.people, self._user, self._moment
        for part in self._people_parts:
            meter("write_people", done, total)
            done += len(part)
            self.lane.insert(
                Person,
                _PERSON,
                [
                    (keys[key], row["name"], person_key(row["name"]), row["aliases"], False, row["email"],
                     row["phone"], row["phone_key"], row["language"], row["channel"], basis, row["purpose"],
                     row["source"], day(row["noticed_date"]), row["author"] or user, moment)
                    for key, row in part
                ],
            )  # fmt: skip

    def people_texts(self, meter: Meter) -> None:
        """What people are found by; last, because the pieces come from elsewhere."""
        done, total, keys = 0, len(self.plan.people), self.keys.people
        for part, made in self._people_pieces:
            meter("write_texts", done, total)
            done += len(part)
            texts = [(keys[key], text, sound) for (key, _), (text, sound) in zip(part, made, strict=True)]
            self.lane.insert(PersonText, ("person", "text", "sound"), texts)

    def posts(self, meter: Meter) -> None:
        """Where people work."""
        done, total = 0, len(self.keys.posts)
        for part in chunks(zip(self.keys.posts, self.plan.posts.values(), strict=True)):
            meter("write_posts", done, total)
            done += len(part)
            self._insert(
                Employment,
                _POST,
                (
                    (key, self._person(row), self._account(row), row["department"], row["title"], row["level"],
                     day(row["since_date"]), day(row["until_date"]), False, "", row["source"], *self._by(row))
                    for key, row in part
                ),
            )  # fmt: skip

    def roles(self) -> None:
        """What people are in the customer's buying."""
        self._insert(
            BuyingRole,
            ("id", "account", "person", "role", "evidence", "noted_by", "noted_at"),
            (
                (key, self._account(row), self._person(row), row["role"], row["source"], *self._by(row))
                for key, row in zip(self.keys.roles, self.plan.roles, strict=True)
            ),
        )

    def relations(self) -> None:
        """Who of us knows whom."""
        self._insert(
            Relation,
            _RELATION,
            (
                (key, self._account(row), self._person(row), row["colleague"], row["level"], row["wanted"],
                 row["reason"], day(row["observed_date"]), row["author"] or self.plan.viewer.user, self._moment)
                for key, row in zip(self.keys.relations, self.plan.relations, strict=True)
            ),
        )  # fmt: skip

    def lines(self) -> None:
        """Who reports to whom."""
        self._insert(
            ReportingLine,
            _LINE,
            (
                (key, self._account(row), self._person(row), self._person(row, "superior"), day(row["since_date"]),
                 None, *self._by(row))
                for key, row in zip(self.keys.lines, self.plan.lines, strict=True)
            ),
        )  # fmt: skip

    def ties(self) -> None:
        """Influence and conflict."""
        self._insert(
            Tie,
            _TIE,
            (
                (key, self._account(row), self._person(row), self._person(row, "other"), row["kind"], row["evidence"],
                 day(row["since_date"]), None, *self._by(row))
                for key, row in zip(self.keys.ties, self.plan.ties, strict=True)
            ),
        )  # fmt: skip

    def _accounts(self, part: list[tuple[int, dict[str, Any]]], made: list[tuple[str, str]], source: str) -> None:
        self.lane.insert(
            Account,
            _ACCOUNT,
            [
                (key, row["name"], name_key, row.get("owner_id"), row["industry"], row["region"], row["kind"],
                 self._moment, True, row.get("owner_id") is not None)
                for (key, row), (name_key, _) in zip(part, made, strict=True)
            ],
        )  # fmt: skip
        texts = [(key, text) for (key, _), (_, text) in zip(part, made, strict=True)]
        self.lane.insert(SearchText, ("account", "text"), texts)
        codes = [
            (row["code"], key, source[:_LONGEST_CODE_SOURCE], self._moment, True) for key, row in part if row["code"]
        ]
        self.lane.insert(AccountCode, ("code", "account", "source", "added_at", "is_main"), codes)
        numbers = [
            (key, "cn.uscc", row["tax_number"], source[:_LONGEST_NUMBER_SOURCE], self._user, self._moment)
            for key, row in part
            if row["tax_number"]
        ]
        self.lane.insert(TaxNumber, ("account", "kind", "number", "source", "noted_by", "noted_at"), numbers)

    def _insert(self, model: Any, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
        for part in chunks(rows, CHUNK):
            self.lane.insert(model, columns, part)

    def _account(self, row: dict[str, Any]) -> int:
        account: int = row["account"]
        return self.keys.accounts[account] if account < 0 else account

    def _person(self, row: dict[str, Any], name: str = "person") -> int:
        person: int = row[name]
        return self.keys.people[person] if person < 0 else person

    def _by(self, row: dict[str, Any]) -> tuple[Any, Any]:
        return row["author"] or self._user, self._moment


def day(value: date | str | None) -> str | None:
    """A day as every database takes it; of a plan that was kept it is written so already."""
    return value.isoformat() if isinstance(value, date) else value


def _account_texts(part: list[tuple[int, dict[str, Any]]]) -> list[tuple[str, ...]]:
    return [(row["name"], row["code"], row["tax_number"]) for _, row in part]


def _person_texts(part: list[tuple[int, dict[str, Any]]]) -> list[tuple[str, ...]]:
    return [(row["name"], row["aliases"], row["phone_key"], row["email"]) for _, row in part]
