"""The inside of a second process that cuts names into pieces to search by, while the first one writes.

No database and no framework here: it is there at once, and touches nothing.
"""

import ctypes
import json
import signal
import sys
from typing import IO, Any, Final

from openkam.records.accounts.naming import name_key
from openkam.records.accounts.pieces import text_of
from openkam.records.contacts.person_pieces import person_text, sound_of

LENGTH_BYTES: Final = 4
_LONGEST_KEY: Final = 255


def account_pieces(row: tuple[str, str, str]) -> tuple[str, str]:
    """Of a name, a code and a tax number: the key of the name, and what the account is found by."""
    name, code, tax_number = row
    return name_key(name)[:_LONGEST_KEY], text_of(name, filter(None, (code, tax_number)))


def person_pieces(row: tuple[str, str, str, str]) -> tuple[str, str]:
    """Of a name, other names, a phone and an e-mail: what the person is found by, and what his name sounds like."""
    return person_text(*row), sound_of(row[0])


CUTTERS: Final[dict[str, Any]] = {"account": account_pieces, "person": person_pieces}


def write_frame(stream: IO[bytes], value: Any) -> None:
    """One value, its length before it."""
    body = json.dumps(value, separators=(",", ":")).encode()
    stream.write(len(body).to_bytes(LENGTH_BYTES, "big") + body)
    stream.flush()


def read_body(stream: IO[bytes]) -> bytes:
    """The next value as it was written; nothing where the other side has ended."""
    head = stream.read(LENGTH_BYTES)
    return stream.read(int.from_bytes(head, "big")) if len(head) == LENGTH_BYTES else b""


def unpacked(body: bytes) -> Any:
    """The value; what was a tuple is a list."""
    return json.loads(body)


def main() -> None:
    """Cut part after part until nothing more comes."""
    if sys.platform == "linux":
        # PR_SET_PDEATHSIG: it does not outlive the process that began it.
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)
    while body := read_body(sys.stdin.buffer):
        kind, rows = unpacked(body)
        write_frame(sys.stdout.buffer, [CUTTERS[kind](row) for row in rows])


if __name__ == "__main__":
    main()
