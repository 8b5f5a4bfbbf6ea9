"""What of the list is asked for: severity, flag, owner, state, page."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from openkam.analysis.words import Text
from openkam.insight.health.flag import Severity
from openkam.insight.health.registry import RULES_BY_CODE
from openkam.web.typed import page_number, whole_of
from openkam.web.viewer import Request

STATES: Final = {
    "": Text("standing", "未确认"),
    "unanswered": Text("without an answer", "尚未处理"),
    "countered": Text("with a strength against it", "已有对策"),
    "resting": Text("acknowledged", "已确认"),
}


@dataclass(frozen=True)
class Asked:
    """The question; blank or None is everything."""

    severity: Severity | None = None
    flag: str = ""
    owner: int | None = None
    state: str = ""
    number: int = 1

    def address(self, **other: object) -> str:
        """Where the list answers this question with some of it changed; the first page unless one is named."""
        given: dict[str, object] = {
            "severity": self.severity,
            "flag": self.flag,
            "owner": self.owner,
            "state": self.state,
            "number": 1,
        } | other
        severity, number = given["severity"], given.pop("number")
        given["severity"] = severity.name if isinstance(severity, Severity) else ""
        given["page"] = number if number != 1 else ""
        query = urlencode({name: value for name, value in given.items() if value not in ("", None)})
        return f"/flags/?{query}" if query else "/flags/"

    @property
    def is_narrowed(self) -> bool:
        """Whether some flags are left out by choice."""
        return self != Asked(number=self.number)


def asked_of(request: Request) -> Asked:
    """The question as sent; words that are none ask for everything."""
    given = request.GET
    severity, flag, state = given.get("severity", ""), given.get("flag", ""), given.get("state", "")
    return Asked(
        severity=Severity[severity] if severity in Severity.__members__ else None,
        flag=flag if flag in RULES_BY_CODE else "",
        owner=whole_of(given.get("owner", "")),
        state=state if state in STATES else "",
        number=page_number(given),
    )
