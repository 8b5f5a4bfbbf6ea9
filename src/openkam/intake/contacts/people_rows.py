"""Rows of people: found by the chosen key, never merged by a guess."""

import re
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any, Final

from openkam.intake.contacts.account_rows import AccountBook
from openkam.intake.contacts.cells import code_of, day_of, email_of, phone_of
from openkam.intake.contacts.every_fault import Check
from openkam.intake.contacts.known import KnownPeople, plain_key
from openkam.intake.contacts.plan import Keys, Outcome, RowFault, changed, short
from openkam.records.contacts.person_pieces import DIGITS, sound_of

_TEXTS: Final = (("department", 100), ("title", 100))
_CODES: Final = (("language", "bad_language"), ("channel", "bad_channel"))
_LONGEST_PHONE: Final = 40
_LONGEST_EMAIL: Final = 254
_WITH_DEPARTMENT: Final = re.compile(r"(.+?)\s*[（(/·,，|]\s*(.+?)\s*[)）]?")


class PeopleBook:
    """The people of one file: those known, and those its rows make."""

    def __init__(self, accounts: AccountBook, known: KnownPeople, keys: Keys) -> None:
        self.plan, self.accounts, self.known, self.keys = accounts.plan, accounts, known, keys
        self._rows: dict[tuple[int, int], tuple[Any, ...]] = {}
        self.latest: tuple[int, int] | None = None  # account and person of the row just taken, said for the first time

    def row(self, cells: dict[str, str]) -> Outcome:
        """What a row of people does. Raises RowFault where it is not taken."""
        self.latest = None
        account = self.accounts.of(cells)
        name = self._name(cells)
        fields, post, roles = self._fields(cells), self._post(cells), self._role(cells)
        by = self.written(cells)
        written = (fields, post, roles, cells.get("superior"))
        person = self.found(account, name, fields)
        if person is not None and (account, person) in self._rows:
            if self._rows[account, person] != written:
                raise RowFault("repeated")
            return Outcome.UNCHANGED
        post_change = self._post_change(account, person, post)
        outcome = Outcome.UNCHANGED
        if person is None:
            person, outcome = self._create(cells, name, account, fields | by), Outcome.CREATED
        elif change := changed(self.known.fields[person], fields):
            self.plan.person_changes[person] = change
            outcome = Outcome.UPDATED
        self._rows[account, person] = written
        self.latest = account, person
        is_changed = self._employ(account, person, post, post_change, by)
        if roles and (account, person, roles) not in self.known.roles:
            self.known.roles.add((account, person, roles))
            self.plan.roles.append({"account": account, "person": person, "role": roles, **by})
            is_changed = True
        return Outcome.UPDATED if is_changed and outcome is Outcome.UNCHANGED else outcome

    def checks(self) -> Sequence[Check]:
        """What the cells of a row are asked beside its account, in the order of `row`."""
        dated = partial(self.day, column="noticed")
        purpose = partial(short, column="purpose", longest=200)
        return self._name, self._fields, self._post, self._role, self.written, dated, purpose

    def _name(self, cells: dict[str, str]) -> str:
        name = short(cells, "person_name", 150)
        if not name:
            raise RowFault("no_name", "person_name")
        return name

    def named(self, account: int, text: str, department: str = "") -> list[int]:
        """Who of the people at an account a text means: an e-mail, a phone, a name, or a name and his department."""
        known = self.known
        if "@" in text:
            return [one for one in known.by_email.get(text.strip().lower(), ()) if (account, one) in known.posts]
        found = known.by_name.get((account, plain_key(text)), [])
        if not found and (parts := _WITH_DEPARTMENT.fullmatch(text)):
            return self.named(account, *parts.groups())
        if department:
            found = [one for one in found if plain_key(self._department(account, one)) == plain_key(department)]
        if not found and len(digits := digits_of(text)) >= DIGITS:
            return [one for one in known.by_phone.get(digits, ()) if (account, one) in known.posts]
        return found

    def is_in_post(self, account: int, person: int) -> bool:
        """Whether he works there today."""
        until = self.known.posts[account, person][1]["until_date"]
        return until is None or until >= self.plan.today

    def _department(self, account: int, person: int) -> str:
        post, held = self.known.posts[account, person]
        change = self.plan.post_changes.get(post, {}).get("department")
        return str(change[1] if change else held["department"])

    def found(self, account: int, name: str, fields: dict[str, Any]) -> int | None:
        """Who the row means; None where nobody is known. Raises RowFault where several are, or another."""
        address = {"email": fields["email"], "phone": fields["phone_key"]}.get(self.keys.person, "")
        if address:
            book = self.known.by_email if self.keys.person == "email" else self.known.by_phone
            found = sorted(book.get(address, ()))
            if len(found) > 1:
                raise RowFault("two_people", self.keys.person)
            if found:
                if name and sound_of(self.known.name[found[0]]) != sound_of(name):
                    raise RowFault("other_name", self.keys.person)
                return found[0]
        if not name:
            return None
        named = self.known.by_name.get((account, plain_key(name)), [])
        if len(named) > 1:
            department = fields.get("department", "")
            named = [
                one
                for one in named
                if _agrees(self.known.fields[one], fields)
                or (department and plain_key(self._department(account, one)) == plain_key(department))
            ]
            if len(named) != 1:
                raise RowFault("two_people", "person_name")
        return named[0] if named else None

    def _fields(self, cells: dict[str, str]) -> dict[str, Any]:
        phone = cells.get("phone", "")
        if phone and (phone_of(phone) is None or len(phone) > _LONGEST_PHONE):
            raise RowFault("bad_phone", "phone")
        fields: dict[str, Any] = {
            "aliases": short(cells, "aliases", 300),
            "email": self.email(cells),
            "phone": phone,
            "phone_key": digits_of(phone),
        }
        for column, code in _CODES:
            fields[column] = code_of(column, cells[column]) if column in cells else ""
            if fields[column] is None:
                raise RowFault(code, column)
        return fields

    def _post(self, cells: dict[str, str]) -> dict[str, Any]:
        post: dict[str, Any] = {name: short(cells, name, longest) for name, longest in _TEXTS}
        post["level"] = code_of("level", cells["level"]) if "level" in cells else ""
        if post["level"] is None:
            raise RowFault("bad_level", "level")
        post["since_date"], post["until_date"] = self.day(cells, "since"), self.day(cells, "until")
        if post["since_date"] and post["until_date"] and post["until_date"] < post["since_date"]:
            raise RowFault("ends_before", "until")
        return post

    def _role(self, cells: dict[str, str]) -> str:
        role = code_of("role", cells["role"]) if "role" in cells else ""
        if role is None:
            raise RowFault("bad_role", "role")
        return role

    def _post_change(self, account: int, person: int | None, post: dict[str, Any]) -> dict[str, list[Any]]:
        """What the row says otherwise of a post that is known."""
        held = self.known.posts.get((account, person)) if person is not None else None
        if held is None:
            return {}
        change = changed(held[1], post)
        since, until = (change.get(name, [0, held[1][name]])[1] for name in ("since_date", "until_date"))
        if since and until and until < since:
            raise RowFault("ends_before", "until")
        return change

    def _employ(
        self, account: int, person: int, post: dict[str, Any], change: dict[str, list[Any]], by: dict[str, Any]
    ) -> bool:
        """Whether the post is new or another."""
        held = self.known.posts.get((account, person))
        if held is not None:
            if change:
                self.plan.post_changes[held[0]] = change
            return bool(change)
        key = self.plan.new_key()
        self.known.posts[account, person] = (key, post)
        self.plan.posts[key] = {"account": account, "person": person, **post, **by}
        return True

    def _create(self, cells: dict[str, str], name: str, account: int, fields: dict[str, Any]) -> int:
        person = self.plan.new_key()
        said = {
            "purpose": short(cells, "purpose", 200) or self.keys.purpose,
            "noticed_date": self.day(cells, "noticed") or self.plan.today,
        }
        self.plan.people[person] = {"name": name, **fields, **said}
        self.known.add(person, name, plain_key(name), account, fields)
        return person

    def written(self, cells: dict[str, str]) -> dict[str, Any]:
        """Who wrote it where it came from; one who is no user here stays named in the source."""
        author = self.accounts.colleague(cells["author"]) if "author" in cells else None
        source = short(cells, "source", 200) or self.keys.source
        if "author" in cells and author is None:
            source = f"{source} · {short(cells, 'author', 80)}"[:200]
        return {"source": source, "author": author}

    def email(self, cells: dict[str, str]) -> str:
        if "email" not in cells:
            return ""
        email = email_of(cells["email"])
        if email is None or len(email) > _LONGEST_EMAIL:
            raise RowFault("bad_email", "email")
        return email

    def day(self, cells: dict[str, str], column: str) -> date | None:
        if column not in cells:
            return None
        day = day_of(cells[column])
        if day is None:
            raise RowFault("bad_day", column)
        if day > self.plan.today:
            raise RowFault("day_ahead", column)
        return day


def _agrees(known: dict[str, Any], fields: dict[str, Any]) -> bool:
    """Whether an address says that they are one."""
    return any(fields.get(name) and known[name] == fields[name] for name in ("email", "phone_key"))


def digits_of(text: str) -> str:
    if not text or text.isdigit():
        return text[:_LONGEST_PHONE]
    return "".join(sign for sign in text if sign.isdigit())[:_LONGEST_PHONE]
