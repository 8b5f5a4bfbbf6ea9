"""What a year would lose if some accounts left."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from openkam.analysis.schema import MONEY_SCALE
from openkam.analysis.words import Text
from openkam.insight.value.levers import LossWhatIf, loss_with
from openkam.records.accounts.models import Account
from openkam.records.accounts.search import ranked
from openkam.web.portfolio.scope import Scope

TOP: Final = 8
MOST_FOUND: Final = 8


@dataclass(frozen=True)
class Choice:
    """An account that can be picked; `amount` is int money of the latest 12 months, None unknown."""

    key: int
    name: str
    amount: int | None
    is_picked: bool


@dataclass(frozen=True)
class WhatIf:
    """The trial: `picked` and `offered` are boxes to tick, `found` what the search turned up.

    what        what the amounts beside the boxes are of
    takes_cost  whether a fixed cost makes sense: profit is known and may be read
    is_wrong    whether what was typed as fixed cost is no figure
    """

    finding: Text
    what: Text
    result: LossWhatIf
    picked: Sequence[Choice]
    offered: Sequence[Choice]
    found: Sequence[Choice]
    find: str
    fixed: str
    takes_cost: bool
    is_wrong: bool


def what_if_of(scope: Scope, largest: Sequence[int]) -> WhatIf:
    """Keys that are not looked at count as not picked; `largest` are indices of accounts to offer."""
    rows = _rows_of(scope, scope.asked.picked)
    cost = scope.asked.fixed_cost
    result = loss_with(
        scope.arrays,
        scope.mask,
        np.array(rows, np.int64),
        by_profit=scope.by_price,
        fixed_cost=None if cost is None else round(cost * MONEY_SCALE),
    )
    found = _found(scope) if scope.asked.find else []
    takes_cost = result.loss.profit is not None
    return WhatIf(
        finding=result.finding,
        what=scope.shown.what,
        result=result,
        picked=_choices(scope, rows, is_picked=True),
        offered=_choices(scope, [row for row in largest if row not in rows][:TOP]),
        found=_choices(scope, [row for row in found if row not in rows]),
        find=scope.asked.find,
        fixed=scope.asked.fixed if takes_cost else "",
        takes_cost=takes_cost,
        is_wrong=takes_cost and bool(scope.asked.fixed) and cost is None,
    )


def _choices(scope: Scope, rows: Sequence[int], *, is_picked: bool = False) -> list[Choice]:
    shown = scope.shown
    window = scope.arrays.windows["profit_12" if shown.by_profit else "net_12"]
    counted = shown.counted_among(rows)
    return [
        Choice(scope.key(row), scope.name(row), int(window[row]) if is_known else None, is_picked)
        for row, is_known in zip(rows, counted, strict=True)
    ]


def _rows_of(scope: Scope, keys: Sequence[int]) -> list[int]:
    """The rows of keys that are looked at, in the order of the keys."""
    if not keys:
        return []
    rows = np.flatnonzero(np.isin(scope.arrays.account, keys) & scope.mask).tolist()
    known = {scope.key(row): row for row in rows}
    return [known[key] for key in keys if key in known]


def _found(scope: Scope) -> list[int]:
    accounts = ranked(Account.objects.visible_to(scope.viewer), scope.asked.find)
    return _rows_of(scope, list(accounts.values_list("pk", flat=True)[:MOST_FOUND]))
