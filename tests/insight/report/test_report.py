"""The graded report: every shipped scheme, both languages, on a small ledger made by hand."""

from datetime import date

import pytest
from tests.analysis.ledger_facts import Line, facts_of, month_end

from openkam.analysis.quality import Quality
from openkam.insight.grading.schemes import SHIPPED, load_scheme
from openkam.insight.report.answer import Report
from openkam.insight.report.report import files_version, grade_report
from openkam.intake.receipt import FileReceipt, Receipt


def receipt(rows: int, *hashes: str) -> Receipt:
    files = tuple(FileReceipt(f"{sha}.csv", sha, "csv", "utf-8", ",", rows, {}, ()) for sha in hashes)
    return Receipt(files, rows, rows, 0, 0, 0, 0, 0, 0, 0, 0, (), {})


def ledger(months: int = 30) -> list[Line]:
    lines: list[Line] = []
    for place, amount in enumerate((90_000.0, 40_000.0, 20_000.0, 9_000.0, 4_000.0, 2_000.0, 900.0)):
        lines += [(f"A{place}", month_end(back), amount, amount * 0.7) for back in range(months)]
    lines += [("LOSS", month_end(back), 8_000.0, 9_000.0) for back in range(months)]
    lines += [("ONCE", date(2024, 3, 3), 400_000.0, 300_000.0)]
    lines += [("GONE", month_end(back), 6_000.0, 3_000.0) for back in range(14, months)]
    return lines


def report_of(scheme: str = "scorecard", customers: dict[str, dict[str, object]] | None = None) -> Report:
    facts = facts_of(ledger(), customers=customers)
    return grade_report(facts, Quality(len(ledger())), receipt(len(ledger()), "aa"), load_scheme(scheme))


@pytest.mark.parametrize("scheme", SHIPPED)
def test_every_scheme_says_why_in_both_languages(scheme: str) -> None:
    report = report_of(scheme)
    assert len(report.accounts) == 10
    for account in report.accounts:
        for reason in account.reasons:
            english, chinese = reason.to("en"), reason.to("zh")
            assert english[-1] == "."
            assert chinese[-1] == "。"
            assert "{" not in english + chinese
            assert "nan" not in english.split()
    assert all(one.to("zh")[-1] == "。" for one in (*report.headlines, *report.warnings, *report.notes))


def test_tiers_together_hold_every_listed_account() -> None:
    report = report_of()
    assert sum(one.accounts for one in report.tiers) == len(report.accounts)
    assert sum(one.net_sales for one in report.tiers) == sum(one.net_sales for one in report.accounts)


def test_a_verdict_is_the_same_alone_and_in_a_slice() -> None:
    report = report_of()
    assert report.accounts[2] == report.accounts[:4][2]
    assert [one.rank for one in report.accounts] == list(range(1, 11))


def test_an_account_tells_its_own_story() -> None:
    found = {one.account: {reason.code for reason in one.reasons} for one in report_of().accounts}
    assert "loses_money" in found["LOSS"]
    assert "one_order" in found["ONCE"]
    assert "movement_lost" in found["GONE"] or "quiet" in found["GONE"]
    assert "pattern_sustained" in found["A0"]


def test_a_ledger_of_two_months_is_too_short_to_call_a_purchase_occasional() -> None:
    lines = [line for line in ledger(2) if line[0] != "ONCE"]
    report = grade_report(facts_of(lines), Quality(len(lines)), receipt(len(lines), "aa"), load_scheme("scorecard"))
    (said,) = (one.to("en") for one in report.accounts[0].reasons if one.code == "pattern_occasional")
    assert said == "Bought in every quarter seen, 1 so far: too short a time to tell a habit."


def test_what_the_ledger_knows_is_told_of_the_accounts_that_buy() -> None:
    strangers: dict[str, dict[str, object]] = {f"Z{index}": {} for index in range(400)}
    beside = {one.account: one.reasons for one in report_of(customers=strangers).accounts}
    alone = {one.account: one.reasons for one in report_of().accounts}
    assert beside == alone


def test_the_movements_together_hold_every_account_that_buys() -> None:
    report = report_of(customers={"PROSPECT": {}})
    movement = report.details["movement"]
    assert isinstance(movement, dict)
    assert sum(movement["accounts"].values()) == report.portfolio.active_count == 10


def test_a_report_by_saved_cuts_is_told_from_one_that_read_them_anew() -> None:
    fresh = report_of()
    assert (fresh.scheme.code, fresh.scheme.calibrated) == ("scorecard", True)
    assert fresh.used_scheme.code == "scorecard-2024-12"
    facts = facts_of(ledger())
    again = grade_report(facts, Quality(len(ledger())), receipt(len(ledger()), "aa"), fresh.used_scheme)
    assert (again.scheme.code, again.scheme.calibrated) == ("scorecard-2024-12", False)
    assert again.scheme.label.zh == "客户价值计分卡（2024-12分界）"
    assert again.used_scheme == fresh.used_scheme
    assert [one.tier for one in again.accounts] == [one.tier for one in fresh.accounts]


def test_companies_of_one_group_hang_on_one_thread() -> None:
    parents: dict[str, dict[str, object]] = {"A1": {"parent_code": "P"}, "A2": {"parent_code": "P"}}
    threads = [one for one in report_of(customers=parents).warnings if one.code == "one_thread"]
    assert threads[0].accounts == ("A0",)
    assert ("A1", "A2") in [one.accounts for one in threads]


def test_a_body_without_a_purchase_is_listed_where_a_route_takes_it_in() -> None:
    body: dict[str, object] = {"organisation_kind": "PUBLIC_BODY", "organisation_level": "NATIONAL"}
    accounts = {one.account: one for one in report_of("postal", {"MINISTRY": body}).accounts}
    assert accounts["MINISTRY"].tier is not None
    assert accounts["MINISTRY"].tier.code == "DIAMOND"
    assert accounts["MINISTRY"].net_sales == 0


def test_the_data_version_follows_the_content_and_not_the_order_of_the_files() -> None:
    one, other = receipt(1, "aa", "bb"), receipt(1, "bb", "aa")
    assert files_version({"invoice_lines": one}) == files_version({"invoice_lines": other})
    assert files_version({"invoice_lines": one}) != files_version({"customers": one})


def test_the_profit_of_a_tier_is_unknown_where_too_few_of_its_lines_carry_a_cost() -> None:
    lines = [*ledger(), *[("DARK", month_end(back), 7_000.0, None) for back in range(30)]]
    report = grade_report(facts_of(lines), Quality(len(lines)), receipt(len(lines), "aa"), load_scheme("scorecard"))
    assert report.portfolio.by_profit
    dark = next(one for one in report.accounts if one.account == "DARK")
    assert dark.gross_profit is None
    assert dark.tier is not None
    unknown = {one.tier.code for one in report.tiers if one.gross_profit is None}
    assert unknown == {one.tier.code for one in report.tiers if one.profit_share is None} == {dark.tier.code}
