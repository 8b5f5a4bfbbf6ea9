"""Without the optional part `tax` a number is kept, and page and print say that it was not checked."""

import sys

import pytest
from django.test import Client

from openkam.records.accounts.models import TaxNumber
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_a_number_that_nobody_could_check_is_shown_with_the_remedy(
    client: Client, company: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "stdnum", None)
    client.force_login(company.fang)
    home = f"/accounts/{company.harbour.pk}/archive/"
    answer = client.post(f"{home}identity/numbers/", {"register": "eu.vat", "number": "DE 136695978"})
    assert answer.status_code == 302
    assert TaxNumber.objects.get().number == "DE136695978"
    for part in ("identity/", "print/"):
        told = client.get(home + part).content.decode()
        assert "openkam[tax]" in told
        assert "not checked: " in told
    assert "0 of 1 tax numbers checked" in client.get(f"{home}identity/").content.decode()
    monkeypatch.undo()
    told = client.get(f"{home}identity/").content.decode()
    assert "cannot be right: " in told
    assert "openkam[tax]" not in told
