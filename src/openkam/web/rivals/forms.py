"""What of the list is asked for: one rival, a page."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from openkam.records.accounts.naming import name_key
from openkam.web.typed import key_of

_LONGEST = 100


@dataclass(frozen=True)
class Asked:
    """The question; rival blank is every one."""

    rival: str = ""
    number: int = 1

    def address(self, number: int) -> str:
        """Where a page of the same list is."""
        given = {"rival": self.rival, "page": str(number) if number > 1 else ""}
        query = urlencode({name: value for name, value in given.items() if value})
        return f"/rivals/?{query}" if query else "/rivals/"


def asked_of(query: Mapping[str, str]) -> Asked:
    """The question as sent; a rival by any way to write his name, a page that is none is the first."""
    rival = query.get("rival", "").strip()[:_LONGEST]
    return Asked(name_key(rival) if rival else "", key_of(query.get("page", "")) or 1)
