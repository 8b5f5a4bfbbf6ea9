"""A ledger becomes a kept run: every grade with its evidence, what people decided counted in."""

import json
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from django.db import transaction
from tests.insight.company import ACCOUNTS, NOW, OPERATIONS, TODAY, Company, code_of, company

from openkam.core.access import Denied, FieldClass, Role, Viewer
from openkam.core.problem import Problem
from openkam.insight.grading.confidential import PRICE_MEASURES
from openkam.insight.value.standing import open_standing

__all__ = ["company"]

SELLER = Viewer(0, "fang", frozenset({Role.SELLER}), frozenset({FieldClass.COMPANY, FieldClass.TEAM}), TODAY)
COMPLIANCE = replace(OPERATIONS, roles=frozenset({Role.COMPLIANCE}), readable=SELLER.readable)


@pytest.fixture
def undone(company: Company) -> Iterator[Company]:
    """The company; whatever the test writes to the database is taken back."""
    with transaction.atomic():
        yield company
        transaction.set_rollback(True)


def grade(company: Company, **more: Any) -> Any:
    from openkam.insight.report.actions import grade_ledger

    return grade_ledger(viewer=OPERATIONS, folder=company.folder, scheme=company.run.scheme, now=NOW, **more)


def rows_of(run: Any) -> dict[int, dict[str, Any]]:
    from openkam.insight.grading.models import Grade

    columns = [field.attname for field in Grade._meta.concrete_fields if field.name not in {"id", "run"}]
    return {row["account_id"]: row for row in Grade.objects.filter(run=run).values(*columns)}


def bodies_of(run: Any) -> dict[int, dict[str, Any]]:
    from openkam.insight.grading.models import Verdict

    rows = Verdict.objects.filter(grade__run=run).values_list("grade__account", "body")
    return {account: json.loads(zlib.decompress(bytes(body))) for account, body in rows}


def test_a_run_recomputed_is_the_run_that_was_kept(undone: Company) -> None:
    again = grade(undone)
    assert rows_of(again) == rows_of(undone.run)
    assert bodies_of(again) == bodies_of(undone.run)
    assert (again.used_scheme, again.report, again.ledger_version) == (
        undone.run.used_scheme,
        undone.run.report,
        undone.run.ledger_version,
    )
    one, other = (open_standing(undone.folder.path / run.columns) for run in (again, undone.run))
    assert all(np.array_equal(one.values[code], other.values[code], equal_nan=True) for code in one.values)
    assert np.array_equal(one.net, other.net)


def test_every_account_that_bought_has_a_grade_a_verdict_and_a_row_of_arrays(company: Company) -> None:
    grades, bodies = rows_of(company.run), bodies_of(company.run)
    standing = open_standing(company.folder.path / company.run.columns)
    assert company.run.account_count == len(grades) == len(bodies) == standing.count > ACCOUNTS - 3
    assert sorted(grades) == sorted(standing.account.tolist())
    for row, account in enumerate(standing.account.tolist()):
        kept = grades[account]
        assert kept["net_sales_12m"] == Decimal(int(standing.windows["net_12"][row])) / 10_000
        assert kept["gross_profit_12m"] == Decimal(int(standing.windows["profit_12"][row])) / 10_000
        assert len(kept["months"]) == 24
        assert bodies[account]["reasons"][0]["code"] in {"tier", "tier_route", "no_tier"}
    assert sorted(row["sales_rank"] for row in grades.values()) == list(range(1, len(grades) + 1))


def test_a_run_tells_its_data_its_scheme_and_when_it_expires(company: Company) -> None:
    from openkam.insight.grading.run_scheme import scheme_of

    run = company.run
    assert (run.ledger_version, run.currency, run.until_date) == (3, "CNY", date(2026, 6, 30))
    assert run.expires_date == date(2027, 6, 30)
    assert not run.is_expired(run.expires_date)
    assert run.is_expired(run.expires_date + timedelta(days=1))
    assert run.by_profit
    assert run.by_price
    assert all(one.breakpoints is not None for one in scheme_of(run).criteria)
    assert {one["code"] for one in run.report["headlines"]} >= {"key_accounts", "pareto"}


def test_merged_codes_count_as_one_account(undone: Company) -> None:
    from openkam.records.accounts.models import Account, AccountCode

    kept, absorbed = undone.accounts[code_of(2)], undone.accounts[code_of(7)]
    AccountCode.objects.filter(code=code_of(7)).update(account=kept, is_main=False)
    Account.objects.filter(pk=absorbed).update(merged_into=kept)
    before, run = rows_of(undone.run), grade(undone)
    after = rows_of(run)
    assert absorbed not in after
    assert run.merged == {code_of(7): code_of(2)}
    assert after[kept]["net_sales"] == before[kept]["net_sales"] + before[absorbed]["net_sales"]
    assert sum(row["net_sales"] for row in after.values()) == sum(row["net_sales"] for row in before.values())


