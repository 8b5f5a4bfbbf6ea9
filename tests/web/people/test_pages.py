"""What the map says: title, cards, coverage, stops; and that nobody is told what he may not know."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import JOINED, LEFT, NOW, TODAY, Cast, People, as_viewer, cast, harbour_people
from tests.web.people.log import entry

from openkam.core.access import Viewer
from openkam.records.accounts.models import Share
from openkam.records.contacts.models import BuyingRole, Employment, Person, Relation
from openkam.records.opportunities.models import DealRole, Opportunity
from openkam.records.users.models import User
from openkam.web.people.data import map_data
from openkam.web.people.forms import Asked
from openkam.web.people.pages import PeoplePage, people_page, picture_page

DAY = timedelta(days=1)
OPINION_KEYS = {"stance", "influence"}


@pytest.fixture
def company(db: None) -> Cast:
    """The company."""
    return cast()


@pytest.fixture
def people(company: Cast) -> People:
    """Its people at harbour."""
    return harbour_people(company)


def page_of(company: Cast, user: User, asked: Asked = Asked()) -> PeoplePage:  # noqa: B008 - frozen
    """The page as a user sees it on the day of the tests."""
    return people_page(as_viewer(user), company.harbour.pk, asked, "en")


def data_of(company: Cast, user: User, asked: Asked = Asked(), today: date = TODAY) -> dict[str, Any]:  # noqa: B008
    """The data of the map as a user gets them."""
    return map_data(picture_page(as_viewer(user, today), company.harbour, asked, "en"), "en")


def node_of(data: dict[str, Any], person: Person) -> dict[str, Any]:
    """The card of a person."""
    found: dict[str, Any] = next(node for node in data["nodes"] if node["key"] == f"p{person.pk}")
    return found


def share(company: Cast, user: User) -> Viewer:
    """Harbour is shown to a user who does not work on it."""
    Share.objects.create(
        account=company.harbour,
        user=user,
        shared_by=company.fang,
        reason="help",
        shared_at=NOW,
        expires_date=TODAY + DAY,
    )
    return as_viewer(user)


def test_the_title_says_who_was_met_and_the_worst_of_what_is_missing(company: Cast, people: People) -> None:
    title = lambda: page_of(company, company.fang).findings.title.en  # noqa: E731
    assert title() == "Nobody of 5 people met; the decider is known, not met"
    assert "决策人已知，尚未见面" in [gate.zh for gate in page_of(company, company.fang).findings.gates]
    entry(company.harbour, 12, [people.li, people.wu], company.fang)
    assert title() == "2 of 5 people met; nobody at decision level"
    entry(company.harbour, 3, [people.zhou], company.fang)
    assert title() == "3 of 5 people met; only one of us is in regular touch with them"
    entry(company.harbour, 2, [people.zhou, people.sun, people.zheng], company.wei)
    assert title().startswith("All 5 people met; coverage ")
    BuyingRole.objects.filter(person=people.wu).delete()
    assert title().startswith("All 5 people met; coverage "), "he uses what an open deal is about"
    DealRole.objects.filter(person=people.wu).delete()
    assert title() == "All 5 people met; no user known"
    Employment.objects.filter(person=people.zhou).update(level="MANAGEMENT")
    assert title() == "All 5 people met; nobody known at decision level"


def test_an_account_without_people_says_so_and_has_no_map(company: Cast) -> None:
    shown = page_of(company, company.fang)
    assert shown.findings.title.en == "Nobody is known here yet"
    assert not shown.picture.nodes
    assert not shown.findings.empty


def test_a_call_is_no_meeting_and_what_happened_without_us_is_no_contact(company: Cast, people: People) -> None:
    entry(company.harbour, 9, [people.sun], company.fang, kind="CALL")
    entry(company.harbour, 8, [people.li], company.fang, kind="RIVAL_VISIT")
    rows = {row.name: row.met.en for row in page_of(company, company.fang).rows}
    assert rows["孙立"] == "not met, in touch 9 days ago"
    assert rows["李梅"] == "never in touch", "a visit of a rival to us is no contact"
    assert rows["Chief of finance"] == "we do not know who"


def test_a_card_tells_role_stance_influence_and_freshness_in_words(company: Cast, people: People) -> None:
    entry(company.harbour, 12, [people.sun], company.fang, others=(company.wei,))
    words = [word[3] for word in node_of(data_of(company, company.fang), people.sun)["near"]]
    assert words == [
        "孙立",
        "Chief engineer",
        "Technical gatekeeper",
        "▼ −3 Mildly negative",
        "▮▮▮ High",
        "● met 12 days ago by 2 of us",
    ]


def test_seller_and_manager_are_told_opinions_of_who_has_any(company: Cast, people: People) -> None:
    for user in (company.fang, company.wei, company.lin):
        data = data_of(company, user)
        assert node_of(data, people.sun)["stance"] == -3
        assert node_of(data, people.sun)["influence"] == "HIGH"
        assert not OPINION_KEYS & set(node_of(data, people.zheng))
        assert {line["kind"] for line in data["lines"]} == {"reports", "influences", "conflict", "knows"}


@pytest.mark.parametrize("who", ["mei", "compliance"])
def test_who_does_not_work_on_the_account_gets_no_trace_of_opinions(company: Cast, people: People, who: str) -> None:
    user = getattr(company, who)
    share(company, user)
    data = data_of(company, user)
    assert len(data["nodes"]) >= 7
    for node in data["nodes"]:
        assert not OPINION_KEYS & set(node)
        assert "▲" not in repr(node)
        assert "▼" not in repr(node)
        assert "▮" not in repr(node)
        assert "visit in May" not in repr(node)
    assert {line["kind"] for line in data["lines"]} == {"reports", "knows"}
    shown = page_of(company, user)
    assert not shown.shows_opinions
    assert not shown.may_change


def test_lines_of_influence_and_conflict_are_told_in_words_too(company: Cast, people: People) -> None:
    assert [tie.en for tie in page_of(company, company.fang).ties] == [
        "孙立 influences 周海 (seen at the tender)",
        "李梅 and 孙立 are in conflict (seen at the tender)",
    ]
    facts = node_of(data_of(company, company.fang), people.li)["facts"]
    assert ["Line", "李梅 and 孙立 are in conflict (seen at the tender)"] in facts
    share(company, company.mei)
    assert not page_of(company, company.mei).ties


def test_coverage_does_not_count_a_stance_the_viewer_may_not_know(company: Cast, people: People) -> None:
    entry(company.harbour, 3, [people.sun], company.fang)
    share(company, company.mei)
    assert page_of(company, company.fang).findings.index < page_of(company, company.mei).findings.index


def test_no_page_says_whether_a_coach_is_known(company: Cast, people: People) -> None:
    gates = [gate.en for gate in page_of(company, company.fang).findings.gates]
    assert gates
    assert not [gate for gate in gates if "coach" in gate.lower()]


def test_the_map_of_an_earlier_day_shows_who_was_there_then(company: Cast, people: People) -> None:
    now = node_of(data_of(company, company.fang), people.qian)
    then = node_of(data_of(company, company.fang, Asked(day=LEFT)), people.qian)
    assert now["hasLeft"]
    assert now["superior"] is None
    assert not then["hasLeft"]
    assert then["superior"] == people.zhou.pk
    assert not data_of(company, company.fang, Asked(day=JOINED - DAY))["nodes"]


def test_a_day_that_has_not_come_is_today(company: Cast, people: People) -> None:
    assert data_of(company, company.fang, Asked(day=TODAY + 40 * DAY))["day"] == TODAY.isoformat()


def test_the_stops_are_the_days_on_which_something_changed(company: Cast, people: People) -> None:
    entry(company.harbour, 5, [people.li], company.fang)
    stops = {stop.day: stop.words.en for stop in page_of(company, company.fang).stops}
    assert stops[JOINED].startswith("1 Jan 2024: ")
    assert "钱友 left" in stops[LEFT + DAY]
    assert stops[TODAY - 5 * DAY].endswith("in touch")
    assert list(stops)[-1] == TODAY


def test_a_deal_shows_who_has_a_part_in_it_and_their_superiors(company: Cast, people: People) -> None:
    deal = Opportunity.objects.create(account=company.harbour, name="Second line", opened_date=JOINED, created_at=NOW)
    for role in ("USER", "TECH_GATE"):
        DealRole.objects.create(
            account=company.harbour, opportunity=deal, person=people.zheng, role=role, since_date=JOINED, noted_at=NOW
        )
    data = data_of(company, company.fang, Asked(opportunity=deal.pk))
    asides = {node["person"]: node["isAside"] for node in data["nodes"] if "person" in node}
    assert asides == {people.zheng.pk: False, people.sun.pk: True, people.zhou.pk: True}
    assert {node["role"] for node in data["nodes"] if node["kind"] == "empty"} == {"DECIDER", "BUYER"}
    assert page_of(company, company.fang, Asked(opportunity=deal.pk)).findings.known == 1


def test_the_map_of_the_whole_account_names_a_role_in_an_open_deal_with_the_deal(company: Cast, people: People) -> None:
    for rows in (BuyingRole, DealRole):
        rows.objects.filter(role="DECIDER").delete()
    deal = Opportunity.objects.create(account=company.harbour, name="Second line", opened_date=JOINED, created_at=NOW)
    note = {"account": company.harbour, "opportunity": deal, "since_date": JOINED, "noted_at": NOW}
    DealRole.objects.create(**note, person=people.zheng, role="DECIDER")

    def told(**asked: Any) -> tuple[set[str], str, dict[str, str]]:
        data = data_of(company, company.fang, Asked(**asked))
        empty = {node["role"] for node in data["nodes"] if node["kind"] == "empty"}
        zheng = next(node for node in data["nodes"] if node.get("person") == people.zheng.pk)
        return empty, zheng["say"], dict(zheng["facts"])

    empty, say, facts = told()
    assert "DECIDER" not in empty
    assert "Decider (Second line)" in say
    assert "Decider (Second line)" in facts["Roles"]
    row = next(row for row in page_of(company, company.fang).rows if row.key == people.zheng.pk)
    assert "决策人（Second line）" in row.roles.zh
    parts = {part.role.en: part.holder for part in page_of(company, company.fang).findings.parts}
    assert parts["Decider"] == people.zheng.name, "the index counts him as the card does"
    assert "Decider (" not in told(opportunity=deal.pk)[1], "the deal's own map needs no name of a deal"
    Opportunity.objects.filter(pk=deal.pk).update(outcome="LOST", closed_date=TODAY)
    assert "Decider (" in told(day=TODAY - DAY)[1], "it was open then"
    empty, say, _ = told()
    assert "DECIDER" in empty
    assert "Decider (" not in say


def test_the_deal_of_another_account_is_as_if_not_asked(company: Cast, people: People) -> None:
    deal = Opportunity.objects.create(account=company.northwind, name="Other", opened_date=JOINED, created_at=NOW)
    assert data_of(company, company.fang, Asked(opportunity=deal.pk)) == data_of(company, company.fang)


def test_a_collapsed_department_is_one_card_with_the_lines_of_its_people(company: Cast, people: People) -> None:
    data = data_of(company, company.fang, Asked(closed=frozenset({"Engineering"})))
    group = next(node for node in data["nodes"] if node["kind"] == "group")
    assert group["key"] == "dEngineering"
    assert f"p{people.sun.pk}" not in {node["key"] for node in data["nodes"]}
    ends = {(line["from"], line["to"]) for line in data["lines"] if line["kind"] == "reports"}
    assert (f"p{people.zhou.pk}", "dEngineering") in ends
    assert ("dEngineering", f"p{people.wu.pk}") in ends
    assert ("dEngineering", "dEngineering") not in ends


def test_a_role_nobody_holds_is_a_card_unless_a_chair_stands_for_it(company: Cast, people: People) -> None:
    for rows in (BuyingRole, DealRole):
        rows.objects.filter(role="DECIDER").delete()
    roles = lambda: {node["role"] for node in data_of(company, company.fang)["nodes"] if node["kind"] == "empty"}  # noqa: E731
    assert roles() == {"DECIDER"}
    BuyingRole.objects.create(account=company.harbour, person=people.chair, role="DECIDER", noted_at=NOW)
    assert roles() == set()
    assert [role.en for role in page_of(company, company.fang).findings.empty] == ["Decider"]


def test_every_line_joins_two_cards_of_the_map(company: Cast, people: People) -> None:
    for asked in (Asked(), Asked(day=LEFT), Asked(closed=frozenset({"Engineering", "Board"}))):
        data = data_of(company, company.fang, asked)
        keys = {node["key"] for node in data["nodes"]}
        assert all({line["from"], line["to"]} <= keys for line in data["lines"])


def crowd(company: Cast, count: int) -> None:
    """So many people more at harbour, each in touch with us and known by one of us."""
    for number in range(count):
        person = Person.objects.create(
            name=f"Person {number}",
            name_key=f"person{number}",
            purpose="sales",
            source="card",
            noticed_date=JOINED,
            created_at=NOW,
        )
        department = f"Department {number % 7}"
        Employment.objects.create(account=company.harbour, person=person, department=department, noted_at=NOW)
        entry(company.harbour, number + 1, [person], company.fang, others=(company.wei,))
        Relation.objects.create(
            account=company.harbour,
            person=person,
            colleague=company.bo,
            level=1,
            observed_date=JOINED,
            noted_by=company.fang,
            noted_at=NOW,
        )


@pytest.mark.parametrize("shown", [page_of, data_of])
def test_eighty_people_cost_as_many_queries_as_seven(
    company: Cast, people: People, shown: Callable[[Cast, User, Asked], object]
) -> None:
    asked = Asked(opportunity=people.deal.pk)
    entry(company.harbour, 1, [people.li], company.fang, others=(company.wei,))
    with CaptureQueriesContext(
        connection,
    ) as few:
        shown(company, company.fang, asked)
    crowd(company, 73)
    with CaptureQueriesContext(connection) as many:
        shown(company, company.fang, asked)
    assert len(few) == len(many) <= 29


def test_of_many_people_departments_without_a_role_are_collapsed_at_first(company: Cast, people: People) -> None:
    crowd(company, 73)
    data = data_of(company, company.fang)
    assert sum(node["kind"] == "group" for node in data["nodes"]) == 7
    assert node_of(data, people.zhou)
    opened = data_of(company, company.fang, Asked(closed=frozenset()))
    assert sum(node["kind"] == "person" for node in opened["nodes"]) == 79
