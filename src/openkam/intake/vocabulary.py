"""The words people write for the codes of the contract, and yes and no."""

from typing import Final

from openkam.core.currencies import NAMES
from openkam.intake import numbers
from openkam.intake.text_file import literal

WORDS: Final = {
    "organisation_kind": {
        "ENTERPRISE": ("enterprise", "company", "corporation", "business", "企业", "公司", "企业单位"),
        "PUBLIC_BODY": (
            "public body",
            "public_body",
            "government",
            "public",
            "institution",
            "机关",
            "政府",
            "事业单位",
            "政府机关",
            "党政机关",
            "机关事业单位",
        ),
        "RESELLER": ("reseller", "dealer", "distributor", "wholesaler", "经销商", "代理商", "分销商", "渠道商"),
        "PERSON": ("person", "individual", "private", "个人", "个体", "自然人"),
    },
    "organisation_level": {
        "GROUP": ("group", "headquarters", "集团", "总部"),
        "NATIONAL": ("national", "国家级", "全国", "中央", "国家"),
        "PROVINCIAL": ("provincial", "province", "state", "省级", "省"),
        "CITY": ("city", "municipal", "市级", "地市级", "市"),
        "COUNTY": ("county", "district", "县级", "区县级", "区县", "县"),
    },
    "contract_kind": {
        "STRATEGIC_PARTNER": (
            "strategic partner",
            "strategic_partner",
            "strategic",
            "战略合作",
            "战略伙伴",
            "战略合作伙伴",
        ),
        "GROUP_CONTRACT": ("group contract", "group_contract", "集团合同", "集团协议"),
        "FRAMEWORK": ("framework", "framework contract", "framework agreement", "框架", "框架合同", "框架协议"),
        "NONE": ("none", "no contract", "无", "没有", "无合同"),
    },
    "buying_structure": {
        "CENTRAL": ("central", "centralised", "centralized", "集中", "集中采购", "集采", "统一采购"),
        "FRAMEWORK": ("framework", "框架", "框架采购", "框架协议采购"),
        "DISPERSED": (
            "dispersed",
            "decentral",
            "decentralised",
            "decentralized",
            "local",
            "分散",
            "分散采购",
            "各自采购",
        ),
    },
}
_UNTAXED: Final = ("免税", "不征税", "零税率", "exempt", "tax free", "none")
_ISO_LENGTH: Final = len("CNY")
_YES: Final = ("yes", "y", "true", "t", "1", "1.0", "x", "是", "有", "√", "✓", "真")
_NO: Final = ("no", "n", "false", "f", "0", "0.0", "否", "无", "×", "假")


def code_of(column: str, cell: str) -> str:
    """SQL for the code of a cell, NULL where nobody knows the word."""
    cases = " ".join(
        f"WHEN list_contains({_listed((*words, code.lower()))}, lower({cell})) THEN '{code}'"
        for code, words in WORDS[column].items()
    )
    return f"CASE {cases} END"


def flag_of(cell: str) -> str:
    """SQL for true, false or NULL."""
    return (
        f"CASE WHEN list_contains({_listed(_YES)}, lower({cell})) THEN true "
        f"WHEN list_contains({_listed(_NO)}, lower({cell})) THEN false END"
    )


def currency_of(cell: str) -> str:
    """SQL for the code of a currency, or the cell in capitals where nobody knows the name."""
    cases = " ".join(
        f"WHEN list_contains({_listed(names)}, upper({cell})) THEN {literal(code)}" for code, names in NAMES.items()
    )
    return f"CASE {cases} ELSE upper({cell}) END"


def is_no_code(cell: str) -> str:
    """Whether `currency_of` would change a cell: a look at its length spares most cells the rest."""
    short = tuple(name for names in NAMES.values() for name in names if len(name.encode()) == _ISO_LENGTH)
    return f"(strlen({cell}) <> {_ISO_LENGTH} OR {cell} <> upper({cell}) OR list_contains({_listed(short)}, {cell}))"


def rate_of(cell: str, kind: str, mark: str) -> str:
    """SQL for a share written as 13%, 0.13 or a word for none."""
    bare = f"rtrim({cell}, ' %％')"
    percent = f"try_cast({numbers.exact(bare, kind, mark)} / 100 AS {kind})"
    return (
        f"CASE WHEN suffix({cell}, '%') OR suffix({cell}, '％') THEN {percent} "
        f"WHEN list_contains({_listed(_UNTAXED)}, lower({cell})) THEN 0 ELSE {numbers.exact(cell, kind, mark)} END"
    )


def _listed(words: tuple[str, ...]) -> str:
    return "[" + ", ".join(literal(word) for word in words) + "]"
