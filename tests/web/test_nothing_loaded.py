"""The first hour: users there are, but nothing was loaded. Every address answers without a fault, whoever asks."""

from pathlib import Path

import pytest
from django.test import Client

from openkam.records.accounts.models import Account, AccountCode, SearchText
from tests.cast import as_viewer, cast
from tests.web.crawl import ask, inventory

pytestmark = pytest.mark.django_db
LANGUAGES = ("zh", "en")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("login", ["ops", "wei", "fang", "cfo", "compliance", "root"])
def test_no_page_breaks_before_anything_was_loaded(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, login: str, language: str
) -> None:
    monkeypatch.setenv("OPENKAM_DATA", str(tmp_path))
    company = cast()
    for model in (SearchText, AccountCode, Account):
        model.objects.all().delete()
    user = getattr(company, login)
    user.language = language
    user.save()
    client.force_login(user)
    heard = {address: ask(client, address).status for address in inventory(as_viewer(user), {})}
    assert heard["/accounts/"] in (200, 403)
    assert not {address: status for address, status in heard.items() if status >= 500}
