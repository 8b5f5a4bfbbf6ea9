"""A process that answers once."""

import gc
import os

import pytest

from openkam.cli.grade.sparing import sparing


def test_circles_are_looked_for_as_often_as_before_afterwards() -> None:
    before = gc.get_threshold()
    with sparing():
        assert gc.get_threshold()[0] > before[0]
    assert gc.get_threshold() == before


@sparing()
def full() -> None:
    raise OSError("full")


def test_a_failure_changes_nothing_about_that() -> None:
    before = gc.get_threshold()
    with pytest.raises(OSError, match="full"):
        full()
    assert gc.get_threshold() == before


def test_numpy_and_processes_are_told_to_spare_unless_somebody_chose_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "2")
    monkeypatch.delenv("NUMPY_MADVISE_HUGEPAGE", raising=False)
    monkeypatch.delenv("MALLOC_TRIM_THRESHOLD_", raising=False)
    with sparing():
        found = [os.environ[name] for name in ("OPENBLAS_NUM_THREADS", "NUMPY_MADVISE_HUGEPAGE")]
        assert found == ["2", "0"]
        assert int(os.environ["MALLOC_TRIM_THRESHOLD_"]) > 1 << 20
