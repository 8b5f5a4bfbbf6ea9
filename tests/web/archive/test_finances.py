"""Financial statements on the page: which figure was refused, which years are old, how one is taken away."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from openkam.records.archive.models import Statement
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_a_refused_amount_names_its_figure(client: Client, company: Cast) -> None:
    client.force_login(company.fang)
    given = {"year": "2025", "currency": "CNY", "unit": "1", "source": "report", "net_profit": "abc"}
    page = client.post(f"/accounts/{company.harbour.pk}/archive/finances/statements/", given).content.decode()
    assert "Net profit: this is not an amount." in page


def test_past_years_of_a_row_are_no_old_figures_and_a_year_is_not_removed_by_one_click(
    client: Client, company: Cast
) -> None:
    latest = date.today().year - 1  # noqa: DTZ011 - the page asks the clock as well
    for year in (latest, latest - 1, latest - 2):
        Statement.objects.create(
            account=company.harbour, year=year, currency="CNY", revenue=10, total_assets=10, source="report",
            figures_date=date(year, 12, 31), noted_at=timezone.now(),
        )  # fmt: skip
    client.force_login(company.fang)
    page = client.get(f"/accounts/{company.harbour.pk}/archive/finances/").content.decode()
    assert '<span class="unconfirmed">old</span>' not in page
    removal = page.partition(f"finances/statements/{latest}/removal/")[0]
    assert removal.rpartition("<details")[2].count("</details>") == 0, "asked once more before it is gone"
