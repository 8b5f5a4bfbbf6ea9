"""The job behind an import: killed it leaves nothing half done, and it takes the plan of its trial where that holds."""

from typing import Any

import pytest

from openkam.core.audit.models import AuditLine
from openkam.core.problem import Problem
from openkam.intake.contacts import working, writing
from openkam.intake.contacts.actions import (
    ask_contact_publication,
    begin_contact_import,
    cancel_contact_import,
    try_contact_import_again,
)
from openkam.intake.contacts.kept_plan import HARMLESS
from openkam.intake.contacts.models import ContactImport, ImportedRow
from openkam.intake.contacts.places import place_of, sent_file_of
from openkam.intake.uploads.models import Job
from openkam.ledger.folder import DataFolder
from openkam.records.accounts.actions import rename_account
from openkam.records.accounts.models import Account
from openkam.records.contacts.models import Employment, Opinion, Person, PersonText
from tests.cast import NOW, TODAY, Cast, as_viewer
from tests.intake.contacts.importing import Begin, publish, take_back, work

pytestmark = pytest.mark.django_db
TEXT = "客户编码,姓名,部门\nC-001,李伟,采购部\nC-002,王五,技术部\n"


class Killed(BaseException):
    """As if the process had been told to go."""


def asked(company: Cast, begin: Begin) -> ContactImport:
    """An import somebody asked to publish; its job waits."""
    batch = begin(company.ops, TEXT)
    found = ask_contact_publication(viewer=as_viewer(company.ops), batch=batch, seen=batch.counts, now=NOW)
    assert found is not None
    return found


