"""What was tried a month ago and never published is removed; published runs are history and stay."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction
from tests.insight.company import NOW, OPERATIONS, Company, company

from openkam.core.access import Denied, Role

__all__ = ["company"]


@pytest.fixture
def undone(company: Company) -> Iterator[Company]:
    """The company; whatever the test writes to the database is taken back."""
    with transaction.atomic():
        yield company
        transaction.set_rollback(True)


def test_a_run_that_was_never_published_goes_with_its_arrays(undone: Company) -> None:
    from openkam.core.audit.models import AuditLine
    from openkam.insight.grading.models import Grade, Run
    from openkam.insight.report.actions import grade_ledger
    from openkam.insight.report.sweeping import TRIED_AND_LEFT, sweep_runs

    tried = grade_ledger(viewer=OPERATIONS, folder=undone.folder, scheme=undone.run.scheme, now=NOW)
    published, place = undone.folder.path / undone.run.columns, undone.folder.path / tried.columns
    Run.objects.filter(pk=undone.run.pk).update(published_at=NOW)
    soon, late = NOW + TRIED_AND_LEFT, NOW + TRIED_AND_LEFT + timedelta(days=1)
    assert sweep_runs(viewer=OPERATIONS, folder=undone.folder, now=soon) == 0
    with pytest.raises(Denied):
        sweep_runs(viewer=replace(OPERATIONS, roles=frozenset({Role.SELLER})), folder=undone.folder, now=late)
    assert place.is_dir()
    assert sweep_runs(viewer=OPERATIONS, folder=undone.folder, now=late) == 1
    assert not place.exists()
    assert published.is_dir()
    assert not Grade.objects.filter(run=tried.pk).exists()
    assert Grade.objects.filter(run=undone.run).count() == undone.run.account_count
    assert AuditLine.objects.filter(action="sweep_runs", object_key=str(tried.pk)).count() == 1


def test_arrays_that_are_gone_are_told_with_the_way_back(undone: Company) -> None:
    from openkam.core.problem import Problem
    from openkam.insight.grading.standing import standing_of

    undone.run.columns = "runs/restored-without"
    with pytest.raises(Problem, match="restored without them"):
        standing_of(undone.run, undone.folder)
