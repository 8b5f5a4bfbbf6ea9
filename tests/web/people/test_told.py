"""What the map tells after an act, once, and how the act is taken back: by form, by key, without a script."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localdate
from tests.cast import JOINED, NOW, TODAY, Cast, People, as_viewer, cast, harbour_people
from tests.web.litany import check_litany

from openkam.core.audit.models import AuditLine
from openkam.records.contacts.actions.superiors import LineChange, set_superior
from openkam.records.contacts.models import Person, ReportingLine
from openkam.records.opportunities.models import DealRole
from openkam.web.people.forms import Asked
from openkam.web.people.pages import people_page
from openkam.web.people.told import Told, line_change_of, line_word

SINCE = TODAY - timedelta(days=20)


@pytest.fixture
def company(db: None) -> Cast:
    """The company."""
    return cast()


@pytest.fixture
def people(company: Cast) -> People:
    """Its people at harbour: Wu reports to Sun."""
    return harbour_people(company)


def changed(company: Cast, person: Person, superior: Person | None) -> LineChange:
    """He reports to somebody else."""
    given = {"account": company.harbour, "person": person, "superior": superior, "since_date": SINCE}
    return set_superior(viewer=as_viewer(company.fang), **given, now=NOW)


def told(company: Cast, word: str, login: str = "fang") -> Told | None:
    """What the page says of a word."""
    viewer = as_viewer(getattr(company, login), localdate())
    return people_page(viewer, company.harbour.pk, Asked(), "en", done=word).told


def words(company: Cast, change: LineChange) -> str:
    """In English."""
    found = told(company, line_word(change))
    assert found is not None
    return found.words.en


@pytest.mark.parametrize(
    "change",
    [
        LineChange(7, SINCE, 12, 3, JOINED),
        LineChange(7, SINCE, None, 3, None),
        LineChange(7, SINCE, 12),
        LineChange(7, SINCE),
    ],
)
def test_a_change_is_read_as_it_was_written(change: LineChange) -> None:
    assert line_change_of(line_word(change)) == change


@pytest.mark.parametrize("word", ["", "line", "line.7", "line.x.1.2026-01-01..", "line.7.1.soon..", "back.7.1.1.1.1"])
def test_what_cannot_be_read_is_no_change(word: str) -> None:
    assert line_change_of(word) is None


def test_each_change_has_its_words(company: Cast, people: People) -> None:
    wu, sun, li = people.wu, people.sun, people.li
    assert words(company, changed(company, wu, li)).endswith(
        f"{wu.name} reports to {li.name}, no longer to {sun.name}."
    )
    ReportingLine.objects.filter(person=wu).delete()
    nothing = changed(company, wu, None)
    assert words(company, nothing) == f"Saved: it is not known whom {wu.name} reports to."
    unchanged = told(company, line_word(nothing))
    assert unchanged is not None
    assert unchanged.back == ""
    assert words(company, changed(company, wu, li)).endswith(f"{wu.name} reports to {li.name}.")
    assert f"no longer reports to {li.name}" in words(company, changed(company, wu, None))


def test_who_may_not_change_is_offered_no_way_back_and_a_stranger_is_not_told_of(company: Cast, people: People) -> None:
    word = line_word(changed(company, people.wu, people.li))
    shown = told(company, word, "compliance")
    assert shown is not None
    assert shown.back == ""
    assert told(company, "person.999999") is None
    assert told(company, f"spell.{people.wu.pk}") is None
    Person.objects.filter(pk=people.sun.pk).update(erased_at=NOW)
    hidden = told(company, word)
    assert hidden is not None
    assert people.sun.name not in hidden.words.en
    assert hidden.back == ""


def after(client: Client, answer: Any) -> str:
    """The page an act led to."""
    return client.get(answer["Location"]).content.decode()


def sent_back(html: str) -> dict[str, str]:
    """What the form that takes the change back sends: no script has a part in it."""
    form = html.split("people/line/before/", 1)[1].split("</form>", maxsplit=1)[0]
    assert 'type="submit"' in form
    return dict(re.findall(r'name="(change|opportunity|known)" value="([^"]*)"', form))


def test_a_change_is_told_once_and_taken_back_by_its_form(client: Client, company: Cast, people: People) -> None:
    here = f"/accounts/{company.harbour.pk}/people/"
    deal = DealRole.objects.get(person=people.wu).opportunity_id
    client.force_login(company.fang)
    data = {"person": people.wu.pk, "superior": people.li.pk, "since": "2026-06-01", "opportunity": deal, "known": "on"}
    answer = client.post(f"{here}line/", data)
    html = after(client, answer)
    assert "Saved: from 1 Jun 2026 吴刚 reports to 李梅, no longer to 孙立." in html
    assert "Saved:" not in after(client, answer), "it is told once"
    sent = sent_back(html)
    assert (sent["opportunity"], sent["known"]) == (str(deal), "on")
    answer = check_litany(
        client,
        f"{here}line/before/",
        works_for=company.fang,
        stranger=company.mei,
        no_right=company.cfo,
        method="POST",
        data=sent,
    )
    assert answer["Location"] == f"{here}?opportunity={deal}&known=on&done=back.{people.wu.pk}"
    assert "Taken back: 吴刚 reports to 孙立 as before." in after(client, answer)
    assert ReportingLine.objects.get(person=people.wu).superior == people.sun
    assert AuditLine.objects.filter(action="take_back_superior").count() == 1


def test_what_a_colleague_changed_in_between_stays_and_is_said(client: Client, company: Cast, people: People) -> None:
    here = f"/accounts/{company.harbour.pk}/people/"
    client.force_login(company.fang)
    html = after(client, client.post(f"{here}line/", {"person": people.wu.pk, "superior": people.li.pk}))
    client.force_login(company.wei)
    client.post(f"{here}line/", {"person": people.wu.pk, "superior": people.zhou.pk})
    client.force_login(company.fang)
    answer = client.post(f"{here}line/before/", sent_back(html))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Whom 吴刚 reports to has changed since" in page
    assert "data-reopen" not in page
    assert ReportingLine.objects.get(person=people.wu, until_date=None).superior == people.zhou
    assert client.post(f"{here}line/before/", {"change": "nonsense"}).status_code == 404


def test_a_forged_address_tells_nothing(client: Client, company: Cast, people: People) -> None:
    word = line_word(changed(company, people.wu, people.li))
    client.force_login(company.fang)
    assert "Saved:" not in client.get(f"/accounts/{company.harbour.pk}/people/?done={word}").content.decode()


def test_who_was_put_on_the_map_is_told_of_with_his_page(client: Client, company: Cast, people: People) -> None:
    client.force_login(company.fang)
    answer = client.post(
        f"/accounts/{company.harbour.pk}/people/person/", {"name": "何静", "source": "card", "title": "Manager"}
    )
    html = after(client, answer)
    assert "Saved: 何静 is on the map." in html
    assert f'href="/people/{Person.objects.get(name="何静").pk}/?account={company.harbour.pk}"' in html
