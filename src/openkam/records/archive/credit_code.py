"""The unified social credit code of organisations in China: whether one can be right. Source: GB 32100-2015.

Eighteen signs: the registering department, the kind of organisation, six digits of the region, nine signs of the
organisation code, a check sign.
"""

from typing import Final

from openkam.analysis.words import Text

ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WRONG_CHECK: Final = Text("The check digit does not fit: a character was mistyped.", "校验位不符，可能有字符输错。")
_BASE: Final = len(ALPHABET)
_LENGTH: Final = 18
_REGION: Final = slice(2, 8)


def fault_of(code: str) -> Text | None:
    """What is wrong with a code in capitals and without blanks; None where nothing is."""
    if len(code) != _LENGTH:
        return Text("It has {n} signs, not 18.", "应为18位，现为{n}位。").filled(n=len(code))
    strange = sorted(set(code) - set(ALPHABET))
    if strange:
        return Text(
            "{signs} does not occur in such a code; I, O, S, V and Z are left out of it.",
            "代码中不会出现 {signs}；字母 I、O、S、V、Z 均不使用。",
        ).filled(signs=" ".join(strange))
    region = code[_REGION]
    if not (region.isascii() and region.isdigit()):
        return Text("The third to eighth sign are the region, six digits.", "第3至8位为行政区划码，应为6位数字。")
    if code[-1] != check_sign(code[:-1]):
        return WRONG_CHECK
    return None


def check_sign(signs: str) -> str:
    """The last sign that belongs to the first seventeen: weights 3^i mod 31."""
    total = sum(ALPHABET.index(sign) * pow(3, place, _BASE) for place, sign in enumerate(signs))
    return ALPHABET[-total % _BASE]
