"""The way in: sessions, the litany on the home page."""

import pytest
from django.test import Client

from openkam.records.users.models import Session
from tests.cast import Cast, cast
from tests.web.litany import check_litany

pytestmark = pytest.mark.django_db


def test_home_says_the_litany(client: Client) -> None:
    company = cast(graded=True)
    assert check_litany(client, "/", works_for=company.fang).status_code == 302


def test_a_session_knows_whose_it_is_and_from_where(client: Client) -> None:
    company: Cast = cast()
    client.force_login(company.fang)
    client.get("/", HTTP_USER_AGENT="Firefox")
    session = Session.objects.get(user=company.fang)
    assert session.begun_at is not None
    assert session.latest_at is not None
