"""Fields of one's own: said as people write figures and days, refused where they were typed, typed in the export."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from openkam.records.archive.models import CustomField, CustomValue
from openkam.web.archive.custom import custom_lines
from tests.cast import Cast, as_viewer

pytestmark = pytest.mark.django_db


def field(company: Cast, kind: str, value: str) -> CustomField:
    """A field of this kind, and what harbour has in it."""
    made = CustomField.objects.create(code=kind.lower(), label_en="Fleet", label_zh="车队", kind=kind)
    CustomValue.objects.create(account=company.harbour, field=made, value=value, noted_at=timezone.now())
    return made


def test_figures_and_days_are_said_in_words_and_kept_as_figures_and_days(company: Cast) -> None:
    for kind, value in (("NUMBER", "1200.50"), ("NUMBER_", "12480"), ("DATE", "2027-02-28"), ("YES_NO", "yes")):
        made = field(company, kind, value)
        CustomField.objects.filter(pk=made.pk).update(kind=kind.rstrip("_"))
    lines = custom_lines(as_viewer(company.fang), company.harbour)
    assert [line.shown.zh for line in lines] == ["1,200.50", "12,480", "2027年2月28日", "是"]
    assert [line.kept for line in lines[:3]] == [1200.5, 12480, date(2027, 2, 28)]


def test_what_does_not_fit_is_told_at_the_field_which_gets_the_focus(client: Client, company: Cast) -> None:
    made = field(company, "NUMBER", "7")
    client.force_login(company.fang)
    place = f"/accounts/{company.harbour.pk}/archive/own-fields/{made.pk}/"
    page = client.post(place, {"value": "about two hundred"}).content.decode()
    part = page.partition(f'<label for="own-fields{made.pk}">')[2].partition("</form>")[0]
    assert 'value="about two hundred"' in part
    assert "autofocus" in part
    assert "Write a number, such as 1200.5." in part


def test_retiring_says_that_what_is_in_it_is_kept(client: Client, company: Cast) -> None:
    made = field(company, "NUMBER", "7")
    client.force_login(company.ops)
    page = client.post(f"/fields/{made.pk}/retirement/", follow=True).content.decode()
    assert "Retired. What accounts have in it is kept." in page
    assert "It is back." in client.post(f"/fields/{made.pk}/return/", follow=True).content.decode()
