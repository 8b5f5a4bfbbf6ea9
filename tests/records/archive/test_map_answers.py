"""Who decides and who uses is no question any more where the people map has them; the same people as for the flags."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import NOW, TODAY, Cast, People, as_viewer, cast, harbour_people

from openkam.insight.health.gathering import account_facts
from openkam.records.archive.map_answers import ROLE_OF, map_answers
from openkam.records.archive.models import Fact
from openkam.records.archive.queries import Knowledge, knowledge
from openkam.records.contacts.models import BuyingRole, Employment, Person
from openkam.records.opportunities.models import Opportunity

pytestmark = pytest.mark.django_db
FINAL_SAY = "people.final_say"


@pytest.fixture
def company() -> Cast:
    """The company."""
    return cast()


@pytest.fixture
def people(company: Cast) -> People:
    """The people of harbour; Zhou decides, for the account and in its deal."""
    return harbour_people(company)


def known(company: Cast, user: str = "fang") -> Knowledge:
    """What one of us knows of harbour."""
    return knowledge(as_viewer(getattr(company, user)), [company.harbour.pk])[company.harbour.pk]


def asked(company: Cast, user: str = "fang") -> set[str]:
    """What one of us still has to ask."""
    return {item.code for item in known(company, user).questions}


def test_a_decider_on_the_map_is_no_question(company: Cast, people: People) -> None:
    fact = known(company).facts[FINAL_SAY]
    assert fact.is_from_map
    assert people.zhou.name in fact.value
    assert not asked(company) & set(ROLE_OF)
    before = known(company).known
    BuyingRole.objects.all().delete()
    Opportunity.objects.update(closed_date=TODAY, outcome="LOST")
    assert asked(company) >= set(ROLE_OF)
    assert known(company).known == before - 2


def test_the_map_and_the_flags_name_the_same_people(company: Cast, people: People) -> None:
    viewer = as_viewer(company.fang)
    for change in (
        lambda: None,
        lambda: BuyingRole.objects.all().delete(),
        lambda: Opportunity.objects.update(closed_date=TODAY, outcome="LOST"),
    ):
        change()
        facts = account_facts(viewer, [company.harbour], TODAY)[company.harbour.pk]
        told = map_answers(viewer, [company.harbour.pk]).get(company.harbour.pk, {})
        for item, role in ROLE_OF.items():
            names = {one.name for one in facts.holding(role)}
            assert set(told[item].replace("、", ", ").split(", ")) == names if names else item not in told
    assert people.deal.pk


def test_who_left_an_empty_chair_and_somebody_merged_decide_nothing(company: Cast, people: People) -> None:
    BuyingRole.objects.exclude(person=people.zhou).filter(role="DECIDER").delete()
    Opportunity.objects.all().delete()
    Employment.objects.filter(person=people.zhou).update(until_date=TODAY - timedelta(days=1))
    assert FINAL_SAY in asked(company)
    Employment.objects.filter(person=people.zhou).update(until_date=None)
    assert FINAL_SAY not in asked(company)
    Person.objects.filter(pk=people.zhou.pk).update(is_placeholder=True)
    assert FINAL_SAY in asked(company)
    Person.objects.filter(pk=people.zhou.pk).update(is_placeholder=False, merged_into=people.sun)
    assert FINAL_SAY in asked(company)


def test_a_word_of_its_own_goes_before_the_map_and_not_learned_does_not(company: Cast, people: People) -> None:
    noted = {"account": company.harbour, "item": FINAL_SAY, "noted_at": NOW, "noticed_date": TODAY}
    row = Fact.objects.create(**noted, value="")
    assert known(company).facts[FINAL_SAY].is_from_map
    row.value = "the board"
    row.save()
    assert known(company).facts[FINAL_SAY].value == "the board"
    assert not known(company).facts[FINAL_SAY].is_from_map
    assert people.zhou.name not in known(company).facts[FINAL_SAY].value


def test_who_does_not_see_the_account_learns_nothing_of_its_map(company: Cast, people: People) -> None:
    assert people.zhou.pk
    assert map_answers(as_viewer(company.mei), [company.harbour.pk]) == {}
    assert FINAL_SAY in asked(company, "mei")


def test_it_costs_as_many_queries_for_one_account_as_for_all(company: Cast, people: People) -> None:
    viewer, counts = as_viewer(company.ops), []
    for accounts in ([company.harbour], company.accounts):
        with CaptureQueriesContext(connection) as found:
            knowledge(viewer, [one.pk for one in accounts])
        counts.append(len(found))
    assert counts == [4, 4]
    assert people.zhou.pk
