"""The demo command: make the company's files, grade them, move the company in, and open it in the browser."""

import os
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from openkam.analysis.words import Language, Text
from openkam.cli.demo.company import USUAL_LINES_AN_ACCOUNT, Order, make_company
from openkam.cli.demo.files import Format
from openkam.cli.language import both, reader_language

_FOLDER: Final = both("Where the files go.", "文件放在哪个目录")
_ACCOUNTS: Final = both("How many customers.", "客户数量")
_LINES: Final = both("How many invoice lines (default: 150 a customer).", "发票明细行数（默认每个客户 150 行）")
_SEED: Final = both("The same seed makes the same files.", "随机种子：种子相同，文件就相同")
_FORMAT: Final = both("csv or parquet.", "文件格式：csv 或 parquet")
_GRADE: Final = both("Grade the files when they are made.", "生成后是否接着分级")
_SERVE: Final = both(
    "Move the company into a data folder and open it in the browser.", "是否安装成系统并在浏览器中打开"
)
_PORT: Final = both("The port of the browser's page.", "网页端口")
_LANG: Final = both("Language: zh or en (default: the machine's).", "语言：zh 或 en（默认跟随系统）")

if TYPE_CHECKING:
    from openkam.cli.demo.installation import SignIns

MADE: Final = Text(
    "The demo company, an invented supplier of industrial parts: {lines} invoice lines of {accounts} customers "
    "from {since} to {until} are in {folder}.",
    "示范公司（虚构的工业品供应商）已生成：{accounts} 个客户、{lines} 行发票明细，{since} 至 {until}，放在 {folder}。",
)
SAME: Final = Text("The same by hand: {command}", "也可以自己输入：{command}")
REPORT: Final = Text(
    "The report to read in a browser and to forward: {path}", "可在浏览器中阅读、可直接转发的报告：{path}"
)


MAKING: Final = Text(
    "Making the files of the demo company: {lines} invoice lines of {accounts} customers …",
    "正在生成示范公司的文件：{accounts} 个客户、{lines} 行发票明细……",
)
GRADING: Final = Text(
    "Grading the files, for the terminal and as a page to read in a browser …",
    "正在分级（终端一份，网页报告一份）……",
)
INSTALLING: Final = Text(
    "\nThe company moves in; the address to open in the browser follows.",
    "\n正在安装示范公司，完成后会显示浏览器访问地址。",
)
SIGN_INS: Final = Text(
    "Sign in with the password {password}\n"
    "  {operations:<14} sales operations and administrator: all accounts\n"
    "  {director:<14} director of all regions\n"
    "  {manager:<14} manager of one region\n"
    "  {seller:<14} seller: accounts of one seller\n"
    "  {compliance:<14} compliance: audit trail, dossier and erasure of a person\n",
    "登录密码：{password}\n"
    "  {operations:<14} 销售运营兼系统管理员，可看全部客户\n"
    "  {director:<14} 销售总监，可看全国\n"
    "  {manager:<14} 大区经理，可看本区\n"
    "  {seller:<14} 销售，只看自己的客户\n"
    "  {compliance:<14} 合规：审计记录、个人档案调取与删除\n",
)


def demo(
    *,
    folder: Annotated[Path, typer.Option("--folder", metavar="PATH", help=_FOLDER)] = Path("demo"),
    accounts: Annotated[int, typer.Option("--accounts", metavar="N", help=_ACCOUNTS)] = 400,
    lines: Annotated[int | None, typer.Option("--lines", metavar="N", help=_LINES)] = None,
    seed: Annotated[int, typer.Option("--seed", metavar="N", min=0, help=_SEED)] = 1,
    form: Annotated[Format, typer.Option("--format", metavar="csv|parquet", help=_FORMAT)] = "csv",
    is_graded: Annotated[bool, typer.Option("--grade/--no-grade", help=_GRADE)] = True,
    serves: Annotated[bool, typer.Option("--serve/--no-serve", help=_SERVE)] = True,
    port: Annotated[int, typer.Option("--port", metavar="N", help=_PORT)] = 8000,
    lang: Annotated[str | None, typer.Option("--lang", metavar="zh|en", help=_LANG)] = None,
) -> int:
    """Make the ledger of an invented company, grade it, and open it in the browser: a place to look around."""
    from openkam.cli.demo.calendar import SINCE, UNTIL
    from openkam.cli.serve.port import refuse_taken_port

    language = reader_language([f"--lang={lang}"] if lang else None)
    if is_graded and serves:
        refuse_taken_port("127.0.0.1", port)  # before minutes of work, not after
    count = lines or accounts * USUAL_LINES_AN_ACCOUNT
    figures = {"lines": f"{count:,}", "accounts": f"{accounts:,}", "folder": str(folder)}
    typer.echo(MAKING.filled(**figures).to(language))
    files = make_company(Order(accounts, count, seed, form), folder)
    said = MADE.filled(**figures, since=SINCE.isoformat(), until=UNTIL.isoformat())
    typer.echo(said.to(language))
    code = _graded(files, folder, language) if is_graded else 0
    return code or (
        _served(files, folder / f"data-{accounts}-{count}-{seed}", seed=seed, port=port, language=language)
        if is_graded and serves
        else 0
    )


def _graded(files: dict[str, Path], folder: Path, language: Language) -> int:
    """The same as typing the grade command: once for the terminal, once for the report."""
    from openkam.cli.main import answer

    words = ["grade", str(files["invoice_lines"]), "--customers", str(files["customers"])]
    words += ["--payments", str(files["payments"]), "--costs", str(files["cost_to_serve"])]
    typer.echo(SAME.filled(command=" ".join(["openkam", *words])).to(language) + "\n")
    typer.echo(GRADING.to(language) + "\n")
    report = folder / "report.html"
    for more in (["--format", "table"], ["--out", str(report)]):
        code = answer([*words, *more, "--lang", language])
        if code:
            return code
    typer.echo("\n" + REPORT.filled(path=str(report.resolve())).to(language))
    return 0


def _served(files: dict[str, Path], place: Path, *, seed: int, port: int, language: Language) -> int:
    """Install the company in a data folder of its own and serve it until somebody stops it."""
    typer.echo(INSTALLING.to(language))
    signs = install(files, place, seed=seed, language=language)
    typer.echo(SIGN_INS.filled(**asdict(signs)).to(language))
    from openkam.cli.serve.command import serve

    return serve(port=port, data=place, opens=bool(os.environ.get("DISPLAY")) or sys.platform != "linux", lang=language)


def install(files: dict[str, Path], place: Path, *, seed: int, language: Language) -> "SignIns":
    """The company in a data folder of its own."""
    from openkam.cli.ledger_options import opened

    data = opened(place, create=True)
    from openkam.cli.demo.installation import install_company

    def tell(step: Text) -> None:
        typer.echo(f"  {step.to(language)}")

    return install_company(files, data, datetime.now(UTC), seed=seed, language=language, tell=tell)
