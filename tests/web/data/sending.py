"""Files as tests send them, and the installation they are sent to."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import pytest
from django.test import Client

from openkam.intake.uploads.models import Upload

LINES: Final = (
    "invoice number,invoice date,customer code,customer name,net amount,cost amount,seller,currency\n"
    "I-1,2026-01-31,C-001,Harbour Works,1200.00,800.00,fang,CNY\n"
    "I-2,2026-02-28,C-002,Northwind,600.50,500.00,bo,CNY\n"
    "I-3,2026-03-31,C-009,=cmd|calc,70.25,50.00,bo,CNY\n"
    "I-4,2026-04-30,C-009,=cmd|calc,70.25,50.00,bo,CNY\n"
)
BAD_LINE: Final = "I-5,not a day,C-001,Harbour Works,10.00,5.00,fang,CNY\n"


@pytest.fixture
def folder(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of its own; jobs run at once."""
    monkeypatch.setenv("OPENKAM_DATA", str(tmp_path / "data"))
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    return tmp_path / "data"


def announce(client: Client, *files: tuple[str, int], source: str = "erp") -> Any:
    """Say which files will come."""
    words = {"name": [name for name, _ in files], "size": [size for _, size in files], "source": source}
    return client.post("/data/uploads/", words, headers={"Accept": "application/json"})


def put(client: Client, address: str, piece: bytes, offset: int, **headers: str) -> Any:
    """Send one piece."""
    return client.post(
        address,
        piece,
        content_type="application/octet-stream",
        headers={"Upload-Offset": str(offset), "Accept": "application/json", **headers},
    )


def send(client: Client, *files: tuple[str, bytes], source: str = "erp") -> Upload:
    """Send whole files in pieces; the job that reads them has run when this returns."""
    answer = announce(client, *((name, len(content)) for name, content in files), source=source)
    assert answer.status_code == 201, answer.content
    places = json.loads(answer.content)
    for place, (_, content) in zip(places["files"], files, strict=True):
        half = len(content) // 2
        assert put(client, place["address"], content[:half], 0).status_code == 200
        assert put(client, place["address"], content[half:], half).status_code == 200
    return Upload.objects.get(token=places["address"].split("/")[3])


def send_lines(client: Client, text: str = LINES, name: str = "lines.csv", source: str = "erp") -> Upload:
    """Send invoice lines."""
    return send(client, (name, text.encode()), source=source)


def publish(client: Client, upload: Upload) -> Any:
    """Publish what the page shows."""
    from openkam.intake.uploads.standing import standing_of

    return client.post(f"/data/uploads/{upload.token}/publication/", {"seal": standing_of(upload).seal})


def workbook(rows: list[list[Any]]) -> bytes:
    """An XLSX file; a cell that begins with = is a formula without a kept value."""
    import xlsxwriter

    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return out.getvalue()
