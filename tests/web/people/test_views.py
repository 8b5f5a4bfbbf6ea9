"""The addresses of the map: page, data, file, and the two changes made on it."""

import json
import re
from datetime import date
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.utils.timezone import localdate
from tests.cast import JOINED, NOW, Cast, People, as_viewer, cast, harbour_people
from tests.web.litany import check_litany
from tests.web.people.log import entry

from openkam.core.audit.models import AuditLine
from openkam.core.periods import day_text
from openkam.records.accounts.map_actions import keep_places
from openkam.records.contacts.actions.opinions import note_opinion
from openkam.records.contacts.models import BuyingRole, Employment, Person, ReportingLine
from openkam.records.opportunities.models import DealRole, DealView
from openkam.web.people.places import CARD_WIDTH

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def company(db: None) -> Cast:
    """The company."""
    return cast()


@pytest.fixture
def people(company: Cast) -> People:
    """Its people at harbour."""
    return harbour_people(company)


def test_the_page_shows_everybody_on_the_map_and_in_the_table(client: Client, company: Cast, people: People) -> None:
    entry(company.harbour, 12, [people.li], company.fang)
    answer = check_litany(
        client,
        f"/accounts/{company.harbour.pk}/people/",
        works_for=company.fang,
        stranger=company.mei,
        no_right=company.root,
    )
    html = answer.content.decode()
    assert html.count("周海") >= 3
    assert "<h1>1 of 5 people met; nobody at decision level</h1>" in html
    assert "/static/" in html
    assert "style=" not in html


def test_only_what_changes_is_sent_where_htmx_asks(client: Client, company: Cast, people: People) -> None:
    client.force_login(company.fang)
    answer = client.get(f"/accounts/{company.harbour.pk}/people/?day=2026-03-01", headers={"HX-Request": "true"})
    html = answer.content.decode()
    assert "<html" not in html
    assert 'hx-swap-oob="true"' in html
    assert answer["HX-Push-Url"].endswith("?day=2026-03-01")
    assert "As it stood on 1 Mar 2026." in html


def test_the_data_of_the_map(client: Client, company: Cast, people: People) -> None:
    answer = check_litany(
        client,
        f"/accounts/{company.harbour.pk}/people/map.json",
        works_for=company.fang,
        stranger=company.mei,
        no_right=company.root,
    )
    assert answer["Content-Type"] == "application/json"
    assert len(json.loads(answer.content)["nodes"]) == 9


def test_the_file_stands_alone_and_keeps_what_was_dragged(client: Client, company: Cast, people: People) -> None:
    places = {f"p{people.zhou.pk}": (900.0, 700.0)}
    keep_places(viewer=as_viewer(company.fang), account=company.harbour, places=places, now=NOW)
    answer = check_litany(
        client,
        f"/accounts/{company.harbour.pk}/people/map.svg",
        works_for=company.fang,
        stranger=company.mei,
        no_right=company.root,
    )
    assert answer["Content-Disposition"].startswith('attachment; filename="people-')
    root = ET.fromstring(answer.content)
    assert root.tag == f"{SVG}svg"
    assert root.find(f"{SVG}style") is not None
    assert not list(root.iter(f"{SVG}a"))
    words = [text.text for text in root.iter(f"{SVG}text")]
    assert "周海" in words
    assert "Decision level" in words
    left, top, width, height = map(float, root.get("viewBox", "").split())
    assert (float(root.get("width", "0")), float(root.get("height", "0"))) == (width, height)
    whose = next(text for text in root.iter(f"{SVG}text") if text.get("class") == "whose")
    assert whose.text == f"{company.harbour.name} · {day_text(localdate()).en}"
    assert left == 0
    assert top < float(whose.get("y", "0")) < 0
    zhou = next(text for text in root.iter(f"{SVG}text") if text.text == "周海")
    assert float(zhou.get("x", "0")) == pytest.approx(900 - CARD_WIDTH / 2 + 13)
    part = client.get(f"/accounts/{company.harbour.pk}/people/map.svg?part=on").content.decode()
    assert "<style>" not in part


