"""Ledger files made for one test, and the real command run on them."""

import csv
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from openkam.cli.main import answer

Line = tuple[str, date, str, str, float, float]
"""Invoice number, day, customer code, customer name, net amount, cost."""

PLANTS = ("Aster", "Birch", "Cedar", "Dahlia", "Elm", "Fern", "Gorse", "Hazel", "Iris", "Juniper", "Kale", "Larch")
HEADER = (
    "invoice_number",
    "invoice_date",
    "customer_code",
    "customer_name",
    "product_code",
    "net_amount",
    "cost_amount",
)


def steady(code: str, name: str, amount: float, *, months: int = 24, cost_share: float = 0.6) -> list[Line]:
    """A customer that buys the same amount every month up to the end of 2025."""
    lines = []
    for back in range(months):
        month = 2025 * 12 + 11 - back
        day = date(month // 12, month % 12 + 1, 10)
        lines.append((f"{code}-{back:03}", day, code, name, amount, amount * cost_share))
    return lines


def crowd(count: int = 12, amount: float = 2_000) -> list[Line]:
    """Ordinary customers with names that have nothing in common."""
    return [
        line
        for place in range(count)
        for line in steady(f"C{place:02}", f"{PLANTS[place % len(PLANTS)]} Works", amount * (1 + place / 10))
    ]


def write_lines(path: Path, lines: list[Line]) -> Path:
    """The lines as a CSV file; each line has its own product."""
    with path.open("w", newline="", encoding="utf-8") as stream:
        rows = csv.writer(stream)
        rows.writerow(HEADER)
        for number, day, code, name, amount, cost in lines:
            rows.writerow([number, day.isoformat(), code, name, f"P-{code}", f"{amount:.2f}", f"{cost:.2f}"])
    return path


def days_after(day: date, count: int) -> date:
    """The day `count` days later."""
    return day + timedelta(days=count)


def graded(capsys: pytest.CaptureFixture[str], *words: str, language: str = "en") -> dict[str, Any]:
    """The JSON object of one run of the command."""
    code = answer(["grade", *words, "--format", "json", "--lang", language])
    said = capsys.readouterr()
    assert code == 0, said.err
    report: dict[str, Any] = json.loads(said.out)
    return report


def finding(report: dict[str, Any], code: str) -> dict[str, Any]:
    """The first finding of a code."""
    found = [one for one in report["findings"] if one["code"] == code]
    assert found, f"no {code} among {[one['code'] for one in report['findings']]}"
    first: dict[str, Any] = found[0]
    return first
