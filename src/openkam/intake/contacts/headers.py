"""What the columns of a sheet of accounts, people or relations mean, and which are never kept."""

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from openkam.analysis.words import Text

ACCOUNTS, PEOPLE, RELATIONS, TIES, LEFT_OUT = "accounts", "people", "relations", "ties", "left_out"
LINES: Final = "lines"
"""Reporting lines, which stand in a column of the people; counted by themselves."""
KINDS: Final = {
    ACCOUNTS: Text("Accounts", "客户"),
    PEOPLE: Text("People", "联系人"),
    RELATIONS: Text("Who of us knows whom", "我方关系"),
    TIES: Text("Ties among people", "人员之间的关系"),
    LEFT_OUT: Text("Leave out", "不导入"),
}
COLUMNS: Final = {
    "account_code": Text("Account code", "客户编码"),
    "account_name": Text("Account name", "客户名称"),
    "tax_number": Text("Tax number", "统一社会信用代码"),
    "industry": Text("Industry", "行业"),
    "region": Text("Region", "区域"),
    "kind": Text("Kind", "客户类型"),
    "owner": Text("Owner", "负责人"),
    "person_name": Text("Person", "姓名"),
    "aliases": Text("Other names", "别名"),
    "department": Text("Department", "部门"),
    "title": Text("Title", "职务"),
    "level": Text("Level", "层级"),
    "role": Text("Buying role", "采购角色"),
    "email": Text("E-mail", "邮箱"),
    "phone": Text("Phone", "电话"),
    "language": Text("Language", "语言"),
    "channel": Text("Channel", "偏好渠道"),
    "superior": Text("Reports to", "直接上级"),
    "since": Text("In post since", "到任日期"),
    "until": Text("In post until", "离任日期"),
    "purpose": Text("Purpose", "使用目的"),
    "source": Text("Source", "信息来源"),
    "colleague": Text("Our colleague", "我方人员"),
    "relation_level": Text("Relation", "关系程度"),
    "wanted_level": Text("Relation wanted", "目标关系"),
    "tie": Text("Tie", "关系类型"),
    "other": Text("The other person", "另一人"),
    "reason": Text("Reason", "依据"),
    "author": Text("Entered by", "录入人"),
    "noticed": Text("Date", "日期"),
}
EXPLAINED: Final = Text("How to fill it in", "填写说明")
"""The page of explanations in the template, which is no sheet of rows."""
HINTS: Final = {
    "account_code": Text("The code in your other systems.", "贵公司系统中的客户编码。"),
    "account_name": Text("The whole name.", "客户全称。"),
    "tax_number": Text("Unified social credit code, eighteen signs.", "统一社会信用代码，十八位。"),
    "industry": Text("In your words.", "按贵公司的叫法填写。"),
    "region": Text(
        "Tells accounts of one name apart, where you choose so.", "选择“名称＋区域”匹配时用于区分同名客户。"
    ),
    "kind": Text("In your words.", "按贵公司的叫法填写。"),
    "owner": Text("Login or name of an active user.", "在职用户的登录名或姓名。"),
    "person_name": Text("One person a row.", "每行一人。"),
    "aliases": Text("English name, nickname.", "英文名、其他称呼。"),
    "department": Text("Also tells people of one name apart.", "同名时用于区分。"),
    "title": Text("As on the business card.", "按名片填写。"),
    "level": Text("One of:", "可填："),
    "role": Text("One of:", "可填："),
    "email": Text("One address.", "只填一个邮箱。"),
    "phone": Text("One number.", "只填一个号码。"),
    "language": Text("Such as:", "例如："),
    "channel": Text("Preferred way to be reached:", "偏好的联系方式："),
    "superior": Text(
        "Name, name (department), e-mail or phone of somebody at the same account, here or in the sheet.",
        "同一客户中的上级：姓名、姓名（部门）、邮箱或电话；系统中或本表中须有此人。",
    ),
    "since": Text("Such as 2024-05-01.", "例如 2024-05-01。"),
    "until": Text("Blank while in post.", "在任时留空。"),
    "purpose": Text("What for; blank: doing business with the customer.", "留空即为“与客户开展业务”。"),
    "source": Text("Where this is from; blank: the name of the file.", "信息从何而来；留空即为文件名。"),
    "colleague": Text("Login or name of our colleague.", "我方同事的登录名或姓名。"),
    "relation_level": Text("One of:", "可填："),
    "wanted_level": Text("One of:", "可填："),
    "tie": Text("One of:", "可填："),
    "other": Text(
        "Whom this person influences or is in conflict with: name, name (department), e-mail or phone.",
        "他影响的人或与其有矛盾的人：姓名、姓名（部门）、邮箱或电话。",
    ),
    "reason": Text(
        "What shows it; needed for a tie, and where a relation became less close.",
        "依据；人员之间的关系必填，关系等级下降时必填。",
    ),
    "author": Text("Who wrote it first: login or name.", "最初录入人：登录名或姓名。"),
    "noticed": Text("When it was first written, or seen.", "最初录入或观察的日期。"),
}
"""What a cell holds, for the page of explanations."""
CONFIDENTIAL: Final = frozenset(
    {"person_name", "aliases", "email", "phone", "department", "title", "superior", "other", "reason"}
)
"""Values of these are masked where a row is told to be wrong."""
NEEDED: Final = {
    ACCOUNTS: (("account_code", "account_name", "tax_number"),),
    PEOPLE: (("person_name",), ("account_code", "account_name", "tax_number")),
    RELATIONS: (
        ("person_name", "email", "phone"),
        ("account_code", "account_name", "tax_number"),
        ("colleague",),
        ("relation_level",),
    ),
    TIES: (
        ("person_name", "email", "phone"),
        ("account_code", "account_name", "tax_number"),
        ("tie",),
        ("other",),
    ),
}
REFUSED: Final = {
    "birthday": Text("Birthday and age are not kept.", "系统不保存生日和年龄。"),
    "family": Text("Family is not kept.", "系统不保存家庭情况。"),
    "belief": Text("Religion, politics and ethnic origin are not kept.", "系统不保存宗教、政治面貌和民族。"),
    "health": Text("Health is not kept.", "系统不保存健康状况。"),
    "home": Text("The home address is not kept.", "系统不保存家庭住址。"),
    "identity": Text("Numbers of identity papers are not kept.", "系统不保存证件号码。"),
    "bank": Text("Bank details of a person are not kept.", "系统不保存个人银行信息。"),
    "coach": Text(
        "Who is a coach is sealed: the holders note it, no file does.",
        "教练信息属于密封内容，只能由本人录入，不能导入。",
    ),
    "gift": Text("Gifts belong to compliance, not to a contact.", "礼品往来由合规管理，不属于联系人信息。"),
}
_CHINESE: Final = re.compile(r"[\u3400-\u9fff]")
_WORD: Final = re.compile(r"[a-z]+")


