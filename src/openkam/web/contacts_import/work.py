"""How far the job of an import is, and what went wrong with it, in words."""

from dataclasses import dataclass
from typing import Final

from django.utils import timezone

from openkam.analysis.words import Text
from openkam.core.problem import Problem
from openkam.intake.contacts.actions import AT_WORK
from openkam.intake.contacts.left import is_left
from openkam.intake.contacts.meter import read_progress
from openkam.intake.contacts.models import ContactImport
from openkam.intake.contacts.places import place_of
from openkam.intake.uploads.findings import problem_of
from openkam.intake.uploads.models import Job
from openkam.ledger.folder import DataFolder

STAGES: Final = {
    "read": Text("Reading the file", "读取文件"),
    "check": Text("Checking rows", "检查各行"),
    "write_accounts": Text("Writing accounts", "写入客户"),
    "write_people": Text("Writing people", "写入联系人"),
    "write_posts": Text("Writing posts", "写入任职"),
    "write_texts": Text("Making people searchable", "建立联系人搜索索引"),
    "compare": Text("Looking for duplicates", "查找重复客户"),
    "note": Text("Noting what was written", "登记写入内容"),
    "finish": Text("Finishing", "收尾"),
    "take_back": Text("Taking back", "撤回"),
}


@dataclass(frozen=True)
class JobLine:
    """How far a job is; `stage` is None while it waits for its turn."""

    stage: Text | None
    done: int
    total: int


@dataclass(frozen=True)
class Trouble:
    """What went wrong and what to do about it."""

    what: Text
    remedy: Text


def work_of(folder: DataFolder, batch: ContactImport) -> tuple[JobLine | None, Trouble | None]:
    """The job while it is under way; the trouble where it ended in the middle."""
    job = batch.job
    if job is None or batch.state == ContactImport.State.CANCELLED:
        return None, None
    if batch.state in AT_WORK and job.state in (Job.State.QUEUED, Job.State.RUNNING):
        if is_left(folder, job, timezone.now()):
            return None, _INTERRUPTED
        stage, done, total = read_progress(place_of(folder, batch)) if job.state == Job.State.RUNNING else ("", 0, 0)
        return JobLine(STAGES.get(stage), done, total), None
    if job.state == Job.State.FAILED and job.problem:
        return None, _trouble(problem_of(job.problem))
    return None, _INTERRUPTED if batch.state in AT_WORK else None


_INTERRUPTED: Final = Trouble(
    Text("The work was interrupted: its process ended.", "处理中断：后台进程已结束。"),
    Text(
        "Nothing was written by half. It begins anew by itself; if it does not, press “Try again”.",
        "没有写入任何不完整的数据。系统会自动重新处理；如未开始，请点“重试”。",
    ),
)


NOT_YOURS: Final = Trouble(
    _INTERRUPTED.what,
    Text(
        "Nothing was written by half. It begins anew by itself; if it does not, whoever sent it tries again.",
        "没有写入任何不完整的数据。系统会自动重新处理；如未开始，请由上传者重试。",
    ),
)


def _trouble(problem: Problem) -> Trouble:
    """Without the words of the command line, which mean nothing here."""
    remedy = problem.remedy
    if "--" in remedy.en or "`openkam" in remedy.en:
        remedy = Text("Save the file anew as CSV or XLSX and send it again.", "请另存为 CSV 或 XLSX 后重新上传。")
    return Trouble(problem.what, remedy)
