"""Users: who manages them, what can be done to them, and what nobody else sees."""

import re
from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.cast import Cast, cast
from tests.web.litany import check_litany

from openkam.core.access import Role
from openkam.core.audit.models import AuditLine
from openkam.records.users.models import ChainLink, ManagerLink, ReadLevel, User

pytestmark = pytest.mark.django_db
NEW = {"name": "Gao Yuan", "login": "gao", "roles": ["SELLER", "MANAGER"], "language": "en"}


@pytest.fixture
def company() -> Cast:
    return cast()


@pytest.fixture
def root(company: Cast) -> Client:
    client = Client()
    client.force_login(company.root)
    return client


@pytest.mark.parametrize(
    ("address", "method", "data"),
    [
        ("/users/", "GET", None),
        ("/users/?q=fang&all=1", "GET", None),
        ("/users/new/", "POST", NEW),
        ("/users/tree/", "GET", None),
        ("/users/reading/", "GET", None),
        ("/users/reading/", "POST", {"level": "COMPANY"}),
        ("/users/{fang}/", "GET", None),
        ("/users/{fang}/", "POST", {"name": "Fang", "login": "fang"}),
        ("/users/{fang}/roles/", "POST", {"roles": ["SELLER"]}),
        ("/users/{fang}/manager/", "POST", {"manager": "", "since": "2026-07-01"}),
        ("/users/{fang}/password/", "POST", None),
        ("/users/{fang}/second-factor/", "POST", None),
        ("/users/{fang}/state/", "POST", {"state": "left"}),
    ],
)
def test_every_address_says_the_litany(address: str, method: str, data: dict[str, str] | None, company: Cast) -> None:
    place = address.format(fang=company.fang.pk)
    check_litany(Client(), place, works_for=company.root, no_right=company.lin, method=method, data=data)


def test_somebody_who_is_not_there_is_not_found(root: Client) -> None:
    for place in ("", "roles/", "manager/", "password/", "second-factor/", "state/"):
        assert root.post(f"/users/99999/{place}", {"since": "2026-07-01"}).status_code == 404


def test_no_role_is_ticked_in_advance_and_one_is_asked_for(root: Client) -> None:
    page = root.get("/users/new/").content.decode()
    boxes = [tag for tag in page.split("<input") if 'name="roles"' in tag]
    assert len(boxes) == len(Role)
    assert not any(" checked" in tag.partition(">")[0] for tag in boxes)
    answer = root.post("/users/new/", {"name": "Neu", "login": "neu"})
    assert answer.status_code == 422
    assert "A user needs a role." in answer.content.decode()
    assert not User.objects.filter(login="neu").exists()


def test_a_new_user_signs_in_with_the_password_shown_once_and_must_change_it(root: Client) -> None:
    page = root.post("/users/new/", NEW).content.decode()
    password = re.search(r'class="secret"[^>]*>((?:[a-z0-9]{4}-?){4})<', page)
    assert password is not None
    client = Client()
    assert client.post("/sign-in/", {"login": "gao", "password": password[1]}).status_code == 302
    assert client.get("/")["Location"] == "/me/password/"
    user = User.objects.get(login="gao")
    assert set(user.role_grants.values_list("role", flat=True)) == {Role.SELLER, Role.MANAGER}
    assert password[1] not in root.get(f"/users/{user.pk}/").content.decode()
    assert password[1] not in str(list(AuditLine.objects.values()))


def test_a_new_user_has_a_manager_from_the_first_day_where_one_is_named(root: Client, company: Cast) -> None:
    assert "Manager from today on" in root.get("/users/new/").content.decode()
    assert root.post("/users/new/", NEW | {"manager": str(company.lin.pk)}).status_code == 200
    user = User.objects.get(login="gao")
    assert ManagerLink.objects.get(user=user).manager == company.lin
    assert ChainLink.objects.filter(user=user, manager=company.lin).exists()
    line = AuditLine.objects.get(action="create_user", object_key=str(user.pk))
    assert line.change["manager"] == [None, company.lin.pk]
    assert root.post("/users/new/", NEW | {"login": "other", "manager": "99999"}).status_code == 404
    assert not User.objects.filter(login="other").exists()


def test_an_administrator_who_opens_a_page_of_customers_is_told_why_there_are_none(root: Client) -> None:
    answer = root.get("/flags/")
    assert answer.status_code == 403
    assert "An administrator manages users and sees no customers by that alone" in answer.content.decode()
    assert "sees no customers" not in root.get("/audit/").content.decode()


@pytest.mark.parametrize("wrong", [{"login": "fang"}, {"roles": []}, {"name": ""}, {"login": "two words"}])
def test_a_user_who_is_refused_is_not_made(wrong: dict[str, str], root: Client) -> None:
    before = User.objects.count()
    answer = root.post("/users/new/", NEW | wrong)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert User.objects.count() == before


