"""A process that answers once."""

import gc

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
