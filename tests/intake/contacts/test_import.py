"""Sheets of accounts, people and relations are tried, published as one and taken back; hidden ones leave no trace."""

from datetime import date
from typing import Any

import pytest

from openkam.core.access import Denied
from openkam.core.audit.models import AuditLine
from openkam.core.problem import Problem
from openkam.intake.contacts.actions import cancel_contact_import
from openkam.intake.contacts.models import ContactImport
from openkam.intake.contacts.places import place_of
from openkam.intake.contacts.taking_back import preview
from openkam.intake.uploads.places import home
from openkam.ledger.folder import DataFolder
from openkam.records.accounts.models import Account, AccountCode
from openkam.records.accounts.search import found_places
from openkam.records.contacts.models import BuyingRole, Coach, Employment, Person, Relation
from openkam.records.contacts.search import PEOPLE
from tests.cast import NOW, Cast, as_viewer
from tests.intake.contacts.importing import Begin, choose, codes, publish, take_back

pytestmark = pytest.mark.django_db

HEAD = "客户编码,姓名,英文名,部门,职务,层级,采购角色,邮箱,手机,到任日期,录入人,录入日期\n"
LI = "C-001,李伟,William Li,采购部,采购经理,管理层,采购执行,li@harbour.example,13900001111,2023年5月1日,bo,2024-02-03\n"


def test_a_person_comes_in_with_post_role_author_and_date(company: Cast, folder: DataFolder, begin: Begin) -> None:
    batch = begin(company.wei, HEAD + LI)
    assert batch.counts == {"people": {"CREATED": 1}}
    assert not Person.objects.filter(name="李伟").exists()
    publish(company.wei, folder, batch)
    person = Person.objects.get(name="李伟")
    assert (person.email, person.phone_key, person.aliases) == ("li@harbour.example", "13900001111", "William Li")
    assert (person.created_by, person.noticed_date) == (company.bo, date(2024, 2, 3))
    assert (person.purpose, person.source) == ("Doing business", "people.csv")
    post = Employment.objects.get(person=person)
    assert (post.account, post.department, post.level) == (company.harbour, "采购部", "MANAGEMENT")
    assert post.since_date == date(2023, 5, 1)
    assert BuyingRole.objects.get(person=person).role == "BUYER"
    for words in ("liwei", "lw", "william", "1111", "li@harbour.example"):
        found = found_places(words, PEOPLE)
        assert found is not None
        assert person.pk in found.account.tolist(), words
    lines = AuditLine.objects.filter(action="publish_contacts")
    assert lines.count() == 1
    assert "李伟" not in str(lines.get().change)


def test_nothing_about_people_is_left_beside_the_records(
    company: Cast, folder: DataFolder, begin: Begin, django_capture_on_commit_callbacks: Any
) -> None:
    bad = LI.replace("李伟", "王五").replace("li@harbour.example", "no-address-of-his")
    with django_capture_on_commit_callbacks(execute=True):
        batch = publish(company.wei, folder, begin(company.wei, HEAD + LI + bad))
    kept = [file.read_text(encoding="utf-8") for file in place_of(folder, batch).iterdir()]
    assert len(kept) == 1
    assert "bad_email" in kept[0]
    batch.refresh_from_db()
    for secret in ("李伟", "王五", "no-address-of-his", "13900001111"):
        assert secret not in kept[0] + str(batch.reading), secret


def test_the_same_file_again_changes_nothing(company: Cast, folder: DataFolder, begin: Begin) -> None:
    publish(company.wei, folder, begin(company.wei, HEAD + LI))
    again = begin(company.wei, HEAD + LI)
    assert again.counts == {"people": {"UNCHANGED": 1}}
    with pytest.raises(Problem, match="Nothing would change"):
        publish(company.wei, folder, again)


def test_a_row_changes_what_it_says_and_nothing_else(company: Cast, folder: DataFolder, begin: Begin) -> None:
    publish(company.wei, folder, begin(company.wei, HEAD + LI))
    batch = begin(company.wei, "客户编码,姓名,职务,手机,邮箱\nC-001, 李 伟 ,采购总监,,\n")
    assert batch.counts == {"people": {"UPDATED": 1}}
    publish(company.wei, folder, batch)
    post = Employment.objects.get(person__name="李伟")
    assert (post.title, post.department, post.person.phone) == ("采购总监", "采购部", "13900001111")


