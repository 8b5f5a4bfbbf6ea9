"""What was done is told once, by the page an act led to, and by no address that was forged."""

import re

import pytest
from django.test import Client
from tests.cast import Cast, cast

pytestmark = pytest.mark.django_db
BANNER = 'class="banner good"'


@pytest.fixture
def company() -> Cast:
    """The company of the tests."""
    return cast()


def act(client: Client) -> str:
    """Somebody changes his name; where that leads to."""
    return client.post("/me/name/", {"name": "Fang Fang"})["Location"]


def is_told(client: Client, address: str) -> bool:
    """Whether the page says that something was done."""
    return BANNER in client.get(address).content.decode()


def test_an_act_is_told_once_and_not_when_the_page_is_loaded_again(client: Client, company: Cast) -> None:
    client.force_login(company.fang)
    place = act(client)
    assert [is_told(client, place) for _ in range(3)] == [True, False, False]
    act(client)
    assert is_told(client, place)


@pytest.mark.parametrize("address", ["/me/?done=name", "/me/?done=password", "/me/?done=removed&done=name"])
def test_a_forged_address_tells_nothing(client: Client, company: Cast, address: str) -> None:
    client.force_login(company.fang)
    assert not is_told(client, address)
    client.cookies["openkam-done"] = "/me/ name"
    assert not is_told(client, address), "nor with a cookie nobody signed"


def test_a_switch_of_the_language_on_a_forged_address_tells_nothing(client: Client, company: Cast) -> None:
    client.force_login(company.fang)
    text = client.get("/me/?done=password&part=look").content.decode()
    (back,) = set(re.findall(r'name="next" value="([^"]*)"', text)) - {"/me/?done=language"}
    assert back == "/me/?part=look"


def test_one_act_does_not_tell_of_another(client: Client, company: Cast) -> None:
    client.force_login(company.fang)
    act(client)
    assert not is_told(client, "/me/?done=password")
    assert is_told(client, "/me/?done=name"), "which was done"


def test_after_a_sign_in_nothing_is_told_that_an_address_said(client: Client, company: Cast) -> None:
    sent = {"login": company.fang.login, "password": "harbour-and-quarry-2026", "next": "/me/?done=password"}
    answer = client.post("/sign-in/", sent)
    assert answer["Location"] == "/me/?done=password"
    assert not is_told(client, answer["Location"])


def test_the_cookie_is_for_this_site_and_not_for_scripts(client: Client, company: Cast) -> None:
    client.force_login(company.fang)
    act(client)
    cookie = client.cookies["openkam-done"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_what_one_did_is_not_told_to_whoever_signs_in_after_him(client: Client, company: Cast) -> None:
    client.force_login(company.fang)
    place = act(client)
    other = Client()
    other.force_login(company.bo)
    other.cookies["openkam-done"] = client.cookies["openkam-done"].value
    assert not is_told(other, place)
    assert is_told(client, place)
    act(client)
    client.force_login(company.bo)
    assert not is_told(client, place), "in the same browser"
