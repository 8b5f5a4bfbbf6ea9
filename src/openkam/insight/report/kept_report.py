"""What a run says about all accounts together, as it is kept: plain JSON values, prices marked."""

from collections.abc import Sequence
from typing import Any, Final

from openkam.insight.report.kept import Prices
from openkam.insight.report.ledger_evidence import Gathered
from openkam.insight.report.report import report_of
from openkam.insight.report.sentence import Sentence

_OPEN_CODES: Final = frozenset(
    {"concentration", "ranked_by_sales", "calibrated", "period", "first_grading", "held_since"}
)


def kept_report(found: Gathered) -> dict[str, Any]:
    """Headlines, warnings and notes in both languages; for those who see all accounts (`company_findings`)."""
    report = report_of(found.evidence, found.receipts, found.matches, f"ledger:{found.version}")
    by_money = Prices(found.evidence).by_money
    return {
        "headlines": _said(report.headlines, by_money),
        "warnings": _said(report.warnings, by_money),
        "notes": _said(report.notes, by_money),
    }


def _said(sentences: Sequence[Sentence], by_money: bool) -> list[dict[str, Any]]:
    return [
        {
            "code": one.code,
            "en": one.to("en"),
            "zh": one.to("zh"),
            "accounts": list(one.accounts),
            "price": by_money and one.code not in _OPEN_CODES,
        }
        for one in sentences
    ]