def test_somebody_who_forgot_his_password_gets_a_new_one_and_is_signed_out(root: Client, company: Cast) -> None:
    fang = Client()
    fang.force_login(company.fang)
    page = root.post(f"/users/{company.fang.pk}/password/").content.decode()
    password = re.search(r'class="secret"[^>]*>((?:[a-z0-9]{4}-?){4})<', page)
    assert password is not None
    assert fang.get("/me/")["Location"].startswith("/sign-in/")
    user = User.objects.get(pk=company.fang.pk)
    assert user.check_password(password[1])
    assert user.must_change_password


def test_who_left_is_signed_out_at_once_and_may_come_back(root: Client, company: Cast) -> None:
    fang = Client()
    fang.force_login(company.fang)
    root.post(f"/users/{company.fang.pk}/state/", {"state": "left"})
    assert fang.get("/me/")["Location"].startswith("/sign-in/")
    assert company.fang.name not in root.get("/users/").content.decode()
    assert company.fang.name in root.get("/users/?all=1").content.decode()
    root.post(f"/users/{company.fang.pk}/state/", {"state": "active"})
    assert User.objects.get(pk=company.fang.pk).is_active


def test_the_last_administrator_can_neither_leave_nor_lose_the_role(root: Client, company: Cast) -> None:
    assert root.post(f"/users/{company.root.pk}/state/", {"state": "left"}).status_code == 422
    assert root.post(f"/users/{company.root.pk}/roles/", {"roles": ["SELLER"]}).status_code == 422
    assert root.get("/users/").status_code == 200


def test_ones_own_password_and_second_factor_are_changed_at_me(root: Client, company: Cast) -> None:
    assert root.post(f"/users/{company.root.pk}/password/")["Location"] == "/me/password/"
    assert root.post(f"/users/{company.root.pk}/second-factor/")["Location"] == "/me/"


def test_roles_and_prices_hold_from_the_next_click(root: Client, company: Cast) -> None:
    bo = Client()
    bo.force_login(company.bo)
    assert bo.get("/users/").status_code == 403
    root.post(f"/users/{company.bo.pk}/roles/", {"roles": ["SELLER", "ADMINISTRATOR", "NONSENSE"]})
    assert bo.get("/users/").status_code == 200
    root.post(f"/users/{company.bo.pk}/", {"name": "Bo", "login": "bo", "reads_prices": "on"})
    assert User.objects.get(pk=company.bo.pk).reads_prices


def test_a_manager_holds_from_his_day_and_the_one_before_stays_in_the_history(root: Client, company: Cast) -> None:
    place = f"/users/{company.bo.pk}/"
    root.post(f"{place}manager/", {"manager": company.tang.pk, "since": "2026-07-01"})
    assert ChainLink.objects.filter(manager=company.tang, user=company.bo).exists()
    page = root.get(place).content.decode()
    assert company.tang.name in page
    assert "30 Jun 2026" in page


def test_a_circle_and_a_day_that_is_none_are_refused(root: Client, company: Cast) -> None:
    for link in ((company.wei, company.lin), (company.fang, company.wei)):
        ManagerLink.objects.get_or_create(user=link[0], manager=link[1], since_date=date(2020, 1, 1))
    circle = root.post(f"/users/{company.lin.pk}/manager/", {"manager": company.fang.pk, "since": "2026-07-01"})
    assert circle.status_code == 422
    assert root.post(f"/users/{company.lin.pk}/manager/", {"manager": "", "since": "yesterday"}).status_code == 422
    assert (
        root.post(f"/users/{company.lin.pk}/manager/", {"manager": "77777", "since": "2026-07-01"}).status_code == 404
    )


def test_the_tree_is_the_one_of_the_day(root: Client, company: Cast) -> None:
    ManagerLink.objects.all().delete()
    ManagerLink.objects.create(
        user=company.bo, manager=company.wei, since_date=date(2021, 1, 1), until_date=date(2021, 12, 31)
    )
    ManagerLink.objects.create(user=company.bo, manager=company.tang, since_date=date(2022, 1, 1))
    then = root.get("/users/tree/?day=2021-06-01").content.decode()
    assert then.index(company.wei.name) < then.index(company.bo.name)
    assert "1 Jun 2021" in then
    assert root.get("/users/tree/?day=nonsense").status_code == 200


def test_opening_accounts_shows_first_who_would_newly_see_how_many(root: Client, company: Cast) -> None:
    page = root.get("/users/reading/").content.decode()
    row = re.search(rf"{company.fang.name}</th><td class=\"number\">1</td><td class=\"number\">4</td>", page)
    assert row is not None
    assert company.ops.name not in page
    root.post("/users/reading/", {"level": "COMPANY"})
    assert ReadLevel.objects.get(kind="account").level == "COMPANY"
    assert root.post("/users/reading/", {"level": "WORLD"}).status_code == 422


def test_the_list_asks_as_much_for_ten_as_for_fifty(
    root: Client, company: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(40):
        user = User.objects.create(login=f"u{n}", name=f"User {n}", created_at=company.fang.created_at)
        ManagerLink.objects.create(user=user, manager=company.wei, since_date=date(2020, 1, 1))
    for address in ("/users/", "/users/tree/", "/users/reading/"):
        with django_assert_max_num_queries(12):
            assert root.get(address).status_code == 200
