"""What a sealed record says: who the coach is, his four marks, and each proof; and who holds a seal on a day."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Final, NamedTuple

from django.db import models
from django.utils import timezone

from openkam.core.access import Viewer
from openkam.core.prepared import Prepared
from openkam.records.contacts.merged import standing_ones
from openkam.records.contacts.models import Coach
from openkam.records.contacts.sealing import SealBroken, sealed, unsealed


class Service(models.TextChoices):
    """What a coach does for us. Source: R195."""

    WARNS = "WARNS"
    SUPPORTS = "SUPPORTS"
    ADVISES = "ADVISES"


class Mark(models.TextChoices):
    """What makes a good coach; an interest is a legitimate one, there is no other. Source: R196."""

    GETS_ON = "GETS_ON"
    RECOGNISES = "RECOGNISES"
    INTEREST = "INTEREST"
    RIVAL = "RIVAL"


@dataclass(frozen=True)
class Proof:
    """One thing the coach did for us, as a colleague saw it on a day."""

    service: str
    text: str
    observed_date: date
    author: str


@dataclass(frozen=True)
class Seal:
    """The content of a coach's record.

    marks       what shows each mark that he has, by its code
    until_date  his latest day as our coach; None: he still is
    """

    person: int
    since_date: date
    until_date: date | None = None
    marks: Mapping[str, str] = field(default_factory=dict)
    proofs: tuple[Proof, ...] = ()

    def holds_on(self, day: date) -> bool:
        """Whether he is our coach on a day."""
        return self.since_date <= day and (self.until_date is None or day <= self.until_date)

    def proven_date(self, day: date) -> date | None:
        """The day of the latest proof by then."""
        return max((proof.observed_date for proof in self.proofs if proof.observed_date <= day), default=None)


class HeldSeal(NamedTuple):
    """What a seal the viewer holds says of its coach on a day: the latest proof, if any, and when it was sealed."""

    proven_date: date | None
    sealed_date: date


def closed(seal: Seal, account: int) -> bytes:
    """The record as it is stored."""
    return sealed(json.dumps(asdict(seal), ensure_ascii=False, default=str).encode("utf-8"), account)


def opened(coach: Coach) -> Seal:
    """What a record says.

    Raises SealBroken.
    """
    said: dict[str, Any] = json.loads(unsealed(bytes(coach.sealed)))
    proofs = (one | {"observed_date": date.fromisoformat(one["observed_date"])} for one in said["proofs"])
    return Seal(
        person=said["person"],
        since_date=date.fromisoformat(said["since_date"]),
        until_date=date.fromisoformat(said["until_date"]) if said["until_date"] else None,
        marks=said["marks"],
        proofs=tuple(Proof(**one) for one in proofs),
    )


def seals_on(viewer: Viewer, accounts: Iterable[int], day: date) -> dict[tuple[int, int], HeldSeal]:
    """Of each coach whose seal the viewer holds, by account and person: the latest proof, if any, and the first seal.

    One query, and those of `standing_ones` where he holds any. Who was merged is the person who stands for him. A
    record whose key is lost says nothing here; who opens it is told.
    """
    wanted, held = set(accounts), list[tuple[int, Seal, date]]()
    coaches = _COACHES_AT(viewer, *wanted) if len(wanted) == 1 else _COACHES(viewer)
    for coach in coaches:
        seal = _read(coach) if coach.account_id in wanted else None
        if seal is not None and seal.holds_on(day):
            held.append((coach.account_id, seal, coach.noted_at.astimezone(timezone.get_current_timezone()).date()))
    found, now = dict[tuple[int, int], HeldSeal](), standing_ones({seal.person for _, seal, _ in held})
    for account, seal, sealed_date in held:
        key = (account, now[seal.person])
        earlier = found.get(key, HeldSeal(None, sealed_date))
        proven = max((one for one in (seal.proven_date(day), earlier.proven_date) if one), default=None)
        found[key] = HeldSeal(proven, min(sealed_date, earlier.sealed_date))
    return found


def seal_on(viewer: Viewer, account: int, person: int) -> Coach | None:
    """The record of a person whose seal the viewer holds, his own before that of somebody merged into him."""
    rows = Coach.objects.visible_to(viewer).filter(account=account).select_related("author").order_by("pk")
    held = [(seal.person, coach) for coach in rows if (seal := _read(coach)) is not None]
    now = standing_ones({about for about, _ in held})
    his = [(about != person, coach) for about, coach in held if now[about] == person]
    return min(his, key=lambda one: one[0])[1] if his else None


def _read(coach: Coach) -> Seal | None:
    try:
        return opened(coach)
    except SealBroken:
        return None


def _coaches(viewer: Viewer) -> Any:
    return Coach.objects.visible_to(viewer)


def _coaches_at(viewer: Viewer, account: int) -> Any:
    return Coach.objects.visible_to(viewer).filter(account=account)


_COACHES: Final[Prepared[Coach]] = Prepared(_coaches)
_COACHES_AT: Final[Prepared[Coach]] = Prepared(_coaches_at)
