"""Numbers of forms and addresses: plain digits in bounds, and nothing else ends in a fault."""

import pytest
from django.test import Client, RequestFactory

from openkam.web.typed import LARGEST, key_of, page_number, whole_of
from tests.cast import Cast, cast

ODD = ("", "-1", "+1", " 1", "1.0", "1e3", "\u0661\u0662", "\uff11", "\u00b2", "9" * 30, "9" * 5000, "1\x00")


def test_a_whole_number_is_plain_digits_up_to_its_largest() -> None:
    assert (whole_of("0"), whole_of("007"), whole_of("999999999")) == (0, 7, LARGEST)
    assert whole_of("1000000000") is None
    assert (whole_of("12", 12), whole_of("13", 12)) == (12, None)
    assert key_of("9" * 18) == 10**18 - 1
    assert not [one for one in ODD if whole_of(one) is not None or key_of(one) is not None]


def test_an_odd_page_is_the_first() -> None:
    ask = RequestFactory().get
    assert {page_number(ask("/", {"page": one}).GET) for one in (*ODD, "0")} == {1}
    assert page_number(ask("/").GET) == 1
    assert page_number(ask("/?page=12").GET) == 12


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("login", "address"),
    [
        ("root", "/users/?from={}"),
        ("compliance", "/audit/?before={}&since={}"),
        ("ops", "/explain/?measure=gross_profit_12m&start={}&account={}"),
        ("ops", "/portfolio/accounts/?which=all&page={}"),
        ("ops", "/portfolio/accounts/?which=room.{}"),
        ("ops", "/grading/runs/?before={}&after={}"),
        ("ops", "/flags/?owner={}&page={}"),
    ],
)
def test_no_odd_number_in_an_address_ends_in_a_fault(client: Client, login: str, address: str) -> None:
    company: Cast = cast(graded=True)
    client.force_login(getattr(company, login))
    for odd in ODD[1:-1]:
        assert client.get(address.format(odd, odd)).status_code in {200, 400, 404}, odd[:40]
