"""Files arrive in pieces: each is written, synced and only then counted, so that whoever was cut off goes on."""

import hashlib
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Final

from django.db import transaction

from openkam.analysis.words import Text
from openkam.core.access import Right, Viewer, require
from openkam.core.audit.actions import record
from openkam.core.problem import Problem
from openkam.intake.uploads.models import Job, Upload, UploadFile
from openkam.intake.uploads.places import MOST_FILES, check_room, file_of, megabytes, safe_name
from openkam.ledger.folder import DataFolder
from openkam.records.users.models import User

LARGEST_CHUNK: Final = 16 << 20
_STEP: Final = 1 << 20


class WrongOffset(Exception):
    """The chunk does not begin where the file ends; `received` is where it would have to."""

    def __init__(self, received: int) -> None:
        super().__init__(str(received))
        self.received = received


@dataclass(frozen=True)
class Receipt:
    """How much of a file is here, and the job that reads the upload, where this was its last piece."""

    received: int
    job: Job | None


@transaction.atomic
def begin_upload(
    *, viewer: Viewer, folder: DataFolder, files: Sequence[tuple[str, int]], source: str, now: datetime
) -> Upload:
    """Make room for files of these names and sizes.

    Raises Problem where there are none or too many, one is empty, or there is no room.
    """
    require(viewer, Right.LOAD_DATA)
    _refuse_odd_files(files)
    check_room(folder, sum(size for _, size in files))
    user = User.objects.get(pk=viewer.user)
    upload = Upload.objects.create(
        token=secrets.token_hex(16), source=source, uploader=user, begun_at=now, changed_at=now
    )
    for position, (name, size) in enumerate(files):
        file = UploadFile.objects.create(upload=upload, position=position, name=safe_name(name), size=size)
        place = file_of(folder, upload.token, position, file.name)
        place.parent.mkdir(parents=True, mode=0o700)
        place.touch(mode=0o600)
    sent = [f"{safe_name(name)} ({megabytes(size)})" for name, size in files]
    record(viewer, "begin_upload", kind="upload", key=upload.token, change={"files": [None, sent]}, now=now)
    return upload


def receive_chunk(
    *,
    viewer: Viewer,
    folder: DataFolder,
    upload: Upload,
    position: int,
    offset: int,
    length: int,
    stream: IO[bytes],
    sha256: str = "",
    now: datetime,
) -> Receipt:
    """Put the next piece of a file behind what is there; with the last piece of the last file the reading is asked for.

    A chunk is no act of its own and writes no audit line: `begin_upload` and the end of the upload do. Raises
    WrongOffset for a piece from elsewhere, Problem for one that is too long, cut short or was changed on its way.
    """
    require(viewer, Right.LOAD_DATA)
    file = upload.files.get(position=position)
    if upload.state != Upload.State.RECEIVING or offset != file.received:
        raise WrongOffset(file.received)
    if length <= 0 or length > LARGEST_CHUNK or offset + length > file.size:
        raise _odd_chunk()
    if not file_of(folder, upload.token, position, file.name).is_file():
        raise _gone()
    _write(folder, upload, file, offset=offset, length=length, stream=stream, sha256=sha256)
    with transaction.atomic():
        # The earlier end is part of the condition: of two that write the same piece, one is counted.
        if not UploadFile.objects.filter(pk=file.pk, received=offset).update(received=offset + length):
            file.refresh_from_db()
            raise WrongOffset(file.received)
        return Receipt(offset + length, _arrived(viewer, upload, now) if offset + length == file.size else None)


def _write(
    folder: DataFolder, upload: Upload, file: UploadFile, *, offset: int, length: int, stream: IO[bytes], sha256: str
) -> None:
    digest, left = hashlib.sha256(), length
    with file_of(folder, upload.token, file.position, file.name).open("rb+") as out:
        out.seek(offset)
        while left and (part := stream.read(min(_STEP, left))):
            out.write(part)
            digest.update(part)
            left -= len(part)
        out.flush()
        os.fsync(out.fileno())
    if left or (sha256 and digest.hexdigest() != sha256):
        raise _odd_chunk()


def _arrived(viewer: Viewer, upload: Upload, now: datetime) -> Job | None:
    if any(file.received < file.size for file in upload.files.all()):
        return None
    begun = Upload.objects.filter(pk=upload.pk, state=Upload.State.RECEIVING)
    if not begun.update(state=Upload.State.RECEIVED, changed_at=now):
        return None
    record(viewer, "receive_upload", kind="upload", key=upload.token, now=now)
    return Job.objects.create(upload=upload, kind=Job.Kind.CHECK, asked_by_id=viewer.user, asked_at=now)


def _refuse_odd_files(files: Sequence[tuple[str, int]]) -> None:
    if not files:
        raise Problem(
            Text("No file was chosen.", "没有选择文件。"),
            remedy=Text("Choose CSV, TSV, XLSX or Parquet files.", "请选择 CSV、TSV、XLSX 或 Parquet 文件。"),
        )
    if len(files) > MOST_FILES:
        raise Problem(
            Text("{count} files are too many at once.", "一次 {count} 个文件太多。").filled(count=len(files)),
            remedy=Text("Send at most {limit} together.", "每次最多 {limit} 个文件。").filled(limit=MOST_FILES),
        )
    for name, size in files:
        if size <= 0:
            raise Problem(
                Text("The file is empty.", "文件为空。"),
                remedy=Text("Export it again: a header and at least one line.", "请重新导出：至少包含表头和一行数据。"),
                file=safe_name(name),
            )


def _gone() -> Problem:
    """A data folder may have been restored without the bytes of its uploads."""
    return Problem(
        Text("The files of this upload are no longer on the server.", "该上传的文件已不在服务器上。"),
        remedy=Text("Cancel it and send the files again.", "请取消该上传并重新发送文件。"),
    )


def _odd_chunk() -> Problem:
    return Problem(
        Text("A piece of the file did not arrive as it was sent.", "文件有一部分未完整送达。"),
        remedy=Text("It is sent again.", "将自动重新发送。"),
        code="ODD_CHUNK",
    )
