"""Who reports to whom comes in by a column: by name, department or address; circles and doubts are told."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openkam.intake.contacts.superiors import on_circles
from openkam.ledger.folder import DataFolder
from openkam.records.contacts.models import Employment, Person, ReportingLine
from tests.cast import TODAY, Cast, harbour_people
from tests.intake.contacts.importing import Begin, codes, publish, take_back, tried

HEAD = "客户编码,姓名,部门,邮箱,直接上级,录入人,录入日期\n"


def lines(account: str = "C-001") -> set[tuple[str, str]]:
    """Who reports to whom now."""
    held = ReportingLine.objects.filter(account__codes__code=account, until_date=None)
    return set(held.values_list("person__name", "superior__name"))


@pytest.mark.django_db
def test_a_superior_may_stand_below_in_the_file_and_be_named_in_four_ways(
    company: Cast, folder: DataFolder, begin: Begin
) -> None:
    rows = (
        "C-001,甲一,采购部,,乙二,bo,2024-02-03\n"
        "C-001,丙三,采购部,,乙二（总经办）,,\n"
        "C-001,丁四,采购部,,Boss@h.example,,\n"
        "C-001,戊五,采购部,,乙二 / 总经办,,\n"
        "C-001,乙二,总经办,boss@h.example,,,\n"
    )
    batch = begin(company.wei, HEAD + rows)
    assert batch.counts == {"people": {"CREATED": 5}, "lines": {"CREATED": 4}}
    publish(company.wei, folder, batch)
    assert lines() == {(name, "乙二") for name in ("甲一", "丙三", "丁四", "戊五")}
    line = ReportingLine.objects.get(person__name="甲一")
    assert (line.since_date, line.noted_by) == (date(2024, 2, 3), company.bo)
    assert begin(company.wei, HEAD + rows).counts["lines"] == {"UNCHANGED": 4}
    take_back(company.wei, folder, batch)
    assert not ReportingLine.objects.exists()
    assert not Person.objects.filter(name="乙二").exists()


@pytest.mark.django_db
def test_what_cannot_be_said_of_a_superior_leaves_the_person_taken(
    company: Cast, folder: DataFolder, begin: Begin
) -> None:
    people = harbour_people(company)
    Employment.objects.filter(person=people.li).update(until_date=TODAY - timedelta(days=1))
    twin = Person.objects.create(
        name="孙立", name_key="孙立", purpose="x", source="x", noticed_date=TODAY, created_at=people.li.created_at
    )
    Employment.objects.create(account=company.harbour, person=twin, department="Sales", noted_at=people.li.created_at)
    said = {"甲一": "无此人", "乙二": "孙立", "丙三": "丙三", "丁四": "李梅", "戊五": "孙立（Sales）"}
    batch = begin(company.wei, HEAD + "".join(f"C-001,{name},,,{above},,\n" for name, above in said.items()))
    assert batch.counts == {"people": {"CREATED": 5}, "lines": {"CREATED": 1, "REJECTED": 4}}
    assert codes(folder, batch) == [
        (2, "superior", "unknown_superior"),
        (3, "superior", "two_superiors"),
        (4, "superior", "own_superior"),
        (5, "superior", "unknown_superior"),  # she has left
    ]
    assert {one.value for one in tried(folder, batch).faults} == {"无*人", "孙*", "丙*", "李*"}
    publish(company.wei, folder, batch)
    assert ("戊五", "孙立") in lines()


@pytest.mark.django_db
def test_a_circle_is_told_on_every_row_of_it_and_on_no_other(company: Cast, folder: DataFolder, begin: Begin) -> None:
    rows = "C-001,甲一,,,乙二,,\nC-001,乙二,,,丙三,,\nC-001,丙三,,,甲一,,\nC-001,丁四,,,甲一,,\n"
    batch = begin(company.wei, HEAD + rows)
    assert batch.counts["lines"] == {"CREATED": 1, "REJECTED": 3}
    assert {(row, code) for row, _, code in codes(folder, batch)} == {(row, "superior_circle") for row in (2, 3, 4)}


@pytest.mark.django_db
def test_a_circle_with_lines_that_stand_is_found_unless_the_file_turns_them(
    company: Cast, folder: DataFolder, begin: Begin
) -> None:
    harbour_people(company)  # 孙立 and 李梅 report to 周海, 吴刚 and 郑洁 to 孙立
    batch = begin(company.wei, HEAD + "C-001,周海,,,吴刚,,\n")
    assert codes(folder, batch) == [(2, "superior", "superior_circle")]
    turned = begin(company.wei, HEAD + "C-001,周海,,,李梅,,\nC-001,李梅,,,新总,,\nC-001,新总,,,,,\n")
    assert turned.counts["lines"] == {"CREATED": 1, "UPDATED": 1}


@pytest.mark.django_db
def test_another_superior_ends_the_line_that_stood_and_taking_back_lets_it_stand_again(
    company: Cast, folder: DataFolder, begin: Begin
) -> None:
    people = harbour_people(company)
    before = lines()
    batch = begin(company.wei, HEAD + "C-001,吴刚,,,李梅,,2026-06-15\n")
    assert batch.counts["lines"] == {"UPDATED": 1}
    publish(company.wei, folder, batch)
    assert ("吴刚", "李梅") in lines()
    assert ReportingLine.objects.get(person=people.wu, superior=people.sun).until_date == date(2026, 6, 14)
    take_back(company.wei, folder, batch)
    assert lines() == before


@pytest.mark.django_db
def test_a_line_drawn_by_hand_since_is_not_undone(company: Cast, folder: DataFolder, begin: Begin) -> None:
    people = harbour_people(company)
    batch = begin(company.wei, HEAD + "C-001,吴刚,,,李梅,,2026-06-15\n")
    publish(company.wei, folder, batch)
    ReportingLine.objects.filter(person=people.wu, until_date=None).update(until_date=date(2026, 6, 20))
    by_hand = ReportingLine.objects.create(
        account=company.harbour, person=people.wu, superior=people.zheng, noted_at=people.wu.created_at
    )
    take_back(company.wei, folder, batch)
    by_hand.refresh_from_db()
    assert by_hand.until_date is None
    assert ("吴刚", "孙立") not in lines()


@pytest.mark.django_db
def test_an_older_file_does_not_overrule_a_later_line(company: Cast, folder: DataFolder, begin: Begin) -> None:
    people = harbour_people(company)
    ReportingLine.objects.filter(person=people.wu, until_date=None).update(since_date=date(2026, 5, 1))
    batch = begin(company.wei, HEAD + "C-001,吴刚,,,李梅,,2026-04-01\n")
    assert codes(folder, batch) == [(2, "superior", "older_line")]


@given(st.dictionaries(st.tuples(st.integers(1, 2), st.integers(1, 8)), st.integers(1, 8)))
def test_circles_are_the_places_the_way_up_comes_back_to(above: dict[tuple[int, int], int]) -> None:
    def comes_back(start: tuple[int, int]) -> bool:
        one = start
        for _ in range(len(above)):
            if one not in above:
                return False
            one = (one[0], above[one])
            if one == start:
                return True
        return False

    assert on_circles(above) == {place for place in above if comes_back(place)}
