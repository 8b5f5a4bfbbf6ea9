"""The data screen: what is under way, what was loaded, and whether the grades follow it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from openkam.analysis.words import Text
from openkam.core.access import Right, Viewer
from openkam.core.figures import counted, exact_money
from openkam.insight.grading.currencies import CurrencyChoice, currency_choice
from openkam.insight.grading.queries import run_in_force
from openkam.intake.uploads.findings import problem_of
from openkam.intake.uploads.labels import TABLES
from openkam.intake.uploads.models import Job, Upload
from openkam.intake.uploads.places import LARGEST_UPLOAD, megabytes
from openkam.intake.uploads.queries import (
    LedgerLine,
    amounts_of,
    file_names,
    latest_grading,
    ledger_line,
    loads,
    sources,
    uploads_under_way,
)
from openkam.intake.uploads.taking_back import TakenBack
from openkam.intake.uploads.work import is_stopped, stopped_problem
from openkam.ledger.folder import DataFolder
from openkam.ledger.models import Batch
from openkam.records.accounts.queries import open_proposals
from openkam.web.job_lines import JobLine, Trouble, job_line, trouble_of
from openkam.web.ui.shell import data_tabs

LOADS_A_PAGE: Final = 25
_UNDER_WAY: Final = (Job.State.QUEUED, Job.State.RUNNING)


@dataclass(frozen=True)
class LoadLine:
    """One load in the history."""

    number: int
    label: Text
    source: str
    files: tuple[str, ...]
    rows: int
    set_aside: int
    amounts: tuple[tuple[str, str], ...]
    since: date | None
    until: date | None
    loaded_at: datetime
    loaded_by: str
    is_rolled_back: bool
    rolled_back_at: datetime | None
    rolled_back_by: str
    reason: str


@dataclass(frozen=True)
class UploadLine:
    """One upload that is under way."""

    token: str
    names: str
    state: Text
    uploader: str
    begun_at: datetime
    is_mine: bool


@dataclass(frozen=True)
class Pager:
    """Where a list stands; `earlier` and `later` are addresses or blank."""

    first: int
    latest: int
    total: int
    earlier: str
    later: str


@dataclass(frozen=True)
class Grading:
    """Whether the grades follow the ledger: `job` while it is under way, `trouble` where it failed."""

    ledger_version: int
    graded_version: int | None
    graded_at: datetime | None
    job: JobLine | None
    trouble: Trouble | None
    may_grade: bool
    currency: CurrencyChoice | None

    @property
    def is_stale(self) -> bool:
        """Whether the ledger has moved since the accounts were graded."""
        return self.graded_version != self.ledger_version


@dataclass(frozen=True)
class DataPage:
    """Everything the screen shows."""

    title: Text
    ledger: LedgerLine | None
    tabs: tuple[tuple[Text, str, bool], ...]
    sources: tuple[str, ...]
    limit: str
    uploads: tuple[UploadLine, ...]
    grading: Grading | None
    loads: tuple[LoadLine, ...]
    pager: Pager


@dataclass(frozen=True)
class LoadPage:
    """One load, and what rolling it back would do; `taken_back` is None where it was rolled back before."""

    load: LoadLine
    tabs: tuple[tuple[Text, str, bool], ...]
    taken_back: TakenBack | None
    error: Text | None


def data_page(viewer: Viewer, folder: DataFolder, number: int) -> DataPage:
    """The screen, with this page of the history (from 1 on)."""
    ledger = ledger_line(viewer)
    uploads = tuple(_upload_line(viewer, upload) for upload in uploads_under_way(viewer)[:50])
    history = loads(viewer)
    total = history.count()
    start = (number - 1) * LOADS_A_PAGE
    lines = tuple(load_line(batch) for batch in history[start : start + LOADS_A_PAGE])
    pager = Pager(
        start + 1 if lines else 0,
        start + len(lines),
        total,
        f"/data/?page={number - 1}" if number > 1 else "",
        f"/data/?page={number + 1}" if start + len(lines) < total else "",
    )
    return DataPage(
        title=_title(ledger),
        ledger=ledger,
        tabs=tabs_of(viewer, "data"),
        sources=tuple(sources(viewer)),
        limit=megabytes(LARGEST_UPLOAD),
        uploads=uploads,
        grading=grading_of(viewer, folder, ledger) if ledger else None,
        loads=lines,
        pager=pager,
    )


def grading_of(viewer: Viewer, folder: DataFolder, ledger: LedgerLine) -> Grading:
    """Whether the grades follow the ledger."""
    run = run_in_force()
    job = latest_grading(viewer)
    is_dead = job is not None and is_stopped(folder, job)
    is_under_way = job is not None and not is_dead and job.state in _UNDER_WAY
    trouble = None
    if is_dead:
        trouble = trouble_of(stopped_problem())
    elif job is not None and job.state == Job.State.FAILED and job.problem:
        trouble = trouble_of(problem_of(job.problem))
    return Grading(
        ledger_version=ledger.version,
        graded_version=run.ledger_version if run else None,
        graded_at=run.published_at if run else None,
        job=job_line(job) if job and is_under_way else None,
        trouble=trouble,
        may_grade=viewer.may(Right.PUBLISH_GRADES),
        currency=currency_choice(viewer, folder) if viewer.may(Right.PUBLISH_GRADES) else None,
    )


def tabs_of(viewer: Viewer, current: str) -> tuple[tuple[Text, str, bool], ...]:
    """The parts of the screen that the viewer may open, with how many pairs wait."""
    found = []
    if viewer.may(Right.LOAD_DATA):
        found.append((Text("Files and loads", "文件与批次"), "/data/", current == "data"))
    if viewer.may(Right.MATCH_ACCOUNTS):
        count = open_proposals(viewer).count()
        words = Text("Possible duplicates ({count})", "疑似重复客户（{count}）").filled(count=f"{count:,}")
        found.append((words, "/data/matches/", current == "matches"))
    people = [tab for tab in data_tabs(viewer, "") if tab[1].endswith("/people/")]
    return (*found, *people)


def load_line(batch: Batch) -> LoadLine:
    """A load as the history shows it."""
    return LoadLine(
        number=batch.number,
        label=TABLES[batch.table],
        source=batch.source,
        files=tuple(file_names(batch)),
        rows=batch.rows_used,
        set_aside=batch.rows_set_aside,
        amounts=tuple((currency, exact_money(int(amount * 10_000))) for currency, amount in amounts_of(batch).items()),
        since=batch.since,
        until=batch.until,
        loaded_at=batch.loaded_at,
        loaded_by=batch.loaded_by,
        is_rolled_back=batch.status == Batch.Status.ROLLED_BACK,
        rolled_back_at=batch.rolled_back_at,
        rolled_back_by=batch.rolled_back_by,
        reason=batch.rollback_reason,
    )


def _title(ledger: LedgerLine | None) -> Text:
    if ledger is None:
        return Text("Nothing has been loaded yet", "还没有导入任何数据")
    if not ledger.rows:
        return Text("The ledger holds no invoice lines", "账本中没有发票明细")
    rows = counted(ledger.rows, "invoice line", "invoice lines", "行发票明细")
    return Text("The ledger holds {rows}", "账本中有 {rows}").filled(rows=rows)


_STATES: Final = {
    Upload.State.RECEIVING: Text("not all here yet", "尚未全部送达"),
    Upload.State.RECEIVED: Text("waits to be read", "等待读取"),
    Upload.State.PARSED: Text("has open questions", "有待确认的问题"),
    Upload.State.STAGED: Text("checked", "已检查"),
    Upload.State.PREVIEWED: Text("ready to be published", "可以发布"),
    Upload.State.PUBLISHING: Text("being published", "正在发布"),
    Upload.State.FAILED: Text("failed", "失败"),
}


def _upload_line(viewer: Viewer, upload: Upload) -> UploadLine:
    files = sorted(upload.files.all(), key=lambda file: file.position)
    names = ", ".join(file.name for file in files[:3]) + (" …" if len(files) > len(files[:3]) else "")
    state = _STATES[Upload.State(upload.state)]
    return UploadLine(
        upload.token, names, state, upload.uploader.name, upload.begun_at, upload.uploader_id == viewer.user
    )
