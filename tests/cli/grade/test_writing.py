"""A report is written whole or not at all."""

import os
import subprocess
from pathlib import Path

import pytest

from openkam.cli.grade.writing import refuse_inputs, write_whole
from openkam.core.problem import Problem


def test_the_old_file_is_replaced_and_nothing_stays_beside_it(tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    target.write_bytes(b"old")
    write_whole(target, b"new")
    assert target.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="cannot be written"):
        write_whole(tmp_path / "nowhere" / "report.html", b"x")
    assert list(tmp_path.iterdir()) == []


def test_a_target_that_is_a_folder_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    with pytest.raises(Problem):
        write_whole(tmp_path / "taken", b"x")
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def test_a_pipe_is_written_into_and_stays_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE) as reader:
        write_whole(pipe, [b"one ", b"two"])
        assert reader.communicate()[0] == b"one two"
    assert pipe.is_fifo()
    assert list(tmp_path.iterdir()) == [pipe]


def test_an_input_is_known_by_any_of_its_names(tmp_path: Path) -> None:
    file = tmp_path / "lines.csv"
    file.write_bytes(b"x")
    link = tmp_path / "link.csv"
    link.symlink_to(file)
    with pytest.raises(Problem, match="cannot be written over"):
        refuse_inputs((link,), [file])
    refuse_inputs((None,), [file])
    refuse_inputs((tmp_path / "other.csv",), [file])
