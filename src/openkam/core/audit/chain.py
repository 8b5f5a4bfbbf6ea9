"""The chain of the audit trail: canonical lines, their seals, and what is wrong with a chain.

Plain Python without a database, so that an auditor can read it and run it on an export.
"""

import hashlib
import hmac
import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, Final

BEGINNING: Final = "0" * 64  # what the first line has for a line before it


@dataclass(frozen=True)
class Head:
    """How far the trail had come at some time: the latest line and its seal."""

    seq: int
    seal: str

    def __str__(self) -> str:
        return f"{self.seq}:{self.seal}"


class FaultKind(StrEnum):
    """What can be wrong with a line."""

    CHANGED = "CHANGED"
    MISSING = "MISSING"
    REORDERED = "REORDERED"
    TRUNCATED = "TRUNCATED"
    UNKNOWN_KEY = "UNKNOWN_KEY"
    REPLACED = "REPLACED"


@dataclass(frozen=True)
class Fault:
    """A place where the trail is not what it was."""

    seq: int
    kind: FaultKind


@dataclass(frozen=True)
class Line:
    """A line as it was sealed; `content` is everything but the chain itself."""

    seq: int
    content: Mapping[str, Any]
    key_id: str
    previous: str
    seal: str


def plain(value: Any) -> Any:
    """A value as JSON keeps it unchanged on every database: exact numbers as text, moments in UTC, text composed."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Mapping):
        return {str(plain(str(key))): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(one) for one in (sorted(value, key=str) if isinstance(value, set | frozenset) else value)]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    text = unicodedata.normalize("NFC", str(value)).replace("\x00", "")
    return text.encode("utf-8", "replace").decode("utf-8")


def canonical(seq: int, content: Mapping[str, Any], key_id: str) -> bytes:
    """The one spelling of a line that is sealed: JSON with sorted keys and no blanks, UTF-8."""
    whole = {**plain(content), "seq": seq, "key_id": key_id}
    return json.dumps(whole, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def seal_of(key: bytes, line: bytes, previous: str) -> str:
    """HMAC-SHA256 over the line and the seal before it, as 64 hexadecimal digits."""
    return hmac.new(key, line + b"\n" + previous.encode("ascii"), hashlib.sha256).hexdigest()


def digest_of(key: bytes, value: object) -> str | None:
    """What stands for a personal value: equal values have equal digests, and nobody reads the value."""
    if value is None:
        return None
    text = json.dumps(plain(value), sort_keys=True, ensure_ascii=False)
    return "digest:" + hmac.new(key, b"value\n" + text.encode("utf-8"), hashlib.sha256).hexdigest()[:32]


def faults(lines: Iterable[Line], keys: Mapping[str, bytes], heads: Iterable[Head] = ()) -> Iterator[Fault]:
    """Everything wrong with lines given by rising seq; `heads` are what was noted elsewhere about the trail.

    A changed, missing or exchanged line is found by the chain alone; a cut end only by a head.
    """
    noted = {head.seq: head.seal for head in heads}
    seq, before = 0, BEGINNING
    for line in lines:
        if line.seq != seq + 1:
            yield Fault(seq + 1, FaultKind.REORDERED if line.seq <= seq else FaultKind.MISSING)
        yield from _line_faults(line, keys, before if line.seq == seq + 1 else line.previous)
        if noted.get(line.seq, line.seal) != line.seal:
            yield Fault(line.seq, FaultKind.REPLACED)
        seq, before = line.seq, line.seal
    latest = max(noted, default=0)
    if latest > seq:
        yield Fault(latest, FaultKind.TRUNCATED)


def _line_faults(line: Line, keys: Mapping[str, bytes], before: str) -> Iterator[Fault]:
    key = keys.get(line.key_id)
    if key is None:
        yield Fault(line.seq, FaultKind.UNKNOWN_KEY)
        return
    expected = seal_of(key, canonical(line.seq, line.content, line.key_id), line.previous)
    if not hmac.compare_digest(expected, line.seal):
        yield Fault(line.seq, FaultKind.CHANGED)
    elif line.previous != before:
        yield Fault(line.seq, FaultKind.REORDERED)
