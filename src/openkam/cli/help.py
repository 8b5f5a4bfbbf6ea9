"""The pages of help, in one language each, made from the commands themselves."""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import typer

from openkam.analysis.words import Language, Text
from openkam.cli.doors import DOORS, app
from openkam.cli.language import halves, spoken
from openkam.cli.usage_faults import usage_words
from openkam.core.wrapping import cells, wrapped

_WIDEST: Final = 100
_COLUMN: Final = 30

_USAGE = Text("Usage", "用法")
_ARGUMENTS = Text("Arguments", "参数")
_OPTIONS = Text("Options", "选项")
_COMMANDS = Text("Commands", "命令")
_MORE = Text(
    "`openkam COMMAND --help` tells more about a command.", "用 `openkam 命令 --help` 查看某个命令的详细说明。"
)
_HELP_OPTION = Text("Show this page.", "显示本页")
_REQUIRED = Text("{meaning} (required)", "{meaning}（必填）")
_TRY = Text("Try `openkam --help`.", "请用 `openkam --help` 查看用法。")


@dataclass(frozen=True)
class Page:
    """What a command says about itself, in one language: rows are (how it is written, what it means)."""

    usage: str
    about: str
    arguments: list[tuple[str, str]]
    options: list[tuple[str, str]]
    commands: list[tuple[str, str]]


def help_page(path: Sequence[str], language: Language) -> str:
    """The page of help of the command that the words of `path` lead to; words that lead nowhere are ignored."""
    page = page_of(path, language)
    width = min(_WIDEST, shutil.get_terminal_size((_WIDEST, 24)).columns)
    lines = [f"{_USAGE.to(language)}: {page.usage}", "", *wrapped(page.about, width, 0)]
    for title, rows in (
        (_ARGUMENTS, page.arguments),
        (_OPTIONS, page.options),
        (_COMMANDS, page.commands),
    ):
        if rows:
            lines += ["", f"{title.to(language)}:", *_rows(rows, width)]
    if page.commands:
        lines += ["", _MORE.to(language)]
    return "\n".join(lines)


def page_of(path: Sequence[str], language: Language) -> Page:
    """What the command at the end of `path` says about itself."""
    names, command = ["openkam"], typer.main.get_command(app)
    for word in path:
        below = _below(command, word)
        if below is None:
            continue
        names.append(word)
        command = below
    parameters = [_parameter(p, language) for p in command.params if not getattr(p, "hidden", False)]
    arguments = [(written, meaning) for kind, written, meaning in parameters if kind == "argument"]
    options = [(written, meaning) for kind, written, meaning in parameters if kind == "option"]
    pieces = [*names, "[OPTIONS]", *(written for written, _ in arguments)]
    commands = _commands(command, language)
    return Page(
        usage=" ".join([*pieces, "COMMAND"] if commands else pieces),
        about=_about(names, command, language),
        arguments=arguments,
        options=[*options, ("-h, --help", _HELP_OPTION.to(language))],
        commands=commands,
    )


def usage_fault(fault: Any, language: Language) -> str:
    """A wrong command line, told in the reader's language, and where to look."""
    return f"{usage_words(fault).to(language)}\n→ {_TRY.to(language)}"


def _about(names: Sequence[str], command: Any, language: Language) -> str:
    """The command's own text where it speaks both languages, else its line in the list of commands."""
    text = _one_paragraph(command.help or "")
    if len(names) > 1 and names[-1] in DOORS and halves(text).en == halves(text).zh:
        return DOORS[names[1]].help.to(language)
    return spoken(text, language)


def _below(command: Any, word: str) -> Any:
    return command.get_command(None, word) if hasattr(command, "get_command") else None


def _commands(command: Any, language: Language) -> list[tuple[str, str]]:
    if not hasattr(command, "list_commands"):
        return []
    names = command.list_commands(None)
    if set(names) == set(DOORS):
        return [(name, DOORS[name].help.to(language)) for name in names]
    rows = []
    for name in names:
        about = spoken(_one_paragraph(command.get_command(None, name).help or ""), language)
        rows.append((name, about))
    return rows


def _parameter(parameter: Any, language: Language) -> tuple[str, str, str]:
    kind = parameter.param_type_name
    metavar = parameter.metavar or parameter.name.upper()
    meaning = spoken(_one_paragraph(getattr(parameter, "help", None) or ""), language)
    if kind == "option" and parameter.required:
        meaning = _REQUIRED.filled(meaning=meaning).to(language)
    if kind == "argument":
        name = metavar if parameter.nargs == 1 else f"{metavar.rstrip('.…')}..."
        return kind, name if parameter.required else f"[{name}]", meaning
    written = ", ".join([*parameter.opts, *parameter.secondary_opts])
    if not getattr(parameter, "is_flag", False):
        written = f"{written} {metavar}"
    return kind, f"{written} ..." if parameter.multiple else written, meaning


def _one_paragraph(text: str) -> str:
    return " ".join(text.split())


def _rows(rows: list[tuple[str, str]], width: int) -> Iterator[str]:
    for written, meaning in rows:
        lines = list(wrapped(meaning, width, _COLUMN))
        head = f"  {written}"
        if cells(head) >= _COLUMN - 1:
            yield head
        elif lines:
            lines[0] = head + " " * (_COLUMN - cells(head)) + lines[0][_COLUMN:]
        else:
            yield head
        yield from lines
