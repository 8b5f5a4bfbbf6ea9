"""The key that signs sessions and links."""

import os
import secrets
from pathlib import Path

from openkam.core.environment import SECRET_KEY


def secret_key(file: Path) -> str:
    """The key of the environment, else the one kept in `file`, made on first need with mode 0600."""
    if SECRET_KEY.value():
        return SECRET_KEY.value()
    if not file.exists():
        _write_new_key(file)
    return file.read_text("ascii").strip()


def _write_new_key(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="ascii") as out:
        out.write(secrets.token_urlsafe(48))
        out.flush()
        os.fsync(out.fileno())
    try:
        # A link refuses to overwrite: of two processes that start together, both read the first one's key.
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
