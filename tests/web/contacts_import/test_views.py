"""A sheet is sent, read, corrected, published and taken back in the browser; managers and sales operations only."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.cast import Cast, cast
from tests.web.litany import check_litany

from openkam.intake.contacts.models import ContactImport
from openkam.ledger.folder import DataFolder
from openkam.records.contacts.models import Person

pytestmark = pytest.mark.django_db
TEXT = """客户编码,姓名,Funktion,邮箱,生日
C-001,李伟,采购经理,li@h.example,1980-01-01
C-003,隐藏,经理,,
C-001,王五,,no address,
"""
WORDS = {"en": ("Birthday and age are not kept", "not yours to change"), "zh": ("不保存生日", "无权修改")}


@pytest.fixture
def company(tmp_path: Any, settings: Any) -> Cast:
    """Everybody, and a data folder."""
    settings.OPENKAM_DATA = tmp_path
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    return cast()


@pytest.fixture(autouse=True)
def _folder(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for door in ("views", "jobs"):
        monkeypatch.setattr(f"openkam.web.contacts_import.{door}.data_folder", lambda: DataFolder(tmp_path))


def send(client: Client, user: Any, text: str = TEXT) -> ContactImport:
    """Through the form."""
    client.force_login(user)
    answer = client.post("/data/people/imports/", {"file": SimpleUploadedFile("people.csv", text.encode())})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return ContactImport.objects.latest("pk")


def test_every_address_has_its_litany(company: Cast, client: Client) -> None:
    batch = send(client, company.wei)
    root = f"/data/people/imports/{batch.token}/"
    common: dict[str, Any] = {"works_for": company.wei, "no_right": company.fang}
    check_litany(client, "/data/people/", **common)
    check_litany(client, "/data/people/template/", **common)
    check_litany(client, root, **common, stranger=company.tang)
    check_litany(client, f"{root}rejected/", **common, stranger=company.tang)
    check_litany(client, f"{root}progress/", **common, stranger=company.tang)
    post: dict[str, Any] = common | {"stranger": company.tang, "method": "POST"}
    form = {"kind-0": "people", "map-0-account_code": "客户编码", "map-0-person_name": "姓名", "key": "name"}
    form |= {"account_key": "any"}
    check_litany(client, f"{root}columns/", data=form, **post)
    batch.refresh_from_db()
    seen = {"seen": "people.CREATED=2,people.REJECTED=1"}
    check_litany(client, f"{root}publication/", data=seen, **post)
    check_litany(client, f"{root}rollback/", **post)
    check_litany(client, f"{root}attempts/", **post)
    other = send(client, company.wei)
    check_litany(client, f"/data/people/imports/{other.token}/cancellation/", **post)
    refused = {"works_for": company.wei, "no_right": company.fang, "method": "POST"}
    check_litany(client, "/data/people/imports/", data={}, works=(422, 400), **refused)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_says_what_is_wrong_without_saying_whose(company: Cast, client: Client, language: str) -> None:
    type(company.wei).objects.filter(pk=company.wei.pk).update(language=language)
    batch = send(client, company.wei)
    text = client.get(f"/data/people/imports/{batch.token}/").content.decode()
    assert "n********s" in text
    assert "no address" not in text
    assert "1980" not in text
    for word in {"en": ("Birthday and age are not kept", "not yours to change"), "zh": ("不保存生日", "无权修改")}[
        language
    ]:
        assert word in text
    answer: Any = client.get(f"/data/people/imports/{batch.token}/rejected/")
    rows = b"".join(answer.streaming_content).decode()
    assert "n********s" in rows
    assert rows.count("\r\n") == 3


def test_columns_are_corrected_then_published(company: Cast, client: Client) -> None:
    batch = send(client, company.wei)
    root = f"/data/people/imports/{batch.token}/"
    page = client.get(root).content.decode()
    seal = page.split('name="seen" value="')[1].split('"')[0]
    answer = client.post(f"{root}publication/", {"seen": seal})
    assert answer.status_code == 302
    assert Person.objects.filter(name="李伟").exists()
    assert not Person.objects.filter(name="隐藏").exists()
    assert "Take back" in client.get(root).content.decode()
    client.post(f"{root}rollback/")
    assert not Person.objects.filter(name="李伟").exists()


def test_what_was_not_shown_is_not_published(company: Cast, client: Client) -> None:
    batch = send(client, company.wei)
    answer = client.post(f"/data/people/imports/{batch.token}/publication/", {"seen": "people.CREATED=99"})
    assert answer.status_code in (400, 409, 422)
    assert not Person.objects.filter(name="李伟").exists()


def test_a_file_nobody_can_read_is_told_on_a_page(company: Cast, client: Client) -> None:
    client.force_login(company.wei)
    answer = client.post("/data/people/imports/", {"file": SimpleUploadedFile("x.xlsx", b"PK\x03\x04x")})
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert "could not be read" in page
    assert 'role="alert"' in page
