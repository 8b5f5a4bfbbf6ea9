"""What is kept of a run says the same as the records, and shows nobody more than the records would."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.cast import Cast, as_viewer, cast

from openkam.core.access import FieldClass
from openkam.insight.grading.kept_grades import FIGURES, grades_of_run
from openkam.insight.grading.models import Grade, Run
from openkam.ledger.folder import DataFolder
from openkam.web.sight import seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """The graded company, whose run has a folder."""
    monkeypatch.setenv("OPENKAM_DATA", str(tmp_path))
    monkeypatch.setattr(seen, "KEPT_FROM", 1)
    made = cast(graded=True)
    assert made.run is not None
    made.run.columns = "runs/1"
    made.run.save()
    (tmp_path / "runs" / "1").mkdir(parents=True)
    return replace(made, run=Run.objects.get())


def test_the_arrays_say_what_the_records_say(company: Cast, tmp_path: Path) -> None:
    assert company.run is not None
    kept = grades_of_run(company.run, DataFolder(tmp_path))
    assert kept is not None
    for row, grade in enumerate(Grade.objects.order_by("account")):
        assert (kept.account[row], kept.tier_place[row]) == (grade.account_id, grade.tier_place)
        assert kept.vocabulary["pattern"][kept.words["pattern"][row]] == grade.pattern
        for name in FIGURES:
            value = getattr(grade, name)
            scale = 10_000 if hasattr(value, "quantize") else 1
            assert np.isnan(kept.figures[name][row]) if value is None else kept.figures[name][row] == value * scale


def test_everybody_sees_the_same_with_and_without_what_is_kept(company: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    assert company.run is not None
    for user in company.users:
        viewer = as_viewer(user)
        seen.forget()
        by_arrays = seen.seen_by(viewer, company.run)
        with monkeypatch.context() as without:
            without.setattr(seen, "grades_of_run", lambda *_: None)
            seen.forget()
            by_records = seen.seen_by(viewer, company.run)
        assert set(by_arrays.figures) == set(by_records.figures)
        assert by_arrays.account.tolist() == by_records.account.tolist()
        for code in by_records.figures:
            np.testing.assert_array_equal(by_arrays.figures[code], by_records.figures[code])
        for name in ("graded", "tier"):
            np.testing.assert_array_equal(getattr(by_arrays, name), getattr(by_records, name))
        for name in ("pattern", "movement"):
            one, other = getattr(by_arrays, name), getattr(by_records, name)
            assert [one.vocabulary[at] for at in one.index] == [other.vocabulary[at] for at in other.index]
    seen.forget()


def test_what_may_not_be_read_is_not_there(company: Cast) -> None:
    viewer = as_viewer(company.fang)
    assert "margin" in seen.seen_by(viewer, company.run).figures
    figures = seen.seen_by(replace(viewer, readable=viewer.readable - {FieldClass.PRICE}), company.run).figures
    assert "margin" not in figures
    with pytest.raises(KeyError):
        figures["margin"]
    seen.forget()


def test_a_run_without_a_folder_or_unpublished_keeps_nothing(company: Cast, tmp_path: Path) -> None:
    assert company.run is not None
    company.run.columns = "runs/2"
    assert grades_of_run(company.run, DataFolder(tmp_path)) is None
    company.run.columns, company.run.published_at = "runs/1", None
    assert grades_of_run(company.run, DataFolder(tmp_path)) is None
    assert not (tmp_path / "runs" / "1" / "grades").exists()
