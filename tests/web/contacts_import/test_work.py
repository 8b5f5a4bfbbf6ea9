"""An import works in the background: its page says how far it is, what stopped it, and nothing of it to others."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.cast import Cast, cast, harbour_people

from openkam.analysis.words import Text
from openkam.core.problem import InternalFault
from openkam.intake.contacts import working
from openkam.intake.contacts.left import QUEUED_WITHIN
from openkam.intake.contacts.meter import PROGRESS
from openkam.intake.contacts.models import ContactImport
from openkam.intake.contacts.places import place_of
from openkam.intake.uploads.findings import problem_meta
from openkam.intake.uploads.models import Job
from openkam.intake.uploads.places import home, lock_of
from openkam.ledger.folder import DataFolder
from openkam.ledger.lock import held
from openkam.records.contacts.models import Person
from openkam.records.users.viewer import viewer_of
from openkam.web.contacts_import.jobs import run_contact_job
from openkam.web.contacts_import.pages import batch_page, imports_page

pytestmark = pytest.mark.django_db
PEOPLE = "客户编码,姓名,邮箱\nC-001,李伟,li@h.example\n"
TIES = "客户编码,姓名,关系类型,对方,依据\nC-001,周海,影响,郑洁,会上所见\nC-001,周海,影响,没有此人,会上所见\n"


@pytest.fixture
def folder(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> DataFolder:
    """A data folder of its own."""
    found = DataFolder(tmp_path)
    for door in ("views", "jobs"):
        monkeypatch.setattr(f"openkam.web.contacts_import.{door}.data_folder", lambda: found)
    return found


@pytest.fixture
def company(folder: DataFolder, settings: Any) -> Cast:
    """Everybody; a job waits until the test runs it."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    return cast()


def send(client: Client, user: Any, text: str, name: str = "people.csv") -> ContactImport:
    """Through the form; it waits to be read."""
    client.force_login(user)
    answer = client.post("/data/people/imports/", {"file": SimpleUploadedFile(name, text.encode())})
    assert answer.status_code == 302
    return ContactImport.objects.latest("pk")


def work(batch: ContactImport) -> ContactImport:
    """What the worker does."""
    batch.refresh_from_db()
    run_contact_job.call(batch.job_id)
    batch.refresh_from_db()
    return batch


def shown(client: Client, batch: ContactImport, more: str = "") -> str:
    """Its page, or a part of it."""
    return client.get(f"/data/people/imports/{batch.token}/{more}").content.decode()


def test_two_imports_wait_for_their_turn_and_neither_knows_of_the_other(company: Cast, client: Client) -> None:
    first, second = send(client, company.wei, PEOPLE, "mine.csv"), send(client, company.tang, PEOPLE, "yours.csv")
    page = shown(client, second)
    assert "Waits for its turn" in page
    assert "mine.csv" not in page + client.get("/data/people/").content.decode()
    assert client.get(f"/data/people/imports/{first.token}/progress/").status_code == 404
    work(first)
    assert work(second).state == "READ"
    # Both people are managers, and C-001 is of the first one's team.
    assert (first.counts, second.counts) == ({"people": {"CREATED": 1}}, {"people": {"REJECTED": 1}})


def test_the_page_says_how_far_it_is_and_loads_itself_when_it_has_ended(
    company: Cast, client: Client, folder: DataFolder
) -> None:
    batch = send(client, company.wei, PEOPLE)
    assert batch.job is not None
    Job.objects.filter(pk=batch.job.pk).update(state=Job.State.RUNNING)
    (place_of(folder, batch) / PROGRESS).write_text('["check", 2000, 6000]', encoding="ascii")
    home(folder).mkdir(exist_ok=True)
    with held(lock_of(folder, batch.job.pk), at_work=Text("at work", "处理中")):
        answer = client.get(f"/data/people/imports/{batch.token}/progress/")
        assert "Checking rows" in answer.content.decode()
        assert "2,000 of 6,000" in answer.content.decode()
        assert "HX-Refresh" not in answer.headers
    stopped = shown(client, batch)
    assert "its process ended" in stopped
    assert "progress/?stopped=1" in stopped
    assert "HX-Refresh" not in client.get(f"/data/people/imports/{batch.token}/progress/?stopped=1").headers
    client.post(f"/data/people/imports/{batch.token}/attempts/")
    assert "HX-Refresh" in client.get(f"/data/people/imports/{batch.token}/progress/?stopped=1").headers
    assert work(batch).state == "READ"
    assert "HX-Refresh" in client.get(f"/data/people/imports/{batch.token}/progress/").headers


