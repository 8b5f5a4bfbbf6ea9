"""A next step is due after what it follows from: what is refused, in words, and what is kept."""

from datetime import timedelta

import pytest
from django.test import Client
from tests.cast import NOW, TODAY, Cast, cast

from openkam.records.activities.models import Activity
from openkam.records.users.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def company(monkeypatch: pytest.MonkeyPatch) -> Cast:
    """The cast; the clock stands still."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    return cast()


@pytest.mark.parametrize(
    ("language", "words"), [("en", "due before this happened"), ("zh", "下一步的期限早于本次往来的日期")]
)
def test_of_an_entry_of_today_no_step_is_due_yesterday(
    client: Client, company: Cast, language: str, words: str
) -> None:
    User.objects.filter(pk=company.fang.pk).update(language=language)
    client.force_login(company.fang)
    here, due = f"/accounts/{company.harbour.pk}/log/", (TODAY - timedelta(days=1)).isoformat()
    sent = {"kind": "CALL", "said": "later", "day": TODAY.isoformat(), "next_step": "call", "next_step_date": due}
    refused = client.post(f"{here}new/", sent)
    assert refused.status_code == 422
    page = refused.content.decode()
    assert words in page
    assert f'value="{due}"' in page, "what was typed stays"
    assert not Activity.objects.exists()
    past = sent | {"day": (TODAY - timedelta(days=8)).isoformat()}
    assert client.post(f"{here}new/", past).status_code == 302
    assert Activity.objects.get().next_step_date == TODAY - timedelta(days=1)
