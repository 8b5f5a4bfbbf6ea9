"""What free text about people must not contain: numbers that identify a person, and words for kickbacks."""

import re
from typing import Final

from openkam.analysis.words import Text
from openkam.core.problem import Problem
from openkam.records.accounts.limits import said

# The mainland's identity card: 17 digits and a check sign. Bank cards have 16 to 19 digits, also in groups of four.
_IDENTITY: Final = re.compile(
    r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)"
)
_CARD: Final = re.compile(r"(?<![\d.])\d(?:[ -]?\d){15,18}(?![\d.])")
_MOBILE: Final = re.compile(r"(?<![\d.])(?:\+?86[ -]?)?1[3-9]\d(?:[ -]?\d{4}){2}(?![\d.])")
_KICKBACK: Final = re.compile(
    r"回扣|好处费|返点给个人|红包|打点|贿赂|行贿|受贿|塞钱|送钱|辛苦费|茶水费|购物卡|加油卡|礼品卡|"
    r"\b(?:kick-?backs?|brib(?:e|es|ed|ery|ing)|slush fund|under the table|back-?handers?|hush money|gift cards?)\b",
    re.IGNORECASE,
)
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_DOUBLE_DIGIT: Final = 9


def told(text: str, longest: int, what: Text, *, may_be_blank: bool = False) -> str:
    """A text about people as it is kept: without outer blanks, not too long, nothing that must not be written down.

    Raises Problem otherwise.
    """
    return refuse_private(said(text, longest, what, may_be_blank=may_be_blank))


def refuse_private(text: str) -> str:
    """The text, which names no identity card, no bank card, no mobile number and no kickback.

    Raises Problem; the number itself is not repeated in it. Source: R263 and access design, law into features.
    """
    if not text.isalpha():
        _refuse_numbers(text)
    if found := _KICKBACK.search(text):
        raise Problem(
            Text("The text speaks of an improper benefit.", "文字涉及不正当利益。"),
            remedy=Text(
                "It cannot be kept as a way to win business. If it happened, report it to compliance; if a rival does "
                "it, write what you saw without these words.",
                "不能把它记作赢单手段。若确有其事，请向合规部门报告；若是对手所为，请只写所见事实，不用这类字眼。",
            ),
            value=found.group(),
            code="kickback",
        )
    return text


def _refuse_numbers(text: str) -> None:
    if any(_is_identity(found.group()) for found in _IDENTITY.finditer(text)):
        raise _number(Text("an identity card", "身份证号"))
    if any(_is_card(found.group()) for found in _CARD.finditer(text)):
        raise _number(Text("a bank card", "银行卡号"))
    if _MOBILE.search(text):
        raise _number(
            Text("a mobile phone", "手机号"), Text("It has a field of its own.", "手机号请填在专门的电话栏。")
        )


def _is_identity(number: str) -> bool:
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=False))
    return "10X98765432"[total % 11] == number[-1].upper()


def _is_card(number: str) -> bool:
    """By the check digit that every bank card has; one number in ten of this length passes by chance."""
    total = 0
    for place, digit in enumerate(reversed([int(one) for one in number if one.isdigit()])):
        double = digit * 2 if place % 2 else digit
        total += double - _DOUBLE_DIGIT if double > _DOUBLE_DIGIT else double
    return total % 10 == 0


def _number(what: Text, hint: Text | None = None) -> Problem:
    remedy = Text("Take the number out; it is not needed to sell.", "请删去号码，销售工作不需要它。")
    return Problem(
        Text("The text contains the number of {what}.", "文字中含有{what}。").filled(what=what),
        remedy=hint or remedy,
        code="private",
    )
