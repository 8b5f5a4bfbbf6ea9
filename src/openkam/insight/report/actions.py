"""Grading the ledger of an installation: the verdicts are kept with everything they rest on."""

import shutil
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Final
from uuid import uuid4

from django.db import transaction

from openkam.analysis.column import Array
from openkam.analysis.facts import months_before
from openkam.analysis.words import Text
from openkam.core.access import Right, Viewer, require
from openkam.core.audit.actions import record
from openkam.insight.grading.kept_grades import write_grades
from openkam.insight.grading.models import Grade, Run, SchemeVersion, Verdict
from openkam.insight.grading.scheme_file.writer import scheme_text
from openkam.insight.report.columns import standing_from
from openkam.insight.report.evidence import Evidence
from openkam.insight.report.grade_rows import GradeRows
from openkam.insight.report.kept import Prices, kept_body, packed
from openkam.insight.report.kept_report import kept_report
from openkam.insight.report.ledger_evidence import Gathered, gathered
from openkam.insight.report.verdicts import verdicts_on
from openkam.insight.value.standing import write_standing
from openkam.intake.child import Progress
from openkam.ledger.folder import DataFolder
from openkam.ledger.lock import held

CHUNK: Final = 1000
"""Accounts written in one transaction, so that nobody else waits for long."""
EXPIRES_MONTHS: Final = 12
GRADING: Final = Text(
    "The accounts of this data folder are being graded already (process {process}).",
    "该数据文件夹的客户正在分级（进程 {process}）。",
)


def grade_ledger(
    *,
    viewer: Viewer,
    folder: DataFolder,
    scheme: SchemeVersion,
    since: date | None = None,
    until: date | None = None,
    currency: str | None = None,
    now: datetime,
    on_progress: Callable[[Progress], None] | None = None,
) -> Run:
    """Grade every account of the ledger and keep grades, verdicts and arrays; nobody sees them before `publish_run`.

    Codes that were merged count as their account, and the latest ratings stand in for those of the customers table.
    The grades are written in small transactions; the run is whole from the last one on, which carries the audit line.
    Raises Problem where the ledger cannot be graded, where a customer code has no account yet, and while another
    process is grading.
    """
    require(viewer, Right.TRY_SCHEMES)
    say = on_progress or _silent
    say(Progress("grade", 0, 0))
    folder.runs.mkdir(exist_ok=True, mode=0o700)
    with held(folder.runs / "lock", at_work=GRADING):
        discard_unfinished(folder)
        found = gathered(folder, scheme, since=since, until=until, currency=currency, today=viewer.today)
        run, place = _begun(found, viewer, scheme, now), f"{folder.runs.name}/{uuid4().hex}"
        standing = standing_from(found.evidence, found.rows, found.keys)
        write_standing(folder.path / place, standing)
        table, prices = GradeRows(found.evidence, standing, found.rows), Prices(found.evidence)
        for start in range(0, len(found.rows), CHUNK):
            say(Progress("write", start, len(found.rows)))
            _write_chunk(run, found.evidence, found.rows[start : start + CHUNK], table, prices)
        write_grades(run, folder.path / place)  # else whoever opens a list first would wait for it
        return _finished(run, place, viewer, now)


def discard_unfinished(folder: DataFolder) -> None:
    """Remove what runs that never came to an end left behind; nobody may be grading meanwhile."""
    Run.objects.filter(columns="", published_at=None).delete()
    known = {Path(place).name for place in Run.objects.values_list("columns", flat=True)}
    for place in folder.runs.iterdir():
        if place.is_dir() and place.name not in known:
            shutil.rmtree(place, ignore_errors=True)


def _begun(found: Gathered, viewer: Viewer, scheme: SchemeVersion, now: datetime) -> Run:
    evidence = found.evidence
    facts = evidence.facts
    return Run.objects.create(
        scheme=scheme,
        ledger_version=found.version,
        currency=facts.currency or "",
        since_date=facts.since,
        until_date=facts.until,
        graded_at=now,
        graded_by_id=viewer.user or None,
        expires_date=months_before(facts.until, -EXPIRES_MONTHS),
        account_count=len(found.rows),
        by_profit=evidence.portfolio.by_profit,
        by_price=Prices(evidence).by_score,
        used_scheme=scheme_text(evidence.grades.scheme),
        merged=found.merged,
        report=kept_report(found),
    )


def _write_chunk(run: Run, evidence: Evidence, rows: Array, table: GradeRows, prices: Prices) -> None:
    grades, bodies = [], []
    for index, verdict in zip(rows.tolist(), verdicts_on(evidence, rows), strict=True):
        grades.append(table.row(run, verdict, index))
        bodies.append(packed(kept_body(evidence, verdict, index, prices)))
    with transaction.atomic():
        stored = Grade.objects.bulk_create(grades, batch_size=CHUNK)
        Verdict.objects.bulk_create(
            [Verdict(grade=grade, body=body) for grade, body in zip(stored, bodies, strict=True)], batch_size=CHUNK
        )


@transaction.atomic
def _finished(run: Run, place: str, viewer: Viewer, now: datetime) -> Run:
    run.columns = place
    run.save(update_fields=["columns"])
    change = {"scheme": [None, str(run.scheme)], "accounts": [None, run.account_count]}
    record(viewer, "grade_ledger", kind="run", key=run.pk, change=change, now=now)
    return run


def _silent(_: Progress) -> None:
    return
