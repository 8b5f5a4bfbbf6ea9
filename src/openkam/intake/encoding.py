"""Brings a text file to UTF-8: byte order mark, then strict UTF-8, then strict GB18030; nothing else is guessed."""

import codecs
import gzip
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from openkam.analysis.words import Text
from openkam.core.problem import Problem

CHUNK: Final = 4 << 20
_UNPACKED_AT_MOST: Final = 64 << 30
_RATIO_AT_MOST: Final = 200
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHINESE: Final = re.compile(rb"[\xe4-\xe9][\x80-\xbf]{2}")
_ENOUGH: Final = 2
"""So many Chinese characters in a row of valid UTF-8 are no accident of GB18030 bytes."""
_ZERO_EVERY: Final = 40
_CLEARLY: Final = 4
"""UTF-16 has a zero byte in every digit and delimiter, always on the same side; other text has none."""


@dataclass(frozen=True)
class Plain:
    """A UTF-8 file (without byte order mark where it was rewritten), and the encoding it came from."""

    path: Path
    encoding: str


def unpack(path: Path, folder: Path, name: str) -> Path:
    """The content of a gzip file, in the folder; a Problem where it is damaged or grows beyond all measure."""
    target = folder / "unpacked"
    limit = min(_UNPACKED_AT_MOST, max(path.stat().st_size * _RATIO_AT_MOST, 64 << 20))
    written = 0
    try:
        with gzip.open(path, "rb") as packed, target.open("wb") as out:
            while chunk := packed.read(CHUNK):
                written += len(chunk)
                if written > limit:
                    raise Problem(
                        Text(
                            "The packed file grows to more than {limit} MB.", "压缩文件解压后超过 {limit} MB。"
                        ).filled(limit=limit >> 20),
                        remedy=Text("Unpack it yourself and check what it holds.", "请自行解压并检查其内容。"),
                        file=name,
                    )
                out.write(chunk)
    except (EOFError, gzip.BadGzipFile, zlib.error) as fault:
        raise Problem(
            Text("The gzip file is damaged or cut off.", "gzip 文件已损坏或不完整。"),
            remedy=Text("Copy or export it again.", "请重新复制或导出。"),
            file=name,
        ) from fault
    return target


def to_utf8(path: Path, folder: Path, name: str) -> Plain:
    """The file as UTF-8: the file itself where it already is, else a copy in the folder.

    Raises a Problem that names the row where neither encoding fits the whole file.
    """
    with path.open("rb") as stream:
        start = stream.read(4096)
    encoding = _by_mark(start)
    if encoding in (None, "utf-8-sig"):
        failed_at = _check_utf8(path)
        if failed_at is None:
            return Plain(path, encoding or "utf-8")
        stray = failed_at if encoding or _holds_utf8(path, failed_at) else _utf8_line(path)
        if stray is not None:
            raise _mixed(path, stray, "UTF-8", name)
        encoding = "gb18030"
    target = folder / "utf8"
    try:
        with target.open("wb") as out:
            for text in _decoded(path, encoding or "utf-8"):
                out.write(text.encode("utf-8"))
    except UnicodeDecodeError as fault:
        failed_at = _check_utf8(path) if encoding == "gb18030" else None
        raise _mixed(path, failed_at or _offset(path, encoding or ""), encoding or "", name) from fault
    return Plain(target, encoding or "utf-8")


def _by_mark(start: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return encoding
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if odd * _ZERO_EVERY >= len(start) and odd > even * _CLEARLY:
        return "utf-16-le"
    if even * _ZERO_EVERY >= len(start) and even > odd * _CLEARLY:
        return "utf-16-be"
    return None


def _check_utf8(path: Path) -> int | None:
    """Where strict UTF-8 fails (None: nowhere)."""
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    offset = 0
    with path.open("rb") as stream:
        for chunk in _chunks(stream):
            pending = len(decoder.getstate()[0])
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as fault:
                return max(0, offset - pending + fault.start)
            offset += len(chunk)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return offset - 1
    return None


def _holds_utf8(path: Path, until: int) -> bool:
    """Whether Chinese text in UTF-8 stands before the place where UTF-8 fails."""
    with path.open("rb") as stream:
        return len(_CHINESE.findall(stream.read(until)[-CHUNK:])) >= _ENOUGH


def _utf8_line(path: Path) -> int | None:
    """Where a line of Chinese UTF-8 stands in a file that is something else (GB18030 reads many such bytes)."""
    offset = 0
    with path.open("rb") as stream:
        for line in stream:
            if len(_CHINESE.findall(line)) >= _ENOUGH:
                try:
                    line.decode("utf-8")
                except UnicodeDecodeError:
                    pass
                else:
                    return offset
            offset += len(line)
    return None


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    while chunk := stream.read(CHUNK):
        yield chunk


def _decoded(path: Path, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    with path.open("rb") as stream:
        for chunk in _chunks(stream):
            yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)


def _offset(path: Path, encoding: str) -> int:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    offset = 0
    with path.open("rb") as stream:
        for chunk in _chunks(stream):
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as fault:
                return offset + fault.start
            offset += len(chunk)
    return offset


def _mixed(path: Path, offset: int, encoding: str, name: str) -> Problem:
    with path.open("rb") as stream:
        before = b""
        row = 1
        remaining = offset
        while remaining > 0 and (before := stream.read(min(CHUNK, remaining))):
            row += before.count(b"\n")
            remaining -= len(before)
        sample = stream.read(24)
    return Problem(
        Text(
            "The text is neither UTF-8 nor GB18030 throughout: several encodings are mixed, or the file is damaged.",
            "文件并非完整的 UTF-8 或 GB18030 文本：可能混用了多种编码，或文件已损坏。",
        ),
        remedy=Text(
            "Save the file again as UTF-8 (in Excel: CSV UTF-8) and check this row.",
            "请将文件另存为 UTF-8（Excel 中选择“CSV UTF-8”），并检查该行。",
        ),
        file=name,
        row=row,
        value=f"{encoding}: {sample!r}"[:80],
    )