def test_a_dragged_card_stands_there_for_who_dragged_it_and_a_move_is_taken_back(
    client: Client, company: Cast, people: People
) -> None:
    address, zhou = f"/accounts/{company.harbour.pk}/people/", f"p{people.zhou.pk}"
    data = {"moved": f"{zhou}:900,-7;dR%26D%3B1:5,5;nonsense"}
    answer = check_litany(
        client,
        f"{address}places/",
        works_for=company.fang,
        stranger=company.mei,
        no_right=company.root,
        method="POST",
        data=data,
    )
    assert json.loads(answer.content) == {"moved": {zhou: [900, -7], "dR&D;1": [5, 5]}}
    assert json.loads(client.get(f"{address}map.json").content)["moved"][zhou] == {"x": 900, "y": -7}
    client.force_login(company.wei)
    assert json.loads(client.get(f"{address}map.json").content)["moved"] == {}
    answer = check_litany(
        client,
        f"{address}places/before/",
        works_for=company.fang,
        stranger=company.mei,
        no_right=company.root,
        method="POST",
    )
    assert json.loads(answer.content) == {"moved": {}}


def test_a_wide_map_has_words_for_paper_and_its_file_has_not(client: Client, company: Cast, people: People) -> None:
    client.force_login(company.fang)
    here = f"/accounts/{company.harbour.pk}/people/"
    html = client.get(here).content.decode()
    assert '<svg class="people-map wide"' in html
    assert html.count('<g class="far">') == html.count('<g class="near">') > 5
    assert 'class="far"' not in client.get(f"{here}map.svg").content.decode()
    Employment.objects.exclude(person=people.zhou).delete()
    assert '<svg class="people-map" ' in client.get(here).content.decode()


def test_names_are_escaped_in_the_file(client: Client, company: Cast, people: People) -> None:
    Person.objects.filter(pk=people.li.pk).update(name="<script>alert(1)</script>")
    client.force_login(company.fang)
    answer = client.get(f"/accounts/{company.harbour.pk}/people/map.svg")
    assert b"<script" not in answer.content
    assert ET.fromstring(answer.content) is not None


def test_a_reporting_line_is_changed_on_the_map(client: Client, company: Cast, people: People) -> None:
    answer = check_litany(
        client,
        f"/accounts/{company.harbour.pk}/people/line/",
        works_for=company.fang,
        stranger=company.mei,
        no_right=company.cfo,
        method="POST",
        data={"person": people.wu.pk, "superior": people.li.pk, "since": "2026-06-01"},
    )
    line = ReportingLine.objects.get(person=people.wu, until_date=None)
    word = f"line.{people.wu.pk}.{line.pk}.2026-06-01.{people.sun.pk}.{JOINED.isoformat()}"
    assert answer["Location"] == f"/accounts/{company.harbour.pk}/people/?done={word}"
    assert (line.superior, line.since_date) == (people.li, date(2026, 6, 1))
    assert AuditLine.objects.filter(action="set_superior").count() == 1


def test_a_circle_is_refused_with_what_had_been_chosen(client: Client, company: Cast, people: People) -> None:
    client.force_login(company.fang)
    data = {"person": people.zhou.pk, "superior": people.wu.pk, "since": "2026-06-01"}
    answer = client.post(f"/accounts/{company.harbour.pk}/people/line/", data)
    assert answer.status_code == 422
    assert "data-reopen" in answer.content.decode()
    assert not ReportingLine.objects.filter(person=people.zhou, until_date=None).exists()


def test_a_person_is_put_on_the_map_with_post_role_and_superior(client: Client, company: Cast, people: People) -> None:
    check_litany(
        client,
        f"/accounts/{company.harbour.pk}/people/person/",
        works_for=company.fang,
        stranger=company.mei,
        no_right=company.cfo,
        method="POST",
        data={
            "name": "何静",
            "title": "Quality manager",
            "department": "Quality",
            "level": "MANAGEMENT",
            "role": "INFLUENCER",
            "superior": people.zhou.pk,
            "source": "business card",
        },
    )
    person = Person.objects.get(name="何静")
    assert person.employments.get().department == "Quality"
    assert BuyingRole.objects.get(person=person).role == "INFLUENCER"
    assert ReportingLine.objects.get(person=person).superior == people.zhou
    assert "何静" in client.get(f"/accounts/{company.harbour.pk}/people/").content.decode()


