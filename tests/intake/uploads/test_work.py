"""A job says how far it is, ends when asked, and is found dead when its process was killed."""

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from openkam.analysis.words import Text
from openkam.core.problem import InternalFault, Problem
from openkam.intake.child import Progress
from openkam.intake.uploads.findings import problem_of
from openkam.intake.uploads.models import Job
from openkam.intake.uploads.places import home, lock_of
from openkam.intake.uploads.work import is_alive, is_stopped, running
from openkam.ledger.folder import DataFolder
from openkam.ledger.lock import held
from tests.cast import NOW, cast

pytestmark = pytest.mark.django_db


def later() -> datetime:
    """The clock of these tests."""
    return datetime(2026, 7, 1, 10, tzinfo=UTC)


@pytest.fixture
def job() -> Job:
    """A job that waits."""
    return Job.objects.create(kind=Job.Kind.GRADE, asked_by=cast().ops, asked_at=NOW)


def test_a_job_runs_once_and_says_how_far_it_is(tmp_path: Path, job: Job) -> None:
    folder = DataFolder(tmp_path)
    with running(folder, job, later) as watch:
        assert watch is not None
        assert is_alive(folder, job)
        watch(Progress("read", 10, 40))
        assert Job.objects.values_list("stage", "done", "total").get() == ("read", 10, 40)
        with running(folder, job, later) as second:
            assert second is None
    job.refresh_from_db()
    assert (job.state, job.ended_at) == (Job.State.DONE, later())
    assert not lock_of(folder, job.pk).exists()


def test_a_job_ends_where_somebody_asked_for_it(tmp_path: Path, job: Job) -> None:
    with running(DataFolder(tmp_path), job, later) as watch:
        assert watch is not None
        Job.objects.update(is_cancel_wanted=True)
        watch(Progress("read", 1, 2))
        pytest.fail("it went on")
    job.refresh_from_db()
    assert job.state == Job.State.CANCELLED


def test_a_problem_is_kept_for_whoever_looks(tmp_path: Path, job: Job) -> None:
    with running(DataFolder(tmp_path), job, later):
        raise Problem(Text("Broken.", "坏了。"), remedy=Text("Mend it.", "请修复。"))
    job.refresh_from_db()
    assert (job.state, job.problem["what"]) == (Job.State.FAILED, ["Broken.", "坏了。"])


def test_a_fault_of_ours_is_told_and_raised(tmp_path: Path, job: Job) -> None:
    with pytest.raises(ZeroDivisionError), running(DataFolder(tmp_path), job, later):
        raise ZeroDivisionError
    job.refresh_from_db()
    assert (job.state, job.problem["code"]) == (Job.State.FAILED, "INTERNAL")


_WORDS = "OSError: [Errno 5] '/srv/kam/ledger/a.csv' holds 张三"


@pytest.mark.parametrize("fault", [OSError(_WORDS), InternalFault(_WORDS)])
def test_a_fault_of_ours_keeps_its_words_for_the_log(
    tmp_path: Path, job: Job, fault: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    with suppress(OSError), running(DataFolder(tmp_path), job, later):
        raise fault
    job.refresh_from_db()
    shown = problem_of(job.problem)
    for words in (*shown.what, *shown.remedy, str(job.problem)):
        assert not [word for word in ("/srv", "a.csv", "张三", "OSError") if word in words]
    assert "in OpenKAM itself" in shown.what.en
    assert "系统内部出错" in shown.what.zh
    assert isinstance(fault, OSError) or _WORDS in caplog.text  # the worker itself logs what is raised


def test_a_problem_names_no_folder_of_the_server(tmp_path: Path, job: Job) -> None:
    with running(DataFolder(tmp_path), job, later):
        what = Text("The ledger could not be written: {why}", "账本无法写入：{why}").filled(
            why=f"[Errno 28] No space left on device: '{tmp_path}/ledger/a.parquet'"
        )
        raise Problem(what, remedy=Text("Make room.", "请腾出空间。"), file=str(tmp_path))
    job.refresh_from_db()
    shown = problem_of(job.problem)
    assert str(tmp_path.parent) not in str(job.problem)
    assert shown.what.zh == "账本无法写入：[Errno 28] No space left on device: 'a.parquet'"
    assert shown.file == tmp_path.name


def test_a_job_whose_process_is_gone_is_stopped(tmp_path: Path, job: Job) -> None:
    folder = DataFolder(tmp_path)
    home(folder).mkdir(parents=True)
    Job.objects.update(state=Job.State.RUNNING)
    job.refresh_from_db()
    with held(lock_of(folder, job.pk), at_work=Text("at work", "处理中")):
        assert not is_stopped(folder, job)
    assert is_stopped(folder, job)
