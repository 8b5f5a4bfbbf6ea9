"""What the options of `openkam ledger` mean: the folder, the language, and which file holds what."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from openkam.analysis.schema import TABLES
from openkam.analysis.words import Language, Text
from openkam.cli.given_files import check_file
from openkam.cli.language import both, reader_language
from openkam.cli.system_faults import system_reason
from openkam.core.problem import Problem
from openkam.intake.columns import column_types
from openkam.ledger.folder import DataFolder, data_folder

if TYPE_CHECKING:
    from openkam.intake.reading import Reading

_TABLES: Final = {table.name: table for table in TABLES}
_SHORT: Final = {"lines": "invoice_lines", "costs": "cost_to_serve"}
_MARKS: Final = {"point": ".", "comma": ",", ".": ".", ",": ","}

Data = Annotated[
    Path | None,
    typer.Option(
        "--data",
        metavar="FOLDER",
        help=both(
            "The data folder (default: OPENKAM_DATA, else the usual place).", "数据文件夹（默认取 OPENKAM_DATA）"
        ),
    ),
]
Lang = Annotated[
    str | None,
    typer.Option(
        "--lang",
        metavar="zh|en",
        help=both("Language: zh or en (default: the machine's).", "语言：zh 或 en（默认跟随系统）"),
    ),
]
Format = Annotated[
    str, typer.Option("--format", metavar="table|json", help=both("How the answer is written.", "输出格式"))
]


def language_of(lang: str | None) -> Language:
    """The language asked for, else the reader's."""
    return reader_language() if lang is None else reader_language(["--lang", lang])


def opened(data: Path | None, *, create: bool) -> DataFolder:
    """The data folder with its database ready; migrations that are due run by themselves."""
    from django.db import OperationalError

    from openkam.ledger.database import open_database

    folder = data_folder(data)
    try:
        open_database(folder, create=create)
    except (PermissionError, FileExistsError, NotADirectoryError) as fault:
        raise Problem(
            Text("The data folder cannot be used: {why}.", "数据文件夹无法使用：{why}。").filled(
                why=system_reason(fault)
            ),
            remedy=Text(
                "Name a folder you may write with --data or OPENKAM_DATA.",
                "请用 --data 或 OPENKAM_DATA 指定一个可写的文件夹。",
            ),
            file=str(folder.path),
        ) from fault
    except OperationalError as fault:
        raise Problem(
            Text("The database cannot be reached: {why}", "数据库无法连接：{why}").filled(
                why=str(fault).partition("\n")[0]
            ),
            remedy=Text("Run `openkam doctor`.", "请运行 `openkam doctor` 查看原因。"),
        ) from fault
    return folder


def readings_of(
    files: Mapping[str, Sequence[Path]],
    *,
    main: str,
    mapping: Sequence[str],
    day_first: bool | None,
    decimal_mark: str | None,
    currency: str | None,
    parts: bool,
) -> "list[Reading]":
    """What is to be read, the main table first. Raises Problem for an option that means nothing."""
    from openkam.intake.reading import Reading

    given = {table: tuple(paths) for table, paths in files.items() if paths}
    if not given:
        raise Problem(
            Text("No file was named.", "没有指定文件。"),
            remedy=Text("openkam ledger load LINES.csv", "用法：openkam ledger load 明细.csv"),
        )
    for path in (path for paths in given.values() for path in paths):
        check_file(path)
    columns = _mappings(mapping, main)
    return [
        Reading(
            paths,
            table=table,
            mapping=columns.get(table, {}),
            day_first=day_first,
            decimal_mark=_mark(decimal_mark),
            currency=currency,
            parts=parts and table == main,
        )
        for table, paths in given.items()
    ]


def files_of(
    main: str,
    lines: Sequence[Path] | None,
    *,
    customers: Path | None,
    payments: Path | None,
    costs: Path | None,
    rates: Path | None,
) -> dict[str, list[Path]]:
    """Which files hold which table, the main one first."""
    files = {main: list(lines or [])}
    others = {"customers": customers, "payments": payments, "cost_to_serve": costs, "rates": rates}
    for table, file in others.items():
        if file is not None:
            files.setdefault(table, []).append(file)
    return files


def check_set_aside(target: Path | None, readings: "Sequence[Reading]") -> None:
    """A problem where the rows set aside could not be written, or would overwrite what is read."""
    if target is None:
        return
    from openkam.intake.trial import place_aside

    if not target.absolute().parent.is_dir():
        raise Problem(
            Text("The folder of --set-aside does not exist.", "--set-aside 所在的文件夹不存在。"),
            remedy=Text("Make the folder first, or choose another one.", "请先建立该文件夹，或改用其他位置。"),
            file=str(target),
        )
    places = {place_aside(target, reading.table, position).resolve() for position, reading in enumerate(readings)}
    if any(file.resolve() in places for reading in readings for file in reading.files):
        raise Problem(
            Text("--set-aside would overwrite a file that is read.", "--set-aside 会覆盖正在读取的文件。"),
            remedy=Text("Choose another name.", "请换一个文件名。"),
            file=str(target),
        )


def table_of(name: str) -> str:
    """The name of a fact table. Raises Problem where there is no such table."""
    table = _SHORT.get(name, name)
    if table in _TABLES:
        return table
    raise Problem(
        Text("There is no table {name}.", "没有 {name} 这张表。").filled(name=name),
        remedy=Text("Tables: {tables}.", "可用的表：{tables}。").filled(tables=", ".join(_TABLES)),
    )


def day_order(dayfirst: bool, monthfirst: bool) -> bool | None:
    """Whether the day comes first; None where nothing was said."""
    if dayfirst and monthfirst:
        raise Problem(
            Text("--dayfirst and --monthfirst exclude each other.", "--dayfirst 与 --monthfirst 不能同时使用。"),
            remedy=Text("Keep the one that fits the file.", "请保留与文件相符的一个。"),
        )
    return dayfirst if dayfirst or monthfirst else None


def _mark(text: str | None) -> str | None:
    if text is None or text in _MARKS:
        return text and _MARKS[text]
    raise Problem(
        Text("--decimal is point or comma, not {text}.", "--decimal 只能是 point 或 comma，不能是 {text}。").filled(
            text=text
        ),
        remedy=Text("Use --decimal comma for 1.234,56.", "金额写作 1.234,56 时用 --decimal comma。"),
    )


def _mappings(pairs: Sequence[str], main: str) -> dict[str, dict[str, str]]:
    """`[TABLE.]CANONICAL=COLUMN` by table; without a table the main one is meant."""
    found: dict[str, dict[str, str]] = {}
    for pair in pairs:
        name, equals, header = pair.partition("=")
        table, dot, column = name.strip().rpartition(".")
        place = table_of(table) if dot else main
        if not equals or column not in column_types(_TABLES[place]):
            raise Problem(
                Text("--map {pair} names no column we know.", "--map {pair} 不是可识别的列。").filled(pair=pair),
                remedy=Text(
                    "Write CANONICAL=COLUMN with one of: {known}.", "请写成 标准列名=文件列名，标准列名有：{known}。"
                ).filled(known=", ".join(column_types(_TABLES[place]))),
            )
        found.setdefault(place, {})[column] = header.strip()
    return found
