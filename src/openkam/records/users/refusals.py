"""What cannot be done to a user, in words."""

from typing import Final

from openkam.analysis.words import Text
from openkam.core.problem import Problem

WRONG_GUESS: Final = "WRONG_GUESS"
"""The code of the refusal that the door counts: a password is not to be guessed here either."""


def not_the_first() -> Problem:
    """Somebody works here already."""
    return Problem(
        Text("There is an administrator already.", "已存在管理员。"),
        remedy=Text("Ask an administrator to create a user for you.", "请联系管理员为您创建用户。"),
    )


def no_role() -> Problem:
    """Somebody without a role could do nothing."""
    return Problem(
        Text("A user needs a role.", "用户至少需要一个角色。"),
        remedy=Text("Choose one or more, or deactivate the user.", "请选择一个或多个角色，或停用该用户。"),
    )


def own_manager() -> Problem:
    """Nobody manages themselves."""
    return Problem(
        Text("Nobody manages themselves.", "不能将本人设为自己的上级。"),
        remedy=Text("Choose somebody else.", "请选择其他人。"),
    )


def last_administrator() -> Problem:
    """Nobody would be left who manages users."""
    return Problem(
        Text("This is the last administrator.", "这是最后一位系统管理员。"),
        remedy=Text("Make somebody else an administrator first.", "请先将其他人设为系统管理员。"),
    )


def wrong_password() -> Problem:
    """The current password was not given."""
    return Problem(
        Text("The current password is wrong.", "当前密码不正确。"),
        remedy=Text("Type the password you signed in with.", "请输入您登录时使用的密码。"),
        code=WRONG_GUESS,
    )


def wrong_code() -> Problem:
    """The code of the second factor does not fit."""
    return Problem(
        Text("This code does not fit.", "验证码不正确。"),
        remedy=Text(
            "Type the code the app shows now, and check the clock of the phone.",
            "请输入验证器当前显示的验证码，并检查手机时间是否准确。",
        ),
    )


def second_factor_in_force() -> Problem:
    """There is a second factor already."""
    return Problem(
        Text("A second factor is in force already.", "两步验证已启用。"),
        remedy=Text("Remove it first.", "请先停用现有的两步验证。"),
    )


def unknown_choice(value: str) -> Problem:
    """Not one of the words offered."""
    return Problem(
        Text("This is not one of the choices.", "不在可选范围内。"),
        remedy=Text("Choose one that is offered.", "请从给出的选项中选择。"),
        value=value,
    )


def login_taken(login: str) -> Problem:
    """Two users cannot have one login."""
    return Problem(
        Text("This login is taken.", "该登录名已被使用。"),
        remedy=Text("Choose another one.", "请换一个登录名。"),
        value=login,
    )


def no_login() -> Problem:
    """Not a login."""
    return Problem(
        Text("A login is one word of up to 150 characters.", "登录名须为不含空格、不超过150个字符的一个词。"),
        remedy=Text("Use the e-mail address, for example.", "例如使用邮箱地址。"),
    )


def no_name() -> Problem:
    """Nobody is nameless."""
    return Problem(
        Text("A user needs a name.", "请填写姓名。"),
        remedy=Text("Write it as colleagues know it.", "请填写同事们熟悉的姓名。"),
    )
