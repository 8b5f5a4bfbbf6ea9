"""What statistics promise about the columns of a file, so that nobody needs to look at every cell."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from openkam.intake.plausible import EARLIEST

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_LATEST: Final = "9999-12-31"
_REPEATED_BYTES: Final = 8
"""A dictionary page and at most so many bytes a cell: the cells repeat a few values."""

_FIRST_SIGN: Final = re.compile(r"\[Min: (?!, Max: )([^\\]).*, Has Unicode: false, Max String Length: ", re.DOTALL)
"""As the engine words it: the least text by its first eight bytes; a backslash stands before what is not visible."""

_FIRST_DAY: Final = re.compile(r"\[Min: (\d{4}-\d\d-\d\d), Max: \d{4}-\d\d-\d\d\]\[Has Null: ")
_NO_NULL: Final = "][Has Null: false, Has No Null: "


@dataclass(frozen=True)
class Promises:
    """Columns of which every cell is known to have a property.

    full      no cell is empty
    bare      every text begins with a visible ASCII character, and with none before the bracket, such as an apostrophe
    lettered  every text begins with a letter, or with a sign that comes after the digits
    repeated  the cells repeat a few values, which are found faster than all cells are looked through
    dated     every day is one of a calendar of our time
    """

    full: frozenset[str] = frozenset()
    bare: frozenset[str] = frozenset()
    lettered: frozenset[str] = frozenset()
    repeated: frozenset[str] = frozenset()
    dated: frozenset[str] = frozenset()

    def named(self, mapping: dict[str, str]) -> "Promises":
        """The same promises by canonical name; `mapping` tells the header of each."""
        return Promises(
            **{
                what: frozenset(canonical for canonical, header in mapping.items() if header in getattr(self, what))
                for what in self.__dataclass_fields__
            }
        )


_ASKED: Final = {
    "full": "stats_null_count = 0",
    "bare": "stats_min_value >= '(' AND stats_max_value < chr(127)",
    "lettered": "stats_min_value > '9' || chr(127)",
    "repeated": f"dictionary_page_offset > 0 AND total_uncompressed_size < {_REPEATED_BYTES} * num_values",
    "dated": f"try_cast(stats_min_value AS DATE) >= DATE '{EARLIEST}' "
    f"AND try_cast(stats_max_value AS DATE) <= DATE '{_LATEST}'",
}


def promises_held(connection: "DuckDBPyConnection", table: str, columns: Iterable[str]) -> Promises:
    """What holds in a table that the engine keeps in memory, by the bounds it keeps itself to skip parts of it."""
    columns = tuple(columns)
    asked = ", ".join(f'stats("{name}")' for name in columns)
    told = dict(zip(columns, connection.execute(f"SELECT {asked} FROM {table} LIMIT 1").fetchone() or (), strict=False))
    first = {name: found[1] for name, words in told.items() if (found := _FIRST_SIGN.match(words))}
    since = {name: found[1] for name, words in told.items() if (found := _FIRST_DAY.match(words))}
    return Promises(
        full=frozenset(name for name, words in told.items() if _NO_NULL in words),
        bare=frozenset(name for name, sign in first.items() if sign >= "("),
        lettered=frozenset(name for name, sign in first.items() if sign > "9"),
        dated=frozenset(name for name, day in since.items() if day >= EARLIEST.isoformat()),
    )


def promises_of(connection: "DuckDBPyConnection", path: str) -> Promises:
    """What holds in every part of a Parquet file; without statistics nothing does."""
    asked = ", ".join(f"bool_and(coalesce({condition}, false))" for condition in _ASKED.values())
    rows = connection.execute(
        f"SELECT path_in_schema, {asked} FROM parquet_metadata(?) GROUP BY path_in_schema", [path]
    ).fetchall()
    found = zip(_ASKED, zip(*(row[1:] for row in rows), strict=True), strict=True) if rows else ()
    return Promises(
        **{
            what: frozenset(row[0] for row, holds in zip(rows, answers, strict=True) if holds)
            for what, answers in found
        }
    )
