"""`openkam users`: who may sign in, and the way back in for a company that locked itself out."""

import sys
from typing import Annotated, Any, Final

import typer

from openkam.analysis.words import Text
from openkam.cli.answer import say_json, say_table, wants_json
from openkam.cli.language import both
from openkam.cli.ledger_options import Data, Format, Lang, language_of
from openkam.cli.operator import operating
from openkam.core.access import ROLE_LABELS, Role
from openkam.core.problem import Problem

app = typer.Typer(
    add_completion=False,
    invoke_without_command=True,
    help=both("List users; get back in when nobody can.", "查看用户；无人能登录时恢复登录"),
)

LOGIN = both("The name to sign in with.", "登录名")
NAME = both("The name shown (default: the login).", "姓名（默认同登录名）")
STDIN = both("Read the password from standard input instead of asking.", "从标准输入读取密码，不再询问")
_HEADS: Final = (Text("Login", "登录名"), Text("Name", "姓名"), Text("Roles", "角色"), Text("State", "状态"))
_ACTIVE, _LEFT = Text("active", "启用"), Text("deactivated", "已停用")

Login = Annotated[str, typer.Argument(metavar="LOGIN", help=LOGIN)]
Stdin = Annotated[bool, typer.Option("--password-stdin", help=STDIN)]


@app.callback()
def users(context: typer.Context) -> None:
    """Show the page of help where no command is named."""
    if context.invoked_subcommand is None:
        from openkam.cli.help import help_page

        typer.echo(help_page(["users"], language_of(None)))


@app.command("list", help=both("List everybody who may sign in, and who may no more.", "列出全部用户"))
def list_users(data: Data = None, answer_format: Format = "table", lang: Lang = None) -> None:
    """List users."""
    language, as_json = language_of(lang), wants_json(answer_format)
    with operating(data) as (viewer, _):
        from openkam.records.users.models import User

        found = list(User.objects.visible_to(viewer).prefetch_related("role_grants").order_by("login"))
        rows = [_user_object(user) for user in found]
    if as_json:
        say_json({"users": rows})
        return
    say_table(
        _HEADS,
        [
            (
                row["login"],
                row["name"],
                ", ".join(ROLE_LABELS[Role(role)].to(language) for role in row["roles"]),
                (_ACTIVE if row["is_active"] else _LEFT).to(language),
            )
            for row in rows
        ],
        language,
    )


@app.command(
    "create-administrator", help=both("Only while there is no active administrator.", "仅在没有可用管理员时使用")
)
def create_administrator(
    login: Login,
    *,
    name: Annotated[str, typer.Option(metavar="NAME", help=NAME)] = "",
    password_stdin: Stdin = False,
    data: Data = None,
    lang: Lang = None,
) -> None:
    """Make an administrator where there is none."""
    language = language_of(lang)
    password = _password(from_stdin=password_stdin)
    with operating(data) as (viewer, now):
        from openkam.records.users.rescue import rescue_administrator

        user = rescue_administrator(
            viewer=viewer, login=login, name=name or login, password=password, language=language, now=now
        )
    words = Text("{login} may sign in and manage users.", "{login} 现在可以登录并管理用户。")
    typer.echo(words.filled(login=user.login).to(language))


@app.command(
    "set-password",
    help=both("Give a user a new password; every session ends.", "为用户重设密码，并使其在各处退出登录"),
)
def set_password(login: Login, *, password_stdin: Stdin = False, data: Data = None, lang: Lang = None) -> None:
    """A new password for somebody who forgot his, and for somebody locked out."""
    language = language_of(lang)
    with operating(data) as (viewer, now):
        from openkam.records.users.actions import change_password
        from openkam.records.users.rescue import forget_failures

        user = _user(viewer, login)
        change_password(viewer=viewer, user=user, new=_password(from_stdin=password_stdin), now=now)
        forget_failures(user.login)
    words = Text("{login} has a new password and chooses another next.", "{login} 的密码已重设，下次登录时需自行修改。")
    typer.echo(words.filled(login=user.login).to(language))


@app.command("remove-second-factor", help=both("For somebody who lost phone and codes.", "用户遗失手机和恢复码时使用"))
def remove_second_factor(login: Login, *, data: Data = None, lang: Lang = None) -> None:
    """Let somebody sign in with the password alone."""
    language = language_of(lang)
    with operating(data) as (viewer, now):
        from openkam.records.users import actions

        user = _user(viewer, login)
        actions.remove_second_factor(viewer=viewer, user=user, now=now)
    words = Text("{login} signs in with the password alone.", "{login} 现在只需密码即可登录。")
    typer.echo(words.filled(login=user.login).to(language))


def _password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    words = both("New password", "新密码")
    return str(typer.prompt(words, hide_input=True, confirmation_prompt=True))


def _user(viewer: Any, login: str) -> Any:
    from openkam.records.users.models import User

    found = User.objects.visible_to(viewer).filter(login=login.strip().lower()).first()
    if found is None:
        raise _no_such_user(login)
    return found


def _no_such_user(login: str) -> Problem:
    return Problem(
        Text("There is no user of this login.", "没有这个登录名。"),
        remedy=Text("`openkam users list` shows all of them.", "用 `openkam users list` 查看全部用户。"),
        value=login,
    )


def _user_object(user: Any) -> dict[str, Any]:
    return {
        "login": user.login,
        "name": user.name,
        "roles": sorted(grant.role for grant in user.role_grants.all()),
        "is_active": user.is_active,
    }
