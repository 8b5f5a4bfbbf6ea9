"""The index of the search, made by a migration and kept by the database itself; it holds nothing that is not derived.

A later migration that rebuilds the table of texts on SQLite drops the triggers: it ends with `make_search_index`.
"""

from typing import Any, Final

# Two characters are what people type in Chinese: an index of their own.
# ascii: the text is folded already, and every character beyond ASCII belongs to a piece.
_TABLE: Final = """
CREATE VIRTUAL TABLE account_search USING fts5(
    text, content='accounts_searchtext', content_rowid='account_id',
    tokenize='ascii', detail='none', columnsize=0, prefix='2'
)"""
_ADDED: Final = """
CREATE TRIGGER IF NOT EXISTS account_search_added AFTER INSERT ON accounts_searchtext BEGIN
    INSERT INTO account_search (rowid, text) VALUES (new.account_id, new.text);
END"""
_REMOVED: Final = """
CREATE TRIGGER IF NOT EXISTS account_search_removed AFTER DELETE ON accounts_searchtext BEGIN
    INSERT INTO account_search (account_search, rowid, text) VALUES ('delete', old.account_id, old.text);
END"""
_CHANGED: Final = """
CREATE TRIGGER IF NOT EXISTS account_search_changed AFTER UPDATE OF text ON accounts_searchtext
WHEN old.text <> new.text BEGIN
    INSERT INTO account_search (account_search, rowid, text) VALUES ('delete', old.account_id, old.text);
    INSERT INTO account_search (rowid, text) VALUES (new.account_id, new.text);
END"""
_FILLED: Final = "INSERT INTO account_search (account_search) VALUES ('rebuild')"
_SQLITE: Final = ("DROP TABLE IF EXISTS account_search", _TABLE, _FILLED, _ADDED, _REMOVED, _CHANGED)
_POSTGRESQL: Final = """
CREATE INDEX IF NOT EXISTS account_search ON accounts_searchtext
USING gin (array_to_tsvector(string_to_array(text, ' ')))"""


def make_search_index(_apps: Any, schema_editor: Any) -> None:
    """For `RunPython`: the index of the database at hand, made anew from the rows."""
    for statement in _SQLITE if schema_editor.connection.vendor == "sqlite" else (_POSTGRESQL,):
        schema_editor.execute(statement)
