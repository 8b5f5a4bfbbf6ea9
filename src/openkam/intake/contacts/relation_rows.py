"""Rows of who of us knows whom, and of ties among the people of a customer."""

from collections.abc import Sequence
from functools import partial
from typing import Any, Final

from openkam.intake.contacts.cells import code_of
from openkam.intake.contacts.every_fault import Check
from openkam.intake.contacts.people_rows import PeopleBook, digits_of
from openkam.intake.contacts.plan import Outcome, RowFault, changed, short
from openkam.records.contacts.kinds import TieKind

_LONGEST_REASON: Final = 300


class RelationBook:
    """Relations of one file: one row a change, so a level that is known already is not written again."""

    def __init__(self, people: PeopleBook) -> None:
        self.people, self.accounts, self.known = people, people.accounts, people.known

    def row(self, cells: dict[str, str]) -> Outcome:
        """What a row of who knows whom does. Raises RowFault where it is not taken."""
        account = self.accounts.of(cells)
        person = meant(self.people, account, cells)
        colleague = self._colleague(cells)
        level, wanted = self._levels(cells)
        day = self.people.day(cells, "noticed") or self.people.plan.today
        new = (level, wanted, day)
        held = self.known.relations.get((account, person, colleague))
        if held is not None and (held[:2] == new[:2] or (held[2] == day and "noticed" in cells and held == new)):
            return Outcome.UNCHANGED
        reason = _reason(cells)
        if held is not None and held[2] <= day and new[0] < held[0] and not reason:
            raise RowFault("fall_without_reason", "reason")
        self.known.relations[account, person, colleague] = new
        row = {"account": account, "person": person, "colleague": colleague, "level": new[0], "wanted": new[1]}
        author = self.accounts.colleague(cells.get("author", ""))
        self.people.plan.relations.append(row | {"reason": reason, "observed_date": day, "author": author})
        return Outcome.CREATED

    def checks(self) -> Sequence[Check]:
        """What the cells of a row are asked beside its account, in the order of `row`."""
        dated = partial(self.people.day, column="noticed")
        return self._person, self._colleague, self._levels, dated, _reason

    def _person(self, cells: dict[str, str]) -> None:
        account = self.accounts.found(cells)
        if account is not None:
            meant(self.people, account, cells)

    def _colleague(self, cells: dict[str, str]) -> int:
        colleague = self.accounts.colleague(cells.get("colleague", ""))
        if colleague is None:
            raise RowFault("unknown_colleague", "colleague")
        return colleague

    def _levels(self, cells: dict[str, str]) -> tuple[int, int | None]:
        wanted = code_of("relation", cells["wanted_level"]) if "wanted_level" in cells else ""
        if wanted is None:
            raise RowFault("bad_relation", "wanted_level")
        level = code_of("relation", cells.get("relation_level", ""))
        if level is None:
            raise RowFault("bad_relation", "relation_level")
        return int(level), int(wanted) if wanted else None


class TieBook:
    """Ties of one file; only where the viewer may say what he thinks of people."""

    def __init__(self, people: PeopleBook) -> None:
        self.people, self.accounts, self.known = people, people.accounts, people.known
        self._rows: dict[tuple[int, str, int, int], str] = {}

    def row(self, cells: dict[str, str]) -> Outcome:
        """What a row of ties does. Raises RowFault where it is not taken."""
        account = self.accounts.of(cells)
        if account not in self.known.own:
            raise RowFault("not_yours_to_judge", next(iter(cells)))
        person, other = self._pair(account, cells)
        kind = self._kind(cells)
        evidence, since = _reason(cells), self.people.day(cells, "noticed")
        place = tie_place(account, kind, person, other)
        if place in self._rows:
            if evidence and evidence != self._rows[place]:
                raise RowFault("repeated")
            return Outcome.UNCHANGED
        held = self.known.ties.get(place)
        if held is not None:
            self._rows[place] = evidence
            return self._change(held, {"evidence": evidence, "since_date": since})
        if not evidence:
            raise RowFault("no_evidence", "reason")
        self._rows[place] = evidence
        row = {"account": account, "person": person, "other": other, "kind": kind, "evidence": evidence}
        author = self.accounts.colleague(cells.get("author", ""))
        self.people.plan.ties.append(row | {"since_date": since, "until_date": None, "author": author})
        return Outcome.CREATED

    def checks(self) -> Sequence[Check]:
        """What the cells of a row are asked beside its account, in the order of `row`."""
        dated = partial(self.people.day, column="noticed")
        return self._people, self._kind, _reason, dated

    def _people(self, cells: dict[str, str]) -> None:
        """Of an account that is not his to judge nobody is told who works there."""
        account = self.accounts.found(cells)
        if account in self.known.own:
            self._pair(account, cells)

    def _pair(self, account: int, cells: dict[str, str]) -> tuple[int, int]:
        person = meant(self.people, account, cells)
        other = one_of(self.people.named(account, cells.get("other", "")), "other", "unknown_other", "two_others")
        if other == person:
            raise RowFault("same_person", "other")
        return person, other

    def _kind(self, cells: dict[str, str]) -> str:
        kind = code_of("tie", cells.get("tie", ""))
        if kind is None:
            raise RowFault("bad_tie", "tie")
        return kind

    def _change(self, held: tuple[int, dict[str, Any]], said: dict[str, Any]) -> Outcome:
        key, before = held
        change = changed(before, said)
        if not change:
            return Outcome.UNCHANGED
        self.people.plan.tie_changes[key] = change
        return Outcome.UPDATED


def _reason(cells: dict[str, str]) -> str:
    return short(cells, "reason", _LONGEST_REASON)


def tie_place(account: int, kind: str, person: int, other: int) -> tuple[int, str, int, int]:
    """Where a tie stands; a conflict has no direction."""
    first, second = sorted((person, other)) if kind == TieKind.CONFLICT else (person, other)
    return account, kind, first, second


def meant(people: PeopleBook, account: int, cells: dict[str, str]) -> int:
    """Somebody at the account, by the chosen key or by name and department. Raises RowFault where nobody is."""
    name = cells.get("person_name", "")
    fields = {
        "email": people.email(cells),
        "phone_key": digits_of(cells.get("phone", "")),
        "department": cells.get("department", ""),
    }
    person = people.found(account, name, fields)
    if person is None and name:
        person = one_of(people.named(account, name), "person_name", "unknown_person", "two_people")
    if person is None or (account, person) not in people.known.posts:
        raise RowFault("unknown_person", "person_name")
    return person


def one_of(found: list[int], column: str, none: str, several: str) -> int:
    """The only one of these. Raises RowFault where there is none, or several."""
    if len(found) != 1:
        raise RowFault(several if found else none, column)
    return found[0]
