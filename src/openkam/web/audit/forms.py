"""What the reader of the trail asks for."""

from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict

from openkam.core.audit.models import AuditLine

_DIGITS = 19  # what the database can count
# Midnight of the first and of the last day there is cannot be told in another time zone.
_EARLIEST, _LATEST = date(1970, 1, 1), date(9000, 1, 1)


@dataclass(frozen=True)
class Wanted:
    """The filters; a blank one asks for everything. `before` is the line above which the page ends.

    who      part of the name of the actor
    """

    who: str = ""
    action: str = ""
    kind: str = ""
    key: str = ""
    outcome: str = ""
    since: date | None = None
    until: date | None = None
    before: int | None = None

    @property
    def is_filtered(self) -> bool:
        """Whether anything but the place in the list was asked for."""
        return replace(self, before=None) != Wanted()

    def address(self, before: int | None) -> str:
        """The same question from another place in the list."""
        asked = {
            "who": self.who,
            "action": self.action,
            "kind": self.kind,
            "key": self.key,
            "outcome": self.outcome,
            "since": self.since and self.since.isoformat(),
            "until": self.until and self.until.isoformat(),
            "before": before,
        }
        words = urlencode({name: value for name, value in asked.items() if value})
        return f"/audit/?{words}" if words else "/audit/"


def wanted_of(sent: QueryDict) -> Wanted:
    """The filters of an address; what cannot be read counts as not asked."""
    before = sent.get("before", "")
    outcome = sent.get("outcome", "")
    return Wanted(
        who=_word(sent, "who", 150),
        action=_word(sent, "action", 60),
        kind=_word(sent, "kind", 40),
        key=_word(sent, "key", 60),
        outcome=outcome if outcome in AuditLine.Outcome.values else "",
        since=_day(sent.get("since", "")),
        until=_day(sent.get("until", "")),
        before=int(before) if before.isascii() and before.isdigit() and len(before) < _DIGITS else None,
    )


def _word(sent: QueryDict, name: str, longest: int) -> str:
    return sent.get(name, "").replace("\x00", "").strip()[:longest]


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if _EARLIEST <= day <= _LATEST else None
