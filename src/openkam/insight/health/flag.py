"""What a red flag is, and what a rule of one looks like: `Rule(code, words, limits, find)`.

A rule is a plain function from the facts of an account to a finding or None; it never asks the database.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Final, Literal

from openkam.analysis.words import Text
from openkam.insight.health.facts import AccountFacts, Contact, Deal

DEAL_PAGE: Final = "deal"
"""The place of what is mended on the page of the opportunity itself; a part of it follows, as in "deal#role"."""
MOST_NAMED: Final = 3
"""More names than these a sentence does not list."""
Unit = Literal["days", "people", "facts", "on"]


class Severity(IntEnum):
    """How much a flag matters; the higher, the more."""

    NOTE = 1
    WARNING = 2
    ALERT = 3


SEVERITY_LABELS: Final = {
    Severity.ALERT: Text("Grave", "严重"),
    Severity.WARNING: Text("Warning", "警告"),
    Severity.NOTE: Text("Note", "提示"),
}
UNIT_LABELS: Final[dict[Unit, Text]] = {
    "days": Text("days", "天"),
    "people": Text("people", "人"),
    "facts": Text("facts", "条"),
    "on": Text("on or off", "启用或停用"),
}


@dataclass(frozen=True)
class Evidence:
    """One thing a flag rests on, which the viewer may see.

    kind, key  the record, e.g. "person" and 12; "" and 0 where it is no record
    mark       what of it the flag rests on: with another one an acknowledged flag comes back
    """

    kind: str
    key: int
    label: Text
    mark: str = ""


@dataclass(frozen=True)
class Found:
    """That a rule holds: what a reader is told, on which evidence, how much it matters at an important account."""

    severity: Severity
    sentence: Text
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Limits:
    """What a company sets by tier, as shipped: for the first tier, the second, those below; None: off there."""

    top: int | None
    second: int | None
    below: int | None
    unit: Unit


@dataclass(frozen=True)
class _Words:
    code: str
    label: Text
    rule: Text
    remedy: Text
    button: Text
    place: str
    limits: Limits
    source: str


@dataclass(frozen=True)
class Rule(_Words):
    """A flag of an account.

    label   its name; rule: when it is raised, with {limit} where it has one; remedy: what to do; button: the word for
            the page that does it, at `place` below the address of the account (`DEAL_PAGE`: the opportunity's own)
    needs   "" facts whoever sees the account may see; "intel" what colleagues think of people; "seal" a held coach
    find    (facts, limit) → Found | None
    """

    find: Callable[[AccountFacts, int], Found | None]
    needs: Literal["", "intel", "seal"] = ""


@dataclass(frozen=True)
class DealRule(_Words):
    """A flag of one open opportunity: the same with (facts, deal, limit)."""

    find: Callable[[AccountFacts, Deal, int], Found | None]
    needs: Literal["", "intel", "seal"] = ""


@dataclass(frozen=True)
class Answer:
    """What somebody answered to a flag: a reason, or a strength and an action set against it."""

    key: int
    reason: str
    author: str
    answered: date
    until: date | None
    strength: str = ""
    action: str = ""

    @property
    def is_counter(self) -> bool:
        """Set against the flag, which stands on; otherwise the flag was acknowledged and rests."""
        return bool(self.strength)


@dataclass(frozen=True)
class Flag:
    """A red flag that stands on a day, as one viewer may know it.

    opportunity  key of the deal it is about, None for the whole account; deal is its name
    facts        digest of the evidence: an answer holds as long as it stays the same
    answer       the answer that holds, None where nobody answered or the facts changed since
    """

    code: str
    severity: Severity
    label: Text
    sentence: Text
    evidence: tuple[Evidence, ...]
    remedy: Text
    button: Text
    place: str
    opportunity: int | None
    deal: str
    facts: str
    may_answer: bool
    answer: Answer | None = None

    def href(self, account: int) -> str:
        """Where it is mended."""
        if self.place.startswith(DEAL_PAGE):
            return f"/opportunities/{self.opportunity}/{self.place.removeprefix(DEAL_PAGE)}"
        return f"/accounts/{account}/{self.place}"

    @property
    def is_resting(self) -> bool:
        """Acknowledged with a reason that still holds."""
        return self.answer is not None and not self.answer.is_counter

    @property
    def is_countered(self) -> bool:
        """A strength is set against it."""
        return self.answer is not None and self.answer.is_counter


def digest_of_evidence(code: str, opportunity: int | None, evidence: Iterable[Evidence]) -> str:
    """The same for the same facts in any order, another one as soon as one of them changes."""
    marks = sorted(f"{one.kind}:{one.key}:{one.mark}" for one in evidence)
    return hashlib.sha256("\n".join([code, str(opportunity or ""), *marks]).encode()).hexdigest()


def about(person: Contact, mark: str = "") -> Evidence:
    """A person as evidence."""
    return Evidence("person", person.person, Text(person.name, person.name), mark)


def names(people: Iterable[Contact]) -> Text:
    """Up to three names, then how many more."""
    return listed([Text(one.name, one.name) for one in people], Text("{n} more", "{n}人"))


def listed(words: Sequence[Text], more: Text) -> Text:
    """Up to three words, then how many there are: {n} more in English, {n} in all in Chinese."""
    en = ", ".join(one.en for one in words[:MOST_NAMED])
    zh = "、".join(one.zh for one in words[:MOST_NAMED])
    if len(words) <= MOST_NAMED:
        return Text(en, zh)
    rest = more.en.format(n=len(words) - MOST_NAMED)
    return Text(f"{en} and {rest}", f"{zh}等{more.zh.format(n=len(words))}")