def test_nothing_is_written_before_the_worker_did_and_the_page_may_be_left(company: Cast, client: Client) -> None:
    batch = work(send(client, company.wei, PEOPLE))
    seal = shown(client, batch).split('name="seen" value="')[1].split('"')[0]
    for _ in range(2):
        client.post(f"/data/people/imports/{batch.token}/publication/", {"seen": seal})
    assert not Person.objects.exists()
    assert "being published" in shown(client, batch)
    assert work(batch).state == "PUBLISHED"
    assert Person.objects.get().email == "li@h.example"


def test_what_accounts_and_people_are_known_by_is_chosen_on_the_page(company: Cast, client: Client) -> None:
    batch = work(send(client, company.wei, PEOPLE))
    page = shown(client, batch)
    for word in ("code, else tax number, else name", "name and region", "e-mail, else account and name"):
        assert word in page
    form = {"kind-0": "people", "map-0-account_code": "客户编码", "map-0-person_name": "姓名", "map-0-email": "邮箱"}
    client.post(f"/data/people/imports/{batch.token}/columns/", form | {"key": "email", "account_key": "code"})
    batch = work(batch)
    assert (batch.reading["keys"]["person"], batch.reading["keys"]["account"]) == ("email", "code")
    assert '<option value="code" selected>' in shown(client, batch)


def test_ties_are_seen_by_whoever_sent_them_and_by_nobody_else(company: Cast, client: Client) -> None:
    harbour_people(company)
    batch = work(send(client, company.wei, TIES))
    assert "Ties among people" in shown(client, batch)
    assert "没**人" in shown(client, batch)
    client.force_login(company.ops)
    rows: Any = client.get(f"/data/people/imports/{batch.token}/rejected/")
    told = shown(client, batch) + b"".join(rows.streaming_content).decode()
    for word in ("Ties among people", "ties", "没**人", "publication/", "unknown"):
        assert word not in told
    assert client.post(f"/data/people/imports/{batch.token}/publication/", {"seen": "x"}).status_code == 422


def test_ties_are_counted_for_whoever_sent_them_in_the_list_and_while_it_works_too(
    company: Cast, client: Client, folder: DataFolder
) -> None:
    harbour_people(company)
    batch = work(send(client, company.wei, TIES))
    wei, ops = (viewer_of(user, timezone.localdate()) for user in (company.wei, company.ops))
    assert [imports_page(viewer).imports[0].rows for viewer in (wei, ops)] == [2, 0]
    other = send(client, company.wei, TIES)
    assert other.job is not None
    Job.objects.filter(pk=other.job.pk).update(state=Job.State.RUNNING)
    (place_of(folder, other) / PROGRESS).write_text('["check", 1, 2]', encoding="ascii")
    other.refresh_from_db()
    with held(lock_of(folder, other.job.pk), at_work=Text("at work", "处理中")):
        jobs = [batch_page(viewer, folder, other).job for viewer in (wei, ops)]
    assert [(job.done, job.total) for job in jobs if job] == [(1, 2), (0, 0)]
    assert batch.pk != other.pk


def test_an_interrupted_import_is_tried_again_by_whoever_sent_it(company: Cast, client: Client) -> None:
    batch = send(client, company.wei, PEOPLE)
    Job.objects.filter(pk=batch.job_id).update(state=Job.State.RUNNING)  # and its process is gone
    assert "attempts/" in shown(client, batch)
    client.force_login(company.ops)
    page = shown(client, batch)
    assert "attempts/" not in page
    assert "whoever sent it tries again" in page
    assert client.post(f"/data/people/imports/{batch.token}/attempts/").status_code == 422
    assert work(batch).counts == {"people": {"CREATED": 1}}