def test_hidden_and_unknown_accounts_answer_alike(company: Cast, folder: DataFolder, begin: Begin) -> None:
    rows = "客户编码,客户名称,姓名\n{},,甲\n,{},乙\n"
    hidden = begin(company.wei, rows.format("C-003", "钢城钢铁集团股份有限公司"))
    unknown = begin(company.wei, rows.format("C-999", "从未听说公司"), "people.csv")
    assert codes(folder, hidden) == codes(folder, unknown)
    assert [code for _, _, code in codes(folder, hidden)] == ["unknown_account"] * 2
    shared = begin(company.wei, "客户编码,客户名称\nC-003,钢城钢铁\nC-999,从未听说\n")
    assert {code for _, _, code in codes(folder, shared)} == {"unknown_account"}


def test_who_works_on_the_whole_company_makes_accounts(company: Cast, folder: DataFolder, begin: Begin) -> None:
    text = "客户编码,客户名称,行业,负责人\nN-1,新港物流有限公司,物流,mei\nC-001,,造船,\n"
    batch = begin(company.ops, text)
    assert batch.counts == {"accounts": {"CREATED": 1, "UPDATED": 1}}
    publish(company.ops, folder, batch)
    made = Account.objects.get(name="新港物流有限公司")
    assert (made.owner, made.industry) == (company.mei, "物流")
    assert AccountCode.objects.get(code="N-1").account == made
    company.harbour.refresh_from_db()
    assert company.harbour.industry == "造船"
    assert preview(as_viewer(company.ops), batch).counts == (1, 1, 0)
    take_back(company.ops, folder, batch)
    company.harbour.refresh_from_db()
    assert company.harbour.industry == "Machinery"
    assert not Account.objects.filter(pk=made.pk).exists()


def test_relations_name_people_of_the_same_file(company: Cast, folder: DataFolder, begin: Begin) -> None:
    publish(company.wei, folder, begin(company.wei, HEAD + LI))
    head, rest = "客户编码,姓名,我方人员,关系程度,目标关系,日期\n", "C-001,李伟,nobody,1,,\nC-001,甲,fang,1,,\n"
    batch = begin(company.wei, f"{head}C-001,李伟,fang,业务关系,朋友,2026-05-01\n{rest}")
    assert batch.reading["sheets"][0]["kind"] == "relations"
    assert batch.counts == {"relations": {"CREATED": 1, "REJECTED": 2}}
    assert [code for _, _, code in codes(folder, batch)] == ["unknown_colleague", "unknown_person"]
    publish(company.wei, folder, batch)
    relation = Relation.objects.get(person__name="李伟")
    assert (relation.colleague, relation.level, relation.wanted) == (company.fang, 1, 2)
    assert relation.observed_date == date(2026, 5, 1)


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"姓名": ""}, (3, "person_name", "no_name")),
        ({"邮箱": "no address"}, (3, "email", "bad_email")),
        ({"手机": "call me"}, (3, "phone", "bad_phone")),
        ({"到任日期": "soon"}, (3, "since", "bad_day")),
        ({"到任日期": "2030-01-01"}, (3, "since", "day_ahead")),
        ({"层级": "?"}, (3, "level", "bad_level")),
        ({"采购角色": "?"}, (3, "role", "bad_role")),
        ({"职务": "经理 13800138000"}, (3, "title", "private")),
        ({"职务": "x" * 101}, (3, "title", "too_long")),
    ],
)
def test_a_wrong_cell_is_told_with_row_and_column(
    company: Cast, folder: DataFolder, begin: Begin, cells: dict[str, str], fault: tuple[int, str, str]
) -> None:
    given = {"客户编码": "C-001", "姓名": "李伟"} | cells
    batch = begin(
        company.wei, ",".join(given) + "\nC-001,王五" + "," * (len(given) - 2) + "\n" + ",".join(given.values())
    )
    assert codes(folder, batch) == [fault]
    assert batch.counts["people"] == {"CREATED": 1, "REJECTED": 1}


def test_every_wrong_cell_of_a_row_is_told_and_the_row_counted_once(
    company: Cast, folder: DataFolder, begin: Begin
) -> None:
    people = "客户编码,姓名,邮箱,手机,层级,采购角色,到任日期,离任日期\n"
    people += "C-404,,none,call me,?,?,soon,2030-01-01\nC-001,李伟,li@h.example,,,?,2026-02-01,2026-01-01\n"
    batch = begin(company.wei, people)
    assert batch.counts["people"] == {"REJECTED": 2}
    assert codes(folder, batch) == [
        (2, "account_code", "unknown_account"),
        (2, "person_name", "no_name"),
        (2, "phone", "bad_phone"),
        (2, "email", "bad_email"),
        (2, "level", "bad_level"),
        (2, "since", "bad_day"),
        (2, "until", "day_ahead"),
        (2, "role", "bad_role"),
        (3, "until", "ends_before"),
        (3, "role", "bad_role"),
    ]


