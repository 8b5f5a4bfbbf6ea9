"""The way in: what opens, what does not, and that nothing tells a known login from an unknown one."""

from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch

import pyotp
import pytest
from django.test import Client, RequestFactory
from tests.cast import PASSWORD, Cast, as_viewer, cast

from openkam.core.audit.models import AuditLine
from openkam.records.users.actions import begin_second_factor, confirm_second_factor
from openkam.records.users.models import Session, User
from openkam.web.sign_in import entry
from openkam.web.sign_in.local import local_address

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 7, 1, 12, 0, 5, tzinfo=UTC)


@pytest.fixture
def company() -> Cast:
    return cast()


def _try(client: Client, login: str, password: str = PASSWORD, **more: Any) -> Any:
    return client.post("/sign-in/", {"login": login, "password": password} | more)


def _with_second_factor(user: User) -> tuple[pyotp.TOTP, list[str]]:
    secret = begin_second_factor(viewer=as_viewer(user), password=PASSWORD, now=NOON)
    totp = pyotp.TOTP(secret)
    codes = confirm_second_factor(viewer=as_viewer(user), code=totp.at(NOON), now=NOON)
    return totp, codes


def test_login_and_password_open_whatever_the_case_and_leave_a_line(client: Client, company: Cast) -> None:
    answer = _try(client, " FANG ", next="/me/")
    assert (answer.status_code, answer["Location"]) == (302, "/me/")
    assert client.get("/me/").status_code == 200
    line = AuditLine.objects.order_by("-seq").first()
    assert line is not None
    assert (line.action, line.actor, line.outcome) == ("sign_in", company.fang.pk, "DONE")


def test_the_page_of_a_wrong_password_and_of_an_unknown_login_are_the_same(client: Client, company: Cast) -> None:
    def page(login: str) -> tuple[int, str]:
        answer = _try(client, login, "not the password")
        words = answer.content.decode().split('<div class="door')[1]
        words = words.replace(login, "LOGIN")
        return answer.status_code, words[: words.index("csrfmiddlewaretoken")]

    assert page("fang") == page("nobody")
    User.objects.filter(pk=company.bo.pk).update(is_active=False)
    answer = _try(client, "bo")
    assert answer.status_code == 422
    assert "_auth_user_id" not in client.session


def test_an_unknown_login_costs_one_hash_as_a_known_one_does(client: Client, company: Cast) -> None:
    with patch("django.contrib.auth.hashers.MD5PasswordHasher.encode", return_value="x") as hashed:
        _try(client, "nobody", "something")
        unknown = hashed.call_count
        _try(client, "fang", "something")
        assert hashed.call_count == 2 * unknown > 0


def test_a_refused_sign_in_leaves_a_line_without_what_was_typed(client: Client, company: Cast) -> None:
    _try(client, "my secret typed into the wrong field", "x")
    line = AuditLine.objects.get()
    assert (line.action, line.outcome, line.actor, line.object_key) == ("sign_in", "DENIED", None, "127.0.0.1")
    assert "secret" not in str(vars(line))


def test_the_fifth_wrong_password_locks_this_login_from_this_address_only(client: Client, company: Cast) -> None:
    answers = [_try(client, "fang", f"wrong {n}").status_code for n in range(5)]
    assert answers == [422, 422, 422, 422, 429]
    locked = _try(client, "fang")
    assert locked.status_code == 429
    assert locked["Retry-After"] == "900"
    assert "15" in locked.content.decode()
    assert _try(client, "bo").status_code == 302
    elsewhere = client.post("/sign-in/", {"login": "fang", "password": PASSWORD}, REMOTE_ADDR="10.0.0.9")
    assert elsewhere.status_code == 302


def test_an_unknown_login_is_locked_in_the_same_way(client: Client, company: Cast) -> None:
    assert [_try(client, "nobody", "x").status_code for _ in range(5)] == [422, 422, 422, 422, 429]


def test_one_password_tried_on_many_logins_locks_the_address(client: Client, company: Cast) -> None:
    for n in range(50):
        _try(client, f"somebody{n}", "summer-2026-password")
    assert _try(client, "fang").status_code == 429


def test_the_session_is_another_after_signing_in(client: Client, company: Cast) -> None:
    client.get("/sign-in/")
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies["openkam-session"] = session.session_key or ""
    _try(client, "fang")
    assert client.session.session_key != session.session_key
    assert not Session.objects.filter(pk=session.session_key).exists()


def test_the_second_step_stands_between_password_and_session(client: Client, company: Cast) -> None:
    totp, _ = _with_second_factor(company.fang)
    answer = _try(client, "fang", next="/me/")
    assert answer["Location"].startswith("/sign-in/code/?next=")
    assert client.get("/me/")["Location"].startswith("/sign-in/")
    later = datetime(2026, 7, 1, 12, 5, tzinfo=UTC)
    with patch("openkam.web.sign_in.views.timezone.now", return_value=later):
        _try(client, "fang")
        assert client.get("/sign-in/code/").status_code == 200
        answer = client.post("/sign-in/code/", {"code": totp.at(later), "next": "/me/"})
        assert client.get("/me/").status_code == 200
    assert (answer.status_code, answer["Location"]) == (302, "/me/")


