"""Figures for machines that no sentence needs: what-if, alarms, back-tests, movement, receivables, quality."""

from typing import Any, Final

import numpy as np

from openkam.analysis.methods.payment.receivables import receivables
from openkam.analysis.methods.portfolio.loss import loss_of
from openkam.analysis.quality import CodeTally, Quality, Tally
from openkam.core.money import cents
from openkam.insight.report.evidence import Evidence
from openkam.insight.report.second_opinion import second_opinion_object

TOP: Final = 5
MOST_ALARMS: Final = 200


def details_of(evidence: Evidence) -> dict[str, Any]:
    """Plain JSON values: money as text with two decimals, shares 0 to 1, unknown as None."""
    return {
        "alarms": _alarms(evidence),
        "movement": _movement(evidence),
        "loss_what_if": _what_if(evidence),
        "future": _future(evidence),
        "receivables": _receivables(evidence),
        "quality": _quality(evidence.quality),
        "second_opinion": second_opinion_object(evidence),
    }


def _alarms(evidence: Evidence) -> list[dict[str, Any]]:
    alarms = sorted((*evidence.quiet.alarms, *evidence.shrinking.alarms), key=lambda one: -one.money_at_risk)
    money = {"recent_amount", "usual_amount"}
    return [
        {
            "account": str(evidence.facts.code[one.account]),
            "kind": one.kind.value,
            "probability": one.probability,
            "money_at_risk": cents(one.money_at_risk),
            **{name: cents(int(value)) if name in money else value for name, value in one.figures.items()},
        }
        for one in alarms[:MOST_ALARMS]
    ]


def _movement(evidence: Evidence) -> dict[str, Any]:
    moves = evidence.movements
    codes, counts = np.unique(moves.code[evidence.portfolio.active], return_counts=True)
    return {
        "months": moves.months,
        "accounts": {str(code): int(count) for code, count in zip(codes, counts, strict=True) if code},
        "recent_net_sales": cents(int(moves.recent.sum())),
        "before_net_sales": cents(int(moves.before.sum())),
    }


def _what_if(evidence: Evidence) -> list[dict[str, Any]]:
    """What a year would lose with each of the first accounts, and with all of them."""
    order, code = evidence.portfolio.order[:TOP], evidence.facts.code
    groups = [order[[place]] for place in range(len(order))]
    if len(order) > 1:
        groups.append(order)
    rows = []
    for group in groups:
        loss = loss_of(evidence.facts, group)
        rows.append(
            {
                "accounts": [str(code[index]) for index in group],
                "net_sales_lost": cents(loss.net_lost),
                "net_sales_lost_share": loss.net_lost_share,
                "gross_profit_lost": None if loss.profit_lost is None else cents(loss.profit_lost),
                "gross_profit_lost_share": loss.profit_lost_share,
            }
        )
    return rows


def _future(evidence: Evidence) -> dict[str, Any]:
    future = evidence.future
    return {
        "by": future.by,
        "method": future.method or None,
        "verdict": future.verdict.code.value,
        "history_months": future.verdict.history_months,
        "total": cents(int(future.value.values.sum())) if future.value.known.any() else None,
        "back_tests": [
            {
                "method": test.method,
                "months": test.months,
                "since": test.since.isoformat(),
                "until": test.until.isoformat(),
                "accounts": test.accounts,
                "expected": cents(test.expected_total),
                "actual": cents(test.actual_total),
                "bias_share": test.bias_share,
                "mean_error": cents(test.mean_error),
                "caught_share": test.caught_share,
                "auc": test.auc,
                "brier": test.brier,
            }
            for test in future.tests
        ],
    }


def _receivables(evidence: Evidence) -> dict[str, Any] | None:
    found = receivables(evidence.facts)
    if found is None:
        return None
    used = evidence.columns["credit_use_share"]
    over = np.flatnonzero(used.known & (used.values > 1))
    positive = np.maximum(found.open.values, 0)
    return {
        "open": cents(int(found.open.values.sum())),
        "open_accounts": int((positive > 0).sum()),
        "overdue": cents(int(found.overdue.values.sum())) if found.overdue.known.any() else None,
        "over_limit": [str(evidence.facts.code[index]) for index in over],
    }


def _quality(quality: Quality) -> dict[str, Any]:
    """Counts and amounts of odd lines, and the lines whose amount is far out of scale."""
    tallies = ("negative_lines", "zero_price", "negative_price", "opposite_sign", "duplicates", "far_dates")
    partial = quality.partial_month
    return {
        **{name: _tally(getattr(quality, name)) for name in tallies},
        "partial_month": None if partial is None else partial.isoformat(),
        "odd_codes": [{"code": one.code, **_tally(one)} for one in quality.odd_codes],
        "odd_prefixes": [{"code": one.code, "example": one.example, **_tally(one)} for one in quality.odd_prefixes],
        "suspects": [
            {
                "invoice": one.invoice,
                "date": one.day.isoformat(),
                "account": one.account or None,
                "product": one.product or None,
                "amount": cents(one.amount),
                "usual": cents(one.usual),
                "factor": one.factor,
            }
            for one in quality.suspects
        ],
    }


def _tally(tally: Tally | CodeTally) -> dict[str, Any]:
    return {"lines": tally.count, "amount": cents(tally.amount)}
