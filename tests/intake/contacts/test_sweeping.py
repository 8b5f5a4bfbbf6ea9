"""Sheets of people nobody published or gave up are given up after two weeks; nothing about people lies beside them."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from openkam.analysis.words import Text
from openkam.cli.serve.housekeeping import sweep
from openkam.core.access import Denied
from openkam.core.audit.models import AuditLine
from openkam.intake.contacts.actions import ask_contact_publication
from openkam.intake.contacts.models import ContactImport
from openkam.intake.contacts.places import place_of
from openkam.intake.contacts.sweeping import sweep_contact_imports
from openkam.intake.uploads.models import Job
from openkam.intake.uploads.places import lock_of
from openkam.intake.uploads.sweeping import ABANDONED_AFTER, SET_ASIDE_KEPT
from openkam.ledger.folder import DataFolder
from openkam.ledger.lock import held
from tests.cast import NOW, Cast, as_viewer, cast
from tests.intake.contacts.importing import publish, send

pytestmark = pytest.mark.django_db
TEXT = "客户编码,姓名,部门\nC-001,李伟,采购部\n"


@pytest.fixture
def company() -> Cast:
    """Everybody."""
    return cast()


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    """A data folder of its own."""
    made = DataFolder(tmp_path / "data")
    made.make()
    return made


@pytest.fixture
def batch(company: Cast, folder: DataFolder, tmp_path: Path) -> ContactImport:
    """A sheet with a person, sent at NOW."""
    file = tmp_path / "people.csv"
    file.write_text(TEXT, encoding="utf-8")
    made = send(company.ops, folder, file)
    stamped(place_of(folder, made))
    return made


def stamped(place: Path) -> None:
    """As if written at NOW."""
    os.utime(place, (NOW.timestamp(), NOW.timestamp()))


def test_what_nobody_published_for_two_weeks_goes_with_its_rows(
    company: Cast, folder: DataFolder, batch: ContactImport
) -> None:
    viewer, place = as_viewer(company.ops), place_of(folder, batch)
    assert "李伟" in str(batch.reading)
    early, late = (NOW + ABANDONED_AFTER + timedelta(days=days) for days in (-1, 1))
    assert sweep_contact_imports(viewer=viewer, folder=folder, now=early) == 0
    assert (place / "sheet_0.csv").is_file()
    assert sweep_contact_imports(viewer=viewer, folder=folder, now=late) == 1
    batch.refresh_from_db()
    assert batch.state == ContactImport.State.CANCELLED
    assert "李伟" not in str(batch.reading)
    assert not place.exists()
    assert AuditLine.objects.get(action="sweep_contact_imports").change["uploads"] == [None, [batch.token]]
    assert sweep_contact_imports(viewer=viewer, folder=folder, now=late) == 0


def test_why_rows_of_a_published_one_were_not_taken_stays_for_a_quarter(
    company: Cast, folder: DataFolder, batch: ContactImport
) -> None:
    viewer, place = as_viewer(company.ops), place_of(folder, batch)
    publish(company.ops, folder, batch)
    stamped(place)
    sweep_contact_imports(viewer=viewer, folder=folder, now=NOW + SET_ASIDE_KEPT - timedelta(days=1))
    assert place.is_dir()
    sweep_contact_imports(viewer=viewer, folder=folder, now=NOW + SET_ASIDE_KEPT + timedelta(days=1))
    assert not place.exists()
    batch.refresh_from_db()
    assert batch.state == ContactImport.State.PUBLISHED


def test_folders_without_an_import_go_but_none_of_today_and_no_other(company: Cast, folder: DataFolder) -> None:
    home = folder.path / "uploads"
    strange, fresh = (home / f"contacts-{sign * 32}" for sign in "ab")
    upload, other = home / ("c" * 32), home / "contacts-notes"
    for place in (strange, fresh, upload, other):
        place.mkdir(parents=True)
        stamped(place)
    tomorrow = NOW + timedelta(days=2)
    os.utime(fresh, (tomorrow.timestamp(), tomorrow.timestamp()))
    sweep_contact_imports(viewer=as_viewer(company.ops), folder=folder, now=tomorrow)
    assert sorted(place.name for place in home.iterdir()) == sorted(one.name for one in (fresh, upload, other))


def test_who_may_not_import_may_not_sweep(company: Cast, folder: DataFolder, batch: ContactImport) -> None:
    late = NOW + ABANDONED_AFTER + timedelta(days=1)
    with pytest.raises(Denied):
        sweep_contact_imports(viewer=as_viewer(company.fang), folder=folder, now=late)
    assert (place_of(folder, batch) / "sheet_0.csv").is_file()


def test_the_daily_sweep_clears_them_away(folder: DataFolder, batch: ContactImport) -> None:
    sweep(folder, NOW + ABANDONED_AFTER + timedelta(days=1))
    assert not place_of(folder, batch).exists()


def test_a_publication_that_came_to_nothing_is_given_up_but_one_at_work_is_not(
    company: Cast, folder: DataFolder, batch: ContactImport
) -> None:
    viewer, late = as_viewer(company.ops), NOW + ABANDONED_AFTER + timedelta(days=1)
    asked = ask_contact_publication(viewer=viewer, batch=batch, seen=batch.counts, now=NOW)
    assert asked is not None
    assert asked.job is not None
    jobs = Job.objects.filter(pk=asked.job.pk)
    jobs.update(asked_at=late)
    assert sweep_contact_imports(viewer=viewer, folder=folder, now=late) == 0, "asked for just now"
    jobs.update(asked_at=NOW, state=Job.State.RUNNING)
    with held(lock_of(folder, asked.job.pk), at_work=Text("at work", "处理中")):
        assert sweep_contact_imports(viewer=viewer, folder=folder, now=late) == 0, "somebody works on it"
    assert sweep_contact_imports(viewer=viewer, folder=folder, now=late) == 1
    batch.refresh_from_db()
    assert (batch.state, jobs.get().state) == ("CANCELLED", "CANCELLED")
    assert not place_of(folder, batch).exists()
