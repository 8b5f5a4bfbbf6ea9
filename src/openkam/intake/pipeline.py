"""The way of a reading inside the child: files are loaded, cleaned and combined in a locked engine."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

import duckdb
from duckdb import DuckDBPyConnection

from openkam.core.problem import Problem
from openkam.intake.cleaning import Cleaned, clean
from openkam.intake.combining import Combined, combine
from openkam.intake.inside import Say
from openkam.intake.reading import Reading
from openkam.intake.set_aside import write_set_aside
from openkam.intake.shortened import shortened_codes
from openkam.intake.source import damaged_parquet, load_source
from openkam.intake.text_file import literal

ENGINE_MEMORY: Final = 560 << 20


def closed_connection(files: list[Path], folder: Path, memory_bytes: int = ENGINE_MEMORY) -> DuckDBPyConnection:
    """An engine that sees these files and the child's folder, nothing else, and loads no extension.

    External access cannot be switched on again; `lock` closes the other settings once the engine is set up.
    """
    connection = duckdb.connect()
    (folder / "spill").mkdir(exist_ok=True)
    allowed = ", ".join(literal(str(path)) for path in files)
    for setting in (
        f"SET memory_limit = '{memory_bytes}B'",
        "SET threads = 2",
        f"SET temp_directory = {literal(str(folder / 'spill'))}",
        "SET autoinstall_known_extensions = false",
        "SET autoload_known_extensions = false",
        "SET allow_community_extensions = false",
        "SET enable_progress_bar = false",
        f"SET allowed_paths = [{allowed}]",
        f"SET allowed_directories = [{literal(str(folder))}]",
        "SET enable_external_access = false",
    ):
        connection.execute(setting)
    return connection


def lock(connection: DuckDBPyConnection) -> None:
    """No setting of the engine can be changed from here on."""
    connection.execute("SET lock_configuration = true")


def read_table(
    connection: DuckDBPyConnection,
    reading: Reading,
    folder: Path,
    say: Say,
    set_aside: Path | None = None,
    *,
    look: Callable[[list[Cleaned], Combined], None] | None = None,
) -> Combined:
    """All files of the reading as one checked table; the tables it needs stay in the connection.

    `set_aside` is where the rows that cannot be used are written, if there are any; `look` may look at every file as
    it was understood.
    """
    cleaned = []
    for index, path in enumerate(reading.files):
        place = folder / f"{reading.table}_{index}"
        place.mkdir()
        loaded = load_source(connection, reading, index, place, say)
        try:
            loaded = replace(loaded, notes=(*loaded.notes, *shortened_codes(connection, loaded)))
            cleaned.append(clean(connection, reading, loaded, place.name))
        except duckdb.Error as fault:
            raise _unreadable(path, fault) from fault
    say("check", 0, 0)
    try:
        combined = combine(connection, reading, cleaned)
    except duckdb.Error as fault:
        raise _unreadable(reading.files[0], fault) from fault
    if set_aside:
        write_set_aside(connection, reading, combined, cleaned, set_aside)
    if look:
        look(cleaned, combined)
    return combined


def _unreadable(path: Path, fault: duckdb.Error) -> Problem | duckdb.Error:
    with path.open("rb") as stream:
        is_parquet = stream.read(4) == b"PAR1"
    if is_parquet and isinstance(fault, (duckdb.IOException, duckdb.InvalidInputException)):
        return damaged_parquet(path.name)
    return fault
