"""Rooms, files, names and sizes are as docs/house.md and STYLE.md say."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.sources import ROOT, SOURCE, files, modules, place, tree

LONGEST_FILE = 400
LONGEST_FUNCTION = 60
DRAWERS = {"utils", "helpers", "common", "misc", "base", "manager", "service", "logic", "constants"}
EMPTY_VERBS = ("get_", "do_", "handle_", "process_", "manage_")
CLOCKS = {"today", "now", "utcnow", "localdate", "localtime"}
CLOCK_OWNERS = ("date", "datetime", "timezone")
ENDINGS = (".py", ".toml", ".md", ".html", ".css", ".txt", ".in")
ALL_MODULES = [*modules(), *modules(ROOT / "tests"), ROOT / "tasks.py"]


def test_the_river_runs_one_way() -> None:
    """The contracts of pyproject.toml hold."""
    program = Path(sys.executable).with_name("lint-imports")
    answer = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout


def test_every_room_says_one_sentence_and_exports_nothing() -> None:
    faults = []
    for path in modules():
        if path.name == "__init__.py":
            sentence = ast.get_docstring(tree(path)) or ""
            version_only = path.parent == SOURCE
            rest = [node for node in tree(path).body[1:] if not (version_only and isinstance(node, ast.Assign))]
            if rest or not sentence.endswith(".") or "\n" in sentence:
                faults.append(place(path))
    assert not faults


def test_every_folder_with_code_is_a_room() -> None:
    folders = {path.parent for path in modules()}
    assert not [place(folder) for folder in folders if not (folder / "__init__.py").is_file()]


def test_every_file_says_what_it_is_for() -> None:
    assert not [place(path) for path in modules() if not ast.get_docstring(tree(path))]


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    lengths = [(len(path.read_text(encoding="utf-8").splitlines()), place(path)) for path in ALL_MODULES]
    assert not [(length, name) for length, name in lengths if length > LONGEST_FILE]


def test_no_function_is_longer_than_a_screen() -> None:
    faults = []
    for path in ALL_MODULES:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > LONGEST_FUNCTION:
                    faults.append((length, place(path, node), node.name))
    assert not faults


def test_no_drawer_for_odds_and_ends() -> None:
    assert not [place(path) for path in ALL_MODULES if path.stem in DRAWERS or path.parent.name in DRAWERS]


def test_verbs_say_what_they_do() -> None:
    faults = [
        (place(path, node), node.name)
        for path in modules()
        for node in ast.walk(tree(path))
        # A framework's own hooks carry the framework's names.
        if isinstance(node, ast.FunctionDef) and node.name.startswith(EMPTY_VERBS) and not _overrides(path, node)
        # A count of processes is a noun.
        if not node.name.endswith("_count")
    ]
    assert not faults


def _overrides(path: Path, function: ast.FunctionDef) -> bool:
    classes = [node for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef) and node.bases]
    return any(function in node.body for node in classes)


def test_private_names_stay_in_their_file() -> None:
    faults = [
        (place(path, node), alias.name)
        for path in ALL_MODULES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(("openkam", "tests"))
        for alias in node.names
        if alias.name.startswith("_") and not alias.name.startswith("__")
    ]
    assert not faults


def test_nobody_below_the_doors_looks_at_the_clock() -> None:
    faults = [
        place(path, node)
        for path in modules()
        if path.relative_to(SOURCE).parts[0] not in {"cli", "config", "web"}
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in CLOCKS and ast.unparse(node.value).endswith(CLOCK_OWNERS)
    ]
    assert not faults


def test_nothing_is_left_for_later_in_the_code() -> None:
    marks = ["TO" + "DO", "FIX" + "ME", "XX" + "X", "NotImplemented" + "Error"]
    faults = [(place(path), mark) for path in modules() for mark in marks if mark in path.read_text(encoding="utf-8")]
    assert not faults


@pytest.mark.parametrize("folder", ["analysis", "core", "intake", "ledger", "insight", "cli", "config"])
def test_tests_mirror_the_tree(folder: str) -> None:
    """A folder of tests stands where the folder it tests stands."""
    ours = {path.parent.relative_to(ROOT / "tests") for path in modules(ROOT / "tests" / folder)}
    assert not [
        part.as_posix()
        for part in ours
        if part.parts and not (SOURCE / part).exists() and not (SOURCE / f"{part}.py").exists()
    ]


def test_lines_end_as_on_every_system() -> None:
    assert not [place(path) for path in files(*ENDINGS) if b"\r\n" in path.read_bytes()]
