"""The audit trail: reading, exporting and verifying it."""

from datetime import datetime

from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone

from openkam.analysis.words import Language, Text
from openkam.core.access import Right, Viewer
from openkam.core.audit.actions import record
from openkam.core.audit.verifying import audit_faults, audit_head
from openkam.core.spreadsheet import csv_text
from openkam.web.audit.faults import verdict_of
from openkam.web.audit.forms import Wanted, wanted_of
from openkam.web.audit.pages import MOST_EXPORTED, Entry, audit_page, entries_of, matching
from openkam.web.policy import page
from openkam.web.ui.render import render
from openkam.web.viewer import Request, viewer_in

_HEADS = (
    Text("line", "序号"),
    Text("moment", "时间"),
    Text("who", "操作人"),
    Text("action", "操作"),
    Text("object", "对象类型"),
    Text("key", "对象编号"),
    Text("called", "对象名称"),
    Text("change", "变更"),
    Text("outcome", "结果"),
    Text("through", "渠道"),
)


@page(Right.READ_AUDIT)
def audit(request: Request) -> HttpResponse:
    """The trail, newest first."""
    head = audit_head()
    found = audit_page(viewer_in(request), wanted_of(request.GET), str(head or ""))
    return render(request, "audit/audit.html", found)


@page(Right.READ_AUDIT, methods=("POST",))
def verification(request: Request) -> HttpResponse:
    """Walk the whole chain now."""
    found = verdict_of(audit_faults(), audit_head(), timezone.now())
    return render(request, "audit/verdict.html", found)


@page(Right.READ_AUDIT, methods=("POST",))
def export(request: Request) -> HttpResponse:
    """The lines asked for as CSV; that it was exported is a line itself."""
    viewer, wanted = viewer_in(request), wanted_of(request.POST)
    if wanted.problem:
        return render(request, "audit/audit.html", audit_page(viewer, wanted, str(audit_head() or "")), status=422)
    lines = entries_of(viewer, matching(viewer, wanted)[:MOST_EXPORTED])
    _note_export(viewer, wanted, len(lines), timezone.now())
    answer = HttpResponse(_as_csv(lines, request.language), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="openkam-audit-{timezone.localdate():%Y%m%d}.csv"'
    return answer


@transaction.atomic
def _note_export(viewer: Viewer, wanted: Wanted, count: int, now: datetime) -> None:
    asked = wanted.address(None).partition("?")[2]
    record(viewer, "export_audit", kind="audit", change={"lines": [None, count], "filter": [None, asked]}, now=now)


def _as_csv(lines: list[Entry], language: Language) -> str:
    def row(line: Entry) -> list[str | int | None]:
        changes = "; ".join(
            f"{one.field.to(language)}: {one.before.to(language)} → {one.after.to(language)}" for one in line.changes
        )
        moment = timezone.localtime(line.happened_at).isoformat(timespec="seconds")
        outcome = Text("denied", "拒绝") if line.is_denied else Text("done", "完成")
        kind = line.kind.to(language) if line.kind else ""
        name = line.named.name if line.named else ""
        words = (
            line.action.to(language),
            kind,
            line.key,
            name,
            changes,
            outcome.to(language),
            line.channel.to(language),
        )
        return [line.seq, moment, line.who.to(language), *words]

    return csv_text([head.to(language) for head in _HEADS], (row(line) for line in lines))
