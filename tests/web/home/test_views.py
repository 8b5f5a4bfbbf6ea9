"""Where somebody lands, what every answer says to the browser, and the pages of faults."""

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from tests.cast import cast

from openkam.records.accounts.models import Account
from openkam.web.home.faults import bad_request

pytestmark = pytest.mark.django_db


def test_everybody_lands_where_his_work_is(client: Client) -> None:
    company = cast()
    places = {}
    for user in (company.fang, company.root, company.compliance):
        client.force_login(user)
        places[user.login] = client.get("/")["Location"]
    assert places == {"fang": "/accounts/", "root": "/users/", "compliance": "/accounts/"}


def test_who_loads_data_and_has_none_begins_there(client: Client) -> None:
    company = cast()
    Account.objects.all().update(merged_into=None, owner=None)
    client.force_login(company.ops)
    assert client.get("/")["Location"] == "/accounts/"


def test_every_answer_tells_the_browser_what_it_may_do(client: Client) -> None:
    company = cast()
    client.force_login(company.fang)
    for address in ("/me/", "/sign-in/", "/nothing/"):
        answer = client.get(address)
        policy = answer["Content-Security-Policy"]
        assert "unsafe-inline" not in policy
        assert "unsafe-eval" not in policy
        for part in ("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"):
            assert part in policy
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["Referrer-Policy"] == "same-origin"
        assert answer["Cache-Control"] == "private, no-store"


def test_cookies_are_for_this_site_and_not_for_scripts(client: Client) -> None:
    company = cast()
    answer = client.post("/sign-in/", {"login": company.fang.login, "password": "harbour-and-quarry-2026"})
    assert answer.status_code == 302
    for name in ("openkam-session", "openkam-language"):
        cookie = answer.cookies[name]
        assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert answer.cookies["openkam-session"]["max-age"] == ""


def test_what_is_not_there_has_a_page_in_both_languages(client: Client) -> None:
    cast()
    assert "这里没有内容" in client.get("/nothing/", headers={"accept-language": "zh"}).content.decode()
    answer = client.get("/nothing/", headers={"accept-language": "en"})
    assert answer.status_code == 404
    assert "There is nothing here" in answer.content.decode()


def test_files_that_must_not_be_served_are_not(client: Client) -> None:
    cast()
    for path in ("/.git/config", "/.env", "/openkam.sqlite3", "/static/", "/static/../config/settings.py", "/media/"):
        assert client.get(path).status_code in (404, 302)


def test_a_fault_of_ours_tells_nothing_about_the_inside(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    company = cast()
    client.force_login(company.fang)
    client.raise_request_exception = False

    def broken(*args: object, **kwargs: object) -> None:
        raise ValueError("a secret of the inside")

    monkeypatch.setattr("openkam.web.me.views.me_page", broken)
    answer = client.get("/me/")
    assert answer.status_code == 500
    assert "secret" not in answer.content.decode()


@pytest.mark.parametrize(
    ("language", "words", "home"), [("en", "could not answer", "To the first page"), ("zh", "暂时无法响应", "返回首页")]
)
def test_a_fault_of_ours_is_a_page_of_ours_that_asks_the_database_nothing(
    client: Client, monkeypatch: pytest.MonkeyPatch, language: str, words: str, home: str
) -> None:
    company = cast()
    company.fang.language, company.fang.theme = language, "DARK"
    company.fang.save()
    client.force_login(company.fang)
    client.raise_request_exception = False
    asked: list[int] = []

    def broken(*args: object, **kwargs: object) -> None:
        asked.append(len(connection.queries))
        raise ValueError("a secret of the inside")

    monkeypatch.setattr("openkam.web.me.views.me_page", broken)
    with CaptureQueriesContext(connection):
        answer = client.get("/me/?part=1")
        asked.append(len(connection.queries))
    page = answer.content.decode()
    assert answer.status_code == 500
    assert words in page
    assert home in page
    assert 'class="brand" href="/"' in page
    assert 'data-theme="DARK"' in page
    assert 'href="/me/?part=1"' in page
    assert "openkam/css/tokens" in page
    assert asked[0] == asked[1]


def test_a_request_that_makes_no_sense_is_answered_in_the_language_of_its_browser() -> None:
    request = RequestFactory().get("/", headers={"accept-language": "en-GB"})
    answer = bad_request(request)
    assert answer.status_code == 400
    assert "This request makes no sense" in answer.content.decode()
    assert "请求无法识别" in bad_request(RequestFactory().get("/")).content.decode()
