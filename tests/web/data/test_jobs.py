"""A job asks once more whether whoever asked for it may do it: rights are lost while jobs wait."""

from collections.abc import Callable

import pytest
from django.test import Client

from openkam.core.access import RIGHTS, Right, Role
from openkam.core.audit.models import AuditLine
from openkam.core.problem import InternalFault
from openkam.insight.grading.models import Run
from openkam.intake.uploads.models import Job, Upload
from openkam.ledger.models import Batch
from openkam.records.accounts.models import AccountCode
from openkam.records.users.actions import deactivate_user, set_roles
from openkam.records.users.models import User
from openkam.web.data import jobs
from tests.cast import NOW, Cast, as_viewer, cast
from tests.web.data.sending import LINES, folder, publish, send_lines

__all__ = ["folder"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]


@pytest.fixture
def people(client: Client) -> Cast:
    """The company, with sales operations signed in."""
    found = cast()
    client.force_login(found.ops)
    return found


def _leaves(root: User, user: User) -> None:
    deactivate_user(viewer=as_viewer(root), user=user, now=NOW)


def _becomes_a_seller(root: User, user: User) -> None:
    set_roles(viewer=as_viewer(root), user=user, roles={Role.SELLER}, now=NOW)


@pytest.mark.parametrize("happens", [_leaves, _becomes_a_seller])
def test_a_load_waits_and_its_user_loses_the_right(
    client: Client, people: Cast, monkeypatch: pytest.MonkeyPatch, happens: Callable[[User, User], None]
) -> None:
    upload = send_lines(client)
    begin = jobs.begin
    monkeypatch.setattr(jobs, "begin", lambda _: None)
    publish(client, upload)
    happens(people.root, people.ops)
    begin(Job.objects.get(kind=Job.Kind.PUBLISH))
    upload.refresh_from_db()
    assert not Batch.objects.exists()
    assert upload.state == Upload.State.PREVIEWED
    assert Job.objects.get(kind=Job.Kind.PUBLISH).state == Job.State.FAILED
    assert AuditLine.objects.filter(outcome="DENIED", actor=people.ops.pk, channel="job").count() == 1


def test_a_file_waits_to_be_read_and_its_user_leaves(
    client: Client, people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = jobs.begin
    monkeypatch.setattr(jobs, "begin", lambda _: None)
    upload = send_lines(client)
    _leaves(people.root, people.ops)
    begin(Job.objects.get(upload=upload))
    upload.refresh_from_db()
    assert upload.findings == {}
    assert Job.objects.get(upload=upload).problem["what"][0].startswith("Whoever asked for this")


def test_a_grading_waits_and_its_user_may_no_longer_publish_grades(
    client: Client, people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(client, send_lines(client))
    begin = jobs.begin
    monkeypatch.setattr(jobs, "begin", lambda _: None)
    client.post("/data/grading/")
    set_roles(viewer=as_viewer(people.root), user=people.ops, roles={Role.FINANCE}, now=NOW)
    begin(Job.objects.get(kind=Job.Kind.GRADE))
    assert not Run.objects.exists()


@pytest.mark.parametrize("may_load", [True, False])
def test_a_seller_made_after_the_load_gets_his_accounts_with_the_next_grading(
    client: Client, people: Cast, monkeypatch: pytest.MonkeyPatch, may_load: bool
) -> None:
    publish(client, send_lines(client, LINES.replace(",bo,", ",Newcomer,")))
    assert AccountCode.objects.get(code="C-009").account.owner is None
    new = User.objects.create(login="newcomer", name="Newcomer", created_at=NOW)
    if not may_load:
        monkeypatch.setitem(RIGHTS, Right.LOAD_DATA, frozenset())
    client.post("/data/grading/")
    assert AccountCode.objects.get(code="C-009").account.owner == (new if may_load else None)


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Something failed in OpenKAM itself"), ("zh", "系统内部出错，与您的文件无关")]
)
def test_a_fault_of_ours_shows_no_path_of_the_server(
    client: Client, people: Cast, monkeypatch: pytest.MonkeyPatch, language: str, words: str
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise InternalFault("FileNotFoundError: [Errno 2] No such file or directory: '/srv/kam/uploads/x/lines.csv'")

    User.objects.filter(pk=people.ops.pk).update(language=language)
    monkeypatch.setattr("openkam.intake.uploads.checking.run_limited", fails)
    upload = send_lines(client)
    for address in (f"/data/uploads/{upload.token}/", "/data/"):
        page = client.get(address).content.decode()
        assert not [word for word in ("/srv", "FileNotFound", "Errno") if word in page]
    assert words in client.get(f"/data/uploads/{upload.token}/").content.decode()
