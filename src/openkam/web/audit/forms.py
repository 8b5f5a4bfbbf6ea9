"""What the reader of the trail asks for."""

from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict

from openkam.analysis.words import Text
from openkam.core.audit.models import AuditLine
from openkam.core.problem import Problem
from openkam.web.typed import day_of, key_of


@dataclass(frozen=True)
class Wanted:
    """The filters; a blank one asks for everything. `before` is the line above which the page ends.

    who      part of the name of the actor
    problem  what is wrong with the days; then nothing is found
    """

    who: str = ""
    action: str = ""
    kind: str = ""
    key: str = ""
    outcome: str = ""
    since: date | None = None
    until: date | None = None
    before: int | None = None
    problem: Problem | None = None

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
    """The filters of an address; days that cannot be meant are told of, what else cannot be read is not asked."""
    outcome = sent.get("outcome", "")
    since = until = problem = None
    try:
        since, until = day_of(sent.get("since", "")), day_of(sent.get("until", ""))
        _refuse_backwards(since, until)
    except Problem as found:
        problem = found
    return Wanted(
        who=_word(sent, "who", 150),
        action=_word(sent, "action", 60),
        kind=_word(sent, "kind", 40),
        key=_word(sent, "key", 60),
        outcome=outcome if outcome in AuditLine.Outcome.values else "",
        since=since,
        until=until,
        before=key_of(sent.get("before", "")),
        problem=problem,
    )


def _refuse_backwards(since: date | None, until: date | None) -> None:
    if since is not None and until is not None and until < since:
        raise Problem(
            Text("The last day lies before the first.", "截止日早于起始日。"),
            remedy=Text("Exchange the two days.", "请对调两个日期。"),
        )


def _word(sent: QueryDict, name: str, longest: int) -> str:
    return sent.get(name, "").replace("\x00", "").strip()[:longest]
