"""The index of a search, kept by the database itself; it holds nothing that is not derived.

A table of pieces gets its index by its migration: accounts by `make_search_index`, later ones by naming `PieceIndex`
among the indexes of their model. A migration that rebuilds the accounts' table of texts on SQLite drops the triggers:
it ends with `make_search_index`.
"""

from typing import Any, Final

from django.db import models

# One, two or three characters are what people type in Chinese: indexes of their own, read in one piece. A longer
# beginning is gathered from all pieces that have it, a millisecond for 7,000 texts.
# ascii: the text is folded already, and every character beyond ASCII belongs to a piece.
_SQLITE: Final = (
    """
CREATE VIRTUAL TABLE IF NOT EXISTS {index} USING fts5(
    text, content='{table}', content_rowid='{key}',
    tokenize='ascii', detail='none', columnsize=0, prefix='{short}'
)""",
    "INSERT INTO {index} ({index}) VALUES ('rebuild')",
    """
CREATE TRIGGER IF NOT EXISTS {index}_added AFTER INSERT ON {table} BEGIN
    INSERT INTO {index} (rowid, text) VALUES (new.{key}, new.text);
END""",
    """
CREATE TRIGGER IF NOT EXISTS {index}_removed AFTER DELETE ON {table} BEGIN
    INSERT INTO {index} ({index}, rowid, text) VALUES ('delete', old.{key}, old.text);
END""",
    """
CREATE TRIGGER IF NOT EXISTS {index}_changed AFTER UPDATE OF text ON {table}
WHEN old.text <> new.text BEGIN
    INSERT INTO {index} ({index}, rowid, text) VALUES ('delete', old.{key}, old.text);
    INSERT INTO {index} (rowid, text) VALUES (new.{key}, new.text);
END""",
)
PIECES: Final = "openkam_pieces(text)"
"""The pieces of a row as PostgreSQL's index holds them, in a condition."""
# A function of its own for its cost: that of the built-in ones is set so low that the planner would rather split the
# texts of a whole table than use the index. STRICT, which its inner functions are not, keeps it from being written out;
# RESTRICTED from starting processes for a search of a few thousandths of a second.
_POSTGRESQL: Final = (
    """
CREATE OR REPLACE FUNCTION openkam_pieces(written text) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL RESTRICTED COST 1000
AS $$ SELECT array_to_tsvector(string_to_array(written, ' ')) $$""",
    f"CREATE INDEX IF NOT EXISTS {{index}} ON {{table}} USING gin ({PIECES})",
)
_SHORT: Final = "1 2 3"
_MADE_EARLIER: Final = (
    ("account_search", "accounts_searchtext"),
    ("person_search", "contacts_persontext"),
    ("note_search", "activities_notetext"),
)


def make_search_index(_apps: Any, schema_editor: Any) -> None:
    """For `RunPython`: the index of the accounts in the database at hand, made anew from the rows."""
    names = {"index": "account_search", "table": "accounts_searchtext", "key": "account_id", "short": _SHORT}
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE IF EXISTS account_search")
    for statement in _statements(schema_editor):
        schema_editor.execute(statement.format(**names))


def remake_on_postgresql(_apps: Any, schema_editor: Any) -> None:
    """For `RunPython`: the indexes that were made before the function stood in them."""
    if schema_editor.connection.vendor != "postgresql":
        return
    known = schema_editor.connection.introspection.table_names()
    for index, table in _MADE_EARLIER:
        if table in known:
            schema_editor.execute(f"DROP INDEX IF EXISTS {index}")
            for statement in _POSTGRESQL:
                schema_editor.execute(statement.format(index=index, table=table))


class PieceIndex(models.Index):
    """The index of a table of pieces: its one field is `text`, its primary key the row that is found.

    Made together with its table (`CreateModel`); its name is the name the search asks by.
    """

    short = _SHORT

    def create_sql(self, model: Any, schema_editor: Any, using: str = "", **_: Any) -> Any:  # noqa: ARG002
        """The last statement; those before it wait in the editor's list, for a table that is still being made."""
        names = {"index": self.name, "table": model._meta.db_table, "key": model._meta.pk.column, "short": self.short}
        names["table"] = names["table"].removeprefix("new__")  # SQLite makes a table anew beside the old one
        *first, last = (statement.format(**names) for statement in _statements(schema_editor))
        schema_editor.deferred_sql.extend(first)
        return last


class RepeatedPieceIndex(PieceIndex):
    """The same for texts of which thousands begin alike, as opportunities are named: longer beginnings, too."""

    short = "1 2 3 4 5 6"


def _statements(schema_editor: Any) -> tuple[str, ...]:
    return _SQLITE if schema_editor.connection.vendor == "sqlite" else _POSTGRESQL
