"""Sending a sheet, deciding its columns, publishing it, taking it back.

An act and the place of its job in the queue are one transaction: a process that is killed between leaves neither.
"""

from typing import cast

from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.utils import timezone

from openkam.core.access import Right
from openkam.intake.contacts.actions import (
    ask_contact_publication,
    ask_contact_return,
    begin_contact_import,
    cancel_contact_import,
    choose_contact_columns,
    try_contact_import_again,
)
from openkam.intake.contacts.models import ContactImport
from openkam.intake.contacts.sheets_out import rejected_rows, template
from openkam.ledger.folder import data_folder
from openkam.web.contacts_import import jobs
from openkam.web.contacts_import.forms import PURPOSE, chosen_keys, chosen_sheets, seen_counts, sent_file
from openkam.web.contacts_import.pages import batch_page, imports_page, shown_sheets, shown_tried
from openkam.web.policy import found_or_404, page
from openkam.web.ui.render import render
from openkam.web.viewer import Request, viewer_in

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page(Right.IMPORT_CUSTOMERS)
def imports(request: Request) -> HttpResponse:
    """Where a file is sent, and what was sent lately."""
    return render(request, "contacts_import/imports.html", imports_page(viewer_in(request)))


@page(Right.IMPORT_CUSTOMERS, methods=("POST",))
def begin(request: Request) -> HttpResponse:
    """Read a file and show what it would do."""
    with sent_file(request.FILES) as path, transaction.atomic():
        found = begin_contact_import(
            viewer=viewer_in(request),
            folder=data_folder(),
            file=path,
            purpose=PURPOSE.to(request.language),
            now=timezone.now(),
        )
        jobs.begin(found)
    return _to(found)


@page(Right.IMPORT_CUSTOMERS)
def template_file(request: Request) -> HttpResponse:
    """A workbook to fill in, in the reader's language."""
    answer = HttpResponse(template(request.language), content_type=_WORKBOOK)
    answer["Content-Disposition"] = 'attachment; filename="openkam-people.xlsx"'
    return answer


@page(Right.IMPORT_CUSTOMERS)
def batch(request: Request, token: str) -> HttpResponse:
    """One import."""
    viewer = viewer_in(request)
    return render(request, "contacts_import/batch.html", batch_page(viewer, data_folder(), _found(request, token)))


@page(Right.IMPORT_CUSTOMERS)
def progress(request: Request, token: str) -> HttpResponse:
    """How far its job is, asked every second; the whole page when it has ended, or begun anew where it had stopped."""
    shown = batch_page(viewer_in(request), data_folder(), _found(request, token), with_return=False)
    answer = render(request, "contacts_import/progress.html", shown)
    is_as_shown = shown.is_interrupted if "stopped" in request.GET else shown.job is not None
    if not is_as_shown:
        answer["HX-Refresh"] = "true"
    return answer


@page(Right.IMPORT_CUSTOMERS, methods=("POST",))
def columns(request: Request, token: str) -> HttpResponse:
    """Say what the sheets list, what their columns mean, and what people and accounts are known by."""
    found = _found(request, token)
    with transaction.atomic():
        chosen = choose_contact_columns(
            viewer=viewer_in(request),
            batch=found,
            sheets=chosen_sheets(request.POST, len(found.reading["sheets"])),
            keys=chosen_keys(request.POST),
            now=timezone.now(),
        )
        jobs.begin(chosen)
    return _to(found)


@page(Right.IMPORT_CUSTOMERS, methods=("POST",))
def publication(request: Request, token: str) -> HttpResponse:
    """Ask that what was shown be written; asked twice, it is written once."""
    found = _found(request, token)
    seen, now = seen_counts(request.POST), timezone.now()
    with transaction.atomic():
        jobs.begin(ask_contact_publication(viewer=viewer_in(request), batch=found, seen=seen, now=now))
    return _to(found)


@page(Right.IMPORT_CUSTOMERS, methods=("POST",))
def attempts(request: Request, token: str) -> HttpResponse:
    """Do once more what was interrupted."""
    found = _found(request, token)
    now = timezone.now()
    with transaction.atomic():
        jobs.begin(try_contact_import_again(viewer=viewer_in(request), folder=data_folder(), batch=found, now=now))
    return _to(found)


@page(Right.IMPORT_CUSTOMERS, methods=("POST",))
def cancellation(request: Request, token: str) -> HttpResponse:
    """Give the import up."""
    cancel_contact_import(
        viewer=viewer_in(request), folder=data_folder(), batch=_found(request, token), now=timezone.now()
    )
    return HttpResponseRedirect("/data/people/")


@page(Right.IMPORT_CUSTOMERS, methods=("POST",))
def rollback(request: Request, token: str) -> HttpResponse:
    """Ask that a published import be taken back."""
    found = _found(request, token)
    with transaction.atomic():
        jobs.begin(ask_contact_return(viewer=viewer_in(request), batch=found, now=timezone.now()))
    return _to(found)


@page(Right.IMPORT_CUSTOMERS)
def rejected(request: Request, token: str) -> HttpResponse:
    """The rows that are not taken, to correct and send again."""
    found = _found(request, token)
    tried = shown_tried(data_folder(), found)
    if tried is None:
        raise Http404
    lines = rejected_rows(tried, found.reading["sheets"], shown_sheets(viewer_in(request), found), request.language)
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="rows-not-taken-{found.token[:6]}.csv"'
    return cast("HttpResponse", answer)


def _found(request: Request, token: str) -> ContactImport:
    return found_or_404(ContactImport.objects.visible_to(viewer_in(request)).select_related("job"), token=token)


def _to(found: ContactImport) -> HttpResponse:
    return HttpResponseRedirect(f"/data/people/imports/{found.token}/")
