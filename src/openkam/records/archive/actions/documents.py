"""Files kept with an account: added, taken away, brought back within thirty days."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction

from openkam.core.access import Right, Viewer, require
from openkam.core.audit.actions import record
from openkam.records.accounts.models import Account
from openkam.records.accounts.reach import changeable_one
from openkam.records.accounts.refusals import gone
from openkam.records.archive.keeping import forget, put
from openkam.records.archive.kinds import DocumentKind
from openkam.records.archive.media import safe_name
from openkam.records.archive.models import Document
from openkam.records.archive.words import chosen
from openkam.records.contacts.wording import refuse_private

UNDO_DAYS = 30


@transaction.atomic
def add_document(
    *, viewer: Viewer, account: Account, name: str, kind: str, pieces: Iterable[bytes], folder: Path, now: datetime
) -> Document:
    """Keep a file; its type is what its first bytes say, its name a safe one.

    folder  where contents lie; Raises Problem where the file is too large or no document
    """
    require(viewer, Right.RECORD_CUSTOMERS)
    known = changeable_one(viewer, account)
    wanted = chosen(kind, DocumentKind.values)
    content = put(folder, pieces)
    row = Document.objects.create(
        account=known,
        name=refuse_private(safe_name(name, content.media_type)),
        kind=wanted,
        media_type=content.media_type,
        size=content.size,
        sha256=content.sha256,
        added_by_id=viewer.user,
        added_at=now,
    )
    change = {"document": [None, row.pk], "file": [None, row.name], "size": [None, row.size]}
    record(viewer, "add_document", kind="account", key=known.pk, change=change, now=now)
    return row


@transaction.atomic
def remove_document(*, viewer: Viewer, account: Account, document: Document, now: datetime) -> None:
    """The file is gone for everybody; for thirty days it can be brought back."""
    require(viewer, Right.RECORD_CUSTOMERS)
    known = changeable_one(viewer, account)
    row = Document.objects.filter(pk=document.pk, account=known, removed_at=None).first()
    if row is None:
        raise gone()
    row.removed_at = now
    row.save(update_fields=["removed_at"])
    change = {"document": [row.pk, None], "file": [row.name, None]}
    record(viewer, "remove_document", kind="account", key=known.pk, change=change, now=now)


@transaction.atomic
def restore_document(*, viewer: Viewer, account: Account, document: Document, now: datetime) -> Document:
    """A file taken away within thirty days is there again."""
    require(viewer, Right.RECORD_CUSTOMERS)
    known = changeable_one(viewer, account)
    rows = Document.objects.filter(pk=document.pk, account=known, removed_at__gt=now - timedelta(days=UNDO_DAYS))
    row = rows.first()
    if row is None:
        raise gone()
    row.removed_at = None
    row.save(update_fields=["removed_at"])
    change = {"document": [None, row.pk], "file": [None, row.name]}
    record(viewer, "restore_document", kind="account", key=known.pk, change=change, now=now)
    return row


@transaction.atomic
def sweep_documents(*, folder: Path, now: datetime) -> int:
    """What was taken away more than thirty days ago goes for good, with every content nobody names any more.

    Answers how many files went; the program's own act, so nobody is asked for a right.
    """
    old = Document.objects.filter(removed_at__lte=now - timedelta(days=UNDO_DAYS))
    rows, _ = old.delete()
    files = forget(folder, set(Document.objects.values_list("sha256", flat=True)), now.timestamp())
    if rows or files:
        record(
            None, "sweep_documents", kind="document", change={"count": [None, rows], "files": [None, files]}, now=now
        )
    return files
