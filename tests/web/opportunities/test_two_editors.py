"""Two people change one opportunity at once: nobody's words are lost unseen."""

import re
from typing import Any

import pytest
from django.test import Client
from tests.cast import Cast, People

from openkam.records.opportunities.models import Opportunity
from openkam.records.users.models import User

pytestmark = pytest.mark.django_db


def seen_in(page: str) -> str:
    """What the form of a change will say of what its reader had before him."""
    found = re.search(r'name="seen" value="(\w+)"', page)
    assert found is not None
    return found[1]


def opened(client: Client, user: User, deal: Opportunity) -> str:
    """Somebody opens the form; its mark."""
    client.force_login(user)
    return seen_in(client.get(f"/opportunities/{deal.pk}/").content.decode())


def save(client: Client, user: User, deal: Opportunity, seen: str, **more: str) -> Any:
    """Somebody saves what he typed."""
    client.force_login(user)
    sent = {"what": "change", "seen": seen, "name": "Quay crane", "currency": "CNY"} | more
    return client.post(f"/opportunities/{deal.pk}/notes/", sent)


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Somebody changed this opportunity after"), ("zh", "该商机已被他人修改")]
)
def test_the_later_of_two_is_told_and_may_save_again(
    client: Client, company: Cast, there: People, language: str, words: str
) -> None:
    User.objects.filter(pk=company.fang.pk).update(language=language)
    deal, before = there.deal, opened(client, company.fang, there.deal)
    assert save(client, company.wei, deal, opened(client, company.wei, deal), amount="70").status_code == 302
    refused = save(client, company.fang, deal, before, category="lifting gear")
    assert refused.status_code == 422
    page = refused.content.decode()
    assert words in page
    assert 'value="lifting gear"' in page
    deal.refresh_from_db()
    assert (deal.category, deal.amount_units) == ("", 700_000)
    assert save(client, company.fang, deal, seen_in(page), category="lifting gear").status_code == 302
    deal.refresh_from_db()
    assert deal.category == "lifting gear"


def test_to_htmx_it_is_told_in_place(client: Client, company: Cast, there: People) -> None:
    client.force_login(company.fang)
    sent = {"what": "change", "seen": "of yesterday", "name": "Late", "currency": "CNY"}
    at = f"/opportunities/{there.deal.pk}/notes/"
    page = client.post(at, sent, headers={"HX-Request": "true"}).content.decode()
    assert page.count('class="banner error"') == 1
    assert 'value="Late"' in page
    assert not Opportunity.objects.filter(name="Late").exists()


def test_what_is_written_elsewhere_on_the_page_stops_nobody(client: Client, company: Cast, there: People) -> None:
    before = opened(client, company.fang, there.deal)
    client.force_login(company.wei)
    role = {"what": "role", "person": there.sun.pk, "role": "TECH_GATE"}
    assert client.post(f"/opportunities/{there.deal.pk}/notes/", role).status_code == 302
    assert save(client, company.fang, there.deal, before, amount="3").status_code == 302
