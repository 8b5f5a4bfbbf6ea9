"""Published grades as a viewer may see them, overrides counted in, prices left out."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from tests.cast import NOW, TODAY, Cast, as_viewer, cast

from openkam.core.problem import Problem
from openkam.insight.grading.actions import publish_run, retire_scheme, save_scheme
from openkam.insight.grading.models import Grade, Run, SchemeVersion
from openkam.insight.grading.movements import ABSENT, accounts_moved, moves_between
from openkam.insight.grading.queries import (
    company_findings,
    grade_history,
    grades_of,
    run_currencies,
    run_in_force,
    scheme_numbered,
    verdict_of,
)
from openkam.insight.grading.schemes import scheme_source
from openkam.records.accounts.models import TierOverride

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Cast:
    return cast(graded=True)


def run_of(people: Cast) -> Run:
    assert people.run is not None
    return people.run


def override(people: Cast, tier: str = "KEY", **more: Any) -> TierOverride:
    values = {"since_date": TODAY, "expires_date": TODAY + timedelta(days=90), **more}
    return TierOverride.objects.create(
        account=people.northwind, tier=tier, reason="Board", decided_by=people.wei, decided_at=NOW, **values
    )


def test_everybody_sees_the_grades_of_his_accounts_only(people: Cast) -> None:
    run = run_of(people)
    seen = {
        user.login: [grade.account.pk for grade in grades_of(as_viewer(user), run).order_by("sales_rank")]
        for user in (people.fang, people.wei, people.ops, people.root)
    }
    assert seen["fang"] == [people.harbour.pk]
    assert seen["wei"] == [people.harbour.pk, people.northwind.pk]
    assert len(seen["ops"]) == 4
    assert seen["root"] == []


@pytest.mark.parametrize(
    ("more", "tier", "place"),
    [
        ({}, "KEY", 0),
        ({"expires_date": TODAY}, "KEY", 0),
        ({"since_date": TODAY + timedelta(days=1)}, "IMPORTANT", 1),
        ({"since_date": TODAY - timedelta(days=9), "expires_date": TODAY - timedelta(days=1)}, "IMPORTANT", 1),
        ({"withdrawn_at": NOW}, "IMPORTANT", 1),
    ],
)
def test_the_tier_that_stands_is_the_override_as_long_as_it_holds(
    people: Cast, more: dict[str, Any], tier: str, place: int
) -> None:
    override(people, **more)
    grade = grades_of(as_viewer(people.bo), run_of(people)).get()
    assert (grade.effective_tier, grade.effective_place, grade.is_overridden) == (tier, place, place == 0)
    assert grade.tier == "IMPORTANT"


def test_lists_filter_and_sort_by_the_tier_that_stands(people: Cast) -> None:
    override(people)
    grades = grades_of(as_viewer(people.ops), run_of(people))
    assert {one.account.pk for one in grades.filter(effective_tier="KEY")} == {people.harbour.pk, people.northwind.pk}
    order = [one.account.pk for one in grades.order_by("effective_place", "sales_rank")]
    assert order == [people.harbour.pk, people.northwind.pk, people.steelworks.pk, people.orphan.pk]


def test_a_list_costs_the_same_queries_whatever_its_length(
    people: Cast, django_assert_num_queries: Callable[[int], Any]
) -> None:
    run, ops, wei = run_of(people), as_viewer(people.ops), as_viewer(people.wei)
    with django_assert_num_queries(1):
        assert len([one.account.owner for one in grades_of(ops, run)]) == 4
    with django_assert_num_queries(2):
        assert len([one.account.owner for one in grades_of(wei, run)]) == 2


def test_a_verdict_is_told_to_who_sees_the_account_and_prices_to_who_reads_them(people: Cast) -> None:
    run = run_of(people)
    harbour = Grade.objects.get(run=run, account=people.harbour)
    northwind = Grade.objects.get(run=run, account=people.northwind)
    told = verdict_of(as_viewer(people.fang), harbour)
    assert told is not None
    assert [one.code for one in told.reasons] == ["high-score", "profit"]
    assert told.figures["score"] == 90
    assert verdict_of(as_viewer(people.fang), northwind) is None
    closed = verdict_of(as_viewer(people.bo), northwind)
    assert closed is not None
    assert [one.code for one in closed.reasons] == ["high-score"]
    assert "gross_profit_12m" not in closed.measures
    assert "score" not in closed.figures


def test_the_run_in_force_is_the_latest_published_of_its_currency(people: Cast) -> None:
    run, ops = run_of(people), as_viewer(people.ops)
    assert run_in_force() == run_in_force("CNY") == run
    assert run_in_force("EUR") is None
    later = Run.objects.get(pk=run.pk)
    later.pk, later.published_at, later.columns = None, None, "runs/x"
    later.save()
    assert run_in_force() == run
    assert list(Run.objects.visible_to(ops).exclude(columns="")) == [later]
    publish_run(viewer=ops, run=later, now=NOW + timedelta(days=1))
    assert run_in_force() == later
    assert Run.objects.visible_to(as_viewer(people.fang)).get(pk=later.pk) == later
    assert run_currencies() == ["CNY"]
    assert publish_run(viewer=ops, run=later, now=NOW + timedelta(days=2)).published_at == NOW + timedelta(days=1)


def test_nothing_is_in_force_before_anything_is_published() -> None:
    assert run_in_force() is None


def test_an_unfinished_run_cannot_be_published(people: Cast) -> None:
    run = run_of(people)
    run.pk, run.published_at = None, None
    run.save()
    with pytest.raises(Problem, match="not finished"):
        publish_run(viewer=as_viewer(people.ops), run=run, now=NOW)


def test_a_scheme_is_saved_as_the_next_version_and_the_same_text_once(people: Cast) -> None:
    ops, text = as_viewer(people.ops), scheme_source("scorecard")[0]
    assert save_scheme(viewer=ops, text=text, now=NOW) == people.scheme
    changed = save_scheme(viewer=ops, text=text.replace("at_least = 65", "at_least = 70"), now=NOW)
    assert (changed.number, changed.state, changed.written_by) == (2, SchemeVersion.State.DRAFT, people.ops)
    assert scheme_numbered(changed.pk) == changed
    assert SchemeVersion.objects.visible_to(ops).order_by("code", "-number").first() == changed
    assert retire_scheme(viewer=ops, scheme=changed, now=NOW).state == SchemeVersion.State.RETIRED
    with pytest.raises(Problem):
        save_scheme(viewer=ops, text="code = ", now=NOW)


def test_an_account_has_a_history_of_published_grades(people: Cast) -> None:
    assert [one.tier for one in grade_history(as_viewer(people.fang), people.harbour)] == ["KEY"]
    assert not grade_history(as_viewer(people.fang), people.northwind)


def test_two_runs_compare_as_a_matrix_of_visible_accounts(people: Cast) -> None:
    run = run_of(people)
    later = Run.objects.get(pk=run.pk)
    later.pk = None
    later.save()
    for account, tier in ((people.harbour, "IMPORTANT"), (people.northwind, "IMPORTANT"), (people.steelworks, "KEY")):
        grade = Grade.objects.get(run=run, account=account)
        grade.pk, grade.run, grade.tier = None, later, tier
        grade.save()
    moves = moves_between(as_viewer(people.ops), run, later)
    assert (moves.up, moves.down, moves.stayed, moves.comparable) == (1, 1, 1, True)
    assert moves.count("KEY", "IMPORTANT") == 1
    assert moves.count("", ABSENT) == 1
    assert sum(one.accounts for one in moves.flows) == 4
    assert accounts_moved(as_viewer(people.ops), run, later, "GENERAL", "KEY") == [people.steelworks.pk]
    part = moves_between(as_viewer(people.wei), run, later)
    assert (part.up, part.down, part.stayed) == (0, 1, 1)
    assert not accounts_moved(as_viewer(people.wei), run, later, "GENERAL", "KEY")


def test_findings_about_all_are_for_those_who_see_all(people: Cast) -> None:
    run = run_of(people)
    said = {"code": "pareto", "en": "Few bring 80%.", "zh": "少数客户贡献80%。", "accounts": ["C-001"], "price": True}
    run.report = {"headlines": [said, {**said, "code": "concentration", "price": False}], "warnings": [], "notes": []}
    assert [one.code for one in company_findings(as_viewer(people.cfo), run)] == ["pareto", "concentration"]
    assert [one.code for one in company_findings(as_viewer(people.compliance), run)] == ["concentration"]
    assert not company_findings(as_viewer(people.lin), run)
