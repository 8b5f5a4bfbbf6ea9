"""How far a job in the background is, and what went wrong with one, as pages say it."""

from dataclasses import dataclass

from openkam.analysis.words import Text
from openkam.core.problem import Problem
from openkam.intake.uploads.labels import TABLES, stage_label
from openkam.intake.uploads.models import Job


@dataclass(frozen=True)
class Trouble:
    """A problem as the browser says it: without the words of the command line; `where` in a file it lies, if in one."""

    what: Text
    remedy: Text
    where: Text | None


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
    return Trouble(problem.what, remedy, _where(problem))


def _where(problem: Problem) -> Text | None:
    row = Text("row {row}", "第 {row} 行").filled(row=problem.row) if problem.row else None
    places = [
        Text(one, one) if isinstance(one, str) else one
        for one in (problem.file, row, problem.column, problem.value)
        if one
    ]
    return Text(" · ".join(one.en for one in places), " · ".join(one.zh for one in places)) if places else None
