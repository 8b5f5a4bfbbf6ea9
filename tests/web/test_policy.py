"""The way in: the litany, refusals that leave a line and nothing else, sessions that know whose they are."""

from datetime import timedelta

import pytest
from django.test import Client

from openkam.core.audit.models import AuditLine
from openkam.records.users.models import Session, User
from tests.cast import NOW, Cast, as_viewer, cast
from tests.web.litany import check_litany, database_digest

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Cast:
    """The company of the tests."""
    return cast(graded=True)


def test_home_says_the_litany(client: Client, company: Cast) -> None:
    assert check_litany(client, "/", works_for=company.fang).status_code == 302


def test_the_list_of_users_says_the_litany(client: Client, company: Cast) -> None:
    check_litany(client, "/users/", works_for=company.root, no_right=company.fang)


def test_a_refused_request_leaves_one_line_and_nothing_else(client: Client, company: Cast) -> None:
    client.force_login(company.fang)
    before = database_digest()
    assert client.get("/users/").status_code == 403
    line = AuditLine.objects.get()
    assert (line.outcome, line.actor, line.channel) == ("DENIED", company.fang.pk, "web")
    assert (line.object_key, line.change) == ("/users/", {"right": [None, "MANAGE_USERS"]})
    assert line.request
    assert database_digest() == before


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_address_for_forms_opened_as_a_page_says_so_and_leads_back(
    client: Client, company: Cast, language: str
) -> None:
    User.objects.update(language=language)
    key = company.harbour.pk
    client.force_login(company.fang)
    for address, back in (
        (f"/accounts/{key}/log/new/", f"/accounts/{key}/log/"),
        (f"/accounts/{key}/visit/acknowledgements/", f"/accounts/{key}/visit/"),
    ):
        answer = client.get(address)
        shown = answer.content.decode()
        assert (answer.status_code, answer["Allow"]) == (405, "POST"), address
        assert ("该地址只接收表单提交" if language == "zh" else "only takes a form") in shown
        assert f'href="{back}"' in shown
    client.logout()
    assert client.get(f"/accounts/{key}/log/new/").status_code == 405


def test_whoever_was_deactivated_is_a_stranger(client: Client, company: Cast) -> None:
    client.force_login(company.fang)
    company.fang.is_active = False
    company.fang.save()
    assert client.get("/")["Location"].startswith("/sign-in/")
    assert not as_viewer(company.fang).readable


def test_a_fragment_asked_for_by_a_stranger_sends_the_whole_page_to_the_sign_in(client: Client, company: Cast) -> None:
    answer = client.get("/users/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (401, "/sign-in/")


def test_a_session_knows_whose_it_is_and_from_where(
    client: Client, company: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    client.force_login(company.fang)
    session = Session.objects.get(user=company.fang)
    assert (session.begun_at, session.latest_at) == (NOW, NOW)
    later = NOW + timedelta(minutes=6)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    client.get("/", headers={"User-Agent": "Firefox"})
    session.refresh_from_db()
    assert (session.begun_at, session.latest_at) == (NOW, later)
    assert (session.device, session.address) == ("Firefox", "127.0.0.1")


def test_reading_writes_the_session_once_in_five_minutes(client: Client, company: Cast) -> None:
    client.force_login(company.fang)
    before = Session.objects.get(user=company.fang).latest_at
    for _ in range(3):
        client.get("/")
    assert Session.objects.get(user=company.fang).latest_at == before
