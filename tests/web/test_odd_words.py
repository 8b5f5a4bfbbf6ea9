"""What no browser of ours sends is answered in words, never with a fault of ours."""

import pytest
from django.test import Client

from tests.cast import cast
from tests.web.data.sending import folder

__all__ = ["folder"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]
LONG = "9" * 5000  # Python refuses to read it as a number
LARGE = "9" * 30  # no database counts so far


@pytest.mark.parametrize(
    ("login", "method", "path", "sent"),
    [
        ("root", "POST", "/users/1/manager/", {}),
        ("root", "POST", "/users/1/manager/", {"manager": LONG, "since": "2026-07-01"}),
        ("root", "POST", "/users/1/manager/", {"manager": LARGE, "since": "2026-07-01"}),
        ("root", "POST", "/users/1/manager/", {"manager": "-1", "since": "2026-07-01"}),
        ("root", "POST", "/users/1/manager/", {"since": "0001-01-01"}),
        ("root", "POST", "/users/1/manager/", {"since": "9999-12-31"}),
        ("root", "GET", "/users/tree/", {"day": "0001-01-01"}),
        ("compliance", "GET", "/audit/", {"since": "0001-01-01"}),
        ("compliance", "GET", "/audit/", {"until": "9999-12-31"}),
        ("compliance", "POST", "/audit/export/", {"since": "0001-01-01", "until": "9999-12-31"}),
        ("ops", "GET", "/data/", {"page": LONG}),
        ("ops", "GET", "/data/", {"page": LARGE}),
        ("ops", "GET", "/data/", {"page": "9" * 13}),
        ("ops", "POST", "/data/uploads/", {"name": "a.csv", "size": LONG}),
        ("ops", "POST", "/data/uploads/", {"name": "a.csv", "size": LARGE}),
        ("ops", "POST", "/data/matches/refusals/", {"pair": LONG}),
        ("ops", "POST", "/data/matches/refusals/", {"pair": LARGE}),
        ("ops", "GET", "/accounts/assignment/", {"account": LARGE}),
        ("ops", "POST", "/accounts/assignment/", {"account": LARGE, "owner": LARGE}),
        ("ops", "POST", "/data/loads/1/rollback/", {"reason": "\x00"}),
    ],
)
def test_odd_words_are_no_fault_of_ours(
    client: Client, login: str, method: str, path: str, sent: dict[str, str]
) -> None:
    client.force_login(getattr(cast(), login))
    answer = getattr(client, method.lower())(path, sent)
    assert answer.status_code < 500, answer.content