def test_every_wrong_cell_of_a_relation_and_of_an_account_is_told(
    company: Cast, folder: DataFolder, begin: Begin
) -> None:
    relations = "客户编码,姓名,同事,关系程度,目标关系,日期\nC-001,无此人,谁,?,?,soon\n"
    assert [(column, code) for _, column, code in codes(folder, begin(company.wei, relations))] == [
        ("person_name", "unknown_person"),
        ("colleague", "unknown_colleague"),
        ("wanted_level", "bad_relation"),
        ("relation_level", "bad_relation"),
        ("noticed", "bad_day"),
    ]
    accounts = "客户名称,客户编码,税号,负责人,行业\n新客户有限公司,N-1,123,谁," + "x" * 101 + "\n"
    assert {(column, code) for _, column, code in codes(folder, begin(company.ops, accounts))} == {
        ("industry", "too_long"),
        ("owner", "unknown_owner"),
        ("tax_number", "bad_tax_number"),
    }


def test_two_rows_about_one_person_must_agree(company: Cast, folder: DataFolder, begin: Begin) -> None:
    rows = "客户编码,姓名,职务\nC-001,李伟,经理\nC-001,李伟,经理\nC-001,李伟,总监\n"
    batch = begin(company.wei, rows)
    assert batch.counts["people"] == {"CREATED": 1, "REJECTED": 1, "UNCHANGED": 1}
    assert codes(folder, batch) == [(4, "", "repeated")]


def test_an_address_of_another_name_is_refused(company: Cast, folder: DataFolder, begin: Begin) -> None:
    publish(company.wei, folder, begin(company.wei, HEAD + LI))
    rows = "客户编码,姓名,邮箱\nC-002,Wei Li,li@harbour.example\nC-002,张三,LI@harbour.example\n"
    batch = begin(company.wei, rows)
    sheets = [{"kind": "people", "mapping": batch.reading["sheets"][0]["mapping"]}]
    batch = choose(company.wei, folder, batch, sheets=sheets, person="email")
    assert batch.counts["people"] == {"REJECTED": 1, "UPDATED": 1}  # he has a second post now
    assert codes(folder, batch) == [(3, "email", "other_name")]


def test_what_is_never_kept_is_refused_and_not_written_down(company: Cast, folder: DataFolder, begin: Begin) -> None:
    batch = begin(company.wei, "客户编码,姓名,生日,身份证号\nC-001,李伟,1980-01-01,110101198001011234\n")
    sheet = batch.reading["sheets"][0]
    assert sheet["refused"] == {"生日": "birthday", "身份证号": "identity"}
    assert "1980" not in str(batch.reading)
    for file in place_of(folder, batch).iterdir():
        assert "1980" not in file.read_text(encoding="utf-8")
    with pytest.raises(Problem):
        choose(company.wei, folder, batch, sheets=[{"kind": "people", "mapping": {"title": "生日"}}])


def test_taking_back_leaves_what_was_changed_since(company: Cast, folder: DataFolder, begin: Begin) -> None:
    rows = HEAD + LI + LI.replace("李伟", "王五").replace("li@", "w@").replace("1111", "2222")
    batch = begin(company.wei, rows)
    publish(company.wei, folder, batch)
    Person.objects.filter(name="王五").update(phone="021-1")
    plan = preview(as_viewer(company.ops), batch)
    removed, restored, kept = plan.counts
    assert (removed, restored, kept) == (4, 0, 2)
    take_back(company.wei, folder, batch)
    assert not Person.objects.filter(name="李伟").exists()
    assert Person.objects.visible_to(as_viewer(company.compliance)).filter(name="王五").exists(), "with his post"
    with pytest.raises(Problem):
        take_back(company.wei, folder, batch)


def test_a_person_somebody_speaks_of_since_stays(company: Cast, folder: DataFolder, begin: Begin) -> None:
    batch = begin(company.wei, HEAD + LI)
    publish(company.wei, folder, batch)
    person = Person.objects.get(name="李伟")
    Relation.objects.create(
        account=company.harbour,
        person=person,
        colleague=company.fang,
        level=1,
        observed_date=NOW.date(),
        noted_by=company.fang,
        noted_at=NOW,
    )
    assert person.pk not in preview(as_viewer(company.ops), batch).removed["PERSON"]
    assert preview(as_viewer(company.ops), batch).removed["EMPLOYMENT"] == [], "without a post nobody would see him"


