"""One row of figures an account: what lists sort and filter by."""

from decimal import Decimal
from typing import Any, Final

import numpy as np

from openkam.analysis.catalogue import MEASURES
from openkam.analysis.column import Array
from openkam.analysis.schema import MONEY_SCALE
from openkam.core.money import amount_of
from openkam.insight.grading.models import Grade, Run
from openkam.insight.grading.queries import NO_PLACE
from openkam.insight.report.account import AccountVerdict
from openkam.insight.report.evidence import Evidence
from openkam.insight.value.standing import Standing

SHOWN_MONTHS: Final = 24
_MONEY: Final = ("net_sales_12m", "gross_profit_12m", "overdue_amount")
_NUMBERS: Final = ("growth", "collection_days", "share_of_wallet")
_WHOLE: Final = ("tenure_months",)


class GradeRows:
    """Makes the rows of one run."""

    def __init__(self, evidence: Evidence, standing: Standing, rows: Array) -> None:
        self._evidence = evidence
        self._place = np.full(evidence.facts.count, -1, np.int64)
        self._place[rows] = np.arange(len(rows))
        self._account = standing.account
        self._sales_rank = standing.sales_rank
        whole = np.rint(standing.net[:, -SHOWN_MONTHS:] / MONEY_SCALE).astype(np.int64)
        self._months: list[list[int]] = whole.tolist()
        effort = MEASURES["effort_hours"].of(evidence.facts)
        self._effort = effort.filled()

    def row(self, run: Run, verdict: AccountVerdict, index: int) -> Grade:
        """The row of one account; nothing is written yet."""
        place, figures = int(self._place[index]), verdict.measures
        effort = float(self._effort[index])
        return Grade(
            run=run,
            account_id=int(self._account[place]),
            tier=verdict.tier.code if verdict.tier else "",
            tier_place=verdict.tier.place if verdict.tier else NO_PLACE,
            plain_tier=verdict.plain_tier.code if verdict.plain_tier else "",
            score=verdict.score,
            coverage=verdict.coverage,
            rank=verdict.rank,
            sales_rank=int(self._sales_rank[place]),
            net_sales=amount_of(verdict.net_sales),
            gross_profit=_amount(verdict.gross_profit),
            margin=verdict.margin,
            profit_share=verdict.profit_share,
            sales_share=verdict.sales_share,
            future_value=_amount(verdict.future_value),
            money_at_risk=_amount(verdict.money_at_risk),
            effort_hours=effort if np.isfinite(effort) else None,
            days_since_purchase=verdict.days_since_purchase,
            pattern=verdict.pattern or "",
            movement=verdict.movement or "",
            months=self._months[place],
            **{name: _amount(figures[name]) for name in _MONEY},
            **{name: figures[name] for name in _NUMBERS},
            **{name: _whole(figures[name]) for name in _WHOLE},
        )


def _amount(units: Any) -> Decimal | None:
    return None if units is None else amount_of(int(units))


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)
