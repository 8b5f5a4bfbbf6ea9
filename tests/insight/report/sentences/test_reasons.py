"""Reasons in the words of a seller."""

from datetime import date

import pytest
from tests.analysis.ledger_facts import Line, facts_of, month_end

from openkam.analysis.quality import Quality
from openkam.insight.grading.schemes import load_scheme
from openkam.insight.report.answer import Report
from openkam.insight.report.report import grade_report
from openkam.intake.receipt import Receipt

DAY = date(2025, 12, 10)


@pytest.fixture(scope="module")
def report() -> Report:
    lines: list[Line] = [(f"A{n}", month_end(back), 100.0 + n, 60.0) for n in range(5) for back in range(36)]
    lines += [("SOME", month_end(3), 1_000.0, 600.0), ("SOME", month_end(2), -240.0, -100.0)]
    lines += [("ALL", month_end(3), 1_000.0, 600.0), ("ALL", month_end(2), -950.0, -500.0), ("NOW", DAY, 50.0, 30.0)]
    facts = facts_of(lines)
    receipt = Receipt((), len(lines), len(lines), 0, 0, 0, 0, 0, 0, 0, 0, (), {})
    return grade_report(facts, Quality(len(lines)), receipt, load_scheme())


def said(report: Report, account: str) -> str:
    found = next(one for one in report.accounts if one.account == account)
    return "".join(reason.to("zh") for reason in found.reasons)


def test_returns_cancel_sales_only_where_nearly_all_came_back(report: Report) -> None:
    assert "退货偏多：退回24%" in said(report, "SOME")
    assert "退货冲销了销售" in said(report, "ALL")
    assert "退货冲销了销售" not in said(report, "SOME")


def test_an_order_of_this_month_is_not_zero_months_ago(report: Report) -> None:
    assert "只下过一次单（本月）" in said(report, "NOW")


def test_every_quarter_is_said_as_every_quarter(report: Report) -> None:
    assert "12个季度均有下单" in said(report, "A1")


def test_few_accounts_are_a_caution(report: Report) -> None:
    (caution,) = [one for one in report.warnings if one.code == "few_accounts"]
    assert caution.to("zh").startswith("只有8家客户有采购")
