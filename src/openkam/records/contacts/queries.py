"""The people of an account as one plain picture on a day, in a fixed number of queries: for map, flags, brief, export.

`account_people(viewer, accounts, day)` is the one way from the tables of people to the screens.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from openkam.core.access import Viewer
from openkam.records.accounts.models import Account


@dataclass(frozen=True)
class Held:
    """An opinion that holds: its value, when and by whom it was formed, on what."""

    value: str
    observed_date: date
    author: str
    evidence: str


@dataclass(frozen=True)
class Known:
    """That a colleague knows a person: how well now (0 to 3), how well we want him to, since when."""

    colleague: int
    name: str
    level: int
    wanted: int | None
    observed_date: date


@dataclass(frozen=True)
class Chair:
    """A person at an account on a day; everything the viewer may not see is absent as if it were never written.

    roles     buying roles; opinions by kind (STANCE, MODE, INFLUENCE, PROFILE, KNOWLEDGE, TRUST)
    superior  key of the person he reports to
    is_coach  only for holders of the seal
    """

    person: int
    name: str
    is_placeholder: bool
    department: str
    title: str
    level: str
    since_date: date | None
    until_date: date | None
    superior: int | None = None
    roles: frozenset[str] = frozenset()
    opinions: Mapping[str, Held] = field(default_factory=dict)
    known_by: tuple[Known, ...] = ()
    is_coach: bool = False


@dataclass(frozen=True)
class TieLine:
    """Influence or conflict between two people on a day."""

    person: int
    other: int
    kind: str
    evidence: str


@dataclass(frozen=True)
class AccountPeople:
    """The people of one account on a day, those who left within the last year after the others."""

    account: int
    day: date
    chairs: tuple[Chair, ...]
    ties: tuple[TieLine, ...]


def account_people(
    viewer: Viewer, accounts: list[Account], day: date, *, opportunity: int | None = None
) -> dict[int, AccountPeople]:
    """By account key, for accounts the viewer was shown; with an opportunity, its roles and views go first."""
    raise NotImplementedError
