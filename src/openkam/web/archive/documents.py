"""Files kept with an account, and those taken away that can still be brought back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from openkam.analysis.words import Text
from openkam.core.access import Viewer
from openkam.records.accounts.models import Account
from openkam.records.archive.actions.documents import UNDO_DAYS
from openkam.records.archive.keeping import LARGEST
from openkam.records.archive.kinds import DocumentKind
from openkam.records.archive.labels import DOCUMENTS
from openkam.records.archive.models import Document
from openkam.web.archive.frame import Answer, Frame, frame_of


@dataclass(frozen=True)
class Paper:
    """One file; `size` in words; `until` the latest moment at which it can be brought back."""

    document: Document
    kind: Text
    size: str
    until: datetime | None = None


@dataclass(frozen=True)
class DocumentsPage:
    """Everything the page shows."""

    frame: Frame
    title: Text
    papers: Sequence[Paper]
    removed: Sequence[Paper]
    kinds: Sequence[tuple[str, Text]]
    most: int


def documents_page(viewer: Viewer, key: int, now: datetime, answer: Answer = None) -> DocumentsPage:
    """The page.

    Raises Http404 where the viewer sees no such account.
    """
    frame = frame_of(viewer, key, "documents/", answer)
    papers = papers_of(viewer, frame.account)
    back = Document.objects.visible_to(viewer).filter(
        account=frame.account, removed_at__gt=now - timedelta(days=UNDO_DAYS)
    )
    removed = [
        Paper(row, DOCUMENTS[DocumentKind(row.kind)], size_of(row.size), row.removed_at + timedelta(days=UNDO_DAYS))
        for row in (back.select_related("added_by").order_by("-removed_at") if frame.may_change else ())
        if row.removed_at is not None
    ]
    title = Text("{n} documents are kept", "已存{n}份文件").filled(n=len(papers))
    if not papers:
        title = Text("No document is kept yet", "尚未存放文件")
    elif len(papers) == 1:
        title = Text("1 document is kept", "已存1份文件")
    return DocumentsPage(frame, title, papers, removed, list(DOCUMENTS.items()), LARGEST >> 20)


def papers_of(viewer: Viewer, account: Account) -> list[Paper]:
    """The files, the latest first."""
    rows = Document.objects.visible_to(viewer).filter(account=account, removed_at=None).select_related("added_by")
    ordered = rows.order_by("-added_at", "-pk")
    return [Paper(row, DOCUMENTS[DocumentKind(row.kind)], size_of(row.size)) for row in ordered]


def size_of(size: int) -> str:
    """A size as people say it."""
    if size >= 1 << 20:
        return f"{size / (1 << 20):.1f} MB"
    return f"{max(1, round(size / (1 << 10)))} KB"
