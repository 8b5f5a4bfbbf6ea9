"""Empty lines are found block by block, wherever a block ends, and never inside quotes."""

import random
from pathlib import Path

import pytest

from openkam.intake import text_file
from openkam.intake.delimiter import Layout
from openkam.intake.inside import is_out_of_memory
from openkam.intake.text_file import blank_rows

LAYOUT = Layout(",", ["a", "b"], 0, 1)


def plainly(text: bytes, header_row: int) -> list[int]:
    """The same in a loop, character by character."""
    rows, row, line, quoted = [], 1, b"", False
    for byte in text:
        one = bytes([byte])
        quoted ^= one == b'"'
        if one == b"\n" and not quoted:
            if line in (b"", b"\r"):
                rows.append(row)
            row, line = row + 1, b""
        else:
            line += one
    return [row for row in rows if row > header_row]


@pytest.mark.parametrize("block", [1, 2, 3, 7, 64, 8 << 20])
def test_empty_lines_are_found_whatever_the_blocks(block: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_file, "_BLOCK", block)
    draw = random.Random(block)
    for number in range(30):
        pieces = [draw.choice([b"a,b\n", b"\n", b"\r\n", b'"x\n\ny",1\n', b'""\n', b"c\r\n", b"d"]) for _ in range(25)]
        path = tmp_path / f"{number}.csv"
        path.write_bytes(b"".join(pieces))
        assert blank_rows(path, LAYOUT).tolist() == plainly(path.read_bytes(), 1)


def test_an_empty_file_has_no_empty_lines(tmp_path: Path) -> None:
    (tmp_path / "none.csv").write_bytes(b"")
    assert blank_rows(tmp_path / "none.csv", LAYOUT).tolist() == []


def test_a_system_without_room_is_no_fault_of_the_file() -> None:
    assert is_out_of_memory(OSError(12, "Cannot allocate memory"))
    assert not is_out_of_memory(OSError(5, "Input/output error"))
    assert is_out_of_memory(MemoryError())
