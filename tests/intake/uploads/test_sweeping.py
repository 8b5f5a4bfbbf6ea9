"""Uploads nobody came back to make room; what is at work, new or lately published stays."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from openkam.core.access import Denied
from openkam.core.audit.models import AuditLine
from openkam.intake.uploads.models import Job, Upload
from openkam.intake.uploads.places import place_of
from openkam.intake.uploads.receiving import begin_upload
from openkam.intake.uploads.sweeping import ABANDONED_AFTER, SET_ASIDE_KEPT, sweep_uploads
from openkam.ledger.folder import DataFolder
from tests.cast import NOW, Cast, as_viewer, cast

pytestmark = pytest.mark.django_db
LATER = NOW + ABANDONED_AFTER + timedelta(days=1)


@pytest.fixture
def people() -> Cast:
    """The company."""
    return cast()


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    """A data folder of its own."""
    made = DataFolder(tmp_path / "data")
    made.make()
    return made


def begun(people: Cast, folder: DataFolder, state: str = Upload.State.RECEIVING) -> Upload:
    """An upload of NOW in this state, with its folder."""
    upload = begin_upload(viewer=as_viewer(people.ops), folder=folder, files=[("a.csv", 10)], source="erp", now=NOW)
    Upload.objects.filter(pk=upload.pk).update(state=state)
    os.utime(place_of(folder, upload.token), (NOW.timestamp(), NOW.timestamp()))
    return upload


def sweep(people: Cast, folder: DataFolder, days: int) -> int:
    """Sweep so many days after NOW."""
    return sweep_uploads(viewer=as_viewer(people.ops), folder=folder, now=NOW + timedelta(days=days))


@pytest.mark.parametrize("state", ["RECEIVING", "PARSED", "PREVIEWED", "FAILED"])
def test_what_nobody_touched_for_two_weeks_is_given_up(people: Cast, folder: DataFolder, state: str) -> None:
    upload = begun(people, folder, state)
    assert sweep(people, folder, ABANDONED_AFTER.days - 1) == 0
    assert place_of(folder, upload.token).is_dir()
    assert sweep(people, folder, ABANDONED_AFTER.days + 1) == 1
    upload.refresh_from_db()
    assert upload.state == Upload.State.CANCELLED
    assert not place_of(folder, upload.token).exists()
    assert AuditLine.objects.get(action="sweep_uploads").change["uploads"] == [None, [upload.token]]
    assert sweep(people, folder, ABANDONED_AFTER.days + 2) == 0


def test_what_is_at_work_or_being_published_stays(people: Cast, folder: DataFolder) -> None:
    waiting, publishing = begun(people, folder), begun(people, folder, Upload.State.PUBLISHING)
    Job.objects.create(upload=waiting, kind=Job.Kind.CHECK, asked_by=people.ops, asked_at=NOW)
    assert sweep(people, folder, 365) == 0
    assert all(place_of(folder, one.token).is_dir() for one in (waiting, publishing))


def test_rows_to_be_corrected_stay_for_a_quarter(people: Cast, folder: DataFolder) -> None:
    upload = begun(people, folder, Upload.State.PUBLISHED)
    sweep(people, folder, SET_ASIDE_KEPT.days - 1)
    assert place_of(folder, upload.token).is_dir()
    sweep(people, folder, SET_ASIDE_KEPT.days + 1)
    assert not place_of(folder, upload.token).exists()


def test_only_folders_of_uploads_are_removed_and_none_of_today(people: Cast, folder: DataFolder) -> None:
    strange, fresh, other = (folder.path / "uploads" / name for name in ("a" * 32, "b" * 32, "notes"))
    for place in (strange, fresh, other):
        place.mkdir(parents=True)
        os.utime(place, (NOW.timestamp(), NOW.timestamp()))
    os.utime(fresh, (LATER.timestamp(), LATER.timestamp()))
    sweep_uploads(viewer=as_viewer(people.ops), folder=folder, now=LATER)
    assert [place.exists() for place in (strange, fresh, other)] == [False, True, True]


def test_a_seller_sweeps_nothing(people: Cast, folder: DataFolder) -> None:
    upload = begun(people, folder)
    with pytest.raises(Denied):
        sweep_uploads(viewer=as_viewer(people.fang), folder=folder, now=LATER)
    assert place_of(folder, upload.token).is_dir()
