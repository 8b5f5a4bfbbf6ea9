"""A replay of the red flags says what its day was in time for."""

from datetime import date

import pytest
from django.test import Client
from tests.cast import NOW, Cast, cast

from openkam.records.opportunities.models import Opportunity


@pytest.fixture
def company(db: None) -> Cast:
    """The company."""
    return cast()


def test_a_replay_says_how_long_before_the_bid_its_day_is(client: Client, company: Cast) -> None:
    days = {"opened_date": date(2026, 3, 1), "bid_date": date(2026, 5, 20)}
    Opportunity.objects.create(account=company.harbour, name="New crane", owner=company.fang, created_at=NOW, **days)
    client.force_login(company.fang)
    here = f"/accounts/{company.harbour.pk}/log/replay/"
    april = client.get(f"{here}?day=2026-04-30").content.decode()
    assert "The bid for “New crane” is due in 20 days, on 20 May 2026." in april
    assert f'href="{here}?day=2026-05-19"' in april
    eve = client.get(f"{here}?day=2026-05-19").content.decode()
    assert "is due in 1 day," in eve
    assert f'href="{here}?day=2026-05-19"' not in eve
    assert "is due on this day" in client.get(f"{here}?day=2026-05-20").content.decode()
    assert "was due on 20 May 2026, 11 days before" in client.get(f"{here}?day=2026-05-31").content.decode()
    assert "New crane" not in client.get(f"{here}?day=2026-02-28").content.decode()
