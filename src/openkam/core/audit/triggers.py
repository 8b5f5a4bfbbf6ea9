"""What makes the database itself refuse to change or delete a line of the trail."""

from collections.abc import Callable
from typing import Final

_WORDS: Final = "a line of the audit trail is never changed or deleted"
_SQLITE: Final = tuple(
    f"CREATE TRIGGER IF NOT EXISTS audit_refuses_{event.lower()} BEFORE {event} ON audit_auditline "
    f"BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END"
    for event in ("UPDATE", "DELETE")
)
_POSTGRESQL: Final = (
    (
        "CREATE OR REPLACE FUNCTION audit_refuses() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_WORDS}'; END $$"
    ),
    *(
        f"CREATE OR REPLACE TRIGGER audit_refuses_{event.lower()} BEFORE {event} ON audit_auditline "
        f"FOR EACH {'STATEMENT' if event == 'TRUNCATE' else 'ROW'} EXECUTE FUNCTION audit_refuses()"
        for event in ("UPDATE", "DELETE", "TRUNCATE")
    ),
)
_NAMES: Final = ("audit_refuses_update", "audit_refuses_delete", "audit_refuses_truncate")


def install_triggers(execute: Callable[[str], object], vendor: str) -> None:
    """Refuse from now on; `execute` runs one statement, `vendor` is Django's name of the database."""
    for statement in _POSTGRESQL if vendor == "postgresql" else _SQLITE:
        execute(statement)


def remove_triggers(execute: Callable[[str], object], vendor: str) -> None:
    """For a migration back, and for tests that empty their database."""
    for name in _NAMES:
        execute(f"DROP TRIGGER IF EXISTS {name}{' ON audit_auditline' if vendor == 'postgresql' else ''}")
