"""Who works at the demo company: a director, three regional managers with three sellers each, sales operations and
compliance.
"""

from dataclasses import dataclass
from functools import cache

from openkam.cli.demo.words import MANAGERS, SELLERS
from openkam.core.access import Role


@dataclass(frozen=True)
class Person:
    """Somebody of the demo company; `manager` is the name of whoever leads him."""

    login: str
    name: str
    role: Role
    manager: str = ""
    reads_prices: bool = False


OPERATIONS = Person("operations", "欧丽萍", Role.SALES_OPERATIONS)
DIRECTOR = Person("director", "沈国栋", Role.MANAGER)
COMPLIANCE = Person("compliance", "何守正", Role.COMPLIANCE)


@cache
def managers() -> tuple[Person, ...]:
    """The heads of the regions."""
    return tuple(Person(_login(name), name, Role.MANAGER, DIRECTOR.name) for name in MANAGERS)


@cache
def sellers() -> tuple[Person, ...]:
    """The sellers of all regions; one in each team has not been given the right to prices."""
    return tuple(
        Person(_login(name), name, Role.SELLER, manager, reads_prices=place < len(team) - 1)
        for manager, team in zip(MANAGERS, SELLERS, strict=True)
        for place, name in enumerate(team)
    )


def _login(name: str) -> str:
    """The name in pinyin without tones, as mail addresses write it."""
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(name))
