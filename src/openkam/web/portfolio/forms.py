"""What is asked of the portfolio: whose accounts, which months, and who might leave."""

from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode

from django.http import QueryDict

from openkam.core.problem import Problem
from openkam.insight.value.standing import WINDOWS
from openkam.web.amounts import amount_of, written
from openkam.web.typed import key_of

NOBODY: Final = "none"  # no owner, region or industry
MOST_PICKED: Final = 50
FLOOR: Final = 10.0
"""An account should leave a tenth of its sales, unless somebody asks for another floor."""
_LONGEST: Final = 100
_MOST_FLOOR: Final = 100.0


@dataclass(frozen=True)
class Asked:
    """Filters and trials; what makes no sense counts as not asked.

    team, owner  keys of users, `NOBODY` accounts without owner
    currency  blank for the latest run
    floor    what an account should leave of its net sales, in per cent
    picked   keys of the accounts that might leave
    fixed    fixed cost of a year as typed; `fixed_cost` in currency units, None where it is no figure
    """

    team: int | None = None
    owner: str = ""
    region: str = ""
    industry: str = ""
    months: int = WINDOWS[0]
    currency: str = ""
    floor: float = FLOOR
    picked: tuple[int, ...] = ()
    fixed: str = ""
    find: str = ""

    @property
    def is_filtered(self) -> bool:
        """Whether accounts are left out."""
        return bool(self.team or self.owner or self.region or self.industry)

    @property
    def fixed_cost(self) -> float | None:
        """The figure in the text."""
        value = _amount(self.fixed)
        return value if value is not None and value > 0 else None

    def filters(self) -> list[tuple[str, str]]:
        """What narrows the accounts, as pairs of an address."""
        team = "" if self.team is None else str(self.team)
        pairs = [("team", team), ("owner", self.owner), ("region", self.region), ("industry", self.industry)]
        return [(name, value) for name, value in pairs if value]

    def query(self, *more: tuple[str, str], **changes: Any) -> str:
        """The query string of filters, months, currency and floor, and of whatever else is given."""
        one = replace(self, **changes)
        pairs = one.filters()
        if one.months != WINDOWS[0]:
            pairs.append(("months", str(one.months)))
        if one.currency:
            pairs.append(("currency", one.currency))
        if one.floor != FLOOR:
            pairs.append(("floor", written(one.floor)))
        return urlencode([*pairs, *more])

    def whole_query(self) -> str:
        """The query string that asks all of it again."""
        trial = [("pick", str(key)) for key in self.picked]
        trial += [(name, value) for name, value in (("fixed", self.fixed), ("find", self.find)) if value]
        return self.query(*trial)


def asked_of(given: QueryDict) -> Asked:
    """The question of a query string."""
    owner = _text(given, "owner")
    months = key_of(given.get("months", ""))
    floor = _amount(_text(given, "floor"))
    picked = dict.fromkeys(key for one in given.getlist("pick") if (key := key_of(one)))
    return Asked(
        team=key_of(given.get("team", "")),
        owner=owner if owner == NOBODY or key_of(owner) else "",
        region=_text(given, "region"),
        industry=_text(given, "industry"),
        months=months if months in WINDOWS else WINDOWS[0],
        currency=_text(given, "currency"),
        floor=FLOOR if floor is None else min(max(floor, -_MOST_FLOOR), _MOST_FLOOR),
        picked=tuple(picked)[:MOST_PICKED],
        fixed=_text(given, "fixed"),
        find=_text(given, "find"),
    )


def _text(given: QueryDict, name: str) -> str:
    return str(given.get(name, "")).replace("\x00", "").strip()[:_LONGEST]


def _amount(text: str) -> float | None:
    try:
        return amount_of(text) if text else None
    except Problem:
        return None