def test_a_post_somebody_spoke_of_since_stays_though_the_person_was_known_before(
    company: Cast, folder: DataFolder, begin: Begin
) -> None:
    publish(company.ops, folder, begin(company.ops, HEAD + LI))
    head = "客户编码,姓名,邮箱\n"
    sent = begin(company.ops, f"{head}C-002,李伟,li@harbour.example\n")
    batch = choose(company.ops, folder, sent, person="email")
    publish(company.ops, folder, batch)
    person = Person.objects.get(name="李伟")
    assert len(preview(as_viewer(company.ops), batch).removed["EMPLOYMENT"]) == 1
    note: dict[str, Any] = {"account": company.northwind, "person": person, "observed_date": NOW.date()}
    note |= {"noted_by": company.bo, "noted_at": NOW, "colleague": company.bo, "level": 1}
    Relation.objects.create(**note)
    assert preview(as_viewer(company.ops), batch).removed["EMPLOYMENT"] == []


def test_what_is_sealed_is_not_counted_when_an_import_is_taken_back(
    company: Cast, folder: DataFolder, begin: Begin
) -> None:
    batch = begin(company.ops, "客户编码,客户名称\nN-1,新客户有限公司\n")
    publish(company.ops, folder, batch)
    before = preview(as_viewer(company.ops), batch).counts
    account = Account.objects.get(name="新客户有限公司")
    Coach.objects.create(account=account, sealed=b"x", author=company.fang, noted_at=NOW)
    assert preview(as_viewer(company.ops), batch).counts == before


def test_accounts_that_went_to_others_keep_what_an_import_wrote(
    company: Cast, folder: DataFolder, begin: Begin
) -> None:
    batch = begin(company.wei, HEAD + LI)
    publish(company.wei, folder, batch)
    Account.objects.filter(pk=company.harbour.pk).update(owner=company.mei)
    with pytest.raises(Problem):
        take_back(company.wei, folder, batch)
    take_back(company.ops, folder, batch)
    assert not Person.objects.filter(name="李伟").exists()


def test_a_changed_record_returns_to_what_it_was(company: Cast, folder: DataFolder, begin: Begin) -> None:
    publish(company.wei, folder, begin(company.wei, HEAD + LI))
    change = begin(company.wei, "客户编码,姓名,职务,手机\nC-001,李伟,总监,021-777777\n")
    publish(company.wei, folder, change)
    take_back(company.wei, folder, change)
    post = Employment.objects.get(person__name="李伟")
    assert (post.title, post.person.phone, post.person.phone_key) == ("采购经理", "13900001111", "13900001111")
    assert post.since_date == date(2023, 5, 1)


def test_what_changed_between_look_and_publication_is_not_published(
    company: Cast, folder: DataFolder, begin: Begin
) -> None:
    first, second = begin(company.wei, HEAD + LI), begin(company.wei, HEAD + LI)
    publish(company.wei, folder, first)
    with pytest.raises(Problem, match="changed since"):
        publish(company.wei, folder, second)
    assert Person.objects.filter(name="李伟").count() == 1


def test_rights_and_other_peoples_imports(company: Cast, folder: DataFolder, begin: Begin) -> None:
    with pytest.raises(Denied):
        begin(company.fang, HEAD + LI)
    batch = begin(company.wei, HEAD + LI)
    assert ContactImport.objects.visible_to(as_viewer(company.wei)).count() == 1
    assert not ContactImport.objects.visible_to(as_viewer(company.tang)).exists()
    with pytest.raises(Problem):
        publish(company.tang, folder, batch)
    cancel_contact_import(viewer=as_viewer(company.wei), folder=folder, batch=batch, now=NOW)
    with pytest.raises(Problem):
        publish(company.wei, folder, batch)


def test_a_workbook_of_several_sheets_and_a_chinese_csv_are_read(
    company: Cast, folder: DataFolder, begin: Begin
) -> None:
    from openkam.intake.contacts.sheets_out import template

    for language in ("en", "zh"):
        batch = begin(company.ops, template(language), f"t-{language}.xlsx")  # type: ignore[arg-type]
        kinds = [sheet["kind"] for sheet in batch.reading["sheets"]]
        assert kinds == ["accounts", "people", "relations", "ties"]
        not_taken = [(2, "colleague", "unknown_colleague"), (2, "account_code", "not_yours_to_judge")]
        assert codes(folder, batch) == not_taken, language
        assert batch.counts["lines"] == {"CREATED": 1}
    batch = begin(company.wei, (HEAD + LI).encode("gb18030"))
    assert batch.counts == {"people": {"CREATED": 1}}


def test_rubbish_is_refused(company: Cast, folder: DataFolder, begin: Begin) -> None:
    texts: list[Any] = [b"", b"PK\x03\x04rubbish", b"%PDF-1.4 x", "x\n"]
    for text in texts:
        with pytest.raises(Problem):
            begin(company.wei, text)
    assert set(ContactImport.objects.values_list("state", flat=True)) == {"UNREAD"}
    assert not list(home(folder).rglob("sent/*")), "what nobody can read is not kept"
