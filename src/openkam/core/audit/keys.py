"""The keys that seal the trail, and the heads it had; both in files beside the database, never in it.

`audit-key` holds one secret a line, the latest last; older ones stay, because they verify older lines.
`audit-heads` grows by one line `seq:seal` a committed transaction.
"""

import hashlib
import os
import re
import secrets
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.conf import settings

from openkam.core.audit.chain import Head
from openkam.core.kept_secret import kept_secret

_HEAD: Final = re.compile(r"(\d+):([0-9a-f]{64})")


@dataclass(frozen=True)
class Keys:
    """All keys by their id, which is made from the key itself, and the id of the one in use."""

    by_id: dict[str, bytes]
    current: str
    eldest: bytes


def audit_keys() -> Keys:
    """The keys of this installation; the first is made on first need, for its owner only (mode 0600)."""
    file = _file()
    if not file.exists():
        kept_secret(file)
    return _read(str(file), file.stat().st_mtime_ns, file.stat().st_size)


def new_key() -> tuple[str, str]:
    """A secret that nobody has used, and the id it will go by."""
    secret = secrets.token_urlsafe(48)
    return secret, _id_of(secret)


def use_key(secret: str) -> None:
    """Seal with this key from now on."""
    with os.fdopen(os.open(_file(), os.O_WRONLY | os.O_APPEND), "w", encoding="ascii") as out:
        out.write(f"\n{secret}\n")
        out.flush()
        os.fsync(out.fileno())


def note_head(head: Head) -> None:
    """Append a head; a line this short is written whole, however many processes write."""
    descriptor = os.open(_heads_file(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, f"{head}\n".encode("ascii"))
    finally:
        os.close(descriptor)


def noted_heads() -> list[Head]:
    """Every head that was noted here; a torn line at a crash is passed over."""
    file = _heads_file()
    if not file.exists():
        return []
    found = (_HEAD.fullmatch(line) for line in file.read_text("ascii", errors="replace").splitlines())
    return [Head(int(match[1]), match[2]) for match in found if match]


def head_of(text: str) -> Head | None:
    """A head as somebody noted it on paper: `seq:seal`; None where it is none."""
    match = _HEAD.fullmatch(text.strip())
    return None if match is None else Head(int(match[1]), match[2])


@lru_cache(maxsize=4)
def _read(file: str, changed: int, size: int) -> Keys:
    del changed, size  # part of the cache's key: a file that was written again is read again
    lines = [line.strip() for line in Path(file).read_text("ascii").splitlines() if line.strip()]
    by_id = {_id_of(line): line.encode("ascii") for line in lines}
    return Keys(by_id, _id_of(lines[-1]), lines[0].encode("ascii"))


def _id_of(secret: str) -> str:
    return hashlib.sha256(b"key id\n" + secret.encode("ascii")).hexdigest()[:16]


def _file() -> Path:
    return Path(str(settings.AUDIT_KEY_FILE))


def _heads_file() -> Path:
    return _file().with_name("audit-heads")
