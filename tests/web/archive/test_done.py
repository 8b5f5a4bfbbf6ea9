"""After an act the page of an archive says that it was done."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from openkam.records.archive.models import Document, Purchasing
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def told(client: Client, address: str, data: dict[str, str] | None = None) -> str:
    """What the page after an act says of it."""
    page = client.post(address, data or {}, follow=True).content.decode()
    return page.partition('class="banner good" role="status"')[2].partition("</div></div>")[0]


@pytest.mark.parametrize(
    ("language", "words"), [("en", ("Saved.", "Removed.", "It is back.")), ("zh", ("已保存。", "已删除。", "已恢复。"))]
)
def test_it_says_what_was_done(client: Client, company: Cast, language: str, words: tuple[str, str, str]) -> None:
    saved, removed, returned = words
    type(company.fang).objects.filter(pk=company.fang.pk).update(language=language)
    client.force_login(company.fang)
    place, common = f"/accounts/{company.harbour.pk}/archive/", {"account": company.harbour}
    fact = {"item": "business.offer", "value": "pumps", "source": "web", "noticed": "2026-01-01"}
    assert saved in told(client, f"{place}facts/", fact)
    assert saved in told(client, f"{place}identity/names/", {"name": "Old Harbour", "alias_kind": "FORMER"})
    row = Purchasing.objects.create(
        **common, category="x", structure="CENTRAL", since_date=date(2026, 1, 1), noted_at=timezone.now()
    )
    assert removed in told(client, f"{place}buying/{row.pk}/removal/")
    gone = {"kind": "OTHER", "media_type": "application/pdf", "size": 1, "sha256": "1" * 64}
    now = timezone.now()
    paper = Document.objects.create(**common, **gone, name="b.pdf", added_at=now, removed_at=now)
    assert returned in told(client, f"{place}documents/{paper.pk}/return/")
    assert "banner good" not in client.get(f"{place}?done=nonsense").content.decode()


@pytest.mark.parametrize(("language", "saved"), [("en", "Saved."), ("zh", "已保存。")])
def test_a_field_of_ones_own_is_saved(client: Client, company: Cast, language: str, saved: str) -> None:
    type(company.ops).objects.filter(pk=company.ops.pk).update(language=language)
    client.force_login(company.ops)
    field = {"code": "fleet_size", "label_en": "Fleet", "label_zh": "车队", "kind": "NUMBER"}
    assert saved in told(client, "/fields/new/", field)
