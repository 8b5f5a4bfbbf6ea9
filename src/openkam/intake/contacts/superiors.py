"""Who reports to whom by a file: settled once all its people are known, because a superior may stand in a later row."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from openkam.intake.contacts.people_rows import PeopleBook
from openkam.intake.contacts.plan import Outcome, RowFault
from openkam.intake.contacts.relation_rows import one_of

ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Said:
    """A row that names a superior: where it stands, whom it is about."""

    sheet: int
    row: int
    account: int
    person: int
    cells: dict[str, str]


@dataclass
class Superiors:
    """The reporting lines of one file. A line that is not taken leaves its person taken."""

    people: PeopleBook
    said: list[Said] = field(default_factory=list)
    _meant: dict[tuple[int, int], tuple[Said, int]] = field(default_factory=dict)

    def note(self, sheet: int, row: int, cells: dict[str, str]) -> None:
        """The row just taken, where it names a superior."""
        if "superior" in cells and self.people.latest is not None:
            self.said.append(Said(sheet, row, *self.people.latest, cells))

    def settle(self) -> Iterator[tuple[Said, Outcome | RowFault]]:
        """What becomes of each, in no order."""
        for said in self.said:
            try:
                self._meant[said.account, said.person] = said, self._superior(said)
            except RowFault as fault:
                yield said, fault
        for place in self._circles():
            yield self._meant.pop(place)[0], RowFault("superior_circle", "superior")
        for said, superior in self._meant.values():
            try:
                yield said, self._write(said, superior)
            except RowFault as fault:
                yield said, fault

    def _superior(self, said: Said) -> int:
        found = self.people.named(said.account, said.cells["superior"])
        there = [one for one in found if self.people.is_in_post(said.account, one)]
        superior = one_of(there, "superior", "unknown_superior", "two_superiors")
        if superior == said.person:
            raise RowFault("own_superior", "superior")
        return superior

    def _circles(self) -> set[tuple[int, int]]:
        """Lines of the file that close a circle with each other or with lines that stand; without them there is none.

        A line that is dropped lets the known one stand again, which may close another circle, so it is looked again.
        """
        dropped: set[tuple[int, int]] = set()
        while True:
            above = {place: superior for place, (_, superior, _) in self.people.known.lines.items()}
            above |= {place: superior for place, (_, superior) in self._meant.items() if place not in dropped}
            found = {place for place in on_circles(above) if place in self._meant and place not in dropped}
            if not found:
                return dropped
            dropped |= found

    def _write(self, said: Said, superior: int) -> Outcome:
        plan, place = self.people.plan, (said.account, said.person)
        noticed = self.people.day(said.cells, "noticed")
        held = self.people.known.lines.get(place)
        if held is not None:
            line, before, since = held
            if before == superior:
                return Outcome.UNCHANGED
            day = noticed or plan.today
            if since is not None and since >= day:
                raise RowFault("older_line", "superior")
            plan.line_changes[line] = {"until_date": [None, day - ONE_DAY]}
            noticed = day
        author = self.people.accounts.colleague(said.cells.get("author", ""))
        row = {"account": said.account, "person": said.person, "superior": superior}
        plan.lines.append(row | {"since_date": noticed, "until_date": None, "author": author})
        return Outcome.CREATED if held is None else Outcome.UPDATED


def on_circles(above: dict[tuple[int, int], int]) -> set[tuple[int, int]]:
    """Places from which the way up comes back to them."""
    settled: set[tuple[int, int]] = set()
    found: set[tuple[int, int]] = set()
    for start in above:
        way: dict[tuple[int, int], int] = {}
        one = start
        while one in above and one not in settled and one not in way:
            way[one] = len(way)
            one = (one[0], above[one])
        if one in way:
            found.update(place for place, steps in way.items() if steps >= way[one])
        settled.update(way)
    return found
