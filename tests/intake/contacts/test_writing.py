"""What an import notes of what it wrote is what the records say."""

from pathlib import Path

import pytest

from openkam.intake.contacts.models import ImportedRow
from openkam.intake.contacts.writing import RECORDS, stamps
from openkam.ledger.folder import DataFolder
from openkam.records.contacts.models import Person
from openkam.records.users.models import User
from tests.cast import Cast, cast
from tests.intake.contacts import importing

pytestmark = pytest.mark.django_db

ACCOUNTS = "客户编码,客户名称,行业,区域,负责人\nN-1,新港重工,机械,华东,mei\nN-2,南岭电器,,,\n"
PEOPLE = (
    "客户编码,姓名,英文名,部门,职务,层级,采购角色,邮箱,手机,到任日期,直接上级\n"
    "N-1,李伟,,采购部,采购经理,管理层,采购执行,li@n.example,,2023年5月1日,\n"
    "N-2,李伟,William Li,,,,,li@n.example,010-6655 7788,,Anna Rossi\n"
    "N-2,Anna Rossi,,,,决策层,决策人,,,,\n"
)
TIES = "客户编码,联系人,关系类型,对方,依据\nC-002,李伟,影响,Anna Rossi,会上所见\n"
RELATIONS = "客户编码,联系人,我方人员,关系程度\nN-1,李伟,fang,朋友\nN-2,Anna Rossi,fang,业务关系\n"


@pytest.fixture
def company() -> Cast:
    """Everybody."""
    return cast()


def publish(user: User, place: Path, text: str) -> None:
    """A file of this text; people are known by their address."""
    file, folder = place / "sheet.csv", DataFolder(place / "data")
    file.write_text(text, encoding="utf-8")
    importing.publish(user, folder, importing.choose(user, folder, importing.send(user, folder, file), person="email"))


def test_the_stamp_of_a_new_record_is_that_of_its_row(company: Cast, tmp_path: Path) -> None:
    for text in (ACCOUNTS, PEOPLE, RELATIONS):
        publish(company.ops, tmp_path, text)
    for text in (PEOPLE.replace("N-2", "C-002").replace("N-1", "C-001"), TIES):
        publish(company.wei, tmp_path, text)
    assert set(ImportedRow.objects.values_list("kind", flat=True)) == set(RECORDS)
    for kind in RECORDS:
        noted = ImportedRow.objects.filter(kind=kind).order_by("record")
        rows = list(noted.values_list("record", "account", "person", "stamp"))
        assert rows == list(stamps(kind, [key for key, *_ in rows])), kind


def test_a_later_row_of_the_file_completes_a_person_an_earlier_one_made(company: Cast, tmp_path: Path) -> None:
    for text in (ACCOUNTS, PEOPLE):
        publish(company.ops, tmp_path, text)
    person = Person.objects.get(email="li@n.example")
    assert (person.aliases, person.phone_key, person.employments.count()) == ("William Li", "01066557788", 2)
