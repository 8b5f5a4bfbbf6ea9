"""The panel of a figure, and the rows behind it as a file."""

from typing import Any

from django.db import transaction
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.utils import timezone

from openkam.core.access import Right
from openkam.core.audit.actions import record
from openkam.core.spreadsheet import csv_pieces
from openkam.insight.grading.queries import run_in_force
from openkam.ledger.folder import data_folder
from openkam.ledger.tables import open_ledger
from openkam.web.explain.inputs import source_of
from openkam.web.explain.pages import account_of, explain_page, readable
from openkam.web.explain.rows import Behind
from openkam.web.policy import page
from openkam.web.typed import whole_of
from openkam.web.ui.render import render
from openkam.web.viewer import Request, viewer_in


@page(Right.SEE_ACCOUNTS)
def explain(request: Request) -> HttpResponse:
    """Inside a dialog for htmx, else as a page of its own."""
    shown = explain_page(
        viewer_in(request),
        measure=request.GET.get("measure", ""),
        account=request.GET.get("account", ""),
        start=whole_of(request.GET.get("start", "")) or 0,
        folder=data_folder(),
    )
    answer = render(request, "explain/_panel.html" if request.htmx else "explain/explain.html", shown)
    answer["Vary"] = "HX-Request"
    return answer


@page(Right.EXPORT_ACCOUNTS)
def export(request: Request) -> Any:
    """All rows behind a figure as comma-separated text, noted in the audit trail."""
    viewer, run = viewer_in(request), run_in_force()
    measure = readable(viewer, request.GET.get("measure", "")).code
    account = account_of(viewer, request.GET.get("account", ""))
    if run is None:
        raise Http404
    behind = Behind(viewer, account, run, measure, source_of(measure))
    with transaction.atomic():
        change = {"measure": [None, measure], "rows": [None, behind.source.value]}
        record(viewer, "export_rows", kind="account", key=account.pk, change=change, now=timezone.now())
    heads = [head.label.to(request.language) for head in behind.heads()]
    lines = csv_pieces(heads, behind.every(open_ledger(data_folder()).engine))
    told = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    told["Content-Disposition"] = f'attachment; filename="{measure}-{account.pk}.csv"'
    return told
