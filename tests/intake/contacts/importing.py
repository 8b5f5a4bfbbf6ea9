"""An import as its pages do it: each act, then the job behind it at once; a problem of the job is raised."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from openkam.intake.contacts.actions import (
    ask_contact_publication,
    ask_contact_return,
    begin_contact_import,
    choose_contact_columns,
)
from openkam.intake.contacts.models import ContactImport
from openkam.intake.contacts.places import Tried, read_tried
from openkam.intake.contacts.working import work_on_import
from openkam.intake.uploads.findings import problem_of
from openkam.ledger.folder import DataFolder
from openkam.records.users.models import User
from tests.cast import NOW, as_viewer

Begin = Callable[..., ContactImport]


def tried(folder: DataFolder, batch: ContactImport) -> Tried:
    """What the latest try found."""
    found = read_tried(folder, batch)
    assert found is not None
    return found


def codes(folder: DataFolder, batch: ContactImport) -> list[tuple[int, str, str]]:
    """Rows that are not taken."""
    return [(one.row, one.column, one.code) for one in tried(folder, batch).faults]


def work(folder: DataFolder, batch: ContactImport | None) -> ContactImport:
    """Let the job run that was asked for."""
    assert batch is not None
    assert batch.job is not None
    asked = batch.job.asked_by
    work_on_import(folder, batch.job, as_viewer(asked), lambda: NOW)
    found = ContactImport.objects.select_related("job").get(pk=batch.pk)
    assert found.job is not None
    if found.job.problem:
        raise problem_of(found.job.problem)
    return found


def send(user: User, folder: DataFolder, file: Path) -> ContactImport:
    """A file, read and tried."""
    viewer = as_viewer(user)
    return work(
        folder, begin_contact_import(viewer=viewer, folder=folder, file=file, purpose="Doing business", now=NOW)
    )


def choose(
    user: User,
    folder: DataFolder,
    batch: ContactImport,
    *,
    person: str = "name",
    account: str = "any",
    sheets: list[dict[str, Any]] | None = None,
) -> ContactImport:
    """Say what people and accounts are known by, and how sheets are read."""
    chosen = sheets or [{"kind": one["kind"], "mapping": one["mapping"]} for one in batch.reading["sheets"]]
    keys = {"person": person, "account": account}
    return work(folder, choose_contact_columns(viewer=as_viewer(user), batch=batch, sheets=chosen, keys=keys, now=NOW))


def publish(user: User, folder: DataFolder, batch: ContactImport) -> ContactImport:
    """As it was shown."""
    viewer = as_viewer(user)
    return work(folder, ask_contact_publication(viewer=viewer, batch=batch, seen=batch.counts, now=NOW))


def take_back(user: User, folder: DataFolder, batch: ContactImport) -> ContactImport:
    """As its page does it."""
    return work(folder, ask_contact_return(viewer=as_viewer(user), batch=batch, now=NOW))
