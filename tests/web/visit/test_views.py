"""Prepare a visit: what the page says to whom."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from openkam.core.periods import day_text
from openkam.records.activities.models import Activity, Attendee
from openkam.records.archive.models import Fact
from openkam.records.contacts.models import BuyingRole, Coach, Employment, Motive, Opinion, Person
from openkam.records.contacts.seals import Seal, closed
from openkam.records.needs.models import Objection
from openkam.records.opportunities.models import Opportunity
from openkam.records.reviews.actions import note_strength
from openkam.records.users.models import User
from tests.cast import NOW, TODAY, Cast, People, as_viewer
from tests.web.litany import check_litany
from tests.web.visit.shown import page

pytestmark = pytest.mark.django_db


def talk(company: Cast, *present: Person, **more: Any) -> Activity:
    """A meeting of fang at harbour."""
    said = {
        "kind": "MEETING",
        "subject": "Spring talk",
        "author": company.fang,
        "noted_at": NOW,
        "happened_date": TODAY,
    }
    entry = Activity.objects.create(account=company.harbour, **(said | more))
    for person in present:
        Attendee.objects.create(account=company.harbour, activity=entry, person=person)
    return entry


def test_the_page_keeps_the_litany(client: Client, company: Cast, people: People) -> None:
    check_litany(
        client,
        f"/accounts/{company.harbour.pk}/visit/",
        works_for=company.fang,
        stranger=company.mei,
        no_right=company.root,
        wrong_verb="POST",
    )


def test_the_page_says_who_decides_who_blocks_and_whom_nobody_met(
    client: Client, company: Cast, people: People
) -> None:
    talk(company, people.wu)
    shown = page(client, company.fang, company)
    title = re.search(r"<h1>(.*?)</h1>", shown)
    assert title is not None
    assert title[1].startswith("1 of 5 people met; decided by 周海, not met; ")
    for words in ("孙立", "Mildly negative", "Even keel", "Bottom line and effect on the organisation", "Spring talk"):
        assert words in shown


def test_who_decides_in_one_deal_only_is_named_with_the_deal(client: Client, company: Cast, people: People) -> None:
    BuyingRole.objects.filter(person=people.zhou).delete()
    shown = page(client, company.fang, company)
    assert "decided by 周海 (“Quay crane”), not met; " in shown
    assert "Decider (“Quay crane”)" in shown


def test_it_is_printed_with_account_and_day(client: Client, company: Cast, people: People) -> None:
    shown = page(client, company.fang, company)
    assert "data-print hidden>Print</button>" in shown
    paper = shown.partition('class="only-print">')[2].partition("</p>")[0]
    assert paper == f"{company.harbour.name} · {day_text(localdate()).en}"
    assert "Cares about: Bottom line" in shown


@pytest.mark.parametrize(("step", "said"), [("-1", "▼</span>−1 Probably will not"), ("3", "▲</span>+3 Supportive")])
def test_a_stance_has_the_sign_of_the_map_and_the_word_of_the_scale(
    client: Client, company: Cast, people: People, step: str, said: str
) -> None:
    Opinion.objects.filter(kind="STANCE").update(value=step)
    told = page(client, company.fang, company).partition('class="three"')[2].partition("</section>")[0]
    assert said in told
    assert ("▲" if step.startswith("-") else "▼") not in told


def test_it_says_what_changed_what_the_customer_wants_and_what_to_ask(
    client: Client, company: Cast, people: People
) -> None:
    harbour = company.harbour
    talk(company, people.wu, happened_date=TODAY.replace(month=5), result="trial agreed")
    talk(company, kind="RIVAL_VISIT", subject="Kranbau was there", next_step="send the figures", next_step_date=TODAY)
    said = {"evidence": "said so", "observed_date": TODAY, "author": company.fang, "noted_at": NOW}
    Motive.objects.create(account=harbour, person=people.wu, kind="CONCERN", text="night shifts", **said)
    Fact.objects.create(account=harbour, item="goals.this_year", value="Second quay", noticed_date=TODAY, noted_at=NOW)
    Objection.objects.create(account=harbour, text="too heavy", raised_date=TODAY, noted_at=NOW)
    shown = page(client, company.fang, company)
    for words in ("trial agreed", "Kranbau was there", "send the figures", "night shifts", "Second quay", "too heavy"):
        assert words in shown
    assert "What gets in the way of these goals?" in shown
    assert "What must succeed this year?" not in shown, "that is known"


@pytest.mark.parametrize(
    ("language", "said"), [("en", ("Mar 2026", "2 May 2026")), ("zh", ("2026年3月", "2026年5月2日"))]
)
def test_the_last_visit_stands_apart_and_what_came_after_it_follows_the_newest_first(
    client: Client, company: Cast, people: People, language: str, said: tuple[str, str]
) -> None:
    User.objects.update(language=language)
    (month, day), march = said, TODAY.replace(month=3, day=1)
    talk(company, people.wu, subject="the visit", happened_date=march, precision="MONTH")
    talk(company, people.wu, subject="a letter", kind="MAIL", happened_date=march.replace(month=4), precision="MONTH")
    talk(company, people.wu, subject="a call", kind="CALL", happened_date=march.replace(month=5, day=2))
    shown = page(client, company.fang, company)
    visit, _, news = shown.partition('<p class="last-visit">')[2].partition("</section>")[0].partition("</p>")
    assert "the visit" in visit
    assert f"{month}</time>" in visit
    assert "the visit" not in news
    assert news.index(f"{day}</time>") < news.index("a call") < news.index("a letter")
    assert "2026-" not in visit + news


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_quick_entry_is_told_by_his_words_and_a_month_as_a_month(
    client: Client, company: Cast, people: People, language: str
) -> None:
    User.objects.update(language=language)
    first = TODAY.replace(month=5, day=1)
    entry = talk(company, people.sun, subject="", said="the pump leaks", happened_date=first, precision="MONTH")
    shown = page(client, company.fang, company)
    assert ("：the pump leaks" if language == "zh" else ": the pump leaks") in shown
    assert ("最近一次拜访在2026年5月" if language == "zh" else "The last visit was in May 2026") in shown
    assert "距上次" not in shown
    assert "days ago." not in shown
    Activity.objects.filter(pk=entry.pk).update(said="")
    told = page(client, company.fang, company)
    assert "：</" not in told
    assert "： <" not in told
    assert "Meeting: <" not in told


def test_it_names_what_they_may_buy_next_and_leads_there(client: Client, company: Cast, people: People) -> None:
    text = page(client, company.fang, company)
    deals = text[text.index('id="deals"') :].partition("</section>")[0]
    assert f'href="/opportunities/{people.deal.pk}/"' in deals
    assert "bids due 1 Sep 2026" in deals
    assert "to find out: Technical gatekeeper<" in " ".join(deals.split())
    Opportunity.objects.update(outcome="WON", closed_date=TODAY)
    assert "No opportunity is open." in page(client, company.fang, company)


def test_cards_are_of_those_who_attend(client: Client, company: Cast, people: People) -> None:
    shown = page(client, company.fang, company, f"?with={people.li.pk}&with=999999&with=x")
    assert "Price and terms of payment" in shown
    assert "Bottom line and effect" not in shown


def test_an_account_without_people_asks_for_the_first(client: Client, company: Cast) -> None:
    shown = page(client, company.fang, company)
    assert "Nobody here has a name yet; 1 red flag (1 grave)" in shown


def test_who_may_not_read_opinions_gets_the_same_page_with_and_without_them(
    client: Client, company: Cast, people: People
) -> None:
    def stripped(shown: str) -> str:
        return re.sub(r'(csrfmiddlewaretoken" value="|X-CSRFToken": ")\w+|nonce="[^"]+"', "", shown)

    before = stripped(page(client, company.ops, company))
    Opinion.objects.all().delete()
    note_strength(viewer=as_viewer(company.fang), account=company.harbour, text="s", evidence="e", now=NOW)
    assert stripped(page(client, company.ops, company)) == before
    assert "Mildly negative" not in before


def test_a_coach_leaves_no_trace_on_the_page_of_others(client: Client, company: Cast, people: People) -> None:
    def stripped(shown: str) -> str:
        return re.sub(r'(csrfmiddlewaretoken" value="|X-CSRFToken": ")\w+|nonce="[^"]+"', "", shown)

    before = stripped(page(client, company.wei, company))
    seal = closed(Seal(people.wu.pk, TODAY, None, {}, ()), company.harbour.pk)
    Coach.objects.create(account=company.harbour, sealed=seal, author=company.fang, noted_at=NOW - timedelta(days=120))
    assert stripped(page(client, company.wei, company)) == before
    assert "unproven" in page(client, company.fang, company)


def test_more_people_and_entries_take_no_more_queries(client: Client, company: Cast, people: People) -> None:
    talk(company, people.wu)
    page(client, company.fang, company)
    with CaptureQueriesContext(connection) as few:
        page(client, company.fang, company)
    for number in range(12):
        kept = {"name": f"P{number}", "name_key": f"p{number}", "purpose": "p", "source": "s", "noticed_date": TODAY}
        person = Person.objects.create(**kept, created_at=NOW)
        Employment.objects.create(account=company.harbour, person=person, noted_at=NOW)
        talk(company, person)
    with CaptureQueriesContext(connection) as many:
        page(client, company.fang, company)
    assert len(many) <= len(few)


def test_title_and_map_count_the_same_people_as_met(client: Client, company: Cast, people: People) -> None:
    talk(company, people.zhou, happened_date=TODAY - timedelta(days=1500))
    talk(company, people.sun, happened_date=TODAY, kind="SAMPLE")
    talk(company, people.li, happened_date=TODAY)
    told = re.findall(r"<h1[^>]*>[^<]*?(\d+) of (\d+) people met", page(client, company.fang, company))
    client.force_login(company.fang)
    mapped = client.get(f"/accounts/{company.harbour.pk}/people/").content.decode()
    assert told == re.findall(r"<h1[^>]*>[^<]*?(\d+) of (\d+) people met", mapped)
    assert told[0][0] == "2"


def test_the_tab_of_the_other_pages_counts_the_flags_the_page_counts(
    client: Client, company: Cast, people: People
) -> None:
    here = f"/accounts/{company.harbour.pk}/"
    answer = check_litany(
        client, f"{here}visit/count/", works_for=company.fang, stranger=company.mei, no_right=company.root
    )
    told = re.search(r'title="([^"]+)"', answer.content.decode())
    assert told is not None
    title = client.get(f"{here}visit/").content.decode().split("<h1>")[1].split("</h1>")[0]
    assert title.endswith(told[1])
    assert "visit/count/" in client.get(f"{here}log/").content.decode()
    assert "visit/count/" not in client.get(f"{here}visit/").content.decode()


@pytest.mark.parametrize(
    ("language", "archive", "visit"),
    [
        ("en", r"<h1>([<\d.]+%) known", r"([<\d.]+%) of what we should"),
        ("zh", r"已了解([\d.]+%)", r"应知信息已掌握([\d.]+%)"),
    ],
)
def test_the_share_that_is_known_is_written_as_the_archive_writes_it(
    client: Client, company: Cast, language: str, archive: str, visit: str
) -> None:
    User.objects.filter(pk=company.fang.pk).update(language=language)
    said = {"value": "y", "source": "web", "noticed_date": TODAY, "noted_at": NOW}
    Fact.objects.create(account=company.harbour, item="business.offer", **said)
    here = re.search(visit, page(client, company.fang, company))
    there = re.search(archive, client.get(f"/accounts/{company.harbour.pk}/archive/").content.decode())
    assert here is not None
    assert there is not None
    assert here[1] == there[1]
    assert "." not in here[1]
