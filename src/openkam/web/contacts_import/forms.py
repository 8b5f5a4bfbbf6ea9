"""What the forms of the import say, and what they may not."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from openkam.analysis.words import Text
from openkam.core.problem import Problem
from openkam.intake.contacts.headers import COLUMNS
from openkam.intake.uploads.places import safe_name

LARGEST: Final = 45 << 20
"""Less than the body of one request may be (48 MB): a form sends the file whole."""
_LONGEST_SEAL: Final = 1000
PURPOSE: Final = Text("Doing business with the customer", "与客户开展业务")


@contextmanager
def sent_file(files: Mapping[str, Any]) -> Iterator[Path]:
    """The file that was sent, for as long as it is read. Raises Problem where none was, or one too large."""
    sent = files.get("file")
    if not isinstance(sent, UploadedFile) or not sent.size:
        raise Problem(
            Text("No file was chosen.", "没有选择文件。"),
            remedy=Text("Choose a CSV or an Excel workbook.", "请选择 CSV 或 Excel 文件。"),
        )
    if sent.size > LARGEST:
        raise Problem(
            Text("The file is larger than {limit} MB.", "文件超过 {limit} MB。").filled(limit=LARGEST >> 20),
            remedy=Text("Split it.", "请拆分文件。"),
        )
    with TemporaryDirectory(prefix="openkam-sheet-") as place:
        path = Path(place) / safe_name(sent.name or "sheet.csv")
        with path.open("wb") as out:
            for piece in sent.chunks():
                out.write(piece)
        yield path


def chosen_sheets(form: QueryDict, count: int) -> list[dict[str, Any]]:
    """For each sheet its kind, and the header of each column that has one."""
    return [
        {
            "kind": form.get(f"kind-{number}", ""),
            "mapping": {column: header for column in COLUMNS if (header := form.get(f"map-{number}-{column}", ""))},
        }
        for number in range(count)
    ]


def chosen_keys(form: QueryDict) -> dict[str, str]:
    """What people and accounts are known by."""
    return {"person": form.get("key", ""), "account": form.get("account_key", "any")}


def seen_counts(form: QueryDict) -> dict[str, dict[str, int]]:
    """The figures the page showed, as `pages.seal_of` wrote them."""
    counts: dict[str, dict[str, int]] = {}
    for part in filter(None, form.get("seen", "")[:_LONGEST_SEAL].split(",")):
        name, _, count = part.partition("=")
        kind, _, outcome = name.partition(".")
        if not count.isdecimal():
            continue
        counts.setdefault(kind, {})[outcome] = int(count)
    return counts
