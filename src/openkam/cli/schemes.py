"""`openkam schemes`: list, show, check and copy grading schemes."""

import re
from pathlib import Path
from typing import Annotated, Final

import typer

from openkam.analysis.words import Language, Text
from openkam.cli.language import both, reader_language
from openkam.cli.scheme_page import finding_lines, scheme_page
from openkam.core.problem import Problem
from openkam.insight.grading.scheme_file.findings import Severity
from openkam.insight.grading.schemes import (
    DEFAULT_SCHEME,
    check_scheme,
    load_scheme,
    scheme_source,
    shipped_schemes,
)

MENDABLE: Final = 2

_NAME: Final = both("A shipped scheme or a TOML file.", "自带方案的名称，或 TOML 文件")
_TARGET: Final = both("The file to write.", "要写入的文件")
_FORCE: Final = both("Replace the file if it exists.", "文件已存在时覆盖")
_LANG: Final = both("Language: zh or en (default: the machine's).", "语言：zh 或 en（默认跟随系统）")

Lang = Annotated[str | None, typer.Option("--lang", metavar="zh|en", help=_LANG)]

GOOD: Final = Text("{name}: no faults.", "{name}：没有问题。")
COPIED: Final = Text(
    "{file} is yours to change. Check it: openkam schemes check {file}; use it: openkam grade … --scheme {file}",
    "{file} 可以随意修改。检查：openkam schemes check {file}；使用：openkam grade … --scheme {file}",
)
DEFAULT: Final = Text("default", "默认")

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help=both("List, show, check and copy grading schemes.", "查看、检查、复制分级方案"),
)


@app.command("list", help=both("List the schemes that come with the product.", "列出自带的分级方案"))
def list_schemes(lang: Lang = None) -> None:
    """One scheme a line: name, label, what it does."""
    language = _language(lang)
    for scheme in shipped_schemes():
        mark = f" [{DEFAULT.to(language)}]" if scheme.code == DEFAULT_SCHEME else ""
        typer.echo(f"{scheme.code:<13} v{scheme.version}  {scheme.label.to(language)}{mark}")
        typer.echo(f"{'':<17} {scheme.about.to(language)}")


@app.command("show", help=both("Show a scheme in words.", "用文字说明一个方案"))
def show_scheme(
    name: Annotated[str, typer.Argument(metavar="NAME|FILE", help=_NAME)] = DEFAULT_SCHEME, lang: Lang = None
) -> None:
    """Tiers, criteria, gates and rules of change."""
    typer.echo(scheme_page(load_scheme(name), _language(lang)))


@app.command(
    "check", help=both("Check a scheme file; exit code 2 where it has errors.", "检查方案文件；有错误时退出码为2")
)
def check_file(name: Annotated[str, typer.Argument(metavar="FILE", help=_NAME)], lang: Lang = None) -> int:
    """Every error and doubt with its line, and what to do."""
    language = _language(lang)
    findings = check_scheme(name)
    for finding in findings:
        typer.echo(finding_lines(finding, language))
    if not findings:
        typer.echo(GOOD.filled(name=name).to(language))
    return MENDABLE if any(finding.severity is Severity.ERROR for finding in findings) else 0


@app.command("copy", help=both("Copy a scheme to a file of your own.", "把方案复制成自己的文件"))
def copy_scheme(
    name: Annotated[str, typer.Argument(metavar="NAME|FILE", help=_NAME)],
    target: Annotated[Path, typer.Argument(metavar="FILE", help=_TARGET)],
    *,
    force: Annotated[bool, typer.Option("--force", help=_FORCE)] = False,
    lang: Lang = None,
) -> None:
    """The copy goes by the name of its file, so that reports tell the two apart."""
    load_scheme(name)
    text, _ = scheme_source(name)
    code = re.sub(r"\W+", "_", target.stem).strip("_").lower() or "own"
    named = re.sub(r'(?m)^code\s*=\s*"[^"]*"', lambda _: f'code = "{code}"', text, count=1)
    try:
        with target.open("w" if force else "x", encoding="utf-8", newline="\n") as file:
            file.write(named)
    except FileExistsError as fault:
        raise Problem(
            Text("This file exists already.", "文件已存在。"),
            remedy=Text("Choose another name, or add --force.", "请换一个文件名，或加上 --force。"),
            file=str(target),
        ) from fault
    except OSError as fault:
        raise Problem(
            Text("This file cannot be written.", "无法写入文件。"),
            remedy=Text("Choose a folder that exists and may be written to.", "请选择存在且可写的目录。"),
            file=str(target),
        ) from fault
    typer.echo(COPIED.filled(file=str(target)).to(_language(lang)))


def _language(lang: str | None) -> Language:
    return reader_language([f"--lang={lang}"] if lang else None)
