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
    tasks.set_up_packages(["dev"])
    first = len(calls)
    assert first > 0
    tasks.set_up_packages(["dev"])
    assert len(calls) == first
    tasks.set_up_packages(["base"])
    assert len(calls) == first  # what the tests need holds all that the demo needs
    monkeypatch.setattr(tasks, "LOCKS", tmp_path / "locks")
    (tmp_path / "locks").mkdir()
    for name in ("build", "dev", "base", "spark"):
        (tmp_path / "locks" / f"{name}.txt").write_text("another version")
    tasks.set_up_packages(["dev"])
    assert len(calls) > first


def test_a_failed_step_says_what_to_do(tasks: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "call", lambda command, **_: 1)
    with pytest.raises(tasks.Stop, match="network"):
        tasks.must(["pip", "install"], "is there a network?")


@pytest.fixture
def npm(tasks: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[list[str]]:
    """What is called in place of npm, which brings every named file; the copies go to a folder of the test."""
    calls: list[list[str]] = []

    def call(command: list[object], *, folder: Path = ROOT, **_: object) -> int:
        calls.append([str(word) for word in command])
        for package, names in tasks.VENDORED.items():
            for name in names:
                (folder / "node_modules" / package / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / "node_modules" / package / name).write_text(name)
        return 0

    monkeypatch.setattr(tasks, "call", call)
    monkeypatch.setattr(tasks, "VENDOR", tmp_path / "vendor")
    monkeypatch.setattr(tasks.shutil, "which", lambda name: f"/usr/bin/{name}")
    return calls


def test_browser_libraries_are_copied_once_with_their_licence(tasks: ModuleType, npm: list[list[str]]) -> None:
    tasks.set_up_browser()
    tasks.set_up_browser()
    assert [call[1] for call in npm] == ["ci"]
    for package in tasks.VENDORED:
        assert (tasks.VENDOR / package / "LICENSE").is_file()


def test_a_lost_file_and_another_lock_are_fetched_again(
    tasks: ModuleType, npm: list[list[str]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tasks.set_up_browser()
    (tasks.VENDOR / "cytoscape" / "LICENSE").unlink()
    tasks.set_up_browser()
    assert len(npm) == 2
    monkeypatch.setattr(tasks, "BROWSER", tmp_path)
    (tmp_path / "package-lock.json").write_text("another version")
    tasks.set_up_browser()
    assert len(npm) == 3


def test_without_npm_node_comes_from_the_hashed_package(
    tasks: ModuleType, npm: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks.shutil, "which", lambda name: None)
    tasks.set_up_browser()
    assert "--require-hashes" in npm[0]
    assert npm[1][1].endswith("npm-cli.js")


def test_only_the_demo_does_without_browser_libraries(tasks: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused() -> None:
        raise tasks.Stop("no network")

    monkeypatch.setattr(tasks, "set_up_packages", lambda locks: None)
    monkeypatch.setattr(tasks, "set_up_browser", refused)
    tasks.set_up(["base"])
    with pytest.raises(tasks.Stop):
        tasks.set_up(["dev"])


def test_the_lock_of_browser_libraries_names_every_library_and_no_address(tasks: ModuleType) -> None:
    lock = (tasks.BROWSER / "package-lock.json").read_text(encoding="utf-8")
    assert "resolved" not in lock
    assert "://" not in lock
    for package in tasks.VENDORED:
        assert f'"node_modules/{package}"' in lock
