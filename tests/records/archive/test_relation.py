"""Phases, falls that are proposed and never happen by themselves, and what a merge takes along."""

from datetime import timedelta
from typing import Any

import pytest
from tests.cast import NOW, TODAY, Cast, as_viewer, cast, harbour_people

from openkam.core.problem import Problem
from openkam.records.accounts.actions import merge_accounts, propose_merge, undo_merge
from openkam.records.accounts.models import Alias
from openkam.records.activities.models import Activity
from openkam.records.archive.actions.relation import note_state
from openkam.records.archive.kinds import StateOf
from openkam.records.archive.models import Fact, RelationState, Statement
from openkam.records.archive.relation import gap_of, latest_states, upsets
from openkam.records.contacts.models import Employment

pytestmark = pytest.mark.django_db
BEGIN = TODAY - timedelta(days=100)


def judged(company: Cast, **rest: Any) -> RelationState:
    """Harbour's phase, noted by its owner."""
    given = {"kind": "PHASE", "value": "STABILISE", "evidence": "first order", "since_date": BEGIN, "bought": True}
    return note_state(viewer=as_viewer(company.fang), account=company.harbour, now=NOW, **(given | rest))


def test_a_log_entry_of_a_real_use_opens_the_second_phase() -> None:
    company = cast()
    with pytest.raises(Problem):
        judged(company, bought=False)
    Activity.objects.create(
        account=company.harbour, kind="PILOT", happened_date=BEGIN, subject="pilot on line 2", noted_at=NOW
    )
    assert judged(company, bought=False).value == "STABILISE"


def test_a_decision_maker_who_left_proposes_a_fall_and_changes_nothing() -> None:
    company = cast()
    harbour_people(company)
    viewer = as_viewer(company.fang)
    judged(company)
    post = Employment.objects.filter(account=company.harbour, until_date=None).first()
    assert post is not None
    assert not upsets(viewer, company.harbour, BEGIN)
    Employment.objects.filter(pk=post.pk).update(level="DECISION", until_date=TODAY - timedelta(days=5))
    found = upsets(viewer, company.harbour, BEGIN)
    assert [one.day for one in found] == [TODAY - timedelta(days=5)]
    assert post.person.name in found[0].words.en
    assert latest_states(viewer, [company.harbour.pk])[company.harbour.pk][StateOf.PHASE].value == "STABILISE"
    stays = judged(company, evidence="his successor signed the next order", since_date=TODAY)
    assert not upsets(viewer, company.harbour, stays.since_date)


def test_a_state_is_not_noted_before_the_one_that_holds() -> None:
    company = cast()
    judged(company)
    with pytest.raises(Problem):
        judged(company, since_date=BEGIN - timedelta(days=1))
    with pytest.raises(Problem):
        judged(company, since_date=TODAY + timedelta(days=1))
    with pytest.raises(Problem):
        judged(company, evidence=" ")
    assert RelationState.objects.count() == 1


@pytest.mark.parametrize(
    ("quality", "progress", "distance"),
    [
        (("LOOSE", "WIN_WIN"), ("BUSINESS", "PARTNER"), 3),
        (("WIN_WIN", "WIN_WIN"), ("PARTNER", "PARTNER"), 0),
        (("CONFLICT", ""), ("OUTSIDER", "PARTNER"), 3),
        (("LOOSE", ""), ("OUTSIDER", ""), None),
        (("LOOSE", "WIN_WIN"), ("PARTNER", "FRIEND"), 1),
    ],
)
def test_the_distance_counts_steps(quality: tuple[str, str], progress: tuple[str, str], distance: int | None) -> None:
    states = {
        StateOf.QUALITY: RelationState(value=quality[0], wanted=quality[1]),
        StateOf.PROGRESS: RelationState(value=progress[0], wanted=progress[1]),
    }
    gap = gap_of(states)
    assert (gap.distance if gap else None) == distance


def test_a_merge_takes_the_archive_along_and_an_undo_gives_it_back() -> None:
    company = cast()
    viewer, harbour, north = as_viewer(company.ops), company.harbour, company.northwind
    common = {"currency": "CNY", "source": "x", "figures_date": BEGIN, "noted_at": NOW}
    for account, years in ((harbour, (2024,)), (north, (2024, 2025))):
        for year in years:
            Statement.objects.create(account=account, year=year, **common)
        Alias.objects.create(account=account, name="Both", kind="SHORT", noted_at=NOW)
    Alias.objects.create(account=north, name="Only north", kind="SHORT", noted_at=NOW)
    Fact.objects.create(account=north, item="business.offer", value="x", noticed_date=BEGIN, noted_at=NOW)

    def held(account: Any) -> tuple[list[int], list[str], int]:
        years = Statement.objects.filter(account=account).order_by("year").values_list("year", flat=True)
        names = Alias.objects.filter(account=account).order_by("name").values_list("name", flat=True)
        return list(years), list(names), Fact.objects.filter(account=account).count()

    before = held(harbour), held(north)
    pair = propose_merge(viewer=viewer, kept=harbour, absorbed=north, now=NOW)
    merge_accounts(viewer=viewer, proposal=pair, now=NOW)
    assert held(harbour) == ([2024, 2025], ["Both", "Only north"], 1)
    assert held(north) == ([2024], ["Both"], 0)
    undo_merge(viewer=viewer, proposal=pair, now=NOW)
    assert (held(harbour), held(north)) == before
