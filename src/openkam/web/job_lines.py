"""How far a job in the background is, and what went wrong with one, as pages say it."""

from dataclasses import dataclass

from openkam.analysis.words import Text
from openkam.core.problem import Problem
from openkam.intake.uploads.labels import TABLES, stage_label
from openkam.intake.uploads.models import Job


@dataclass(frozen=True)
class Trouble:
    """A problem as the browser says it: without the words of the command line."""

    what: Text
    remedy: Text
    where: str


@dataclass(frozen=True)
class JobLine:
    """How far a job is. `stage` is None while it waits for the worker."""

    stage: Text | None
    subject: str
    done: int
    total: int
    is_bytes: bool


def job_line(job: Job) -> JobLine:
    """How far a job is, in words."""
    subject = TABLES.get(job.subject)
    stage = stage_label(job.stage) if job.state == Job.State.RUNNING and job.stage else None
    if stage and subject:
        stage = Text(f"{stage.en}: {subject.en}", f"{stage.zh}：{subject.zh}")
    is_bytes = job.stage == "open" and job.total > 1 << 16
    return JobLine(stage, "" if subject else job.subject, job.done, job.total, is_bytes)


def trouble_of(problem: Problem) -> Trouble:
    """A problem without the words of the command line, which mean nothing here."""
    remedy = problem.remedy
    if "--" in remedy.en or "`openkam" in remedy.en:
        remedy = Text(
            "Check below which column is what and how numbers and dates are written; or correct the file and send it "
            "again.",
            "请在下方检查各列的对应关系以及数字、日期的写法；或更正文件后重新上传。",
        )
    row = Text("row", "行")
    places = (problem.file, f"{row.en} {problem.row}" if problem.row else None, problem.column, problem.value)
    return Trouble(problem.what, remedy, " · ".join(place for place in places if place))
