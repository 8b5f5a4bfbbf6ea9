"""What the floors above ask about archives, for one account or ten thousand in a fixed number of queries."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from openkam.core.access import Viewer
from openkam.core.prepared import Prepared
from openkam.records.archive.items import ITEMS, Item
from openkam.records.archive.map_answers import map_answers
from openkam.records.archive.models import Fact, Organisation
from openkam.records.contacts.queries import padded


@dataclass(frozen=True)
class KnownFact:
    """The latest word on an item; `value` "" means that somebody asked and did not learn it.

    is_from_map  not a word of its own: the people map says so on the day (`key` 0)
    """

    item: Item
    key: int
    value: str
    source: str
    noticed_date: date
    confirmed_date: date | None
    author: str
    is_from_map: bool = False


@dataclass(frozen=True)
class Knowledge:
    """What is known of one account, in the order of the form. Source: R057.

    facts     the latest word on every item somebody wrote about, by its code
    known     items with a value; `asked` all items that count: the basic ones, and others that are known
    questions  items to ask about on the next visit: those that count and are unknown
    """

    facts: dict[str, KnownFact]
    known: int
    asked: int
    questions: tuple[Item, ...]

    @property
    def share(self) -> float:
        """Known of all, 0 to 1."""
        return self.known / self.asked if self.asked else 0.0


def knowledge(viewer: Viewer, accounts: Collection[int]) -> dict[int, Knowledge]:
    """By account key, for every account named; what the viewer does not see counts as unknown. Four queries.

    Who decides and who uses is known, too, where the people map has them (`map_answers`); a word of its own goes first.
    """
    found: dict[int, dict[str, KnownFact]] = {account: {} for account in accounts}
    by_code = {item.code: item for item in ITEMS}
    for account, code, *said in _FACTS(viewer, padded(list(found))):
        item = by_code.get(code)
        if item is not None:
            found[account][code] = _known(item, said)
    for account, answers in map_answers(viewer, list(found)).items():
        for code, names in answers.items():
            held = found[account].get(code)
            if held is None or not held.value:
                found[account][code] = KnownFact(by_code[code], 0, names, "", viewer.today, None, "", is_from_map=True)
    return {account: _counted(facts) for account, facts in found.items()}


def said_organisations() -> dict[int, tuple[str, str]]:
    """By account key, kind and level as a person said them ("" where not); for the house, not for a viewer."""
    rows = Organisation.objects.exclude(kind="", level="").values_list("account_id", "kind", "level")
    return {account: (kind, level) for account, kind, level in rows}


def _facts(viewer: Viewer, accounts: list[int]) -> Any:
    rows = Fact.objects.visible_to(viewer).filter(account__in=accounts)
    told = ("source", "source_person__name", "source_person__erased_at", "author__name")
    columns = ("account_id", "item", "pk", "value", "noticed_date", "confirmed_date", *told)
    return rows.order_by("noticed_date", "noted_at", "pk").values_list(*columns)


_FACTS: Final[Prepared[tuple[Any, ...]]] = Prepared(_facts)


def _known(item: Item, said: Sequence[Any]) -> KnownFact:
    key, value, noticed, confirmed, source, person, erased, author = said
    told = person if person is not None and erased is None else source
    return KnownFact(item, key, value, told, noticed, confirmed, author or "")


def _counted(facts: dict[str, KnownFact]) -> Knowledge:
    known = {code for code, fact in facts.items() if fact.value}
    counting = [item for item in ITEMS if item.is_basic or item.code in known]
    questions = tuple(item for item in counting if item.code not in known)
    return Knowledge(facts, len(counting) - len(questions), len(counting), questions)
