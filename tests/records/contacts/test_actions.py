"""Each act on people: it works and leaves one line, is denied without the right, and refused to strangers."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from tests.cast import JOINED, NOW, OBSERVED, TODAY, Cast, People, as_viewer, cast, harbour_people
from tests.web.litany import database_digest

from openkam.core.access import Denied
from openkam.core.audit.models import AuditLine
from openkam.core.problem import Problem
from openkam.records.contacts.actions import opinions, people, superiors
from openkam.records.contacts.details import PersonDetails, PostDetails
from openkam.records.contacts.models import (
    Background,
    BadExperience,
    BuyingRole,
    Employment,
    Opinion,
    Person,
    PersonText,
    Relation,
    ReportingLine,
    Tie,
    TrustStep,
)
from openkam.records.needs.models import Objection

pytestmark = pytest.mark.django_db

SHEN = PersonDetails(name="沈洋", email="shen@harbour.example", purpose="sales to his company", source="fair in May")
ENGINEER = PostDetails(department="Engineering", title="Engineer", level="EXECUTION", since_date=OBSERVED)


@dataclass(frozen=True)
class Act:
    """An act as it is done on the cast: its function and what it is given besides viewer and clock."""

    name: str
    function: Callable[..., Any]
    given: Callable[[Cast, People], dict[str, Any]]
    intel: bool = False

    def do(self, company: Cast, there: People, login: str) -> Any:
        """As somebody."""
        return self.function(viewer=as_viewer(getattr(company, login)), now=NOW, **self.given(company, there))


def at(company: Cast, there: People, who: str = "sun", **more: Any) -> dict[str, Any]:
    """A person at harbour."""
    return {"account": company.harbour, "person": getattr(there, who), **more}


def of_person(who: str, **more: Any) -> Callable[[Cast, People], dict[str, Any]]:
    """An act on one of them."""
    return lambda company, there: at(company, there, who, **more)


def drawn(there: People) -> superiors.LineChange:
    """The line from Wu to Sun as a change that can be taken back."""
    line = ReportingLine.objects.get(person=there.wu, until_date=None)
    assert line.since_date is not None
    return superiors.LineChange(there.wu.pk, line.since_date, line.pk)


ACTS = [
    Act("note_person", people.note_person, lambda c, p: {"account": c.harbour, "details": SHEN, "post": ENGINEER}),
    Act("change_person", people.change_person, of_person("sun", details=SHEN)),
    Act("note_employment", people.note_employment, of_person("qian", post=ENGINEER)),
    Act("end_employment", people.end_employment, of_person("sun", reason="retired")),
    Act("move_person", people.move_person, of_person("sun", post=ENGINEER)),
    Act("set_superior", superiors.set_superior, lambda c, p: at(c, p, "wu", superior=p.li)),
    Act("note_role", people.note_role, of_person("zheng", role="USER", evidence="runs the machine")),
    Act("end_role", people.end_role, of_person("sun", role="TECH_GATE")),
    Act("note_opinion", opinions.note_opinion, of_person("sun", kind="STANCE", value="+2", evidence="asked us"), True),
    Act(
        "note_tie",
        opinions.note_tie,
        lambda c, p: at(c, p, "wu", other=p.li, kind="INFLUENCES", evidence="same school"),
        True,
    ),
    Act("end_tie", opinions.end_tie, lambda c, p: {"tie": Tie.objects.get(kind="CONFLICT")}, True),
    Act("note_motive", opinions.note_motive, of_person("li", kind="CONCERN", text="price and terms"), True),
    Act("note_relation", opinions.note_relation, lambda c, p: at(c, p, "zhou", colleague=c.fang, level=1, wanted=2)),
    Act(
        "note_background",
        opinions.note_background,
        of_person("wu", text="Tongji university", source="himself", consent="told us on 1 May"),
        True,
    ),
    Act(
        "note_bad_experience",
        opinions.note_bad_experience,
        of_person("sun", cause="late delivery in 2024", repair_plan="visit with the head of service"),
        True,
    ),
    Act(
        "keep_trust_step",
        opinions.keep_trust_step,
        of_person("zhou", item="INTRODUCED", evidence="by the head of the port"),
        True,
    ),
    Act("take_back_superior", superiors.take_back_superior, lambda c, p: {"account": c.harbour, "change": drawn(p)}),
]


@pytest.fixture
def company() -> Cast:
    """The cast."""
    return cast()


@pytest.fixture
def there(company: Cast) -> People:
    """Those at harbour."""
    return harbour_people(company)


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.name)
def test_the_owner_may_and_leaves_one_line_without_content(company: Cast, there: People, act: Act) -> None:
    before = database_digest()
    act.do(company, there, "fang")
    assert database_digest() != before
    line = AuditLine.objects.get()
    assert (line.action, line.actor) == (act.name, company.fang.pk)
    words = str(line.change)
    assert not any(
        word in words for word in ("沈洋", "shen@", "asked us", "late delivery", "Tongji", "price and terms")
    )


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.name)
def test_nobody_without_the_right_or_the_account_may(company: Cast, there: People, act: Act) -> None:
    before = database_digest()
    for login in ("root", "compliance", "cfo"):
        with pytest.raises(Denied):
            act.do(company, there, login)
    with pytest.raises(Problem):
        act.do(company, there, "mei")
    if act.intel:
        with pytest.raises(Problem):
            act.do(company, there, "ops")
    assert database_digest() == before
    assert not AuditLine.objects.exists()


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.name)
def test_nobody_is_written_about_at_an_account_where_he_never_worked(company: Cast, there: People, act: Act) -> None:
    given = act.given(company, there)
    if "person" not in given or act.name == "note_employment":
        return  # about no person, or the very act that gives him a post there
    company.northwind.owner = company.fang
    company.northwind.save()
    before = database_digest()
    with pytest.raises(Problem):
        act.function(viewer=as_viewer(company.fang), now=NOW, **given | {"account": company.northwind})
    assert database_digest() == before


def test_a_person_is_found_by_his_name_and_has_his_post(company: Cast, there: People) -> None:
    person = ACTS[0].do(company, there, "fang")
    post = Employment.objects.get(person=person)
    assert (post.title, post.since_date, post.noted_by) == ("Engineer", OBSERVED, company.fang)
    assert PersonText.objects.filter(pk=person.pk).exists()


def test_the_same_name_asks_before_there_are_two(company: Cast, there: People) -> None:
    twice = {"account": company.harbour, "details": replace(SHEN, name="孙 立"), "post": ENGINEER}
    with pytest.raises(Problem) as refused:
        people.note_person(viewer=as_viewer(company.fang), now=NOW, **twice)
    assert refused.value.code == "same-name"
    people.note_person(viewer=as_viewer(company.fang), now=NOW, **twice, is_another=True)
    elsewhere = twice | {"account": company.northwind}
    people.note_person(viewer=as_viewer(company.bo), now=NOW, **elsewhere)


@pytest.mark.parametrize(
    "details",
    [
        replace(SHEN, name=" "),
        replace(SHEN, source=""),
        replace(SHEN, purpose=""),
        replace(SHEN, email="not an address"),
        replace(SHEN, phone="call me"),
        replace(SHEN, channel="PIGEON"),
        replace(SHEN, basis="BECAUSE"),
        replace(SHEN, language="klingon"),
        replace(SHEN, noticed_date=TODAY + timedelta(days=1)),
        replace(SHEN, source="card 13912345678"),
        replace(SHEN, is_placeholder=True),
    ],
)
def test_what_is_missing_or_cannot_be_is_refused(company: Cast, details: PersonDetails) -> None:
    before = database_digest()
    with pytest.raises(Problem):
        people.note_person(
            viewer=as_viewer(company.fang), account=company.harbour, details=details, post=ENGINEER, now=NOW
        )
    assert database_digest() == before


def test_an_empty_chair_needs_no_source_and_gets_its_person_later(company: Cast) -> None:
    viewer = as_viewer(company.fang)
    chair = people.note_person(
        viewer=viewer,
        account=company.harbour,
        details=PersonDetails(name="Chief of finance", is_placeholder=True),
        post=PostDetails(level="DECISION"),
        now=NOW,
    )
    people.change_person(viewer=viewer, account=company.harbour, person=chair, details=SHEN, now=NOW)
    chair.refresh_from_db()
    assert (chair.name, chair.is_placeholder, chair.phone_key) == ("沈洋", False, "")


def test_who_leaves_loses_roles_and_lines(company: Cast, there: People) -> None:
    ACTS[3].do(company, there, "fang")
    post = Employment.objects.get(person=there.sun)
    assert (post.until_date, post.end_reason) == (TODAY, "retired")
    assert not BuyingRole.objects.filter(person=there.sun, until_date=None).exists()
    assert not ReportingLine.objects.filter(superior=there.sun, until_date=None).exists()
    with pytest.raises(Problem):
        ACTS[3].do(company, there, "fang")


def test_who_moves_keeps_one_post_at_a_time(company: Cast, there: People) -> None:
    ACTS[4].do(company, there, "fang")
    posts = Employment.objects.filter(person=there.sun).order_by("since_date")
    assert [(post.title, post.until_date) for post in posts] == [
        ("Chief engineer", OBSERVED - timedelta(days=1)),
        ("Engineer", None),
    ]


def test_lines_are_dated_and_never_a_circle(company: Cast, there: People) -> None:
    ACTS[5].do(company, there, "fang")
    lines = ReportingLine.objects.filter(person=there.wu).order_by("since_date")
    assert [(line.superior, line.until_date) for line in lines] == [
        (there.sun, TODAY - timedelta(days=1)),
        (there.li, None),
    ]
    viewer = as_viewer(company.fang)
    for superior in (there.wu, there.li):
        with pytest.raises(Problem):
            superiors.set_superior(viewer=viewer, **at(company, there, "li"), superior=superior, now=NOW)
    with pytest.raises(Problem):
        superiors.set_superior(viewer=viewer, **at(company, there, "zhou"), superior=there.wu, now=NOW)
    superiors.set_superior(viewer=viewer, **at(company, there, "wu"), superior=None, now=NOW)
    assert not ReportingLine.objects.filter(person=there.wu, until_date=None).exists()


def test_a_circle_through_somebody_hidden_is_refused_without_telling_of_him(company: Cast, there: People) -> None:
    Person.objects.filter(pk=there.sun.pk).update(erased_at=NOW)
    with pytest.raises(Problem) as refused:
        superiors.set_superior(viewer=as_viewer(company.fang), **at(company, there, "zhou"), superior=there.wu, now=NOW)
    words = refused.value.what.en + refused.value.remedy.en
    assert "reports" not in words
    assert there.wu.name not in words


@pytest.mark.parametrize(
    ("kind", "value"),
    [("STANCE", "0"), ("STANCE", "6"), ("MODE", "HAPPY"), ("INFLUENCE", ""), ("TRUST", "11"), ("COACH", "YES")],
)
def test_an_opinion_stays_on_its_scale(company: Cast, there: People, kind: str, value: str) -> None:
    with pytest.raises(Problem):
        opinions.note_opinion(
            viewer=as_viewer(company.fang),
            **at(company, there),
            kind=kind,
            value=value,
            evidence="visit",
            now=NOW,
        )


def test_trust_changes_only_with_something_that_happened(company: Cast, there: People) -> None:
    said = {"viewer": as_viewer(company.fang), **at(company, there), "kind": "TRUST", "value": "6", "now": NOW}
    with pytest.raises(Problem):
        opinions.note_opinion(**said, evidence="  ")
    opinions.note_opinion(**said, evidence="kept what he promised on 3 May")
    assert Opinion.objects.get(kind="TRUST").value == "6"


def test_a_personal_win_is_a_legitimate_need_and_no_kickback(company: Cast, there: People) -> None:
    said = {"viewer": as_viewer(company.fang), **at(company, there), "kind": "PERSONAL_WIN", "now": NOW}
    for need, text in (("", "promotion"), ("MONEY", "promotion"), ("CAREER", "要求回扣"), ("CAREER", "a Kickback")):
        with pytest.raises(Problem):
            opinions.note_motive(**said, need=need, text=text)
    assert opinions.note_motive(**said, need="CAREER", text="promotion after the project").need == "CAREER"


def test_a_relation_is_a_row_a_change_and_falls_with_a_reason(company: Cast, there: People) -> None:
    said = {"viewer": as_viewer(company.fang), **at(company, there, "wu"), "colleague": company.fang, "now": NOW}
    with pytest.raises(Problem):
        opinions.note_relation(**said, level=1)
    opinions.note_relation(**said, level=1, reason="we were late")
    levels = Relation.objects.filter(person=there.wu).order_by("pk").values_list("level", "wanted")
    assert list(levels) == [(2, 2), (1, 2)]
    with pytest.raises(Problem):
        opinions.note_relation(**said, level=4, reason="x")


def test_what_he_likes_goes_when_he_asks(company: Cast, there: People) -> None:
    ACTS[13].do(company, there, "fang")
    background = Background.objects.get()
    for login in ("mei", "ops"):
        with pytest.raises(Problem):
            opinions.remove_background(viewer=as_viewer(getattr(company, login)), background=background, now=NOW)
    opinions.remove_background(viewer=as_viewer(company.fang), background=background, now=NOW)
    assert not Background.objects.exists()
    assert "Tongji" not in str(list(AuditLine.objects.values()))


def test_a_bad_experience_is_mended_once(company: Cast, there: People) -> None:
    ACTS[14].do(company, there, "fang")
    said = {"viewer": as_viewer(company.fang), "experience": BadExperience.objects.get(), "now": NOW}
    opinions.mend_bad_experience(**said)
    assert BadExperience.objects.get().mended_date == TODAY
    with pytest.raises(Problem):
        opinions.mend_bad_experience(**said)


def test_doubts_are_answered_only_when_none_is_open(company: Cast, there: People) -> None:
    objection = Objection.objects.create(
        account=company.harbour, person=there.sun, text="too dear", raised_date=JOINED, noted_at=NOW
    )
    said = {"viewer": as_viewer(company.fang), **at(company, there), "evidence": "visit", "now": NOW}
    with pytest.raises(Problem):
        opinions.keep_trust_step(**said, item="DOUBTS_ANSWERED")
    objection.answer, objection.answered_date = "shown the life cycle cost", TODAY
    objection.save()
    for _ in range(2):
        opinions.keep_trust_step(**said, item="DOUBTS_ANSWERED")
    assert TrustStep.objects.count() == 1


def test_nobody_outside_the_house_is_tied_to_anybody(company: Cast, there: People) -> None:
    outsider = Person.objects.create(
        name="司机", name_key="司机", purpose="x", source="x", noticed_date=JOINED, created_at=NOW
    )
    with pytest.raises(Problem):
        opinions.note_tie(
            viewer=as_viewer(company.fang),
            **at(company, there),
            other=outsider,
            kind="INFLUENCES",
            evidence="x",
            now=NOW,
        )
