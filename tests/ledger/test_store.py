"""Disk faults at any step: the load fails with a clear message, or succeeds whole; nothing stays behind."""

import errno
import os
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from threading import Lock
from typing import Any

import pytest

from openkam.core.problem import Problem
from openkam.ledger.folder import DataFolder
from openkam.ledger.store import move_into_place, orphans, staging
from tests.installation import Line, days
from tests.ledger.loads import load, published

JANUARY, MARCH = days("2024-01-15"), days("2024-03-31")


class FailsOnce:
    """A call of the system that fails at its n-th use."""

    def __init__(self, call: Callable[..., Any], fails_at: int, code: int) -> None:
        self.call, self.fails_at, self.code, self.uses = call, fails_at, code, 0
        self.one_at_a_time = Lock()

    def __call__(self, *words: Any) -> Any:
        with self.one_at_a_time:
            self.uses += 1
            is_the_one = self.uses == self.fails_at
        if is_the_one:
            raise OSError(self.code, os.strerror(self.code))
        return self.call(*words)


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
@pytest.mark.parametrize(("owner", "name"), [(os, "fsync"), (os, "rename")])
def test_a_fault_at_the_nth_call_publishes_nothing_until_a_run_is_clean(
    installation: DataFolder, monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, code: int
) -> None:
    load(installation, [Line("A1", JANUARY, Decimal(1)), Line("A2", MARCH, Decimal(2))])
    before = published(installation)
    for fails_at in range(1, 50):
        faulty = FailsOnce(getattr(owner, name), fails_at, code)
        with monkeypatch.context() as patch:
            patch.setattr(owner, name, faulty)
            try:
                load(installation, [Line("A1", JANUARY, Decimal(7))])
            except (Problem, OSError):
                failed = True
            else:
                failed = False
        if not failed:
            break
        assert published(installation) == before
        assert orphans(installation) == []
    assert fails_at > 1
    assert faulty.uses < fails_at
    assert published(installation) == [("erp", "A1", Decimal(7)), ("erp", "A2", Decimal(2))]


def test_a_full_disk_is_told_in_words(installation: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", FailsOnce(os.fsync, 1, errno.ENOSPC))
    with pytest.raises(Problem, match=os.strerror(errno.ENOSPC)):
        load(installation, [Line("A1", JANUARY, Decimal(1))])


def test_a_file_in_place_is_never_overwritten(installation: DataFolder) -> None:
    (installation.ledger / "taken").write_text("first")
    new = installation.path / "new"
    new.write_text("second")
    with pytest.raises(FileExistsError):
        move_into_place(installation, [(new, "taken")])
    assert (installation.ledger / "taken").read_text() == "first"


def test_the_staging_folder_is_gone_whatever_happens(installation: DataFolder) -> None:
    places: list[Path] = []

    def interrupted() -> None:
        with staging(installation) as place:
            places.append(place)
            (place / "half").write_text("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert not places[0].exists()
    assert orphans(installation) == []
