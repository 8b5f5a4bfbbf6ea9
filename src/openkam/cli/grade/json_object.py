"""The report as one JSON object: money as text with two decimals, shares 0 to 1, unknown as null."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from openkam import __version__
from openkam.analysis.words import Language
from openkam.cli.grade.json_accounts import SHARE_PLACES, account_rows
from openkam.core.money import cents
from openkam.insight.report.account import TierWord
from openkam.insight.report.answer import Report
from openkam.insight.report.sentence import Sentence


def report_json(report: Report, language: Language) -> Iterator[str]:
    """The object as text, in pieces: a key a line, in `accounts` an account a line; Chinese characters as they are."""
    end = "{\n  "
    for name, value in _around_accounts(report, language).items():
        yield f"{end}{_text(name)}: {_text(value)}"
        end = ",\n  "
        if name == "tiers":
            yield f'{end}"accounts": ['
            yield from _listed(account_rows(report.accounts, language))
    yield "\n}\n"


def _listed(rows: Iterator[str]) -> Iterator[str]:
    """The rest of a list, an object a line."""
    end = "\n    "
    for row in rows:
        yield end
        yield row
        end = ",\n    "
    yield "]" if end[0] == "\n" else "\n  ]"


_text: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def _around_accounts(report: Report, language: Language) -> dict[str, Any]:
    return {
        "openkam": __version__,
        "language": language,
        "ledger": _ledger(report),
        "scheme": _scheme(report, language),
        **_curves(report),
        "tiers": [
            {
                "tier": one.tier.code,
                "label": one.tier.label.to(language),
                "accounts": one.accounts,
                "net_sales": cents(one.net_sales),
                "gross_profit": _money(one.gross_profit),
                "sales_share": _share(one.sales_share),
                "profit_share": _share(one.profit_share),
            }
            for one in report.tiers
        ],
        "disagreements": [
            {
                "account": one.account,
                "name": one.name,
                "rank": one.rank,
                "tiers": _tiers(one.tiers),
                "text": one.sentence.to(language),
            }
            for one in report.disagreements
        ],
        "headlines": [one.to(language) for one in report.headlines],
        "warnings": [one.to(language) for one in report.warnings],
        "notes": [one.to(language) for one in report.notes],
        "findings": [
            _finding(kind, one, language)
            for kind, group in (("headline", report.headlines), ("warning", report.warnings), ("note", report.notes))
            for one in group
        ],
        "set_aside": [
            {
                "code": one.code,
                "rows": one.rows,
                "amount": None if one.amount is None else cents(one.amount),
                "example": one.example.to(language),
            }
            for one in report.set_aside
        ],
        **_settled(report.details),
    }


def _ledger(report: Report) -> dict[str, Any]:
    ledger = report.ledger
    return {
        "rows_read": ledger.rows_read,
        "rows_used": ledger.rows_used,
        "rows_set_aside": ledger.rows_set_aside,
        "rows_replaced": ledger.rows_replaced,
        "rows_without_customer": ledger.rows_without_customer,
        "amount_set_aside": cents(ledger.amount_set_aside),
        "customers": ledger.customers,
        "since": ledger.since.isoformat(),
        "until": ledger.until.isoformat(),
        "currency": ledger.currency,
        "net_sales": cents(ledger.net_sales),
        "net_sales_with_customer": cents(ledger.net_sales_with_customer),
        "gross_profit": _money(ledger.gross_profit),
        "cost_coverage": _share(ledger.cost_coverage),
        "version": ledger.version,
    }


def _scheme(report: Report, language: Language) -> dict[str, Any]:
    scheme = report.scheme
    return {
        "code": scheme.code,
        "version": scheme.version,
        "label": scheme.label.to(language),
        "method": scheme.method,
        "origin": scheme.origin,
        "weights": scheme.weights,
        "breakpoints": {code: list(values) for code, values in scheme.breakpoints.items()},
        "calibrated": scheme.calibrated,
    }


def _curves(report: Report) -> dict[str, Any]:
    portfolio, spread, curve = report.portfolio, report.portfolio.spread, report.portfolio.curve
    line, sales = portfolio.line, portfolio.sales_line
    return {
        "pareto": {
            "by": portfolio.basis.by,
            "customers": line.accounts,
            "customers_for_80_percent": line.accounts_for_80,
            "top_20_percent_customers": line.top_20_count,
            "top_20_percent_share": _share(line.top_20_share),
            "net_sales": {
                "customers": sales.accounts,
                "customers_for_80_percent": sales.accounts_for_80,
                "top_20_percent_customers": sales.top_20_count,
                "top_20_percent_share": _share(sales.top_20_share),
            },
        },
        "whale": {
            "peak_share": _share(curve.peak_share) if curve else None,
            "peak_at_share": _share(curve.peak_at_share) if curve else None,
            "loss_making_customers": curve.loss_making if curve else None,
            "erosion_share": _share(curve.erosion_share) if curve else None,
            "erosion_amount": cents(curve.erosion_amount) if curve else None,
            "tail_share": _share(curve.tail_share) if curve else None,
        },
        "concentration": {
            "by": "net_sales",
            "cr1": _share(spread.cr1),
            "cr5": _share(spread.cr5),
            "cr10": _share(spread.cr10),
            "hhi": _share(spread.hhi),
            "effective_customers": _share(spread.effective_customers),
            "gini": _share(spread.gini),
            "negative_accounts": spread.floored_count,
        },
    }


def _finding(kind: str, one: Sentence, language: Language) -> dict[str, Any]:
    return {
        "kind": kind,
        "code": one.code,
        "text": one.to(language),
        "accounts": list(one.accounts),
        "evidence": _settled(one.evidence),
    }


def _tiers(tiers: dict[str, TierWord | None]) -> dict[str, str | None]:
    return {method: _tier(tier) for method, tier in tiers.items()}


def _tier(tier: TierWord | None) -> str | None:
    return tier.code if tier else None


def _money(units: int | None) -> str | None:
    return None if units is None else cents(units)


def _share(value: float | None) -> float | None:
    return None if value is None else round(float(value), SHARE_PLACES)


def _settled(value: Any) -> Any:
    """Plain JSON values: floats rounded as shares are, tuples as lists."""
    if isinstance(value, float):
        return round(value, SHARE_PLACES)
    if isinstance(value, Mapping):
        return {str(key): _settled(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_settled(one) for one in value]
    return value
