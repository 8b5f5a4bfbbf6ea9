"""What a user sets for himself."""

import re

import pyotp
import pytest
from django.test import Client
from tests.cast import PASSWORD, Cast, cast
from tests.web.litany import check_litany

from openkam.core.audit.models import AuditLine
from openkam.records.users.models import Session, User
from openkam.web.me.pages import device_of, mark_of

pytestmark = pytest.mark.django_db
NEW = "three small words of mine"


@pytest.fixture
def company() -> Cast:
    return cast()


@pytest.fixture
def client(company: Cast) -> Client:
    client = Client()
    client.force_login(company.fang)
    return client


def _fang(company: Cast) -> User:
    found: User = User.objects.get(pk=company.fang.pk)
    return found


@pytest.mark.parametrize(
    ("address", "method", "data"),
    [
        ("/me/", "GET", None),
        ("/me/name/", "POST", {"name": "Fang Fang"}),
        ("/me/theme/", "POST", {"theme": "DARK"}),
        ("/me/password/", "GET", None),
        ("/me/sessions/others/", "POST", None),
        ("/me/second-factor/", "POST", {"password": PASSWORD}),
    ],
)
def test_every_address_says_the_litany(address: str, method: str, data: dict[str, str] | None, company: Cast) -> None:
    check_litany(Client(), address, works_for=company.fang, method=method, data=data)


def test_name_language_and_theme_are_kept(client: Client, company: Cast) -> None:
    assert client.post("/me/name/", {"name": "  Fang   Fang "})["Location"] == "/me/?done=name"
    assert client.post("/me/theme/", {"theme": "DARK"}).status_code == 302
    answer = client.post("/me/language/", {"language": "zh", "next": "/me/"})
    assert (answer["Location"], answer.cookies["openkam-language"].value) == ("/me/", "zh")
    user = _fang(company)
    assert (user.name, user.theme, user.language) == ("Fang Fang", "DARK", "zh")
    page = client.get("/me/").content.decode()
    assert 'lang="zh-Hans"' in page
    assert 'data-theme="DARK"' in page


def test_a_theme_nobody_offers_and_an_empty_name_are_refused(client: Client, company: Cast) -> None:
    assert client.post("/me/theme/", {"theme": "PINK"}).status_code == 422
    assert client.post("/me/name/", {"name": "  "}).status_code == 422
    assert _fang(company).name == company.fang.name


def test_a_new_password_ends_every_other_session_and_keeps_this_one(client: Client, company: Cast) -> None:
    other = Client()
    other.force_login(company.fang)
    form = {"current": PASSWORD, "new": NEW, "again": NEW}
    assert client.post("/me/password/", form)["Location"] == "/me/?done=password"
    assert client.get("/me/").status_code == 200
    assert other.get("/me/")["Location"].startswith("/sign-in/")
    assert _fang(company).check_password(NEW)


@pytest.mark.parametrize(
    "wrong",
    [
        {"current": "not it"},
        {"again": "another"},
        {"new": "short", "again": "short"},
        {"new": "qwerty123456", "again": "qwerty123456"},
    ],
)
def test_a_password_that_is_refused_changes_nothing(wrong: dict[str, str], client: Client, company: Cast) -> None:
    form = {"current": PASSWORD, "new": NEW, "again": NEW} | wrong
    answer = client.post("/me/password/", form)
    assert answer.status_code == 422
    assert NEW not in answer.content.decode()
    assert _fang(company).check_password(PASSWORD)


def test_who_was_given_a_password_chooses_his_own_first(client: Client, company: Cast) -> None:
    User.objects.filter(pk=company.fang.pk).update(must_change_password=True)
    for address in ("/", "/me/", "/accounts/", "/users/"):
        assert client.get(address)["Location"] == "/me/password/"
    assert client.post("/me/name/", {"name": "x"})["Location"] == "/me/password/"
    client.post("/me/password/", {"current": PASSWORD, "new": NEW, "again": NEW})
    assert client.get("/me/").status_code == 200


def test_sessions_are_listed_without_their_keys_and_ended_one_by_one(client: Client, company: Cast) -> None:
    other = Client(HTTP_USER_AGENT="Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) AppleWebKit Version/18.0 Safari/604.1")
    other.post("/sign-in/", {"login": "fang", "password": PASSWORD})
    page = client.get("/me/").content.decode()
    assert "Safari on iPhone" in page
    for session in Session.objects.all():
        assert session.session_key not in page
    mark = mark_of(other.session.session_key or "")
    assert client.post(f"/me/sessions/{mark}/")["Location"] == "/me/?done=session"
    assert other.get("/me/")["Location"].startswith("/sign-in/")
    assert client.get("/me/").status_code == 200


