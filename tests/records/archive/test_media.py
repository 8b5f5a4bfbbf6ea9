"""Names and contents of documents, whatever is sent."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openkam.core.problem import Problem
from openkam.records.archive.keeping import LARGEST, forget, place_of, put
from openkam.records.archive.media import LONGEST_NAME, media_type, safe_name

TYPES = st.sampled_from(["application/pdf", "text/plain", "application/zip", "image/png", "application/x-ole-storage"])


@given(st.text(max_size=300), TYPES)
def test_a_name_is_safe_whatever_was_sent(name: str, kind: str) -> None:
    made = safe_name(name, kind)
    assert made
    assert not set(made) & set('/\\:*?"<>|%;')
    assert made.isprintable()
    assert not made.startswith((".", " "))
    assert len(made.encode()) <= LONGEST_NAME
    assert made.rpartition(".")[2].casefold() not in {"html", "htm", "svg", "js", "exe", "php", "xhtml"}
    assert safe_name(made, kind) == made


@pytest.mark.parametrize(
    ("name", "kind", "made"),
    [
        ("../../etc/passwd", "text/plain", "passwd.txt"),
        ("C:\\报价 2026.pdf", "application/pdf", "报价 2026.pdf"),
        ("con.txt", "text/plain", "_con.txt"),
        ("rep\u202etxt.exe", "application/pdf", "reptxt.exe.pdf"),
        ("", "application/pdf", "file.pdf"),
        (".htaccess", "text/plain", "htaccess.txt"),
        ("Vertrag.DOCX", "application/zip", "Vertrag.DOCX"),
    ],
)
def test_names_people_send(name: str, kind: str, made: str) -> None:
    assert safe_name(name, kind) == made


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"%PDF-1.4", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"PK\x03\x04....", "application/zip"),
        (b"RIFF\x00\x00\x00\x00WEBP", "image/webp"),
        ("合同".encode(), "text/plain"),
        ("合同".encode("gb18030"), "text/plain"),
        (b"<html><script>", "text/plain"),
        ("中".encode() * 2730 + "中".encode()[:2], "text/plain"),
    ],
)
def test_the_type_is_what_the_content_says(head: bytes, kind: str) -> None:
    assert media_type(head) == kind


@pytest.mark.parametrize("head", [b"", b"MZ\x90", b"\x7fELF", b"#!/bin/sh", b"\x00\x01\x02"])
def test_programs_and_riddles_are_refused(head: bytes) -> None:
    with pytest.raises(Problem):
        media_type(head)


def test_the_same_content_is_kept_once_and_nothing_is_left_of_a_refused_one(tmp_path: Path) -> None:
    first, again = put(tmp_path, [b"%PDF-", b"one"]), put(tmp_path, [b"%PDF-one"])
    assert first == again
    assert place_of(tmp_path, first.sha256).read_bytes() == b"%PDF-one"
    assert place_of(tmp_path, first.sha256).stat().st_mode & 0o077 == 0
    with pytest.raises(Problem):
        put(tmp_path, (b"%PDF-" + b"x" * (1 << 20) for _ in range((LARGEST >> 20) + 1)))
    with pytest.raises(Problem):
        put(tmp_path, [b"MZ"])
    assert [file.name for file in tmp_path.rglob("*") if file.is_file()] == [first.sha256]


@pytest.mark.parametrize("name", ["../../etc/passwd", "a" * 63, "G" * 64, ""])
def test_a_place_is_asked_for_by_hash_only(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        place_of(tmp_path, name)


def test_what_nobody_names_goes_after_an_hour(tmp_path: Path) -> None:
    kept, lone = put(tmp_path, [b"%PDF-kept"]), put(tmp_path, [b"%PDF-lone"])
    written = place_of(tmp_path, lone.sha256).stat().st_mtime
    assert forget(tmp_path, {kept.sha256}, written + 60) == 0
    assert forget(tmp_path, {kept.sha256}, written + 7200) == 1
    assert place_of(tmp_path, kept.sha256).is_file()
