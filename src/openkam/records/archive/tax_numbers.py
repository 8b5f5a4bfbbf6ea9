"""Registers whose numbers are kept of an account, and whether one can be right: length, alphabet, check digit."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Final

from openkam.analysis.words import Text
from openkam.core.problem import Problem


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


def checked(kind: str, written: str) -> str:
    """The number in its plain form: capitals, no blanks.

    Raises Problem where the register is not known or the number cannot be right.
    """
    register = REGISTERS.get(kind)
    if register is None:
        raise Problem(
            Text("This register is not known.", "没有这种号码类型。"),
            remedy=Text("Choose one of the list.", "请从列表中选择。"),
            value=kind[:40],
        )
    from stdnum.exceptions import InvalidChecksum, ValidationError

    try:
        return str(_module(kind).validate(written.strip()))
    except InvalidChecksum:
        raise _wrong(
            register, Text("The check digit does not fit: a character was mistyped.", "校验位不符，可能有字符输错。")
        ) from None
    except ValidationError:
        raise _wrong(register, Text("This is no such number.", "号码格式不正确。")) from None


def _module(kind: str) -> ModuleType:
    from stdnum import lei
    from stdnum.cn import uscc
    from stdnum.eu import vat
    from stdnum.gb import vat as british
    from stdnum.in_ import gstin
    from stdnum.jp import cn
    from stdnum.kr import brn
    from stdnum.tw import ubn
    from stdnum.us import ein

    return {
        "cn.uscc": uscc,
        "eu.vat": vat,
        "gb.vat": british,
        "us.ein": ein,
        "jp.cn": cn,
        "kr.brn": brn,
        "tw.ubn": ubn,
        "in_.gstin": gstin,
        "lei": lei,
    }[kind]


def _wrong(register: Register, what: Text) -> Problem:
    return Problem(
        what,
        remedy=Text("Write it as in: {example}", "请按此格式填写：{example}").filled(example=register.example),
    )