def test_nobody_ends_the_session_of_somebody_else(client: Client, company: Cast) -> None:
    other = Client()
    other.force_login(company.bo)
    other.get("/me/")
    mark = mark_of(other.session.session_key or "")
    assert client.post(f"/me/sessions/{mark}/").status_code == 404
    root = Client()
    root.force_login(company.root)
    assert root.post(f"/me/sessions/{mark}/").status_code == 404
    assert other.get("/me/").status_code == 200


def test_all_other_sessions_end_at_once(client: Client, company: Cast) -> None:
    others = [Client(), Client()]
    for other in others:
        other.force_login(company.fang)
    client.post("/me/sessions/others/")
    assert client.get("/me/").status_code == 200
    assert [other.get("/me/").status_code for other in others] == [302, 302]


def test_the_second_factor_is_set_up_with_a_picture_and_a_code(client: Client, company: Cast) -> None:
    assert client.get("/me/second-factor/")["Location"] == "/me/"
    assert client.post("/me/second-factor/", {"password": "not it"}).status_code == 422
    assert _fang(company).second_factor == ""
    client.post("/me/second-factor/", {"password": PASSWORD})
    page = client.get("/me/second-factor/").content.decode()
    assert "<svg" in page
    secret = re.search(r'class="secret"[^>]*>([A-Z2-7 ]+)<', page)
    assert secret is not None
    assert client.post("/me/second-factor/confirmation/", {"code": "000000"}).status_code == 422
    code = pyotp.TOTP(secret[1].replace(" ", "")).now()
    answer = client.post("/me/second-factor/confirmation/", {"code": code})
    codes = re.findall(r"<li>([a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4})</li>", answer.content.decode())
    assert len(codes) == 10
    assert _fang(company).second_factor_at is not None
    assert client.get("/me/second-factor/")["Location"] == "/me/"
    again = client.get("/me/").content.decode()
    assert not any(one in again for one in codes)
    assert secret[1].replace(" ", "") not in again


def test_it_is_removed_with_the_password_only(client: Client, company: Cast) -> None:
    User.objects.filter(pk=company.fang.pk).update(second_factor="x", second_factor_at=company.fang.created_at)
    assert client.post("/me/second-factor/removal/", {"password": "not it"}).status_code == 422
    assert _fang(company).second_factor_at is not None
    assert client.post("/me/second-factor/removal/", {"password": PASSWORD})["Location"] == "/me/?done=removed"
    assert _fang(company).second_factor_at is None


def test_everybody_reads_his_own_acts_and_nobody_elses(client: Client, company: Cast) -> None:
    client.post("/me/name/", {"name": "Fang Fang"})
    other = Client()
    other.force_login(company.bo)
    other.post("/me/name/", {"name": "Bo Bo"})
    page = client.get("/me/").content.decode()
    assert "Change a user" in page
    assert "Bo Bo" not in page


def test_a_stranger_chooses_his_language_in_a_cookie(company: Cast) -> None:
    client = Client()
    answer = client.post("/me/language/", {"language": "en", "next": "//evil.example"})
    assert answer["Location"] == "/"
    assert "Sign in" in client.get("/sign-in/").content.decode()
    assert not AuditLine.objects.filter(action="set_language").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit Chrome/140.0 Safari/537.36", "Chrome on Linux"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 15_0) Version/18.0 Safari/605.1.15", "Safari on macOS"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140 Mobile Safari/537.36 MicroMessenger/8.0", "WeChat on Android"),
        ("curl/8.0", "Unknown device"),
        ("", "Unknown device"),
    ],
)
def test_a_device_is_named_as_its_owner_would_say_it(words: str, said: str) -> None:
    assert device_of(words).en == said


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("/me/password/", {"current": "a guess of somebody", "new": NEW, "again": NEW}),
        ("/me/second-factor/", {"password": "a guess of somebody"}),
        ("/me/second-factor/removal/", {"password": "a guess of somebody"}),
    ],
)
def test_the_password_is_not_found_out_by_trying_in_a_session_taken_over(
    client: Client, company: Cast, address: str, sent: dict[str, str]
) -> None:
    assert [client.post(address, sent).status_code for _ in range(5)] == [422, 422, 422, 422, 429]
    right = {name: PASSWORD if name in ("current", "password") else word for name, word in sent.items()}
    assert client.post(address, right).status_code == 429
    assert AuditLine.objects.filter(action="sign_in", outcome="DENIED").count() == 5
    assert _fang(company).check_password(PASSWORD)