def test_the_latest_rating_by_hand_stands_in_for_the_customers_table(undone: Company) -> None:
    from openkam.records.accounts.models import Rating
    from openkam.records.users.models import User

    user = User.objects.create(login="fang", name="Fang", created_at=NOW)
    account = undone.accounts[code_of(3)]
    for day, value in ((TODAY - timedelta(days=9), "2"), (TODAY, "9"), (TODAY + timedelta(days=1), "1")):
        common = {"account_id": account, "rated_by": user, "rated_at": NOW, "evidence": "met the board"}
        Rating.objects.create(measure="potential", value=Decimal(value), rated_date=day, **common)
    assert bodies_of(undone.run)[account]["measures"]["potential"] == 3
    assert bodies_of(grade(undone))[account]["measures"]["potential"] == 9


def test_a_code_without_account_stops_the_run_and_leaves_nothing(undone: Company) -> None:
    from openkam.insight.grading.models import Run
    from openkam.records.accounts.models import AccountCode

    AccountCode.objects.filter(code=code_of(5)).delete()
    count = Run.objects.count()
    with pytest.raises(Problem, match="no account yet"):
        grade(undone)
    assert Run.objects.count() == count


def test_what_an_unfinished_run_left_behind_is_removed_by_the_next(undone: Company) -> None:
    from openkam.insight.grading.models import Run

    run = Run.objects.get(pk=undone.run.pk)
    run.pk, run.columns, run.published_at = None, "", None
    run.save()
    left = undone.folder.runs / "left"
    left.mkdir()
    again = grade(undone)
    assert not left.exists()
    assert list(Run.objects.order_by("pk").exclude(columns="")) == [undone.run, again]
    assert Run.objects.count() == 2
    assert (undone.folder.path / undone.run.columns).exists()


def test_a_list_finds_the_grades_of_a_run_written_by_the_grading(
    undone: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    from openkam.insight.grading import kept_grades
    from openkam.insight.grading.actions import publish_run

    again = publish_run(viewer=OPERATIONS, run=grade(undone), now=NOW)
    monkeypatch.delattr(kept_grades, "write_grades")
    kept = kept_grades.grades_of_run(again, undone.folder)
    assert kept is not None
    assert kept.account.tolist() == sorted(rows_of(again))


def test_grading_and_publishing_ask_for_their_rights_and_leave_a_line(undone: Company) -> None:
    from openkam.core.audit.models import AuditLine
    from openkam.insight.grading.actions import publish_run, retire_scheme, save_scheme
    from openkam.insight.report.actions import grade_ledger

    with pytest.raises(Denied):
        grade_ledger(viewer=SELLER, folder=undone.folder, scheme=undone.run.scheme, now=NOW)
    with pytest.raises(Denied):
        publish_run(viewer=SELLER, run=undone.run, now=NOW)
    with pytest.raises(Denied):
        save_scheme(viewer=SELLER, text="", now=NOW)
    with pytest.raises(Denied):
        retire_scheme(viewer=SELLER, scheme=undone.run.scheme, now=NOW)
    lines = AuditLine.objects.filter(object_kind="run", object_key=str(undone.run.pk)).order_by("seq")
    assert [line.action for line in lines] == ["grade_ledger", "publish_run"]


def test_progress_is_told_while_grades_are_written(undone: Company) -> None:
    told: list[Any] = []
    grade(undone, on_progress=told.append)
    assert [(one.stage, one.done) for one in told] == [("grade", 0), ("write", 0)]
    assert told[-1].total == undone.run.account_count


def test_a_reader_without_prices_is_told_no_price(company: Company) -> None:
    from openkam.insight.grading.confidential import hidden_fields
    from openkam.insight.grading.queries import viewed

    hidden = hidden_fields(COMPLIANCE, company.run)
    assert {"rank", "score", "gross_profit", "margin"} <= hidden
    assert not hidden_fields(OPERATIONS, company.run)
    for body in bodies_of(company.run).values():
        seen = viewed(body, COMPLIANCE, hidden)
        assert not PRICE_MEASURES & set(seen.measures)
        assert not {one["measure"] for one in seen.criteria} & PRICE_MEASURES
        said = " ".join(one.words.en + one.words.zh for one in seen.reasons)
        assert not any(word in said for word in ("profit", "毛利", "points", "分（", "at risk", "margin"))
        assert seen.reasons[0].code == body["reasons"][0]["code"]
        whole = viewed(body, OPERATIONS, frozenset())
        assert len(whole.reasons) == len(body["reasons"])
