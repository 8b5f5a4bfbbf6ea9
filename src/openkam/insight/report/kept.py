"""A verdict as it is kept with its grade: plain JSON values, every part that shows a price marked as such."""

import json
import zlib
from typing import Any, Final

import numpy as np

from openkam.analysis.words import Text
from openkam.insight.grading.confidential import PRICE_MEASURES
from openkam.insight.report.account import AccountVerdict
from openkam.insight.report.evidence import Evidence
from openkam.insight.report.reason import Reason

_ALWAYS_PRICE: Final = frozenset({"profit", "loses_money"})
_BY_SCORE: Final = frozenset({"tier", "next_tier", "keep_tier", "missing", "close_call"})
_BY_MONEY: Final = frozenset({"quiet", "shrinking", "future"})
_LEVEL: Final = 3
"""Compression: three quarters of what the slowest level saves, in a fifth of its time."""

_MEASURES: Final = {
    "profit": ("gross_profit", "net_sales"),
    "sales": ("net_sales",),
    "loses_money": ("gross_profit", "net_sales"),
    "returns_cancel": ("returns", "gross_sales", "net_sales"),
    "returns_high": ("returns", "gross_sales", "net_sales"),
    "over_limit": ("open_amount", "credit_use_share"),
    "overdue": ("overdue_amount",),
    "trend": ("trend",),
    "future": ("future_value",),
    "quiet": ("days_since_purchase",),
}


class Prices:
    """Which sentences of one grading show a price."""

    def __init__(self, evidence: Evidence) -> None:
        self.by_score = bool(PRICE_MEASURES & set(evidence.grades.scheme.measures))
        self.by_money = evidence.portfolio.by_profit

    def shown_by(self, code: str) -> bool:
        """Whether only readers of prices may read a sentence of this code."""
        if code in _ALWAYS_PRICE:
            return True
        return (self.by_score and code in _BY_SCORE) or (self.by_money and code in _BY_MONEY)


def packed(body: dict[str, Any]) -> bytes:
    """The body as it is stored."""
    return zlib.compress(json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode(), _LEVEL)


def kept_body(evidence: Evidence, verdict: AccountVerdict, index: int, prices: Prices) -> dict[str, Any]:
    """Everything the verdict on one account rests on; money in 1/10,000, other figures in their own unit."""
    grades, step = evidence.grades, evidence.grades.next_step[index]
    return {
        "reasons": [_reason(one, prices) for one in verdict.reasons],
        "measures": _measures(evidence, verdict, index),
        "criteria": _criteria(evidence, index),
        "next_step": None
        if step is None or verdict.next_step is None
        else {
            "measure": step.measure,
            "from": step.from_value,
            "to": step.to_value,
            "tier": grades.scheme.tiers[step.tier].code,
        },
        "missing": list(grades.missing[index]),
        "vetoes": list(grades.vetoes[index]),
        "route": str(grades.route[index]),
        "other_tiers": {name: word.code if word else None for name, word in verdict.other_tiers.items()},
        "reviews": [
            [day.isoformat(), grades.scheme.tiers[place].code if place >= 0 else None]
            for day, place in zip(grades.review_dates, grades.reviews[:, index].tolist(), strict=True)
        ],
        "figures": {
            "score": verdict.score,
            "score_low": verdict.score_low,
            "score_high": verdict.score_high,
            "coverage": verdict.coverage,
            "robustness": _finite(grades.robustness[index]),
            "criteria_met": verdict.criteria_met,
        },
    }


def _reason(reason: Reason, prices: Prices) -> dict[str, Any]:
    text = reason.text()
    kept: dict[str, Any] = {
        "code": reason.code,
        "en": text.en,
        "zh": text.zh,
        "measures": _MEASURES.get(reason.code, ()),
        "price": prices.shown_by(reason.code),
    }
    open_words = _OPEN.get(reason.code)
    if kept["price"] and open_words is not None:
        half = reason.reworded(open_words).text()
        kept["open"] = [half.en, half.zh]
    return kept


_OPEN: Final = {
    "tier": Text("{tier}.", "{tier}。"),
    "profit": Text("Net sales {sales}{period}.", "{period}净销售额{sales}。"),
    "missing": Text("Unknown: {names}.", "未知：{names}。"),
    "quiet": Text(
        "Quiet: usually orders every {usual}, {idle} now; {chance} such pauses are this long.",
        "沉默：平常每{usual}下一次单，现已{idle}没有下单（这么长的间隔，{chance}）。",
    ),
    "shrinking": Text(
        "Shrinking: {count} in the latest {days} days, usually {usual_count}.",
        "缩量：最近{days}天{count}，平常应有{usual_count}。",
    ),
}
"""What the sentence says to those who may not read prices."""


def _measures(evidence: Evidence, verdict: AccountVerdict, index: int) -> dict[str, int | float | None]:
    """The figures shown with every account, and those the scheme looked at (these in business units)."""
    seen = {code: _finite(column[index]) for code, column in evidence.grades.values.items()}
    return {**{code: value for code, value in seen.items() if code not in verdict.measures}, **verdict.measures}


def _criteria(evidence: Evidence, index: int) -> list[dict[str, Any]]:
    grades = evidence.grades
    rows = []
    for place, one in enumerate(grades.scheme.criteria):
        rows.append(
            {
                "code": one.code,
                "en": one.label.en,
                "zh": one.label.zh,
                "measure": one.measure,
                "value": _finite(grades.values[one.measure][index]),
                "weight": one.weight,
                "points": _finite(grades.points[index, place]),
                "contribution": _finite(grades.contributions.parts[index, place]),
                "finding": None if grades.findings is None else int(grades.findings[index, place]),
            }
        )
    return rows


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
