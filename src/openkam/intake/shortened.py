"""Long numbers that a spreadsheet shortened, as 2.5117E+19: their last digits are gone, so that several become one."""

from typing import TYPE_CHECKING, Final

from openkam.analysis.schema import TEXT
from openkam.analysis.words import Text
from openkam.core.problem import Problem
from openkam.intake.loaded import Loaded
from openkam.intake.receipt import Note

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MOST_DIGITS: Final = 15
"""A spreadsheet keeps so many digits of a number."""

_CODES: Final = ("invoice_number", "customer_code")
_FLOATS: Final = ("FLOAT", "DOUBLE")
_FORM: Final = r"\d(\.\d+)?[eE]\+\d+"
_NOTE: Final = Text(
    '{count} values of "{column}" were shortened by a spreadsheet, as {value}: their last digits are gone and '
    "different ones may have become one. Export the column as text.",
    "“{column}”中有 {count} 个编号被电子表格改写成 {value} 的形式，末尾数字已丢失，"
    "不同编号可能变成同一个。请将该列按文本导出。",
)


def shortened_codes(connection: "DuckDBPyConnection", loaded: Loaded) -> tuple[Note, ...]:
    """A note for invoice numbers and one for customer codes where some were shortened.

    Raises a Problem where more than half of them were.
    """
    kinds = {name: loaded.kinds[name] for name in _CODES if loaded.kinds.get(name) in (TEXT, *_FLOATS)}
    if not kinds:
        return ()
    # A look for the plus sign spares nearly all files the rest.
    quick = {
        name: f"contains({name}, '+')" if kind == TEXT else _is_long(name)
        for name, kind in kinds.items()
        if name not in loaded.promises.lettered
    }
    doubted = loaded.columns_where(connection, quick)
    notes = (_looked_at(connection, loaded, name, kinds[name]) for name in kinds if name in doubted)
    return tuple(note for note in notes if note)


def _is_long(name: str) -> str:
    return f"abs({name}) >= 1e{MOST_DIGITS}"


def _looked_at(connection: "DuckDBPyConnection", loaded: Loaded, name: str, kind: str) -> Note | None:
    found = f"regexp_full_match(trim({name}), '{_FORM}')" if kind == TEXT else _is_long(name)
    count, filled, first, value = connection.execute(
        f"SELECT count(*) FILTER ({found}), count({name}), min(row_id) FILTER ({found}), "
        f"CAST(arg_min({name}, row_id) FILTER ({found}) AS VARCHAR) FROM {loaded.relation}"
    ).fetchone() or (0, 0, None, None)
    if not count:
        return None
    column = loaded.receipt.mapping[name]
    if count * 2 <= filled:
        return Note(loaded.receipt.name, column, count, _NOTE.filled(count=count, column=column, value=value))
    file, row = loaded.place(loaded.rows_of([first])[0])
    raise Problem(
        Text(
            'Most values of "{column}" ({count} of {filled}) were shortened by a spreadsheet, as {value}: '
            "their last digits are gone, and different ones would become one.",
            "“{column}”中的编号大多（{filled} 个中有 {count} 个）被电子表格改写成 {value} 的形式，"
            "末尾数字已丢失，不同编号会变成同一个。",
        ).filled(column=column, count=count, filled=filled, value=value),
        remedy=Text(
            "Export the file again from its source with this column as text. Where it must pass through Excel, "
            "import the column as text; saving the shortened file again does not bring the digits back.",
            "请从源系统重新导出，并将该列设为文本；如需经过 Excel，请在导入时把该列指定为文本。"
            "直接另存已改写的文件无法找回丢失的数字。",
        ),
        file=file,
        row=row,
        column=column,
        value=value,
    )
