"""What a file is by its first bytes, never by what its name says; and a name that is safe to give back."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

from openkam.analysis.words import Text
from openkam.core.problem import Problem

HEAD: Final = 8192
"""So many first bytes are looked at."""
LONGEST_NAME: Final = 120
UNKNOWN: Final = "application/octet-stream"
_MAGIC: Final = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"PK\x03\x04", "application/zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"{\\rtf", "application/rtf"),
)
_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
_ENDINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "application/pdf": ("pdf", "ofd"),
    "image/png": ("png",),
    "image/jpeg": ("jpg", "jpeg"),
    "image/gif": ("gif",),
    "image/webp": ("webp",),
    "application/zip": ("zip", "docx", "xlsx", "pptx", "ofd", "odt", "ods", "odp", "wps", "et"),
    "application/x-ole-storage": ("doc", "xls", "ppt", "msg", "wps", "et", "dps", "vsd"),
    "application/x-7z-compressed": ("7z",),
    "application/vnd.rar": ("rar",),
    "application/rtf": ("rtf", "doc"),
    "text/plain": ("txt", "csv", "tsv", "md", "log", "eml", "ics", "vcf"),
}
"""By type the endings a name may have; with another one the first is put behind it."""
_PROGRAMS: Final = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"#!")
_UNSAFE: Final = re.compile(r'[\\/:*?"<>|%;\x00-\x1f\x7f-\x9f]')
_RESERVED: Final = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}


def media_type(head: bytes) -> str:
    """The type of a file that begins so.

    Raises Problem for programs, and for anything that is no usual document.
    """
    if head.startswith(_PROGRAMS):
        raise Problem(
            Text("Programs are not kept.", "不能保存程序文件。"),
            remedy=Text("Send documents, pictures or archives (ZIP).", "请上传文档、图片或压缩包（ZIP）。"),
        )
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    if head and _is_text(head):
        return "text/plain"
    raise Problem(
        Text("This is no kind of document that is kept.", "不支持这种文件。")
        if head
        else Text("The file is empty.", "文件为空。"),
        remedy=Text(
            "PDF, Office, pictures, text and archives are; put others into a ZIP.",
            "支持PDF、Office、图片、文本和压缩包，其他文件请先打包成ZIP。",
        ),
    )


def safe_name(name: str, kind: str = "text/plain") -> str:
    """The name without folders, steering and reserved characters, with an ending that fits what the file is.

    >>> safe_name("../../报价.html", "text/plain")
    '报价.html.txt'
    """
    bare = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    visible = "".join(sign for sign in _UNSAFE.sub("_", bare) if unicodedata.category(sign)[0] != "C" or sign.isspace())
    plain = " ".join(visible.split()).strip(" .") or "file"
    if plain.partition(".")[0].strip().casefold() in _RESERVED:
        plain = f"_{plain}"
    endings = _ENDINGS.get(kind, ())
    stem, _, ending = plain.rpartition(".")
    if endings and not (stem and ending.casefold() in endings):
        stem, ending = plain, endings[0]
    whole = f"{stem}.{ending}" if stem else ending
    while len(whole.encode()) > LONGEST_NAME and stem:
        stem = stem[:-1]
        whole = f"{stem.rstrip(' .') or 'file'}.{ending}"
    return whole


def _is_text(head: bytes) -> bool:
    if b"\x00" in head:
        return head.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-8", "gb18030"):
        try:
            head.decode(encoding)
        except UnicodeDecodeError as cut:
            if cut.start < len(head) - 4 or len(head) < HEAD:  # a character cut by the end of the head is none
                continue
        return True
    return False
