"""Registers whose numbers are kept of an account, and whether one can be right: length, alphabet, check digit."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from types import ModuleType
from typing import Final
from unicodedata import normalize

from openkam.analysis.words import Text
from openkam.core.problem import Problem
from openkam.records.archive.credit_code import WRONG_CHECK, fault_of


@dataclass(frozen=True)
class Register:
    """Where numbers come from; `example` is one that is right."""

    label: Text
    example: str


REGISTERS: Final[Mapping[str, Register]] = {
    "cn.uscc": Register(
        Text("Unified social credit code (China)", "统一社会信用代码"),
        "91110000600037341L",
    ),
    "eu.vat": Register(Text("VAT number (European Union)", "增值税号（欧盟）"), "DE136695976"),
    "gb.vat": Register(Text("VAT number (United Kingdom)", "增值税号（英国）"), "GB980780684"),
    "us.ein": Register(Text("Employer identification number (USA)", "雇主识别号（美国）"), "91-1144442"),
    "jp.cn": Register(Text("Corporate number (Japan)", "法人番号（日本）"), "5835678256246"),
    "kr.brn": Register(Text("Business registration number (Korea)", "营业登记号（韩国）"), "116-82-00276"),
    "tw.ubn": Register(Text("Unified business number (Taiwan)", "统一编号（台湾）"), "00501503"),
    "in_.gstin": Register(Text("GST number (India)", "GST税号（印度）"), "27AAPFU0939F1ZV"),
    "lei": Register(Text("Legal entity identifier", "全球法人识别编码"), "213800KUD8LAJWSQ9D15"),
}

OWN: Final[Mapping[str, Callable[[str], Text | None]]] = {"cn.uscc": fault_of}
"""Registers whose rule is ours; that of the others is in the optional part `tax` (decision 20)."""
_BETWEEN: Final = dict.fromkeys(map(ord, " \t\u00a0-./,"))
_SOUND: Final = re.compile(r"[0-9A-Z]{4,40}")
_NO_SUCH: Final = Text("This is no such number.", "号码格式不正确。")


def checked(kind: str, written: str) -> str:
    """The number in its plain form: capitals, no blanks.

    The Chinese code is checked here, the others by the optional part `tax`; without it they are taken as they are, and
    `doubt_of` says so. Raises Problem where the register is not known or the number cannot be right.
    """
    register = REGISTERS.get(kind)
    if register is None:
        raise Problem(
            Text("This register is not known.", "没有这种号码类型。"),
            remedy=Text("Choose one of the list.", "请从列表中选择。"),
            value=kind[:40],
        )
    number = plain(kind, written)
    fault = _fault_of(kind, number) if _SOUND.fullmatch(number) else _NO_SUCH
    if fault:
        raise Problem(
            fault,
            remedy=Text("Write it as in: {example}", "请按此格式填写：{example}").filled(example=register.example),
        )
    return number


def plain(kind: str, written: str) -> str:
    """The number without what people write between its signs; equal numbers are equal text."""
    number = normalize("NFKC", written).translate(_BETWEEN).upper()
    return number.removeprefix("GB") if kind == "gb.vat" else number


def doubt_of(kind: str, number: str) -> Text | None:
    """Why a number that is kept may be wrong, and what to do; None where it was checked and can be right."""
    if kind not in OWN and not _has_library():
        return Text(
            "not checked: the administrator can install the optional part, pip install 'openkam[tax]'",
            "未校验：请管理员安装可选组件 pip install 'openkam[tax]'",
        )
    fault = _fault_of(kind, number) if kind in REGISTERS else None
    return Text("cannot be right: {why}", "号码有误：{why}").filled(why=fault) if fault else None


def _fault_of(kind: str, number: str) -> Text | None:
    if kind in OWN:
        return OWN[kind](number)
    if not _has_library():
        return None
    from stdnum.exceptions import InvalidChecksum, ValidationError

    try:
        _module(kind).validate(number)
    except InvalidChecksum:
        return WRONG_CHECK
    except ValidationError:
        return _NO_SUCH
    return None


def _has_library() -> bool:
    return find_spec("stdnum") is not None


def _module(kind: str) -> ModuleType:
    from stdnum import lei
    from stdnum.eu import vat
    from stdnum.gb import vat as british
    from stdnum.in_ import gstin
    from stdnum.jp import cn
    from stdnum.kr import brn
    from stdnum.tw import ubn
    from stdnum.us import ein

    return {
        "eu.vat": vat,
        "gb.vat": british,
        "us.ein": ein,
        "jp.cn": cn,
        "kr.brn": brn,
        "tw.ubn": ubn,
        "in_.gstin": gstin,
        "lei": lei,
    }[kind]
