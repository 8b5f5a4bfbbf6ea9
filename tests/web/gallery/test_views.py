"""The page of all components: for developers only, every id once."""

import re
from typing import Any

import pytest
from django.test import Client

from tests.cast import cast
from tests.web.litany import check_litany

pytestmark = pytest.mark.django_db


def test_the_page_of_components_says_the_litany(client: Client, settings: Any) -> None:
    settings.DEBUG = True
    check_litany(client, "/ui/", works_for=cast().fang)


def test_the_page_of_components_is_for_developers(client: Client, settings: Any) -> None:
    client.force_login(cast().fang)
    assert client.get("/ui/").status_code == 404
    settings.DEBUG = True
    answer = client.get("/ui/")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert page.count('class="pane"') == 4
    ids = re.findall(r'<(?:input|select|textarea|dialog)[^>]* id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
