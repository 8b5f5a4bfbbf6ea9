"""Which commands there are; each is imported only when it is called."""

from dataclasses import dataclass
from importlib import import_module
from typing import Annotated, Any, Final

import typer
from typer.core import TyperGroup

from openkam.analysis.words import Text
from openkam.cli.language import both


@dataclass(frozen=True)
class Door:
    """A command: where it lives (a typer app or a function) and what it does in one line."""

    module: str
    name: str
    help: Text


DOORS: Final = {
    "grade": Door(
        "openkam.cli.grade.command",
        "grade",
        Text(
            "Grade customers: who are our key accounts, by which rule, why, and how fragile is that?",
            "客户分级：谁是大客户、按什么规则、为什么、有多脆弱",
        ),
    ),
    "ledger": Door(
        "openkam.cli.ledger",
        "app",
        Text(
            "Load invoice lines into the ledger, list loads, roll one back.", "导入发票明细，查看导入批次，撤回某一批"
        ),
    ),
    "schemes": Door(
        "openkam.cli.schemes",
        "app",
        Text("List, show, check and copy grading schemes.", "查看、检查、复制分级方案"),
    ),
    "users": Door(
        "openkam.cli.users",
        "app",
        Text("List users; get back in when nobody can.", "查看用户；无人能登录时恢复登录"),
    ),
    "audit": Door(
        "openkam.cli.audit",
        "app",
        Text("Check the audit trail; print its head to keep elsewhere.", "校验审计日志，输出可另行保存的链头"),
    ),
    "doctor": Door(
        "openkam.cli.doctor",
        "doctor",
        Text("Say what is installed and what to do about each problem.", "检查安装情况，逐项告诉你怎么处理"),
    ),
    "serve": Door(
        "openkam.cli.serve.command",
        "serve",
        Text("Open OpenKAM in the browser: start the server.", "启动服务，在浏览器中使用 OpenKAM"),
    ),
    "demo": Door(
        "openkam.cli.demo.command",
        "demo",
        Text(
            "Make an invented company, grade it and open it in the browser, to look around.",
            "生成一家示范公司，完成分级并在浏览器中打开，先看看效果",
        ),
    ),
}


class Doors(TyperGroup):
    """The group of all commands that imports a command's module when the command is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The names, in the order a newcomer needs them."""
        del ctx
        return list(DOORS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """One command, or None where there is none of that name."""
        del ctx
        door = DOORS.get(cmd_name)
        if door is None:
            return None
        target = getattr(import_module(door.module), door.name)
        if not isinstance(target, typer.Typer):
            alone = typer.Typer(add_completion=False)
            alone.command(name=cmd_name)(target)
            target = alone
        command = typer.main.get_command(target)
        command.name = cmd_name
        return command


ABOUT = Text(
    "Key account management: from a ledger to graded key accounts, with reasons.",
    "大客户管理：从一份账本到有理有据的客户分级。",
)
VERSION_HELP = both("Print the version.", "显示版本号")
LANG_HELP = both("Language: zh or en (default: the machine's).", "语言：zh 或 en（默认跟随系统）")

app = typer.Typer(cls=Doors, add_completion=False, help=both(*ABOUT), invoke_without_command=True)


@app.callback()
def openkam(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help=VERSION_HELP)] = False,
    lang: Annotated[str | None, typer.Option("--lang", metavar="zh|en", help=LANG_HELP)] = None,
) -> None:
    """Print the version; without a command there is nothing else to do here."""
    del lang  # read from the raw arguments, see reader_language
    if version:
        from openkam import __version__

        typer.echo(f"openkam {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