def test_a_killed_publication_leaves_nothing_and_is_done_when_it_runs_again(
    company: Cast, folder: DataFolder, begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = asked(company, begin)

    def killed(*_: Any, **__: Any) -> None:
        assert Employment.objects.filter(person__name="李伟").exists(), "it was writing"
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(writing, "refresh_statistics", killed)
        patched.setattr(writing, "_MANY", 0)
        with pytest.raises(Killed):
            work(folder, batch)
    for model in (Person, PersonText, Employment, ImportedRow):
        assert not model._default_manager.exists()
    batch.refresh_from_db()
    assert batch.state == "PUBLISHING"
    assert work(folder, batch).state == "PUBLISHED"
    assert Person.objects.count() == 2
    assert AuditLine.objects.filter(action="publish_contacts").count() == 1


def test_a_dead_job_is_begun_anew_by_whoever_asks(company: Cast, folder: DataFolder, begin: Begin) -> None:
    batch, viewer = asked(company, begin), as_viewer(company.ops)
    common: dict[str, Any] = {"viewer": viewer, "folder": folder, "batch": batch, "now": NOW}
    assert try_contact_import_again(**common) is None, "it waits for its turn"
    Job.objects.filter(pk=batch.job_id).update(state=Job.State.RUNNING)  # and nobody holds its lock
    again = try_contact_import_again(**common)
    assert again is not None
    assert again.job_id != batch.job_id
    assert work(folder, again).state == "PUBLISHED"


def test_asked_twice_it_is_written_once(company: Cast, folder: DataFolder, begin: Begin) -> None:
    batch = asked(company, begin)
    viewer = as_viewer(company.ops)
    assert ask_contact_publication(viewer=viewer, batch=batch, seen=batch.counts, now=NOW) is None
    work(folder, batch)
    work(folder, batch)
    assert Person.objects.count() == 2


def test_the_plan_of_the_trial_is_taken_unless_something_else_was_done(
    company: Cast, folder: DataFolder, begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[int] = []
    real = working.try_sheets
    monkeypatch.setattr(working, "try_sheets", lambda *given: tries.append(1) or real(*given))
    work(folder, asked(company, begin))
    assert len(tries) == 1
    other = begin(company.ops, TEXT.replace("李伟", "赵六").replace("王五", "孙七"))
    rename_account(viewer=as_viewer(company.ops), account=company.orphan, name="别的名称有限公司", now=NOW)
    publish(company.ops, folder, other)
    assert len(tries) == 3, "before others had to wait"
    assert Person.objects.count() == 4


def test_what_changes_while_the_rows_are_tried_again_is_seen(
    company: Cast, folder: DataFolder, begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = asked(company, begin)
    (place_of(folder, batch) / "plan.json").unlink()
    real, tries = working.try_sheets, [0]

    def tried_while_others_write(*given: Any) -> Any:
        found = real(*given)
        tries[0] += 1
        if tries[0] == 1:
            merged = Account.objects.filter(pk=company.northwind.pk)
            rename_account(viewer=as_viewer(company.ops), account=merged.get(), name="别名有限公司", now=NOW)
            merged.update(merged_into=company.harbour)
        return found

    monkeypatch.setattr(working, "try_sheets", tried_while_others_write)
    with pytest.raises(Problem, match="changed since"):
        work(folder, batch)
    assert (tries[0], Person.objects.count()) == (2, 0)
    batch.refresh_from_db()
    assert (batch.state, batch.counts) == ("READ", {"people": {"CREATED": 1, "REJECTED": 1}})


def test_a_kept_plan_writes_what_a_fresh_trial_would(company: Cast, folder: DataFolder, begin: Begin) -> None:
    head = "客户编码,姓名,英文名,部门,层级,采购角色,邮箱,手机,到任日期,离任日期,直接上级,录入人,录入日期\n"
    rows = (
        "C-001,李伟,W,采购部,管理层,采购执行,a@b.example,139 0000 1111,2024-01-02,,王五,bo,2024-02-03\n"
        "C-001,王五,,,,,,,,,,,\n"
    )

    def written() -> list[list[Any]]:
        people = Person.objects.order_by("name").values_list("name", "email", "phone_key", "noticed_date", "created_by")
        posts = Employment.objects.order_by("person__name").values_list("department", "level", "since_date")
        stamps = ImportedRow.objects.exclude(kind="LINE").order_by("kind", "record").values_list("kind", "stamp")
        return [list(people), list(posts), list(stamps)]

    batch = begin(company.wei, head + rows)
    publish(company.wei, folder, batch)
    kept = written()
    take_back(company.wei, folder, batch)
    ImportedRow.objects.all().delete()
    batch = begin(company.wei, head + rows)
    (place_of(folder, batch) / "plan.json").unlink()
    publish(company.wei, folder, batch)
    assert written() == kept


def test_no_act_on_people_accounts_or_users_is_harmless() -> None:
    for word in ("person", "people", "account", "user", "role", "employment", "superior", "relation", "tie", "owner"):
        touching = {action for action in HARMLESS if word in action}
        assert touching <= {"export_accounts"}, word


def test_what_is_given_up_while_it_waits_is_not_read(company: Cast, folder: DataFolder, tmp_path: Any) -> None:
    file, viewer = tmp_path / "x.csv", as_viewer(company.ops)
    file.write_text(TEXT, encoding="utf-8")
    batch = begin_contact_import(viewer=viewer, folder=folder, file=file, purpose="Business", now=NOW)
    assert sent_file_of(folder, batch).exists()
    cancel_contact_import(viewer=viewer, folder=folder, batch=batch, now=NOW)
    assert work(folder, batch).state == "CANCELLED"
    assert batch.job is not None
    batch.job.refresh_from_db()
    assert batch.job.state == "CANCELLED"


def test_who_lost_the_right_meanwhile_publishes_nothing(company: Cast, folder: DataFolder, begin: Begin) -> None:
    batch = asked(company, begin)
    assert batch.job is not None
    working.work_on_import(folder, batch.job, as_viewer(company.fang), lambda: NOW)
    batch.refresh_from_db()
    assert (batch.state, Person.objects.count()) == ("READ", 0)


def test_another_colleagues_file_is_not_decided_about(company: Cast, begin: Begin) -> None:
    batch = begin(company.wei, TEXT)
    with pytest.raises(Problem, match="Another colleague"):
        ask_contact_publication(viewer=as_viewer(company.ops), batch=batch, seen=batch.counts, now=NOW)


def test_opinions_the_reader_may_not_read_change_no_count_and_are_not_lost(
    company: Cast, folder: DataFolder, begin: Begin
) -> None:
    from openkam.intake.contacts.taking_back import preview

    batch = begin(company.ops, TEXT)
    publish(company.ops, folder, batch)
    viewer, before = as_viewer(company.ops), preview(as_viewer(company.ops), batch).counts
    opinion = Opinion.objects.create(
        account=company.harbour, person=Person.objects.get(name="李伟"), kind="STANCE", value="2", evidence="x",
        observed_date=TODAY, author=company.fang, noted_at=NOW,
    )  # fmt: skip
    assert preview(viewer, batch).counts == before == (4, 0, 0)
    assert preview(as_viewer(company.wei), batch).counts[2] > 0, "who reads it is told"
    take_back(company.ops, folder, batch)
    opinion.refresh_from_db()
    assert Employment.objects.filter(person=opinion.person).exists()
    assert not Person.objects.filter(name="王五").exists()
    change = AuditLine.objects.get(action="take_back_contacts").change
    assert change["kept"] == [None, 0]