def test_without_a_script_adding_somebody_leads_to_a_page_of_its_own(
    client: Client, company: Cast, people: People
) -> None:
    client.force_login(company.fang)
    html = client.get(f"/accounts/{company.harbour.pk}/people/").content.decode()
    link = re.search(r'<a class="button primary people-add" href="([^"]+)"', html)
    assert link is not None
    assert client.get(link[1]).status_code == 200


def test_an_empty_chair_is_a_title_without_a_name(client: Client, company: Cast, people: People) -> None:
    client.force_login(company.fang)
    data = {"title": "IT director", "role": "TECH_GATE", "source": "organisation chart"}
    assert client.post(f"/accounts/{company.harbour.pk}/people/person/", data).status_code == 302
    assert Person.objects.get(name="IT director").is_placeholder


def test_what_was_typed_is_kept_where_a_person_is_refused(client: Client, company: Cast, people: People) -> None:
    client.force_login(company.fang)
    data = {"name": "何静", "title": "Quality manager", "source": ""}
    answer = client.post(f"/accounts/{company.harbour.pk}/people/person/", data)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert 'value="何静"' in html
    assert "data-reopen" in html
    assert not Person.objects.filter(name="何静").exists()


def test_a_fault_in_the_middle_leaves_nobody_behind(client: Client, company: Cast, people: People) -> None:
    client.force_login(company.fang)
    data = {"name": "何静", "title": "Manager", "source": "card", "role": "NO_SUCH_ROLE"}
    assert client.post(f"/accounts/{company.harbour.pk}/people/person/", data).status_code == 422
    assert not Person.objects.filter(name="何静").exists()
    stranger = {"name": "何静", "title": "Manager", "source": "card", "superior": "999999"}
    assert client.post(f"/accounts/{company.harbour.pk}/people/person/", stranger).status_code == 404
    assert not Person.objects.filter(name="何静").exists()


def test_who_may_only_read_is_offered_no_change(client: Client, company: Cast, people: People) -> None:
    client.force_login(company.compliance)
    html = client.get(f"/accounts/{company.harbour.pk}/people/").content.decode()
    assert "person-dialog" not in html
    assert "line-dialog" not in html


def test_a_day_of_the_past_is_looked_at_and_not_changed(client: Client, company: Cast, people: People) -> None:
    client.force_login(company.fang)
    assert "person-dialog" not in client.get(f"/accounts/{company.harbour.pk}/people/?day=2026-03-01").content.decode()


def test_an_account_without_people_teaches_what_belongs_here(client: Client, company: Cast) -> None:
    client.force_login(company.bo)
    html = client.get(f"/accounts/{company.northwind.pk}/people/").content.decode()
    assert "Add the first person" in html
    assert "people-canvas" not in html


def test_a_deal_nobody_has_a_part_in_asks_for_its_roles_and_not_for_people(
    client: Client, company: Cast, people: People
) -> None:
    DealRole.objects.all().delete()
    DealView.objects.all().delete()
    client.force_login(company.fang)
    html = client.get(f"/accounts/{company.harbour.pk}/people/?opportunity={people.deal.pk}").content.decode()
    assert "<h1>Nobody has a part in this deal yet</h1>" in html
    assert f'href="/opportunities/{people.deal.pk}/#role"' in html
    assert "Add the first person" not in html


def test_trust_is_drawn_for_the_account_and_for_the_person(client: Client, company: Cast, people: People) -> None:
    fang, here = as_viewer(company.fang), f"/accounts/{company.harbour.pk}/people/"
    client.force_login(company.fang)
    assert "people-trust" not in client.get(here).content.decode()
    for person, value, day in ((people.li, "4", 5), (people.wu, "7", 9), (people.li, "6", 20)):
        told = {"kind": "TRUST", "value": value, "evidence": "kept his word", "observed_date": date(2026, 5, day)}
        note_opinion(viewer=fang, account=company.harbour, person=person, now=NOW, **told)
    html = client.get(here).content.decode()
    assert "Trust: 李梅 lowest at 6, median 6.5 of 2 people" in html
    page = client.get(f"/people/{people.li.pk}/").content.decode()
    drawn = page.split("How trust moved", 1)[1].split("</figure>")[0]
    assert "<svg" in drawn
    assert "kept his word" in drawn
    client.force_login(company.ops)
    assert "people-trust" not in client.get(here).content.decode()