def test_a_job_that_lost_its_place_in_the_queue_is_offered_again(company: Cast, client: Client) -> None:
    batch = send(client, company.wei, PEOPLE)
    assert "attempts/" not in shown(client, batch)
    Job.objects.filter(pk=batch.job_id).update(asked_at=timezone.now() - QUEUED_WITHIN)
    assert "attempts/" in shown(client, batch)
    client.post(f"/data/people/imports/{batch.token}/attempts/")
    assert work(batch).state == "READ"


def test_an_act_whose_job_finds_no_place_in_the_queue_was_not_done(
    company: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = work(send(client, company.wei, PEOPLE))
    root, seal = f"/data/people/imports/{batch.token}/", "people.CREATED=1"
    form = {"kind-0": "people", "map-0-account_code": "客户编码", "map-0-person_name": "姓名", "key": "name"}

    def killed(_: Any) -> None:
        raise KeyboardInterrupt

    def fails(address: str, data: dict[str, Any]) -> None:
        with monkeypatch.context() as patched:
            patched.setattr("openkam.web.contacts_import.jobs.begin", killed)
            with pytest.raises(KeyboardInterrupt):
                client.post(address, data)

    fails(f"{root}columns/", form)
    fails(f"{root}publication/", {"seen": seal})
    fails("/data/people/imports/", {"file": SimpleUploadedFile("b.csv", PEOPLE.encode())})
    batch.refresh_from_db()
    assert (batch.state, batch.counts) == ("READ", {"people": {"CREATED": 1}})
    client.post(f"{root}publication/", {"seen": seal})
    assert work(batch).state == "PUBLISHED"
    fails(f"{root}rollback/", {})
    batch.refresh_from_db()
    assert batch.state == "PUBLISHED"
    assert ContactImport.objects.count() == 1


def test_what_failed_in_openkam_names_no_path_and_the_columns_can_be_tried_anew(
    company: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = work(send(client, company.wei, PEOPLE))
    form = {"kind-0": "people", "map-0-account_code": "客户编码", "map-0-person_name": "姓名", "map-0-email": "邮箱"}
    form |= {"key": "email", "account_key": "code"}

    def full(*_: Any) -> None:
        raise FileNotFoundError(2, "No such file", "/srv/openkam/uploads/sheet_0.csv")

    client.post(f"/data/people/imports/{batch.token}/columns/", form)
    with monkeypatch.context() as patched:
        patched.setattr(working, "try_sheets", full)
        with pytest.raises(FileNotFoundError):
            work(batch)
    page = shown(client, batch)
    for word in ("/srv", "sheet_0", "FileNotFound", "publication/", "What the rows do", "The first rows"):
        assert word not in page
    for word in ("the rows are not tried yet", "Something failed in OpenKAM itself", "columns/", "cancellation/"):
        assert word in page
    assert client.get(f"/data/people/imports/{batch.token}/rejected/").status_code == 404
    client.post(f"/data/people/imports/{batch.token}/columns/", form)
    work(batch)
    assert "publication/" in shown(client, batch)


def test_an_import_that_was_given_up_tells_of_no_trouble(company: Cast, client: Client) -> None:
    batch = send(client, company.wei, PEOPLE)
    client.post(f"/data/people/imports/{batch.token}/cancellation/")
    Job.objects.filter(pk=batch.job_id).update(
        state=Job.State.FAILED, problem=problem_meta(InternalFault("OSError: /srv/x"))
    )
    page = shown(client, batch)
    assert "given up" in page
    assert "failed in OpenKAM" not in page
    assert "/srv" not in page


@pytest.mark.parametrize(
    ("language", "page", "word"), [("en", "How to fill it in", "Reports to"), ("zh", "填写说明", "直接上级")]
)
def test_the_template_explains_every_column_in_both_languages(
    company: Cast, client: Client, language: str, page: str, word: str
) -> None:
    import python_calamine

    type(company.wei).objects.filter(pk=company.wei.pk).update(language=language)
    client.force_login(company.wei)
    book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(client.get("/data/people/template/").content))
    *sheets, last = book.sheet_names
    assert last == page
    explained = book.get_sheet_by_name(page).to_python()
    heads = [head for name in sheets for head in book.get_sheet_by_name(name).to_python()[0]]
    assert [row[1] for row in explained[1:]] == heads
    assert all(row[3] for row in explained)
    assert word in heads
