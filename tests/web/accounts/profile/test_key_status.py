"""Why an account is a key account is told on its first page, with its source; a hidden partner leaves no trace."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.cast import NOW, TODAY, Cast, as_viewer, cast

from openkam.records.accounts.models import Account
from openkam.records.archive.group import key_status
from openkam.records.archive.models import Partnership

pytestmark = pytest.mark.django_db


@pytest.fixture
def company(client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Harbour stands below a holding of fang's, which is our partner; fang is signed in."""
    monkeypatch.setenv("OPENKAM_DATA", str(tmp_path))
    found = cast(graded=True)
    holding = Account.objects.create(name="Sea Holding", name_key="sea", owner=found.fang, created_at=NOW)
    Account.objects.filter(pk=found.harbour.pk).update(parent=holding)
    Partnership.objects.create(
        account=holding, scope="NETWORK", evidence="sealed paper", since_date=TODAY - timedelta(days=9), noted_at=NOW
    )
    client.force_login(found.fang)
    return found


def seen(client: Client, account: Account) -> str:
    """The first page of the account."""
    return str(client.get(f"/accounts/{account.pk}/").content.decode())


def test_the_first_page_says_through_whom_the_account_is_a_key_account(client: Client, company: Cast) -> None:
    holding = Account.objects.get(name="Sea Holding")
    told = seen(client, company.harbour)
    line = told.partition('<p class="key-status">')[2].partition("</p>")[0]
    assert "Treated as a key account" in line
    assert f'<a href="/accounts/{holding.pk}/">Sea Holding</a>' in line
    assert "its branches are treated as key accounts" in seen(client, holding)


def test_a_hidden_partner_leaves_no_trace(client: Client, company: Cast) -> None:
    plain = seen(client, company.harbour)
    assert "key-status" in plain
    Account.objects.filter(name="Sea Holding").update(owner=company.mei)
    told = seen(client, company.harbour)
    assert "key-status" not in told
    assert "Sea Holding" not in told
    assert key_status(as_viewer(company.fang), Account.objects.get(pk=company.harbour.pk)) is None


def test_a_hidden_company_in_between_ends_the_line(company: Cast) -> None:
    holding = Account.objects.get(name="Sea Holding")
    between = Account.objects.create(
        name="Between", name_key="between", owner=company.mei, created_at=NOW, parent=holding
    )
    Account.objects.filter(pk=company.harbour.pk).update(parent=between)
    harbour = Account.objects.get(pk=company.harbour.pk)
    assert key_status(as_viewer(company.fang), harbour) is None
    found = key_status(as_viewer(company.ops), harbour)
    assert found is not None
    assert found.partner == holding


def test_a_regional_partnership_counts_in_its_region_and_an_ended_one_nowhere(company: Cast) -> None:
    viewer, harbour = as_viewer(company.fang), Account.objects.get(pk=company.harbour.pk)
    Partnership.objects.update(scope="REGION", region="320500")
    Account.objects.filter(pk=harbour.pk).update(region="浙江杭州")
    assert key_status(viewer, Account.objects.get(pk=harbour.pk)) is None
    Account.objects.filter(pk=harbour.pk).update(region="苏州昆山")
    assert key_status(viewer, Account.objects.get(pk=harbour.pk)) is not None
    Partnership.objects.update(until_date=TODAY - timedelta(days=1))
    with CaptureQueriesContext(connection) as asked:
        assert key_status(viewer, harbour) is None
    assert len(asked) == 2
    Partnership.objects.all().delete()
    with CaptureQueriesContext(connection) as asked:
        assert key_status(viewer, harbour) is None
    assert len(asked) == 1
