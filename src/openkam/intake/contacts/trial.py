"""What a file would do, row by row, before anything is written: made, changed, as it is, or not taken and why."""

import csv
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from openkam.core.access import Viewer
from openkam.intake.contacts.account_rows import AccountBook
from openkam.intake.contacts.every_fault import every_fault
from openkam.intake.contacts.faults import Fault
from openkam.intake.contacts.headers import ACCOUNTS, LINES, PEOPLE, RELATIONS, TIES
from openkam.intake.contacts.known import (
    KnownPeople,
    colleagues,
    known_accounts,
    known_lines,
    known_people,
    known_ties,
    own_accounts,
)
from openkam.intake.contacts.meter import Meter, unmeasured
from openkam.intake.contacts.people_rows import PeopleBook
from openkam.intake.contacts.plan import Keys, Outcome, Plan, RowFault
from openkam.intake.contacts.relation_rows import RelationBook, TieBook, tie_place
from openkam.intake.contacts.superiors import Superiors

ACCOUNT_COLUMNS: Final = ("account_code", "tax_number", "account_name", "region")
Book = AccountBook | PeopleBook | RelationBook | TieBook
ORDER: Final = (PEOPLE, RELATIONS, TIES)
SHOWN: Final = 200
"""So many rows are kept to be shown as examples."""
TOLD_IN_FULL: Final = 100_000
"""After so many faults the first one of a row is enough: the file has another fault than its cells."""
ROWS_A_STEP: Final = 2000
"""After so many rows it is said how far the try is."""


@dataclass(frozen=True)
class SheetReading:
    """How one sheet is read: its rows on disk, what it lists, and the header of each column."""

    number: int
    path: Path
    headers: tuple[str, ...]
    kind: str
    mapping: Mapping[str, str]
    rows: int = 0


@dataclass
class Trial:
    """The plan, how many rows of each kind came out how, and the rows that are not taken."""

    plan: Plan
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    samples: list[tuple[int, int, Outcome, str]] = field(default_factory=list)
    meter: Meter = unmeasured
    total: int = 0
    done: int = 0

    def reject(self, counts: Counter[str], sheet: int, row: int, cells: dict[str, str], *faults: RowFault) -> None:
        """A row, or what a cell of it says, is not taken."""
        counts[Outcome.REJECTED] += 1
        self.faults += [Fault(sheet, row, one.column, cells.get(one.column, ""), one.code) for one in faults]

    @property
    def taken(self) -> int:
        """Rows that make or change something."""
        return sum(counts[Outcome.CREATED] + counts[Outcome.UPDATED] for counts in self.counts.values())


def try_sheets(viewer: Viewer, sheets: list[SheetReading], keys: Keys, today: date, meter: Meter = unmeasured) -> Trial:
    """Reads every row and writes nothing; sheets of accounts go first, then people, then what joins them."""
    plan = Plan(viewer=viewer, today=today)
    accounts = AccountBook(plan, known_accounts(viewer), colleagues(), keys)
    trial = Trial(plan, meter=meter, total=sum(sheet.rows for sheet in sheets))
    for sheet in (one for one in sheets if one.kind == ACCOUNTS):
        _try_sheet(trial, sheet, accounts)
    others = sorted((one for one in sheets if one.kind in ORDER), key=lambda one: ORDER.index(one.kind))
    if others:
        people = _people_book(viewer, accounts, others, keys)
        superiors = Superiors(people)
        for sheet in (one for one in others if one.kind == PEOPLE):
            _try_sheet(trial, sheet, people, superiors)
        _settle(trial, superiors)
        books: dict[str, Book] = {RELATIONS: RelationBook(people), TIES: TieBook(people)}
        for sheet in (one for one in others if one.kind != PEOPLE):
            _try_sheet(trial, sheet, books[sheet.kind])
    return trial


def rows_of(sheet: SheetReading, columns: Collection[str] | None = None) -> Iterator[tuple[int, dict[str, str]]]:
    """Row number and cells by column; of `columns` only, where they are named."""
    places = {header: place for place, header in enumerate(sheet.headers, 1)}
    wanted = [
        (column, places[header])
        for column, header in sheet.mapping.items()
        if header in places and (columns is None or column in columns)
    ]
    with sheet.path.open(encoding="utf-8", newline="") as stream:
        for row in csv.reader(stream):
            width = len(row)
            yield int(row[0]), {column: row[place] for column, place in wanted if place < width and row[place]}


def _try_sheet(
    trial: Trial,
    sheet: SheetReading,
    book: Book,
    superiors: Superiors | None = None,
) -> None:
    counts, checks = trial.counts.setdefault(sheet.kind, Counter()), book.checks()
    for number, cells in rows_of(sheet):
        if not trial.done % ROWS_A_STEP:
            trial.meter("check", trial.done, trial.total)
        trial.done += 1
        try:
            outcome = book.row(cells)
        except RowFault as fault:
            others = checks if len(trial.faults) < TOLD_IN_FULL else ()
            trial.reject(counts, sheet.number, number, cells, *every_fault(fault, others, cells))
            continue
        counts[outcome] += 1
        if superiors is not None:
            superiors.note(sheet.number, number, cells)
        if len(trial.samples) < SHOWN:
            name = cells.get("person_name") or cells.get("account_name") or cells.get("account_code") or ""
            trial.samples.append((sheet.number, number, outcome, name))


def _settle(trial: Trial, superiors: Superiors) -> None:
    if not superiors.said:
        return
    counts = trial.counts.setdefault(LINES, Counter())
    for said, outcome in superiors.settle():
        if isinstance(outcome, RowFault):
            trial.reject(counts, said.sheet, said.row, said.cells, outcome)
        else:
            counts[outcome] += 1


def _people_book(viewer: Viewer, accounts: AccountBook, sheets: list[SheetReading], keys: Keys) -> PeopleBook:
    """With everybody at the accounts the sheets name."""
    named: set[int] = set()
    emails: set[str] = set()
    phones: set[str] = set()
    wanted = (*ACCOUNT_COLUMNS, *({keys.person} & {"email", "phone"}))
    for sheet in sheets:
        # Several people work at one account: what names it is looked up once.
        for said in {tuple(cells.items()) for _, cells in rows_of(sheet, wanted)}:
            cells = dict(said)
            account = accounts.found(cells)
            if account is not None and account > 0:
                named.add(account)
            if keys.person == "email" and "email" in cells:
                emails.add(cells["email"].lower())
            if keys.person == "phone" and "phone" in cells:
                phones.add("".join(sign for sign in cells["phone"] if sign.isdigit()))
    known = known_people(viewer, named, emails, phones)
    _add_what_joins(viewer, known, named, sheets)
    return PeopleBook(accounts, known, keys)


def _add_what_joins(viewer: Viewer, known: KnownPeople, accounts: set[int], sheets: list[SheetReading]) -> None:
    """Lines and ties, where a sheet speaks of them."""
    if any("superior" in sheet.mapping for sheet in sheets):
        known.lines = dict(known_lines(accounts))
    if any(sheet.kind == TIES for sheet in sheets):
        known.own = own_accounts(viewer, accounts)
        for account, person, other, kind, key, said in known_ties(viewer, accounts):
            known.ties[tie_place(account, kind, person, other)] = key, said
