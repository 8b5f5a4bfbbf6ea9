"""Every figure explains itself, to whom it may be told."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.cast import Cast
from tests.web.litany import check_litany

from openkam.core.audit.models import AuditLine
from openkam.insight.grading.models import Grade
from openkam.ledger.account_lines import Page
from openkam.web.explain import rows

LINES = [
    {
        "day": "2026-06-30",
        "invoice_number": "=I-1",
        "line_number": "1",
        "product_code": "P-1",
        "product_category": None,
        "quantity": 2.0,
        "net": 12_345_600,
        "cost": 9_876_500,
        "discount": None,
    }
]


@pytest.fixture
def ledger(company: Cast, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """The company with one invoice line, which the ledger tells as it is asked."""

    def lines(_engine: Any, codes: list[str], *, prices: bool, start: int, **_: Any) -> Page:
        hidden = () if prices else ("cost", "discount")
        kept = [{name: value for name, value in line.items() if name not in hidden} for line in LINES]
        return Page(kept if codes and not start else (), 120 if codes else 0)

    monkeypatch.setattr(rows, "invoice_lines", lines)
    return company


def address(company: Cast, measure: str = "net_sales_12m", rest: str = "") -> str:
    return f"/explain/{rest}?measure={measure}&account={company.harbour.pk}"


@pytest.mark.parametrize("rest", ["", "rows.csv"])
def test_the_litany(client: Client, company: Cast, rest: str) -> None:
    check_litany(
        client,
        address(company, rest=rest),
        works_for=company.fang,
        stranger=company.mei,
        no_right=company.root,
    )


def test_a_figure_tells_formula_period_versions_and_rows(client: Client, ledger: Cast) -> None:
    client.force_login(ledger.fang)
    shown = client.get(address(ledger, "margin")).content.decode()
    for words in ("Gross profit / net sales", "1 Jul 2023 to 30 Jun 2026", "scorecard v1", "version 1", "1,234.56"):
        assert words in shown
    assert "Cost" in shown
    assert "start=50" in shown


def test_a_figure_of_the_latest_year_names_that_year(client: Client, ledger: Cast) -> None:
    client.force_login(ledger.fang)
    assert "1 Jul 2025 to 30 Jun 2026" in client.get(address(ledger)).content.decode()


def test_prices_are_not_told_to_others(client: Client, ledger: Cast) -> None:
    client.force_login(ledger.bo)
    own = f"/explain/?measure={{}}&account={ledger.northwind.pk}"
    hidden, unknown = client.get(own.format("margin")), client.get(own.format("nonsense"))
    assert (hidden.status_code, unknown.status_code) == (404, 404)
    shown = client.get(own.format("net_sales_12m")).content.decode()
    assert "1,234.56" in shown
    assert "987.65" not in shown
    assert "Cost" not in shown
    export = client.get(f"/explain/rows.csv?measure=net_sales_12m&account={ledger.northwind.pk}")
    assert b"987" not in b"".join(export.streaming_content)  # type: ignore[attr-defined]


def test_rows_leave_as_harmless_text_and_are_noted(client: Client, ledger: Cast, monkeypatch: Any) -> None:
    monkeypatch.setattr(rows, "CHUNK", 1000)
    client.force_login(ledger.fang)
    answer = client.get(address(ledger, rest="rows.csv"))
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    found = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert found[0][:2] == ["Date", "Invoice"]
    assert found[1][:2] == ["2026-06-30", "'=I-1"]
    assert AuditLine.objects.latest("seq").action == "export_rows"


def test_a_figure_of_nobody_in_particular_tells_its_formula(client: Client, company: Cast) -> None:
    client.force_login(company.fang)
    shown = client.get("/explain/?measure=share_of_wallet").content.decode()
    assert "what the customer spends a year" in shown


def test_a_dialog_gets_the_panel_only(client: Client, company: Cast) -> None:
    client.force_login(company.fang)
    shown = client.get(address(company), headers={"HX-Request": "true"}).content.decode()
    assert "<body" not in shown


@pytest.mark.parametrize("measure", ["collection_days", "effort_hours", "potential", "branch_count"])
def test_other_figures_rest_on_other_rows(client: Client, company: Cast, tmp_path: Path, measure: str) -> None:
    client.force_login(company.fang)
    assert client.get(address(company, measure)).status_code == 200


def test_the_inputs_of_the_profit_of_a_year_multiply_out(client: Client, company: Cast) -> None:
    grade = Grade.objects.get(account=company.harbour)
    assert grade.gross_profit_12m is not None
    client.force_login(company.fang)
    shown = client.get(address(company, "gross_profit_12m")).content.decode()
    assert "Margin, 12 months" in shown
    share = f"{grade.gross_profit_12m / grade.net_sales_12m:.0%}"
    assert f'Margin, 12 months</th><td class="number">{share}</td>' in shown
    assert "measure=margin" not in shown
    Grade.objects.update(net_sales_12m=0)
    assert client.get(address(company, "gross_profit_12m")).status_code == 200
