"""Accounts in JSON say what their verdicts say."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.analysis.ledger_facts import Line, facts_of, month_end

from openkam.analysis.column import Column
from openkam.analysis.quality import Quality
from openkam.analysis.words import Language
from openkam.cli.grade.json_accounts import SHARE_PLACES, account_rows, numbers
from openkam.core.money import cents
from openkam.insight.grading.schemes import load_scheme
from openkam.insight.report.answer import Report
from openkam.insight.report.report import grade_report
from openkam.intake.receipt import Receipt


@pytest.fixture(scope="module")
def report() -> Report:
    lines: list[Line] = [(f"A{n}", month_end(back), 100.0 * 2**n, 60.0) for n in range(9) for back in range(30)]
    lines += [('Q"1', month_end(3), 1_000.5, 1_200.0), ('Q"1', month_end(2), -240.0, -100.0)]
    receipt = Receipt((), len(lines), len(lines), 0, 0, 0, 0, 0, 0, 0, 0, (), {})
    return grade_report(facts_of(lines), Quality(len(lines)), receipt, load_scheme())


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_row_says_what_the_verdict_says(report: Report, language: Language) -> None:
    rows = [json.loads(row) for row in account_rows(report.accounts, language)]
    assert len(rows) == len(report.accounts) == 10
    for row, verdict in zip(rows, report.accounts, strict=True):
        assert row["account"] == verdict.account
        assert row["net_sales"] == cents(verdict.net_sales)
        assert row["tier_label"] == (verdict.tier.label.to(language) if verdict.tier else None)
        assert row["reasons"] == [reason.to(language) for reason in verdict.reasons]
        assert row["reason_codes"] == [reason.code for reason in verdict.reasons]
        assert row["tiers"] == {name: word.code if word else None for name, word in verdict.other_tiers.items()}
        assert row["figures"]["margin"] == row["margin"] == round(verdict.margin or 0.0, 6)


def test_the_way_to_a_better_tier_is_told_to_those_that_have_one(report: Report) -> None:
    ways = [json.loads(row)["next_step"] for row in account_rows(report.accounts, "en")]
    steps = [verdict.next_step for verdict in report.accounts]
    assert [way is None for way in ways] == [step is None for step in steps]
    assert any(steps)
    assert not all(steps)
    for way, step in zip(ways, steps, strict=True):
        if step is not None:
            said = (step.measure, step.label.to("en"), step.from_figure.to("en"), step.to_figure.to("en"))
            assert (way["measure"], way["label"], way["from"], way["to"]) == said
            assert (way["gap"], way["tier"]) == (step.gap.to("en"), step.tier.code)


@settings(deadline=None, max_examples=200)
@given(st.lists(st.floats(-1e12, 1e12) | st.integers(-(10**9), 10**9).map(lambda halves: halves / 2e6)))
def test_numbers_are_rounded_as_each_alone_is(values: list[float]) -> None:
    # Those of the second kind lie on a half, or as near to it as a number can.
    written = numbers(Column.of(np.array(values, np.float64)))
    assert written == [json.dumps(round(one, SHARE_PLACES)) for one in values]
