"""What the options of `openkam grade` mean; a wrong one is a problem with its remedy."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Final

from openkam.analysis.schema import TABLES
from openkam.analysis.words import Text
from openkam.cli.given_files import check_file
from openkam.core.problem import Problem
from openkam.intake.columns import column_types
from openkam.intake.reading import Reading


class Format(StrEnum):
    """How a report is written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"
    HTML = "html"


_BY_ENDING: Final = {
    ".json": Format.JSON,
    ".csv": Format.CSV,
    ".xlsx": Format.XLSX,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".txt": Format.TABLE,
}
_MARKS: Final = {"point": ".", "comma": ",", ".": ".", ",": ","}
_TABLES: Final = {table.name: table for table in TABLES}
_SHORT: Final = {"lines": "invoice_lines", "costs": "cost_to_serve"}


def as_format(name: str | None, out: Path | None) -> Format:
    """The format asked for, else the one the name of the file says, else the table."""
    by_ending = _BY_ENDING.get(out.suffix.lower()) if out else Format.TABLE
    if name is None:
        if by_ending is None:
            raise Problem(
                Text("The ending of the file names no format.", "从文件扩展名看不出格式。"),
                remedy=Text("End it in {known}, or add --format.", "请使用扩展名 {known}，或加上 --format。").filled(
                    known=", ".join(_BY_ENDING)
                ),
                file=str(out),
            )
        return by_ending
    if name.lower() not in set(Format):
        raise Problem(
            Text("There is no format {name}.", "没有 {name} 这种格式。").filled(name=name),
            remedy=Text("Use table, json, csv, xlsx or html.", "可用：table、json、csv、xlsx、html。"),
        )
    chosen = Format(name.lower())
    if chosen is Format.XLSX and out is None:
        raise Problem(
            Text("A workbook cannot be shown in a terminal.", "Excel 工作簿无法在终端显示。"),
            remedy=Text("Name a file: --out report.xlsx.", "请指定文件：--out report.xlsx。"),
        )
    if out is not None and by_ending not in {None, chosen}:
        raise Problem(
            Text(
                "--format {name} and the ending {ending} contradict each other.",
                "--format {name} 与扩展名 {ending} 矛盾。",
            ).filled(name=chosen.value, ending=out.suffix),
            remedy=Text("Leave --format out, or change the ending.", "请去掉 --format，或改扩展名。"),
            file=str(out),
        )
    return chosen


def as_day(text: str | None, option: str) -> date | None:
    """A day written as 2025-01-31 (or 20250131)."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text.strip().replace("/", "-"))
    except ValueError as fault:
        raise Problem(
            Text("{option} is not a day: {text}.", "{option} 不是有效日期：{text}。").filled(option=option, text=text),
            remedy=Text("Write it as 2025-01-31.", "请写成 2025-01-31。"),
        ) from fault


def check_period(since: date | None, until: date | None) -> None:
    """A problem where the period ends before it begins."""
    if since is not None and until is not None and since > until:
        raise Problem(
            Text("--since lies after --until.", "--since 晚于 --until。"),
            remedy=Text("Exchange the two days.", "请调换这两个日期。"),
        )


def as_mark(text: str | None) -> str | None:
    """The decimal mark."""
    if text is None:
        return None
    if text not in _MARKS:
        raise Problem(
            Text("--decimal is point or comma, not {text}.", "--decimal 只能是 point 或 comma，不能是 {text}。").filled(
                text=text
            ),
            remedy=Text("Use --decimal comma for 1.234,56.", "金额写作 1.234,56 时用 --decimal comma。"),
        )
    return _MARKS[text]


def as_readings(
    lines: Sequence[Path],
    files: Mapping[str, Path | None],
    *,
    mapping: Sequence[str],
    day_first: bool | None,
    decimal_mark: str | None,
    currency: str | None,
    parts: bool,
    from_ledger: bool,
    set_aside: Path | None = None,
) -> dict[str, Reading]:
    """What is to be read, by table; empty where the ledger of the data folder is graded.

    Raises Problem for options that say how files are read where none is.
    """
    given = {"invoice_lines": tuple(lines), **{name: (path,) for name, path in files.items() if path is not None}}
    given = {name: paths for name, paths in given.items() if paths}
    _check_source(given, from_ledger=from_ledger)
    if from_ledger:
        _refuse_file_options(
            {
                "--map": bool(mapping),
                "--dayfirst": day_first is True,
                "--monthfirst": day_first is False,
                "--decimal": decimal_mark is not None,
                "--parts": parts,
                "--set-aside": set_aside is not None,
            }
        )
        return {}
    columns = _mappings(mapping)
    for path in (path for paths in given.values() for path in paths):
        check_file(path)
    return {
        name: Reading(
            paths,
            table=name,
            mapping=columns.get(name, {}),
            day_first=day_first,
            decimal_mark=decimal_mark,
            currency=currency,
            parts=parts and name == "invoice_lines",
        )
        for name, paths in given.items()
    }


def _check_source(given: Mapping[str, tuple[Path, ...]], *, from_ledger: bool) -> None:
    folder = given.get("invoice_lines", ())
    names_folder = set(given) <= {"invoice_lines"} and len(folder) <= 1 and all(path.is_dir() for path in folder)
    if from_ledger and not names_folder:
        raise Problem(
            Text("--data grades the ledger; files cannot be given with it.", "--data 直接使用账本，不能同时给出文件。"),
            remedy=Text("Load the files first: openkam ledger load FILE.", "请先导入文件：openkam ledger load 文件。"),
        )
    if not from_ledger and "invoice_lines" not in given:
        raise Problem(
            Text("No file with invoice lines was named.", "没有指定发票明细文件。"),
            remedy=Text(
                "openkam grade LINES.csv, or openkam grade --data for the ledger.",
                "用法：openkam grade 明细.csv；或用 openkam grade --data 读取账本。",
            ),
        )


def _refuse_file_options(given: Mapping[str, bool]) -> None:
    named = ", ".join(option for option, is_given in given.items() if is_given)
    if named:
        raise Problem(
            Text(
                "{named}: that says how files are read, but --data reads none.",
                "{named} 用于读取文件，而 --data 不读取文件。",
            ).filled(named=named),
            remedy=Text(
                "Leave it out here; give it to openkam ledger load.", "此处请去掉；可在 openkam ledger load 时使用。"
            ),
        )


def _mappings(pairs: Sequence[str]) -> dict[str, dict[str, str]]:
    """`[TABLE.]CANONICAL=COLUMN` by table."""
    found: dict[str, dict[str, str]] = {}
    for pair in pairs:
        name, equals, header = pair.partition("=")
        table, dot, column = name.strip().rpartition(".")
        place = _SHORT.get(table, table) if dot else "invoice_lines"
        if not equals or place not in _TABLES or column not in column_types(_TABLES[place]):
            known = ", ".join(column_types(_TABLES[place])) if place in _TABLES else ", ".join(_TABLES)
            raise Problem(
                Text("--map {pair} names no column we know.", "--map {pair} 不是可识别的列。").filled(pair=pair),
                remedy=Text(
                    "Write CANONICAL=COLUMN with one of: {known}.", "请写成 标准列名=文件列名，标准列名有：{known}。"
                ).filled(known=known),
            )
        found.setdefault(place, {})[column] = header.strip()
    return found
