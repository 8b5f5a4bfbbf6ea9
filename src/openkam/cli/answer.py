"""How short answers reach the terminal: tables of words, or one JSON object."""

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

import typer

from openkam.analysis.words import Language, Text
from openkam.core.money import cents
from openkam.core.printable import printable
from openkam.core.problem import Problem

FORMATS: Final = ("table", "json")
_PIPED_WIDTH: Final = 200


def wants_json(name: str) -> bool:
    """Whether `--format` asks for JSON.

    Raises Problem for a format there is not.
    """
    if name in FORMATS:
        return name == "json"
    raise Problem(
        Text("There is no format {name}.", "没有 {name} 这种格式。").filled(name=name),
        remedy=Text("Use table or json.", "可用：table、json。"),
    )


def say_json(answer: Any) -> None:
    """One JSON object, readable by people too."""
    typer.echo(json.dumps(answer, ensure_ascii=False, indent=2))


def say_table(heads: Sequence[Text], rows: Sequence[Sequence[str]], language: Language) -> None:
    """A table; figures stand to the right, the last column folds where the terminal is narrow."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, header_style="bold")
    for position, head in enumerate(heads):
        is_figure = all(_is_figure(row[position]) for row in rows)
        is_last = position == len(heads) - 1
        table.add_column(
            head.to(language),
            justify="right" if is_figure else "left",
            no_wrap=not is_last,
            overflow="fold" if is_last else "ellipsis",
        )
    for row in rows:
        table.add_row(*(printable(cell, keep_lines=True) for cell in row))
    console = Console(highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        console.width = _PIPED_WIDTH  # whoever pipes wants whole words
    with console.capture() as captured:
        console.print(table)
    typer.echo("\n".join(line.rstrip() for line in captured.get().splitlines() if line.strip()))


def money_string(amount: Decimal) -> str:
    """An amount with two decimals, as JSON has it."""
    return cents(int(amount * 10_000))


def _is_figure(text: str) -> bool:
    return not text or text[0].isdigit() or text[0] == "-"
