"""People who stand in the records twice are found, merged field by field and parted again; hidden ones are not told."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cast import NOW, Cast, as_viewer, cast

from openkam.core.access import Denied, Role, Viewer
from openkam.core.audit.models import AuditLine
from openkam.core.problem import Problem
from openkam.records.accounts.models import Account
from openkam.records.accounts.search import found_places
from openkam.records.contacts.details import person_key
from openkam.records.contacts.models import BuyingRole, Employment, Opinion, Person, ReportingLine
from openkam.records.contacts.person_pieces import person_text, sound_of
from openkam.records.contacts.search import PEOPLE, write_person_texts
from openkam.records.duplicates.actions import keep_people_apart, merge_people, undo_merge_people
from openkam.records.duplicates.finding import Sign, like_people
from openkam.records.duplicates.models import PersonMatch


@pytest.fixture
def company(db: None) -> Cast:
    """Everybody, without people at customers."""
    return cast()


def person(account: Account, name: str, **fields: Any) -> Person:
    """Somebody who works there."""
    phone = "".join(sign for sign in fields.get("phone", "") if sign.isdigit())
    made = Person.objects.create(
        name=name,
        name_key=person_key(name),
        phone_key=phone,
        purpose="x",
        source="x",
        noticed_date=NOW.date(),
        created_at=NOW,
        **fields,
    )
    Employment.objects.create(person=made, account=account, noted_at=NOW)
    write_person_texts([made])
    return made


def signs(viewer: Viewer) -> dict[tuple[int, int], tuple[Sign, ...]]:
    """Pairs and why."""
    return {(pair.older, pair.younger): pair.signs for pair in like_people(viewer)}


def test_phone_address_and_sound_of_the_name_make_pairs(company: Cast) -> None:
    wang = person(company.harbour, "王伟明", phone="139 0000 1111")
    english = person(company.harbour, "Weiming WANG")
    same_phone = person(company.northwind, "王先生", phone="13900001111")
    mail = person(company.steelworks, "甲", email="a@b.example")
    other = person(company.orphan, "乙", email="a@b.example")
    person(company.northwind, "王伟明")  # the name alone, at another account, says nothing
    assert signs(as_viewer(company.ops)) == {
        (wang.pk, english.pk): (Sign.SOUND,),
        (wang.pk, same_phone.pk): (Sign.PHONE,),
        (mail.pk, other.pk): (Sign.EMAIL,),
    }


def test_a_switchboard_says_nothing(company: Cast) -> None:
    for name in "甲乙丙丁戊":
        person(company.harbour, name, phone="021-5555 0000")
    assert signs(as_viewer(company.ops)) == {}


def test_nobody_learns_of_people_he_does_not_see(company: Cast) -> None:
    person(company.harbour, "王伟", phone="13900001111")
    person(company.steelworks, "王伟", phone="13900001111")
    assert len(signs(as_viewer(company.ops))) == 1
    assert signs(as_viewer(company.wei)) == {}
    half = as_viewer(company.wei)
    # Even with the right to merge, a pair is told only to who sees both.
    narrow = Viewer(half.user, half.name, frozenset({Role.SALES_OPERATIONS}), half.readable, half.today)
    Account.objects.filter(pk=company.steelworks.pk).update(merged_into=company.orphan)
    assert signs(narrow) == {}


def test_a_merge_moves_everything_and_an_undo_gives_it_back(company: Cast) -> None:
    kept = person(company.harbour, "王伟", phone="021-111111")
    twin = person(company.harbour, "Wei Wang", phone="13900001111", email="w@h.example")
    boss = person(company.harbour, "张总")
    elsewhere = Employment.objects.create(person=twin, account=company.northwind, noted_at=NOW)
    note: dict[str, Any] = {"account": company.harbour, "noted_at": NOW}
    for who in (kept, twin):
        BuyingRole.objects.create(person=who, role="BUYER", **note)
    decider = BuyingRole.objects.create(person=twin, role="DECIDER", **note)
    line = ReportingLine.objects.create(person=boss, superior=twin, **note)
    opinion = Opinion.objects.create(
        person=twin, kind="STANCE", value="3", evidence="x", observed_date=date(2026, 1, 1), author=company.fang, **note
    )
    before = snapshot()
    ops = as_viewer(company.ops)
    match = merge_people(viewer=ops, kept=kept, absorbed=twin, from_absorbed=["phone", "email"], now=NOW)
    kept.refresh_from_db()
    assert (kept.phone, kept.phone_key, kept.email, kept.aliases) == (
        "13900001111",
        "13900001111",
        "w@h.example",
        "Wei Wang",
    )
    for row in (elsewhere, decider, opinion):
        row.refresh_from_db()
        assert row.person == kept
    line.refresh_from_db()
    assert line.superior == kept
    assert BuyingRole.objects.filter(person=kept, role="BUYER").count() == 1
    assert Employment.objects.filter(person=kept, account=company.harbour).count() == 1
    assert list(Person.objects.visible_to(ops).filter(name="Wei Wang")) == []
    found = found_places("wangwei", PEOPLE)
    assert found is not None
    assert found.account.tolist() == [kept.pk]
    assert "13900001111" not in str(AuditLine.objects.get(action="merge_people").change)
    undo_merge_people(viewer=ops, match=match, now=NOW)
    assert snapshot() == before
    with pytest.raises(Problem):
        undo_merge_people(viewer=ops, match=match, now=NOW)
    merge_people(viewer=ops, kept=twin, absorbed=kept, now=NOW)
    assert PersonMatch.objects.count() == 1


def test_two_different_posts_at_one_account_both_stay_and_an_undo_parts_them(company: Cast) -> None:
    kept, twin = person(company.harbour, "王伟"), person(company.harbour, "Wei Wang")
    Employment.objects.filter(person=kept).update(title="采购经理", department="采购部", level="PROCESS")
    Employment.objects.filter(person=twin).update(title="采购总监", department="采购部", level="DECISION")
    former = Employment.objects.create(
        person=twin, account=company.harbour, title="采购员", until_date=date(2025, 1, 1), noted_at=NOW
    )
    before, ops = snapshot(), as_viewer(company.ops)
    match = merge_people(viewer=ops, kept=kept, absorbed=twin, now=NOW)
    posts = Employment.objects.filter(person=kept).order_by("pk").values_list("title", "until_date")
    assert list(posts) == [("采购经理", None), ("采购总监", None), (former.title, former.until_date)]
    assert AuditLine.objects.get(action="merge_people").change["moved"] == [None, 2]
    undo_merge_people(viewer=ops, match=match, now=NOW)
    assert snapshot() == before


def snapshot() -> list[Any]:
    """Every row about people."""
    tables = (Person, Employment, BuyingRole, ReportingLine, Opinion)
    return [list(table._default_manager.order_by("pk").values()) for table in tables]


def test_a_pair_kept_apart_is_not_shown_again(company: Cast) -> None:
    one, other = person(company.harbour, "王伟"), person(company.harbour, "王 伟")
    ops = as_viewer(company.ops)
    assert len(signs(ops)) == 1
    keep_people_apart(viewer=ops, one=other, other=one, now=NOW)
    assert signs(ops) == {}


def test_only_who_decides_pairs_may_merge(company: Cast) -> None:
    one, other = person(company.harbour, "王伟"), person(company.harbour, "王 伟")
    for user in (company.fang, company.wei, company.cfo):
        with pytest.raises(Denied):
            merge_people(viewer=as_viewer(user), kept=one, absorbed=other, now=NOW)
    with pytest.raises(Problem):
        merge_people(viewer=as_viewer(company.ops), kept=one, absorbed=one, now=NOW)


@given(st.text(max_size=40))
@settings(max_examples=200, deadline=None)
def test_any_name_has_a_sound_and_pieces(name: str) -> None:
    assert sound_of(name) == sound_of(name.swapcase()) or not name.isascii()
    assert len(sound_of(name)) <= 150
    assert "\x00" not in person_text(name.replace("\x00", ""), name, "1" * 50, f"{name}@x.example")


@pytest.mark.parametrize(
    ("chinese", "english"),
    [("王伟", "Wei Wang"), ("欧阳娜娜", "Nana Ouyang"), ("吕布", "Bu Lü"), ("单雄信", "Xiongxin Shan")],
)
def test_a_name_sounds_alike_in_both_orders(chinese: str, english: str) -> None:
    assert sound_of(chinese) == sound_of(english)