@dataclass(frozen=True)
class Proposed:
    """What a sheet seems to be: its kind, the header of each column, and the headers that are never kept, with why."""

    kind: str
    mapping: dict[str, str]
    refused: dict[str, str]


def proposed(headers: Sequence[str]) -> Proposed:
    """The kind that needs nothing more and knows most headers; left out where no kind has what it needs."""
    refused = refused_headers(headers)
    offered = [header for header in headers if header not in refused]
    found = {kind: mapping_of(kind, offered) for kind in (PEOPLE, TIES, RELATIONS, ACCOUNTS)}
    whole = [kind for kind, mapping in found.items() if not missing(kind, mapping)]
    if not whole:
        return Proposed(LEFT_OUT, {}, refused)
    best = max(whole, key=lambda kind: len(found[kind]))
    return Proposed(best, found[best], refused)


def mapping_of(kind: str, headers: Sequence[str]) -> dict[str, str]:
    """Header by column, each header once: the better known word wins, then the earlier header."""
    words = _words(kind)
    claims = sorted(
        (words[plain][1], place, words[plain][0], header)
        for place, header in enumerate(headers)
        if (plain := plain_header(header)) in words
    )
    mapping: dict[str, str] = {}
    for _, _, column, header in claims:
        mapping.setdefault(column, header)
    return mapping


def missing(kind: str, mapping: dict[str, str]) -> list[tuple[str, ...]]:
    """Groups of columns of which one is needed and none is there."""
    return [group for group in NEEDED.get(kind, ()) if not any(mapping.get(column) for column in group)]


def columns_of(kind: str) -> tuple[str, ...]:
    """The columns a sheet of this kind may have."""
    return tuple(_book()[kind]) if kind in NEEDED else ()


def refused_headers(headers: Sequence[str]) -> dict[str, str]:
    """Headers that are never kept, and the code of why."""
    found = {}
    for header in headers:
        folded = unicodedata.normalize("NFKC", header).casefold()
        words = f" {' '.join(_WORD.findall(folded))} "
        for code, signs in _book()["refused"].items():
            if any(sign in folded if _CHINESE.search(sign) else f" {sign.casefold()} " in words for sign in signs):
                found[header] = code
                break
    return found


def plain_header(header: str) -> str:
    """A header without case, width, blanks, marks and what stands in brackets."""
    folded = unicodedata.normalize("NFKC", header).casefold()
    return re.sub(r"[\W_]+", "", re.sub(r"\([^)]*\)", "", folded)) or re.sub(r"[\W_]+", "", folded)


@cache
def _words(kind: str) -> dict[str, tuple[str, int]]:
    """Column and rank of every word; the label and the code of a column are words for it, too."""
    found: dict[str, tuple[str, int]] = {}
    for column, words in _book()[kind].items():
        label = COLUMNS[column]
        for rank, word in enumerate((label.en, label.zh, column, *words)):
            found.setdefault(plain_header(word), (column, rank))
    return found


@cache
def _book() -> dict[str, Any]:
    return tomllib.loads(files("openkam.intake.contacts").joinpath("columns.toml").read_text(encoding="utf-8"))
