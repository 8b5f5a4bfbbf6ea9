"""An import whose work failed, was interrupted or given up half way: nothing is written that its page does not show."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult

from openkam.core.audit.models import AuditLine
from openkam.core.problem import Problem
from openkam.intake.contacts import working
from openkam.intake.contacts.actions import (
    ask_contact_publication,
    ask_contact_return,
    begin_contact_import,
    cancel_contact_import,
    choose_contact_columns,
    try_contact_import_again,
)
from openkam.intake.contacts.left import QUEUED_WITHIN
from openkam.intake.contacts.models import ContactImport
from openkam.intake.contacts.places import place_of
from openkam.intake.uploads.models import Job
from openkam.ledger.folder import DataFolder
from openkam.records.contacts.models import Employment, Person
from openkam.records.users.models import User
from tests.cast import NOW, Cast, as_viewer, harbour_people
from tests.intake.contacts.importing import Begin, publish, work

pytestmark = pytest.mark.django_db
TEXT = "客户编码,姓名,部门,职务\nC-001,李伟,采购部,经理\n"
TIES = "客户编码,姓名,关系类型,对方,依据\nC-001,周海,影响,郑洁,会上所见\n"


def full(*_: Any, **__: Any) -> None:
    """The disk."""
    raise OSError(28, "No space left on device")


def swapped(batch: ContactImport) -> list[dict[str, Any]]:
    """The columns of department and title the other way round."""
    mapping = batch.reading["sheets"][0]["mapping"]
    other = mapping | {"department": mapping["title"], "title": mapping["department"]}
    return [{"kind": batch.reading["sheets"][0]["kind"], "mapping": other}]


def choose_other_columns(company: Cast, batch: ContactImport) -> ContactImport:
    """Its job waits."""
    keys, viewer = {"person": "name", "account": "any"}, as_viewer(company.ops)
    return choose_contact_columns(viewer=viewer, batch=batch, sheets=swapped(batch), keys=keys, now=NOW)


def sent(user: User, folder: DataFolder, tmp_path: Path, text: str = TEXT) -> ContactImport:
    """An import that waits to be read."""
    file = tmp_path / "sent.csv"
    file.write_text(text, encoding="utf-8")
    return begin_contact_import(viewer=as_viewer(user), folder=folder, file=file, purpose="Business", now=NOW)


def stopped(batch: ContactImport) -> ContactImport:
    """As if the process of its job had been killed."""
    Job.objects.filter(pk=batch.job_id).update(state=Job.State.RUNNING)
    return batch


@pytest.fixture
def asked(company: Cast, begin: Begin) -> ContactImport:
    """Somebody asked to publish; the job waits and stands in no queue."""
    batch = begin(company.wei, TEXT)
    found = ask_contact_publication(viewer=as_viewer(company.wei), batch=batch, seen=batch.counts, now=NOW)
    assert found is not None
    return found


@pytest.fixture
def again(folder: DataFolder) -> Callable[..., ContactImport | None]:
    """Somebody presses "Try again"."""

    def pressed(user: User, batch: ContactImport, now: Any = NOW) -> ContactImport | None:
        return try_contact_import_again(viewer=as_viewer(user), folder=folder, batch=batch, now=now)

    return pressed


def test_columns_that_were_not_tried_are_not_published(
    company: Cast, folder: DataFolder, begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = begin(company.ops, TEXT)
    seen = batch.counts
    chosen = choose_other_columns(company, batch)
    with monkeypatch.context() as patched:
        patched.setattr(working, "try_sheets", full)
        with pytest.raises(OSError, match="No space"):
            work(folder, chosen)
    batch.refresh_from_db()
    assert (batch.state, batch.counts) == ("READ", {})
    for figures in (seen, {}):
        with pytest.raises(Problem, match="not tried with these columns"):
            ask_contact_publication(viewer=as_viewer(company.ops), batch=batch, seen=figures, now=NOW)
    # With columns it did try, it goes on.
    publish(company.ops, folder, work(folder, choose_other_columns(company, batch)))
    post = Employment.objects.get()
    assert (post.department, post.title) == ("采购部", "经理"), "swapped twice"


def test_a_plan_of_other_columns_is_not_written(
    company: Cast, folder: DataFolder, begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = begin(company.ops, TEXT)
    plan = place_of(folder, batch) / "plan.json"
    of_old_columns = plan.read_text(encoding="utf-8")
    batch = work(folder, choose_other_columns(company, batch))
    plan.write_text(of_old_columns, encoding="utf-8")
    publish(company.ops, folder, batch)
    post = Employment.objects.get()
    assert (post.department, post.title) == ("经理", "采购部")


def test_what_another_sent_is_not_tried_by_somebody_who_sees_more(
    company: Cast, folder: DataFolder, tmp_path: Path, again: Any
) -> None:
    batch = stopped(sent(company.wei, folder, tmp_path, TEXT + "C-003,王五,技术部,\n"))
    with pytest.raises(Problem, match="Another colleague"):
        again(company.ops, batch)
    assert work(folder, again(company.wei, batch)).counts == {"people": {"CREATED": 1, "REJECTED": 1}}


def test_what_another_asked_to_publish_is_tried_again_by_nobody_else(
    company: Cast, folder: DataFolder, asked: ContactImport, again: Any
) -> None:
    with pytest.raises(Problem, match="Another colleague"):
        again(company.ops, stopped(asked))
    assert work(folder, again(company.wei, asked)).state == "PUBLISHED"


def test_what_is_taken_back_is_tried_again_by_whoever_may_take_it_back(
    company: Cast, folder: DataFolder, asked: ContactImport, again: Any
) -> None:
    batch = work(folder, asked)
    ask_contact_return(viewer=as_viewer(company.ops), batch=batch, now=NOW)
    batch.refresh_from_db()
    assert work(folder, again(company.ops, stopped(batch))).state == "TAKEN_BACK"
    assert not Person.objects.exists()


def test_a_job_that_stands_in_no_queue_is_begun_anew(
    folder: DataFolder, company: Cast, asked: ContactImport, again: Any
) -> None:
    late = NOW + QUEUED_WITHIN
    assert again(company.wei, asked, late - timedelta(seconds=1)) is None, "its turn may come"
    assert asked.job is not None
    task = DBTaskResult.objects.create(
        args_kwargs={"args": [asked.job.pk], "kwargs": {}}, task_path="x", backend_name="default", run_after=NOW
    )
    assert again(company.wei, asked, late) is None, "others are before it"
    DBTaskResult.objects.filter(pk=task.pk).update(status="FAILED")
    first = asked.job
    found = again(company.wei, asked, late)
    assert work(folder, found).state == "PUBLISHED"
    first.refresh_from_db()
    assert first.state == "FAILED", "should its turn come after all, nothing is written twice"


@pytest.mark.parametrize("is_written_late", [False, True])
def test_giving_up_while_it_is_tried_is_no_fault_and_leaves_nothing(
    *, is_written_late: bool, company: Cast, folder: DataFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    batch, real = sent(company.ops, folder, tmp_path), working.try_sheets

    def given_up_meanwhile(*given: Any) -> Any:
        found = real(*given) if is_written_late else None
        with django_capture_on_commit_callbacks(execute=True):
            cancel_contact_import(viewer=as_viewer(company.ops), folder=folder, batch=batch, now=NOW)
        if is_written_late:
            place_of(folder, batch).mkdir()
        return found or real(*given)

    monkeypatch.setattr(working, "try_sheets", given_up_meanwhile)
    found = work(folder, batch)
    assert found.job is not None
    assert (found.state, found.job.problem) == ("CANCELLED", {})
    assert found.job.state == ("DONE" if is_written_late else "CANCELLED")
    assert not place_of(folder, batch).exists()


def test_the_trail_of_a_publication_counts_no_ties(company: Cast, folder: DataFolder, begin: Begin) -> None:
    harbour_people(company)
    batch = publish(company.wei, folder, begin(company.wei, TIES))
    assert batch.counts == {"ties": {"CREATED": 1}}
    assert AuditLine.objects.get(action="publish_contacts").change["counts"] == [None, {}]
