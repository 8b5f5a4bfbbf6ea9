"""The frame: who sees which screens, in which theme, under which policy."""

import re
from typing import Any

import pytest
from django.test import Client, RequestFactory

from openkam.web.ui.shell import address, exists, explanation, screens, theme_of
from tests.cast import as_viewer, cast

pytestmark = pytest.mark.django_db


def test_the_bar_shows_only_what_the_viewer_has_a_right_to() -> None:
    company = cast()
    named = {
        login: [screen.address for screen in screens(as_viewer(getattr(company, login)))]
        for login in ("fang", "root", "compliance")
    }
    assert "/accounts/" in named["fang"]
    assert not {"/users/", "/audit/", "/data/"} & set(named["fang"])
    assert "/accounts/" not in named["root"]
    assert "/users/" in named["root"]
    assert "/audit/" in named["compliance"]


def test_an_address_that_is_not_there_is_blank() -> None:
    assert address("nowhere:at_all") == ""
    assert address("home:home") == "/"
    assert exists("/")
    assert not exists("/nowhere/at/all/")
    assert explanation("net_sales", account=3, run=None) == "/explain/?measure=net_sales&account=3"


def test_a_stranger_has_the_theme_of_his_machine() -> None:
    assert theme_of(RequestFactory().get("/")) == "AUTOMATIC"


def test_the_frame_carries_what_every_page_needs(client: Client, settings: Any) -> None:
    settings.DEBUG = True
    user = cast().fang
    user.theme, user.language = "DARK", "en"
    user.save()
    client.force_login(user)
    page = client.get("/ui/").content.decode()
    assert '<html lang="en" data-theme="DARK">' in page
    assert '"allowEval":false' in page
    assert re.search(r"""hx-headers='\{"X-CSRFToken": "\w+"\}'""", page)
    assert '<a class="skip" href="#main">' in page
    assert "openkam/js/palette.js" in page
    for script in re.findall(r"<script[^>]*>", page):
        assert "src=" in script
