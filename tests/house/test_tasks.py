"""The project's commands: one script for every system, the same words with make."""

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.house.sources import ROOT, tree


@pytest.fixture
def tasks() -> ModuleType:
    """tasks.py as a module."""
    spec = importlib.util.spec_from_file_location("tasks", ROOT / "tasks.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_word_it_does_not_know_is_answered_with_those_it_knows() -> None:
    answer = subprocess.run([sys.executable, ROOT / "tasks.py"], capture_output=True, text=True, check=False)
    assert answer.returncode == 2
    assert "demo" in answer.stdout


def test_make_offers_the_same_words(tasks: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    tasks.main([])
    known = capsys.readouterr().out.split()[-1].split("|")
    phony = (ROOT / "Makefile").read_text(encoding="utf-8").split(".PHONY: ")[1].splitlines()[0].split()
    assert sorted(known) == sorted(phony)


def test_it_needs_nothing_but_python() -> None:
    import ast

    imported = {
        (node.module if isinstance(node, ast.ImportFrom) else node.names[0].name).split(".")[0]
        for node in ast.walk(tree(ROOT / "tasks.py"))
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert imported <= set(sys.stdlib_module_names)


def test_what_is_installed_is_not_installed_again(
    tasks: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    calls: list[list[str]] = []
    monkeypatch.setattr(tasks, "call", lambda command, **_: calls.append([str(word) for word in command]) or 0)
    monkeypatch.setattr(tasks, "VENV", tmp_path)
    monkeypatch.setattr(tasks, "BIN", tmp_path)
    monkeypatch.setattr(tasks, "STAMP", tmp_path / "installed.txt")
    for name in ("pip", "openkam", "pip.exe", "openkam.exe"):
        (tmp_path / name).touch()
    tasks.set_up(["dev"])
    first = len(calls)
    assert first > 0
    tasks.set_up(["dev"])
    assert len(calls) == first
    tasks.set_up(["base"])
    assert len(calls) == first  # what the tests need holds all that the demo needs
    monkeypatch.setattr(tasks, "LOCKS", tmp_path / "locks")
    (tmp_path / "locks").mkdir()
    for name in ("build", "dev", "base", "spark"):
        (tmp_path / "locks" / f"{name}.txt").write_text("another version")
    tasks.set_up(["dev"])
    assert len(calls) > first


def test_a_failed_step_says_what_to_do(tasks: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "call", lambda command, **_: 1)
    with pytest.raises(tasks.Stop, match="network"):
        tasks.must(["pip", "install"], "is there a network?")
