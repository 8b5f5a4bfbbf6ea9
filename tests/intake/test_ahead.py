"""A reading that began while the database was opened ends as any other, and leaves nothing where it is not wanted."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

import pytest

from openkam.core.problem import Problem
from openkam.intake.child import start_early
from openkam.intake.load import load_files
from openkam.intake.reading import Reading
from openkam.intake.stage import reading_ahead
from openkam.intake.trial import Outcome
from openkam.ledger.folder import DataFolder
from openkam.ledger.lock import locked
from tests.installation import NOW, installation
from tests.ledger.loads import published

__all__ = ["installation"]

_HELD: Final = """
import sys, time
from pathlib import Path
from openkam.intake.reading import Reading
from openkam.intake.stage import reading_ahead
from openkam.ledger.folder import DataFolder

with reading_ahead(Reading((Path(sys.argv[2]),)), DataFolder(Path(sys.argv[1]))):
    print("begun", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def reading(tmp_path: Path) -> Reading:
    file = tmp_path / "a.csv"
    file.write_text("invoice,date,customer,amount\nA1,2024-01-15,Harbour,1\nA2,2024-02-15,Quarry,2\n")
    return Reading((file,))


def readers(folder: DataFolder) -> list[Path]:
    return list(folder.path.glob("openkam-reader-*"))


def loaded(folder: DataFolder, reading: Reading) -> Outcome:
    with reading_ahead(reading, folder) as ahead:
        assert ahead is not None
        [outcome] = load_files(folder=folder, readings=[reading], source="erp", actor="Lin", now=NOW, ahead=ahead)
    assert not readers(folder)
    return outcome


def test_what_was_read_ahead_is_published_and_the_same_file_is_still_known(
    installation: DataFolder, reading: Reading
) -> None:
    first = loaded(installation, reading)
    assert first.receipt is not None
    assert first.receipt.rows_used == len(published(installation)) == 2
    assert loaded(installation, reading).receipt is None


def test_a_load_that_is_refused_leaves_no_reader(installation: DataFolder, reading: Reading) -> None:
    with locked(installation), pytest.raises(Problem, match="Another load"):
        loaded(installation, reading)
    assert not readers(installation)


def waiting_readers(parent: int) -> list[int]:
    """Processes of this one that were started for a job to come."""
    listed = subprocess.run(
        ["ps", "-o", "pid=,args=", "--ppid", str(parent)], capture_output=True, text=True, check=False
    )
    lines = [line.split() for line in listed.stdout.splitlines()]
    return [int(words[0]) for words in lines if words[-1] == "openkam.intake.inside"]


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux for processes")
def test_a_reader_that_was_started_early_reads_the_next_files(installation: DataFolder, reading: Reading) -> None:
    start_early()
    [waiting] = waiting_readers(os.getpid())
    assert loaded(installation, reading).receipt is not None
    with pytest.raises(ProcessLookupError):
        os.kill(waiting, 0)


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux for processes")
def test_a_reader_that_died_before_its_job_came_is_replaced(installation: DataFolder, reading: Reading) -> None:
    start_early()
    [waiting] = waiting_readers(os.getpid())
    os.kill(waiting, signal.SIGKILL)
    os.waitid(os.P_PID, waiting, os.WEXITED | os.WNOWAIT)
    assert loaded(installation, reading).receipt is not None


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux for processes")
def test_a_reader_that_gets_no_job_ends_with_its_command() -> None:
    words = (
        "import os, sys; from openkam.intake.child import start_early; start_early(); print(os.getpid(), flush=True)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", f"{words}; sys.stdin.read()"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as command:
        assert command.stdout is not None
        [waiting] = waiting_readers(int(command.stdout.readline()))
        command.kill()
    deadline = time.monotonic() + 20
    while Path(f"/proc/{waiting}/cmdline").exists() and Path(f"/proc/{waiting}/cmdline").read_bytes():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.mark.skipif(os.name != "posix", reason="rights of this kind are POSIX")
def test_a_folder_that_cannot_be_made_starts_no_reader(tmp_path: Path, reading: Reading) -> None:
    (tmp_path / "file").touch()
    with reading_ahead(reading, DataFolder(tmp_path / "file" / "data")) as ahead:
        assert ahead is None


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a reader ends when it asks for what is told later")
def test_a_killed_command_takes_its_reader_along_and_the_next_one_clears_up(
    installation: DataFolder, reading: Reading
) -> None:
    command = [sys.executable, "-c", _HELD, str(installation.path), str(reading.files[0])]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "begun\n"
        [left] = readers(installation)
        time.sleep(1)  # past the start of the reader, when it binds itself to its parent
        holder.send_signal(signal.SIGKILL)
    running = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert str(left) not in running
    loaded(installation, reading)
