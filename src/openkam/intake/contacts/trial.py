"""What a file would do, row by row, before anything is written: made, changed, as it is, or not taken and why."""

import csv
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from openkam.core.access import Viewer
from openkam.intake.contacts.account_rows import AccountBook
from openkam.intake.contacts.faults import Fault
from openkam.intake.contacts.headers import ACCOUNTS, PEOPLE, RELATIONS
from openkam.intake.contacts.known import colleagues, known_accounts, known_people
from openkam.intake.contacts.people_rows import PeopleBook
from openkam.intake.contacts.plan import Keys, Outcome, Plan, RowFault

ORDER: Final = (ACCOUNTS, PEOPLE, RELATIONS)
SHOWN: Final = 200
"""So many rows that are not taken are kept to be shown; all of them are in the file."""


@dataclass(frozen=True)
class SheetReading:
    """How one sheet is read: its rows on disk, what it lists, and the header of each column."""

    number: int
    path: Path
    headers: tuple[str, ...]
    kind: str
    mapping: Mapping[str, str]


@dataclass
class Trial:
    """The plan, how many rows of each kind came out how, and the rows that are not taken."""

    plan: Plan
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    samples: list[tuple[int, int, Outcome, str]] = field(default_factory=list)

    @property
    def taken(self) -> int:
        """Rows that make or change something."""
        return sum(counts[Outcome.CREATED] + counts[Outcome.UPDATED] for counts in self.counts.values())


def try_sheets(viewer: Viewer, sheets: list[SheetReading], keys: Keys, today: date) -> Trial:
    """Reads every row and writes nothing; sheets of accounts go first, relations last."""
    plan = Plan(viewer=viewer, today=today)
    accounts = AccountBook(plan, known_accounts(viewer), colleagues())
    trial = Trial(plan)
    for sheet in (one for one in sheets if one.kind == ACCOUNTS):
        _try_sheet(trial, sheet, accounts.row)
    others = sorted((one for one in sheets if one.kind in (PEOPLE, RELATIONS)), key=lambda one: ORDER.index(one.kind))
    if others:
        people = _people_book(viewer, accounts, others, keys)
        for sheet in others:
            _try_sheet(trial, sheet, people.row if sheet.kind == PEOPLE else people.relation)
    return trial


def rows_of(sheet: SheetReading) -> Iterator[tuple[int, dict[str, str]]]:
    """Row number and cells by column."""
    places = {header: place for place, header in enumerate(sheet.headers, 1)}
    wanted = [(column, places[header]) for column, header in sheet.mapping.items() if header in places]
    with sheet.path.open(encoding="utf-8", newline="") as stream:
        for row in csv.reader(stream):
            width = len(row)
            yield int(row[0]), {column: row[place] for column, place in wanted if place < width and row[place]}


def _try_sheet(trial: Trial, sheet: SheetReading, book: Callable[[dict[str, str]], Outcome]) -> None:
    counts = trial.counts.setdefault(sheet.kind, Counter())
    for number, cells in rows_of(sheet):
        try:
            outcome = book(cells)
        except RowFault as fault:
            outcome = Outcome.REJECTED
            trial.faults.append(Fault(sheet.number, number, fault.column, cells.get(fault.column, ""), fault.code))
        counts[outcome] += 1
        if outcome is not Outcome.REJECTED and len(trial.samples) < SHOWN:
            name = cells.get("person_name") or cells.get("account_name") or cells.get("account_code") or ""
            trial.samples.append((sheet.number, number, outcome, name))


def _people_book(viewer: Viewer, accounts: AccountBook, sheets: list[SheetReading], keys: Keys) -> PeopleBook:
    """With everybody at the accounts the sheets name."""
    named: set[int] = set()
    emails: set[str] = set()
    phones: set[str] = set()
    for sheet in sheets:
        for _, cells in rows_of(sheet):
            account = accounts.found(cells)
            if account is not None and account > 0:
                named.add(account)
            if keys.person == "email" and "email" in cells:
                emails.add(cells["email"].lower())
            if keys.person == "phone" and "phone" in cells:
                phones.add("".join(sign for sign in cells["phone"] if sign.isdigit()))
    known = known_people(viewer, named, emails, phones)
    return PeopleBook(accounts, known, keys)
