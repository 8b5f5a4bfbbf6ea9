"""The pages of an archive, as they are read."""

from collections.abc import Callable
from typing import Any, Final

from django.http import FileResponse, Http404, HttpResponse
from django.utils import timezone

from openkam.analysis.words import Text
from openkam.core.access import Right
from openkam.ledger.folder import data_folder
from openkam.records.archive.actions.export import export_archive
from openkam.records.archive.keeping import place_of
from openkam.records.archive.models import Document
from openkam.web.archive.codes import codes_page
from openkam.web.archive.custom import fields_page
from openkam.web.archive.documents import documents_page
from openkam.web.archive.file import archive_file
from openkam.web.archive.finances import finances_page
from openkam.web.archive.frame import DONE, Answer, Refused, frame_of
from openkam.web.archive.group import group_page
from openkam.web.archive.identity import identity_page
from openkam.web.archive.overview import overview_page
from openkam.web.archive.relation import gaps_page, relation_page
from openkam.web.archive.workbook import workbook_of
from openkam.web.policy import found_or_404, page
from openkam.web.typed import day_notice, day_or_none
from openkam.web.ui.render import render
from openkam.web.viewer import Request, viewer_in

Shown = Callable[[Request, int, Answer], HttpResponse]
_WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page(Right.SEE_ACCOUNTS)
def overview(request: Request, pk: int) -> HttpResponse:
    """What is known."""
    return show_overview(request, pk, _done(request))


@page(Right.SEE_ACCOUNTS)
def identity(request: Request, pk: int) -> HttpResponse:
    """What the account is."""
    return show_identity(request, pk, _done(request))


@page(Right.SEE_ACCOUNTS)
def codes(request: Request, pk: int) -> HttpResponse:
    """Codes offered while somebody types."""
    given = request.GET
    asked = {name: given.get(name, "") for name in ("subject", "version", "words")}
    return render(request, "archive/_codes.html", codes_page(viewer_in(request), pk, **asked))


@page(Right.SEE_ACCOUNTS)
def group(request: Request, pk: int) -> HttpResponse:
    """Where it belongs."""
    return show_group(request, pk, _done(request))


@page(Right.SEE_ACCOUNTS)
def relation(request: Request, pk: int) -> HttpResponse:
    """How it stands to us."""
    return show_relation(request, pk, _done(request))


@page(Right.SEE_ACCOUNTS)
def finances(request: Request, pk: int) -> HttpResponse:
    """How healthy it is."""
    return show_finances(request, pk, _done(request))


@page(Right.SEE_ACCOUNTS)
def documents(request: Request, pk: int) -> HttpResponse:
    """What papers there are."""
    return show_documents(request, pk, _done(request))


@page(Right.SEE_ACCOUNTS)
def download(request: Request, pk: int, document: int) -> Any:
    """A file as it came; never shown inside a page of ours."""
    viewer = viewer_in(request)
    frame = frame_of(viewer, pk, "documents/")
    row = found_or_404(Document.objects.visible_to(viewer), pk=document, account=frame.account, removed_at=None)
    place = place_of(data_folder().documents, row.sha256)
    if not place.is_file():
        raise Http404
    answer = FileResponse(
        place.open("rb"), as_attachment=True, filename=row.name, content_type="application/octet-stream"
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = "private, no-store"
    return answer


@page(Right.EXPORT_ACCOUNTS)
def as_workbook(request: Request, pk: int) -> Any:
    """The whole file of the account as a workbook."""
    viewer, now = viewer_in(request), timezone.now()
    told = archive_file(viewer, pk)
    export_archive(viewer=viewer, account=told.account, sections=told.filled, now=now)
    return FileResponse(
        workbook_of(told, request.language),
        as_attachment=True,
        filename=f"archive-{pk}-{viewer.today.isoformat()}.xlsx",
        content_type=_WORKBOOK,
    )


@page(Right.EXPORT_ACCOUNTS)
def as_print(request: Request, pk: int) -> HttpResponse:
    """The whole file of the account as one page to print."""
    viewer = viewer_in(request)
    told = archive_file(viewer, pk)
    export_archive(viewer=viewer, account=told.account, sections=told.filled, now=timezone.now())
    return render(request, "archive/print.html", told)


@page(Right.SEE_ACCOUNTS)
def gaps(request: Request) -> HttpResponse:
    """Relations that are not what they should be."""
    return render(request, "archive/gaps.html", gaps_page(viewer_in(request)))


@page(Right.MATCH_ACCOUNTS)
def fields(request: Request) -> HttpResponse:
    """The fields of one's own."""
    return render(request, "archive/fields.html", fields_page(viewer_in(request), done=_done(request)))


def show_overview(request: Request, pk: int, answer: Answer) -> HttpResponse:
    """The page, with what was done or refused."""
    return _shown(request, "archive/archive.html", overview_page(viewer_in(request), pk, answer), answer)


def show_identity(request: Request, pk: int, answer: Answer) -> HttpResponse:
    """The page, with what was done or refused."""
    return _shown(request, "archive/identity.html", identity_page(viewer_in(request), pk, answer), answer)


def show_group(request: Request, pk: int, answer: Answer) -> HttpResponse:
    """The page, with what was done or refused."""
    viewer, asked = viewer_in(request), request.GET.get("day", "")
    shown = group_page(viewer, pk, answer, day=day_or_none(asked), notice=day_notice(asked, latest=viewer.today))
    return _shown(request, "archive/group.html", shown, answer)


def show_relation(request: Request, pk: int, answer: Answer) -> HttpResponse:
    """The page, with what was done or refused."""
    return _shown(request, "archive/relation.html", relation_page(viewer_in(request), pk, answer), answer)


def show_finances(request: Request, pk: int, answer: Answer) -> HttpResponse:
    """The page, with what was done or refused."""
    return _shown(request, "archive/finances.html", finances_page(viewer_in(request), pk, answer), answer)


def show_documents(request: Request, pk: int, answer: Answer) -> HttpResponse:
    """The page, with what was done or refused."""
    shown = documents_page(viewer_in(request), pk, timezone.now(), answer)
    return _shown(request, "archive/documents.html", shown, answer)


def _done(request: Request) -> Text | None:
    return DONE.get(request.GET.get("done", ""))


def _shown(request: Request, template: str, shown: object, answer: Answer) -> HttpResponse:
    return render(request, template, shown, status=422 if isinstance(answer, Refused) else 200)