def test_a_code_opens_once_and_a_recovery_code_too(client: Client, company: Cast) -> None:
    totp, codes = _with_second_factor(company.fang)
    later = datetime(2026, 7, 1, 12, 5, tzinfo=UTC)

    def enter(code: str) -> int:
        other = Client()
        _try(other, "fang")
        return int(other.post("/sign-in/code/", {"code": code}).status_code)

    with patch("openkam.web.sign_in.views.timezone.now", return_value=later):
        assert [enter(totp.at(later)), enter(totp.at(later))] == [302, 422]
        assert [enter(codes[0].upper()), enter(codes[0]), enter(codes[1])] == [302, 422, 302]


def test_wrong_codes_lock_like_wrong_passwords(client: Client, company: Cast) -> None:
    _with_second_factor(company.fang)
    _try(client, "fang")
    answers = [client.post("/sign-in/code/", {"code": "000000"}).status_code for _ in range(6)]
    assert answers == [422, 422, 422, 422, 429, 429]


def test_the_second_step_without_the_first_or_too_late_leads_back(client: Client, company: Cast) -> None:
    totp, _ = _with_second_factor(company.fang)
    assert client.get("/sign-in/code/")["Location"].startswith("/sign-in/")
    with patch("openkam.web.sign_in.views.timezone.now", return_value=NOON):
        _try(client, "fang")
    late = datetime(2026, 7, 1, 12, 11, tzinfo=UTC)
    with patch("openkam.web.sign_in.views.timezone.now", return_value=late):
        answer = client.post("/sign-in/code/", {"code": totp.at(late)})
    assert "done=late" in answer["Location"]


def test_a_password_changed_between_the_steps_ends_them(client: Client, company: Cast) -> None:
    totp, _ = _with_second_factor(company.fang)
    _try(client, "fang")
    company.fang.set_password("another one entirely")
    company.fang.save()
    answer = client.post("/sign-in/code/", {"code": totp.now()})
    assert answer["Location"].startswith("/sign-in/")


def test_signing_out_needs_a_post_and_ends_the_session(client: Client, company: Cast) -> None:
    client.force_login(company.fang)
    key = client.session.session_key
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/")["Location"] == "/sign-in/?done=out"
    assert not Session.objects.filter(pk=key).exists()
    assert AuditLine.objects.filter(action="sign_out", actor=company.fang.pk).count() == 1


def test_forms_need_their_token(company: Cast) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/sign-in/", {"login": "fang", "password": PASSWORD}).status_code == 403
    strict.force_login(company.fang)
    assert strict.post("/sign-out/").status_code == 403
    assert strict.post("/me/language/", {"language": "en"}).status_code == 403


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example",
        "https://evil.example/",
        "https:evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/%09/evil.example\t",
        "javascript:alert(1)",
        "///evil.example",
        "",
        "evil.example",
        "/\t/evil.example",
        "/sign-out/",
    ],
)
def test_the_next_page_is_one_of_ours(wanted: str, client: Client, company: Cast) -> None:
    answer = _try(client, "fang", next=wanted)
    place = answer["Location"]
    assert place == "/" or (place.startswith("/%09/") and "evil" in wanted)


def test_a_page_of_ours_is_kept() -> None:
    request: Any = RequestFactory().get("/")
    assert local_address(request, "/accounts/12/?tab=log") == "/accounts/12/?tab=log"
    assert local_address(request, "/sign-in/", keeps_door=True) == "/sign-in/"


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_verbs_are_refused(method: str, client: Client, company: Cast) -> None:
    for address in ("/sign-in/", "/sign-in/code/", "/sign-out/"):
        assert getattr(client, method)(address).status_code == 405


def test_an_unknown_host_is_refused(client: Client, company: Cast) -> None:
    answer = client.get("/sign-in/", HTTP_HOST="evil.example")
    assert answer.status_code == 400
    assert b"evil" not in answer.content


def test_whoever_is_signed_in_goes_on(client: Client, company: Cast) -> None:
    client.force_login(company.fang)
    assert client.get("/sign-in/?next=/me/")["Location"] == "/me/"


def test_the_half_session_is_nobodys(client: Client, company: Cast) -> None:
    _with_second_factor(company.fang)
    _try(client, "fang")
    assert "_auth_user_id" not in client.session
    assert entry.needs_code(User.objects.get(pk=company.fang.pk))


def test_whoever_signs_in_again_leaves_the_earlier_session_behind(company: Cast) -> None:
    client = Client()
    keys = []
    for _ in range(2):
        client.post("/sign-in/", {"login": "fang", "password": PASSWORD})
        keys.append(client.cookies["openkam-session"].value)
    assert keys[0] != keys[1]
    assert list(Session.objects.filter(user=company.fang).values_list("session_key", flat=True)) == [keys[1]]


def test_codes_of_one_user_are_not_tried_from_many_addresses(company: Cast) -> None:
    _with_second_factor(company.fang)
    answers = []
    for number in range(12):
        client = Client(REMOTE_ADDR=f"10.0.0.{number}")
        assert _try(client, "fang").status_code == 302
        answers.append(client.post("/sign-in/code/", {"code": "000000"}).status_code)
    assert answers == [422] * 10 + [429] * 2
    assert _try(Client(REMOTE_ADDR="10.0.0.1"), "bo").status_code == 302
