"""Flags of real rows: who is told what, on which evidence, in how many queries, and what an answer does."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cast import NOW, TODAY, Cast, People, as_viewer, cast, harbour_people

from openkam.core.access import Viewer
from openkam.core.problem import Problem
from openkam.insight.health.flag import Flag
from openkam.insight.health.flags import red_flags
from openkam.records.accounts.models import Account, Share
from openkam.records.activities.models import Activity, Attendee, Companion
from openkam.records.contacts.models import BuyingRole, Coach, CoachHolder, Employment, Opinion, Person
from openkam.records.contacts.seals import Proof, Seal, closed
from openkam.records.needs.models import Objection
from openkam.records.opportunities.models import DealView, Opportunity, Promise, TenderOwner
from openkam.records.reviews import actions
from openkam.records.reviews.models import FlagAnswer
from openkam.records.users.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Cast:
    """The cast, graded: harbour is of the first tier."""
    return cast(graded=True)


@pytest.fixture
def people(company: Cast) -> People:
    """Those at harbour."""
    return harbour_people(company)


def flags(user: User, account: Account, day: date = TODAY) -> dict[str, Flag]:
    """What a user is told of an account, by code."""
    return {flag.code: flag for flag in red_flags(as_viewer(user), [account], day)[account.pk]}


def meeting(
    company: Cast, *people: Person, day: date = TODAY, kind: str = "MEETING", by: User | None = None
) -> Activity:
    """An entry of the log."""
    note = {"account": company.harbour, "author": by or company.fang, "noted_at": NOW}
    entry = Activity.objects.create(**note, kind=kind, happened_date=day, subject="Talk")
    for person in people:
        Attendee.objects.create(account=company.harbour, activity=entry, person=person)
    return entry


def sealed(company: Cast, person: Person, *, proven: date | None = None, holder: User | None = None) -> Coach:
    """A coach fang knows of."""
    proofs = (Proof("WARNS", "told us of the rival", proven, company.fang.name),) if proven else ()
    seal = Seal(person.pk, date(2026, 1, 1), None, {}, proofs)
    made_at = NOW - timedelta(days=120)
    coach = Coach.objects.create(
        account=company.harbour, sealed=closed(seal, company.harbour.pk), author=company.fang, noted_at=made_at
    )
    if holder is not None:
        named = {"author": company.fang, "named_at": NOW}
        CoachHolder.objects.create(account=company.harbour, coach=coach, user=holder, **named)
    return coach


def test_the_owner_is_told_what_stands_between_us_and_the_deal(company: Cast, people: People) -> None:
    told = flags(company.fang, company.harbour)
    assert {"SINGLE_THREAD", "DECIDER_UNMET", "TECH_GATE_UNMET", "TECH_GATE_AGAINST", "DECIDER_RESTING"} <= set(told)
    assert not {"NO_DECIDER", "NO_TECH_GATE", "NO_USER", "ONE_DEPARTMENT", "NOBODY_KNOWN"} & set(told)
    assert "钱友" in told["PERSON_LEFT"].sentence.zh


def test_meetings_clear_what_they_clear(company: Cast, people: People) -> None:
    entry = meeting(company, people.zhou, people.sun, people.wu)
    Companion.objects.create(account=company.harbour, activity=entry, user=company.wei)
    told = flags(company.fang, company.harbour)
    assert not {"SINGLE_THREAD", "DECIDER_UNMET", "TECH_GATE_UNMET", "ONE_OF_US"} & set(told)
    Activity.objects.filter(pk=entry.pk).update(removed_at=NOW)
    assert "SINGLE_THREAD" in flags(company.fang, company.harbour), "an entry taken away never happened"


def test_a_past_day_is_told_as_it_was(company: Cast, people: People) -> None:
    meeting(company, people.zhou, day=TODAY)
    assert "DECIDER_UNMET" in flags(company.fang, company.harbour, TODAY - timedelta(days=1))
    assert "PERSON_LEFT" not in flags(company.fang, company.harbour, date(2026, 3, 1))


def test_who_may_not_read_opinions_is_told_nothing_that_rests_on_them(company: Cast, people: People) -> None:
    share = {"reason": "holiday", "expires_date": TODAY, "shared_by": company.fang, "shared_at": NOW}
    Share.objects.create(account=company.harbour, user=company.bo, **share)
    before = [flags(user, company.harbour) for user in (company.ops, company.bo)]
    Opinion.objects.all().delete()
    assert [flags(user, company.harbour) for user in (company.ops, company.bo)] == before
    assert "DECIDER_UNMET" in before[0]


@pytest.mark.parametrize("login", ["wei", "lin", "ops", "compliance"])
def test_a_sealed_coach_changes_nothing_for_anybody_else(company: Cast, people: People, login: str) -> None:
    user = getattr(company, login)
    before, bef_fang = flags(user, company.harbour), flags(company.fang, company.harbour)
    sealed(company, people.wu)
    assert flags(user, company.harbour) == before
    assert "NO_COACH" in before
    held = flags(company.fang, company.harbour)
    assert "NO_COACH" in bef_fang
    assert "NO_COACH" not in held
    assert {"COACH_UNPROVEN", "COACH_TALKER"} <= set(held), "wu is a friend, and proved nothing"


def test_a_named_holder_is_told_and_evidence_proves_the_coach(company: Cast, people: People) -> None:
    sealed(company, people.sun, proven=TODAY - timedelta(days=10), holder=company.wei)
    held = flags(company.wei, company.harbour)
    assert not {"NO_COACH", "COACH_UNPROVEN", "COACH_TALKER"} & set(held)


def test_an_acknowledged_flag_rests_until_its_facts_change(company: Cast, people: People) -> None:
    viewer, told = as_viewer(company.fang), flags(company.fang, company.harbour)["TECH_GATE_AGAINST"]
    asked: dict[str, Any] = {"viewer": viewer, "account": company.harbour, "flag": told.code, "facts": told.facts}
    answer = actions.acknowledge_flag(**asked, reason="he leaves in August", now=NOW)
    rests = flags(company.wei, company.harbour)["TECH_GATE_AGAINST"]
    assert rests.is_resting
    assert rests.answer is not None
    assert (rests.answer.reason, rests.answer.author) == ("he leaves in August", "方芳")
    worse = {"evidence": "said so", "observed_date": TODAY, "author": company.fang, "noted_at": NOW}
    Opinion.objects.create(account=company.harbour, person=people.sun, kind="STANCE", value="-5", **worse)
    assert not flags(company.fang, company.harbour)["TECH_GATE_AGAINST"].is_resting
    Opinion.objects.filter(value="-5").delete()
    actions.withdraw_answer(viewer=viewer, answer=answer, now=NOW)
    assert not flags(company.fang, company.harbour)["TECH_GATE_AGAINST"].is_resting


def test_an_answer_late_in_the_day_is_of_the_day_it_is_where_the_house_stands(company: Cast, people: People) -> None:
    told = flags(company.fang, company.harbour)["NO_COACH"]
    asked: dict[str, Any] = {"account": company.harbour, "flag": told.code, "facts": told.facts}
    late = datetime(2026, 7, 1, 20, 30, tzinfo=UTC)
    actions.acknowledge_flag(viewer=as_viewer(company.fang), **asked, reason="new here", now=late)
    with timezone.override("Asia/Shanghai"):
        there = flags(company.fang, company.harbour)["NO_COACH"].answer
    with timezone.override("UTC"):
        here = flags(company.fang, company.harbour)["NO_COACH"].answer
    assert there is not None
    assert here is not None
    assert (there.answered, here.answered) == (date(2026, 7, 2), date(2026, 7, 1))


def test_an_answer_with_a_last_day_ends_on_it(company: Cast, people: People) -> None:
    told = flags(company.fang, company.harbour)["NO_COACH"]
    asked: dict[str, Any] = {"account": company.harbour, "flag": told.code, "facts": told.facts, "now": NOW}
    last = TODAY + timedelta(days=30)
    actions.acknowledge_flag(viewer=as_viewer(company.fang), **asked, reason="new here", until_date=last)
    assert flags(company.fang, company.harbour, last)["NO_COACH"].is_resting
    assert not flags(company.fang, company.harbour, last + timedelta(days=1))["NO_COACH"].is_resting


def test_a_strength_set_against_a_flag_leaves_it_standing_and_linked(company: Cast, people: People) -> None:
    viewer, told = as_viewer(company.fang), flags(company.fang, company.harbour)["TECH_GATE_UNMET"]
    strength = actions.note_strength(
        viewer=viewer, account=company.harbour, text="our figures lead", evidence="test of May", now=NOW
    )
    against: dict[str, Any] = {"flag": told.code, "facts": told.facts, "strength": strength}
    actions.set_strength_against(
        viewer=viewer, account=company.harbour, **against, action="show them to Sun on Friday", now=NOW
    )
    linked = flags(company.fang, company.harbour)["TECH_GATE_UNMET"]
    assert linked.is_countered
    assert not linked.is_resting
    actions.withdraw_strength(viewer=viewer, strength=strength, now=NOW)
    assert flags(company.fang, company.harbour)["TECH_GATE_UNMET"].answer is None


@pytest.mark.parametrize("code", ["COACH_UNPROVEN", "COACH_TALKER"])
def test_no_answer_is_written_about_a_coach(company: Cast, people: People, code: str) -> None:
    with pytest.raises(Problem):
        actions.acknowledge_flag(
            viewer=as_viewer(company.fang), account=company.harbour, flag=code, facts="", reason="fine", now=NOW
        )
    assert not FlagAnswer.objects.exists()


@pytest.mark.parametrize("login", ["ops", "mei"])
def test_who_does_not_sell_to_the_customer_answers_nothing(company: Cast, people: People, login: str) -> None:
    viewer = as_viewer(getattr(company, login))
    with pytest.raises(Problem):
        actions.acknowledge_flag(
            viewer=viewer, account=company.harbour, flag="NO_COACH", facts="", reason="fine", now=NOW
        )
    with pytest.raises(Problem):
        actions.note_strength(viewer=viewer, account=company.harbour, text="a", evidence="b", now=NOW)


def test_a_limit_of_the_company_is_taken_for_its_tier(company: Cast, people: People) -> None:
    meeting(company, people.zhou, people.sun, people.wu, day=TODAY - timedelta(days=40))
    assert "SINGLE_THREAD" not in flags(company.fang, company.harbour)
    viewer = as_viewer(company.ops)
    actions.set_flag_limit(viewer=viewer, flag="SINGLE_THREAD", tier="KEY", value=30, now=NOW)
    assert "SINGLE_THREAD" in flags(company.fang, company.harbour)
    actions.set_flag_limit(viewer=viewer, flag="SINGLE_THREAD", tier="KEY", value=None, now=NOW)
    assert "SINGLE_THREAD" not in flags(company.fang, company.harbour)
    with pytest.raises(Problem):
        actions.set_flag_limit(viewer=viewer, flag="SINGLE_THREAD", tier="KEY", value=0, now=NOW)


def test_one_account_or_forty_take_the_same_queries(company: Cast, people: People) -> None:
    viewer = as_viewer(company.ops)
    with CaptureQueriesContext(connection) as one:
        red_flags(viewer, [company.harbour], TODAY)
    more = [company.harbour, company.northwind, company.steelworks, company.orphan]
    for number in range(36):
        account = Account.objects.create(name=f"A{number}", name_key=f"a{number}", created_at=NOW)
        person = Person.objects.create(
            name="X", name_key="x", purpose="p", source="s", noticed_date=TODAY, created_at=NOW
        )
        Employment.objects.create(account=account, person=person, noted_at=NOW)
        more.append(account)
    with CaptureQueriesContext(connection) as forty:
        assert len(red_flags(viewer, more, TODAY)) == 40
    assert len(forty) == len(one) <= 30


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_evidence_of_a_flag_names_only_what_the_viewer_may_see(company: Cast, data: st.DataObject) -> None:
    _drawn_rows(company, data)
    login = data.draw(st.sampled_from(["fang", "wei", "lin", "bo", "mei", "ops", "cfo", "compliance"]))
    viewer = as_viewer(getattr(company, login))
    seen = list(Account.objects.visible_to(viewer))
    for found in red_flags(viewer, seen, TODAY).values():
        for flag in found:
            _check(viewer, flag)


def _drawn_rows(company: Cast, data: st.DataObject) -> None:
    """A few people at any account, with roles, opinions, meetings, changes, promises, tenders and coaches."""
    for number in range(data.draw(st.integers(1, 4))):
        account = data.draw(st.sampled_from(company.accounts))
        author = data.draw(st.sampled_from([company.fang, company.bo, company.mei]))
        told = {"name": f"P{number}", "name_key": f"p{number}", "purpose": "p", "source": "s", "noticed_date": TODAY}
        person = Person.objects.create(**told, created_at=NOW)
        note: dict[str, Any] = {"account": account, "person": person, "noted_at": NOW}
        days = st.none() | st.dates(TODAY - timedelta(days=300), TODAY - timedelta(days=1))
        level = data.draw(st.sampled_from(["", "DECISION", "EXECUTION"]))
        since, until = sorted([data.draw(days) or date(2020, 1, 1), data.draw(days) or date(2027, 1, 1)])
        Employment.objects.create(**note, level=level, since_date=since, until_date=until)
        role = data.draw(st.sampled_from(["DECIDER", "TECH_GATE", "USER"]))
        BuyingRole.objects.create(**note, role=role)
        stance = data.draw(st.sampled_from(["-5", "-4", "2", "5"]))
        Opinion.objects.create(**note, kind="STANCE", value=stance, evidence="e", observed_date=TODAY, author=author)
        deal = Opportunity.objects.create(account=account, name="Deal", opened_date=TODAY, created_at=NOW)
        pair = {"account": account, "opportunity": deal, "noted_at": NOW}
        Promise.objects.create(**pair, person=person, text="t", said_date=TODAY, author=author)
        seen = {"mode": data.draw(st.sampled_from(["EVEN_KEEL", "GROWTH"])), "evidence": "e", "author": author}
        DealView.objects.create(**pair, **seen, person=person, observed_date=TODAY - timedelta(days=95))
        for day in (TODAY - timedelta(days=9), TODAY):
            who = {"person": person} if day == TODAY else {"department": "Purchasing"}
            TenderOwner.objects.create(**pair, **who, source="s", since_date=day)
        Objection.objects.create(account=account, text="too dear", raised_date=TODAY - timedelta(days=60), noted_at=NOW)
        for kind in ("MEETING", "RIVAL_VISIT", "PERSON_CHANGE"):
            entry = {"account": account, "kind": kind, "subject": "s", "author": author, "noted_at": NOW}
            activity = Activity.objects.create(
                **entry, happened_date=TODAY - timedelta(days=data.draw(st.integers(0, 99)))
            )
            Attendee.objects.create(account=account, activity=activity, person=person)
        if data.draw(st.booleans()):
            seal = closed(Seal(person.pk, date(2026, 1, 1), None, {}, ()), account.pk)
            Coach.objects.create(account=account, sealed=seal, author=author, noted_at=NOW)


def _check(viewer: Viewer, flag: Flag) -> None:
    for one in flag.evidence:
        if not one.kind:
            continue
        model = next(found for found in apps.get_models() if found._meta.model_name == one.kind)
        rows: Any = model._default_manager.all()
        assert rows.visible_to(viewer).filter(pk=one.key).exists(), f"{flag.code} names {one.kind} {one.key}"
