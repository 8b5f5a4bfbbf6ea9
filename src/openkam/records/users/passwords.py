"""Which passwords are accepted: long ones that are not the name of their owner. No rules about signs (NIST 800-63B)."""

from typing import Final

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from openkam.analysis.words import Text
from openkam.core.problem import Problem

SHORTEST: Final = 12
_LONGEST: Final = 256
_FEWEST_SIGNS: Final = 5


def check_password_strength(password: str, *, login: str, name: str) -> None:
    """Raises Problem for a password that is easily guessed."""
    if not SHORTEST <= len(password) <= _LONGEST:
        raise Problem(
            Text("A password has 12 to 256 characters.", "密码长度须为 12 至 256 个字符。"),
            remedy=Text("A sentence of a few words is easy to remember.", "用几个词连成一句话，既好记又安全。"),
        )
    plain = password.casefold()
    rest = plain.replace(login.casefold(), "").replace(name.casefold(), "") if login and name else plain
    if len(set(rest)) < _FEWEST_SIGNS or _is_common(password):
        raise Problem(
            Text("This password is easily guessed.", "这个密码太容易被猜到。"),
            remedy=Text("Use words that do not contain your own name.", "请使用不含自己姓名或登录名的词句。"),
        )


def _is_common(password: str) -> bool:
    """Whether it is among the twenty thousand that are tried first."""
    try:
        CommonPasswordValidator().validate(password)
    except ValidationError:
        return True
    return False
