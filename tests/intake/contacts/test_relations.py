"""Ties among people come in by a sheet of their own, for those who may judge people; others learn of none."""

from datetime import date

import pytest

from openkam.core.audit.models import AuditLine
from openkam.intake.contacts.taking_back import preview
from openkam.ledger.folder import DataFolder
from openkam.records.contacts.models import Person, Relation, Tie
from tests.cast import Cast, as_viewer, harbour_people
from tests.intake.contacts.importing import Begin, codes, publish, take_back

pytestmark = pytest.mark.django_db
HEAD = "客户编码,姓名,关系类型,对方,依据,录入人,日期\n"


def test_a_tie_comes_in_with_author_and_date_once_and_goes_again(
    company: Cast, folder: DataFolder, begin: Begin
) -> None:
    harbour_people(company)
    known = Tie.objects.count()
    text = f"{HEAD}C-001,周海,影响,郑洁,会上他听她的,fang,2026-05-01\nC-001,郑洁,有矛盾,李梅,争预算,,\n"
    batch = begin(company.wei, text)
    assert batch.counts == {"ties": {"CREATED": 2}}
    publish(company.wei, folder, batch)
    tie = Tie.objects.get(person__name="周海", other__name="郑洁")
    assert (tie.kind, tie.noted_by, tie.since_date) == ("INFLUENCES", company.fang, date(2026, 5, 1))
    # A conflict has no direction; another reason is a change.
    again = f"{HEAD}C-001,李梅,矛盾,郑洁,争预算,,\nC-001,周海,影响,郑洁,他总问她,,\n"
    second = begin(company.wei, again)
    assert second.counts == {"ties": {"UNCHANGED": 1, "UPDATED": 1}}
    publish(company.wei, folder, second)
    tie.refresh_from_db()
    assert tie.evidence == "他总问她"
    take_back(company.wei, folder, second)
    tie.refresh_from_db()
    assert tie.evidence == "会上他听她的"
    take_back(company.wei, folder, batch)
    assert Tie.objects.count() == known


def test_what_is_wrong_with_a_tie_is_told(company: Cast, folder: DataFolder, begin: Begin) -> None:
    harbour_people(company)
    rows = (
        "C-001,周海,影响,周海,x,,\nC-001,周海,喜欢,郑洁,x,,\nC-001,周海,影响,郑洁,,,\nC-001,周海,影响,无此人,x,,\n"
        "C-001,无此人,影响,郑洁,x,,\nC-001,周海,影响,郑洁,他收回扣,,\n"
    )
    assert codes(folder, begin(company.wei, HEAD + rows)) == [
        (2, "other", "same_person"),
        (3, "tie", "bad_tie"),
        (4, "reason", "no_evidence"),
        (5, "other", "unknown_other"),
        (6, "person_name", "unknown_person"),
        (7, "reason", "private"),
    ]


def test_who_may_not_judge_people_brings_no_ties_and_does_not_learn_of_any(
    company: Cast, folder: DataFolder, begin: Begin
) -> None:
    harbour_people(company)
    tie = Tie.objects.filter(account=company.harbour).select_related("person", "other").first()
    assert tie is not None
    kind = {"INFLUENCES": "影响", "CONFLICT": "有矛盾"}[tie.kind]
    rows = f"C-001,{tie.person.name},{kind},{tie.other.name},x,,\nC-001,周海,影响,郑洁,x,,\n"
    batch = begin(company.ops, HEAD + rows)
    assert {code for _, _, code in codes(folder, batch)} == {"not_yours_to_judge"}, "known or not alike"


def test_taking_back_counts_no_ties_for_who_may_not_read_them(company: Cast, folder: DataFolder, begin: Begin) -> None:
    harbour_people(company)
    batch = begin(company.wei, f"{HEAD}C-001,周海,影响,郑洁,x,,\n")
    publish(company.wei, folder, batch)
    assert preview(as_viewer(company.wei), batch).counts == (1, 0, 0)
    assert preview(as_viewer(company.ops), batch).counts == (0, 0, 0)
    take_back(company.ops, folder, batch)
    assert AuditLine.objects.get(action="take_back_contacts").change["removed"] == [None, 0]
    assert not Tie.objects.filter(person__name="周海", other__name="郑洁").exists()


def test_a_relation_that_falls_needs_its_reason(company: Cast, folder: DataFolder, begin: Begin) -> None:
    harbour_people(company)
    head = "客户编码,姓名,部门,我方人员,关系程度,依据\n"
    rows = "C-001,吴刚,,fang,局外人,\nC-001,吴刚,,fang,局外人,他换了部门\n"
    batch = begin(company.wei, head + rows)
    assert codes(folder, batch) == [(2, "reason", "fall_without_reason")]
    publish(company.wei, folder, batch)
    latest = Relation.objects.filter(person__name="吴刚", colleague=company.fang).order_by("pk").last()
    assert latest is not None
    assert (latest.level, latest.reason) == (0, "他换了部门")


def test_two_of_one_name_are_told_apart_by_department(company: Cast, folder: DataFolder, begin: Begin) -> None:
    people = harbour_people(company)
    Person.objects.filter(pk=people.zheng.pk).update(name="李梅", name_key="李梅")
    head = "客户编码,姓名,部门,我方人员,关系程度\n"
    batch = begin(company.wei, f"{head}C-001,李梅,,bo,朋友\nC-001,李梅,Engineering,bo,朋友\n")
    assert codes(folder, batch) == [(2, "person_name", "two_people")]
    publish(company.wei, folder, batch)
    assert Relation.objects.get(colleague=company.bo).person == people.zheng
