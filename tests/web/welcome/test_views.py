"""The first minute: only who holds the token becomes administrator, and only once.

The race of two is run against the real server in tests/cli/serve.
"""

from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings
from tests.cast import cast

from openkam.core.access import Role
from openkam.core.audit.models import AuditLine
from openkam.records.users.models import RoleGrant, User

FORM = {
    "name": "林静",
    "login": "Lin",
    "password": "harbour-and-quarry",
    "again": "harbour-and-quarry",
    "language": "zh",
    "works_with_data": "on",
}


@pytest.fixture
def token(settings: Settings, tmp_path: Path) -> str:
    settings.SETUP_TOKEN_FILE = str(tmp_path / "setup-token")
    (tmp_path / "setup-token").write_text("right")
    return "right"


def _roles(user: User) -> set[str]:
    return set(RoleGrant.objects.filter(user=user).values_list("role", flat=True))


@pytest.mark.django_db
def test_while_nobody_works_here_every_page_leads_to_the_wizard(client: Client, token: str) -> None:
    for address in ("/", "/sign-in/", "/accounts/", "/users/", "/nothing/"):
        assert client.get(address)["Location"] == "/welcome/"
    assert client.get("/welcome/").status_code == 200
    assert client.post("/me/language/", {"language": "en", "next": "/welcome/"})["Location"] == "/welcome/"


@pytest.mark.django_db
@pytest.mark.parametrize("given", ["", "wrong", "right "])
def test_without_the_token_nobody_becomes_administrator(given: str, client: Client, token: str) -> None:
    answer = client.post("/welcome/", FORM | {"token": given})
    assert "setup-token" in answer.content.decode()
    assert not User.objects.exists()


@pytest.mark.django_db
def test_the_first_administrator_is_signed_in_and_the_token_is_spent(
    client: Client, token: str, tmp_path: Path
) -> None:
    assert client.get("/welcome/?token=right").status_code == 200
    answer = client.post("/welcome/", FORM | {"token": token})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    user = User.objects.get()
    assert (user.login, user.name, user.must_change_password) == ("lin", "林静", False)
    assert _roles(user) == {Role.ADMINISTRATOR, Role.SALES_OPERATIONS}
    assert client.get("/me/").status_code == 200
    assert not (tmp_path / "setup-token").exists()
    assert client.get("/welcome/").status_code == 404
    assert client.post("/welcome/", FORM | {"token": token, "login": "eve"}).status_code == 404
    actions = list(AuditLine.objects.order_by("seq").values_list("action", flat=True))
    assert actions == ["create_first_administrator", "sign_in"]


@pytest.mark.django_db
def test_without_the_tick_he_manages_users_only(client: Client, token: str) -> None:
    form = {name: value for name, value in FORM.items() if name != "works_with_data"}
    client.post("/welcome/", form | {"token": token})
    assert _roles(User.objects.get()) == {Role.ADMINISTRATOR}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong", [{"again": "something else"}, {"password": "short", "again": "short"}, {"name": " "}, {"login": "a b"}]
)
def test_a_form_that_is_refused_keeps_what_was_typed(wrong: dict[str, str], client: Client, token: str) -> None:
    answer = client.post("/welcome/", FORM | {"token": token} | wrong)
    assert answer.status_code == 422
    words = answer.content.decode()
    assert "harbour-and-quarry" not in words
    assert 'role="alert"' in words
    assert not User.objects.exists()


@pytest.mark.django_db
def test_once_somebody_works_here_there_is_no_wizard(client: Client, token: str) -> None:
    company = cast()
    assert client.get("/welcome/?token=right").status_code == 404
    client.force_login(company.root)
    assert client.get("/welcome/?token=right").status_code == 404
