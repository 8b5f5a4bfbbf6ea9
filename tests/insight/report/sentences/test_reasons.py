"""Reasons in the words of a seller."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from tests.analysis.ledger_facts import Line, facts_of, month_end

from openkam.analysis.column import Array
from openkam.analysis.methods.grading.next_step import NextStep
from openkam.analysis.quality import Quality
from openkam.insight.grading.schemes import load_scheme
from openkam.insight.report.account import AccountVerdict
from openkam.insight.report.answer import Report
from openkam.insight.report.evidence import Evidence, evidence_of
from openkam.insight.report.reason import Reason, Sentences, by_account
from openkam.insight.report.report import grade_report
from openkam.insight.report.sentences.reasons import loss_reasons, value_reasons
from openkam.insight.report.sentences.tier_reasons import next_tier_reasons
from openkam.insight.report.verdicts import verdicts_on
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


def evidence(months: int = 30) -> Evidence:
    lines: list[Line] = [("A", month_end(back), 100.0, 60.0) for back in range(months)]
    lines += [("LOSS", month_end(back), 50.0, 80.0) for back in range(months)]
    return evidence_of(facts_of(lines), Quality(len(lines)), load_scheme())


def one_step(held: int, target: int, *, to: float = 9.0, running: int = 2) -> Evidence:
    """The first account stands in tier `held`; its figures alone ask for a step to tier `target`."""
    found = evidence()
    count = len(found.grades.tier)
    step = NextStep("active_months", 6.0, to, target)
    scheme = replace(found.grades.scheme, reviews_running=running)
    grades = replace(found.grades, scheme=scheme, tier=np.full(count, held))
    vars(grades)["next_step"] = [step] * count  # the grades remember the step once it is read
    return replace(found, grades=grades)


def told(reasons: Callable[[Evidence, Array], Iterator[Sentences]], found: Evidence, index: int) -> Reason | None:
    """What one kind of reason says of one account."""
    return dict(by_account(reasons(found, np.array([index])))).get(index)


def verdict(found: Evidence, index: int) -> AccountVerdict:
    return verdicts_on(found, np.array([index]))[0]


@pytest.mark.parametrize(("held", "target", "to"), [(0, 1, 9.0), (1, 1, 3.0), (0, 2, 9.0)])
def test_nobody_is_told_the_way_to_a_tier_he_has(held: int, target: int, to: float) -> None:
    found = one_step(held, target, to=to)
    assert told(next_tier_reasons, found, 0) is None
    assert verdict(found, 0).next_step is None


def test_a_tier_that_only_reviews_still_hold_is_told_as_one_to_keep() -> None:
    found = one_step(1, 1)
    reason = told(next_tier_reasons, found, 0)
    assert reason is not None
    assert reason.code == "keep_tier"
    assert verdict(found, 0).next_step is None


@pytest.mark.parametrize("held", [2, -1])
def test_a_step_up_counts_after_as_many_reviews_as_the_scheme_asks_for(held: int) -> None:
    reason = told(next_tier_reasons, one_step(held, 1), 0)
    assert reason is not None
    assert "连续两次复评达到后升级" in reason.to("zh")
    assert "in 2 reviews running" in reason.to("en")
    assert verdict(one_step(held, 1), 0).next_step is not None
    at_once = told(next_tier_reasons, one_step(held, 1, running=1), 0)
    assert at_once is not None
    assert "复评" not in at_once.to("zh")


def test_figures_of_more_than_a_year_name_their_period() -> None:
    long, year = evidence(30), evidence(12)
    for reasons in (value_reasons, loss_reasons):
        named, short = told(reasons, long, 1), told(reasons, year, 1)
        assert named is not None
        assert short is not None
        assert "全部期间" in named.to("zh")
        assert "in the whole period" in named.to("en")
        assert "全部期间" not in short.to("zh")


def test_many_accounts_at_once_are_told_what_each_is_told_alone(report: Report) -> None:
    assert list(report.accounts) == [report.accounts[place] for place in range(len(report.accounts))]
    assert [one.reasons for one in report.accounts] == [one.reasons for one in report.accounts[:]]
    assert report.accounts[0].reasons != report.accounts[1].reasons
