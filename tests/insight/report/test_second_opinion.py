"""Another order of the accounts beside a scorecard, which moves nobody's tier."""

from typing import Any

import pytest
from tests.analysis.ledger_facts import facts_of
from tests.insight.report.test_report import ledger, report_of

from openkam.analysis.quality import Quality
from openkam.insight.grading.schemes import SHIPPED, load_scheme
from openkam.insight.report.evidence import Evidence, evidence_of
from openkam.insight.report.second_opinion import second_opinion_object, second_order


def evidence(scheme: str = "scorecard") -> Evidence:
    """What a small ledger made by hand tells."""
    return evidence_of(facts_of(ledger()), Quality(len(ledger())), load_scheme(scheme))


def told(found: dict[str, Any] | None) -> dict[str, Any]:
    """An opinion that is there."""
    assert found is not None
    return found


def test_a_scorecard_has_a_second_opinion_of_its_key_accounts_and_as_many_others() -> None:
    ground = evidence()
    found = told(second_opinion_object(ground))
    assert found["method"] == "TOPSIS with entropy weights"
    key = {str(ground.facts.code[index]) for index in range(ground.facts.count) if ground.grades.is_key[index]}
    rows = found["accounts"]
    assert key
    assert {row["account"] for row in rows if row["key"]} == key
    assert all(row["topsis_rank"] <= len(key) for row in rows if not row["key"])
    assert [row["topsis_rank"] for row in rows] == sorted(row["topsis_rank"] for row in rows)
    assert len(key) == found["key_accounts"]
    assert found["agreed"] == sum(row["topsis_rank"] <= len(key) for row in rows if row["key"])
    assert len(rows) == 2 * len(key) - found["agreed"]


def test_weights_are_of_the_criteria_known_of_all_that_bought() -> None:
    found = told(second_opinion_object(evidence()))
    assert sum(found["weights"].values()) == pytest.approx(1)
    assert "payment" not in found["weights"]
    assert all(0 <= row["closeness"] <= 1 for row in found["accounts"])


def test_ranks_are_each_given_once_and_the_highest_score_is_first() -> None:
    ground = evidence()
    order = second_order(ground)
    assert order is not None
    buying = ground.portfolio.active
    for ranks in (order.score_rank, order.topsis_rank):
        assert sorted(ranks[buying].tolist()) == list(range(1, int(buying.sum()) + 1))
        assert not ranks[~buying].any()
    assert ground.grades.score[order.score_rank == 1] == max(ground.grades.score[buying])


@pytest.mark.parametrize("scheme", [one for one in SHIPPED if one != "scorecard"])
def test_other_methods_have_none(scheme: str) -> None:
    report = report_of(scheme)
    assert report.details["second_opinion"] is None
    assert "second_opinion" not in {one.code for one in report.notes}


def test_the_note_says_in_both_languages_that_it_has_no_say() -> None:
    report = report_of()
    note = next(one for one in report.notes if one.code == "second_opinion")
    assert "second opinion only" in note.to("en")
    assert "moves nobody's tier" in note.to("en")
    assert "仅供参考，不影响任何客户的等级" in note.to("zh")
