"""The files of the repository, read once."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
SOURCE: Final = ROOT / "src" / "openkam"
_NOT_OURS: Final = {".venv", ".git", "__pycache__", "node_modules", "build", "dist", "demo", "data", "spark-warehouse"}


@cache
def files(*suffixes: str) -> tuple[Path, ...]:
    """All files of ours with one of the suffixes (all where none is named), whether committed yet or not."""
    return tuple(path for path in _walk(ROOT) if not suffixes or path.suffix in suffixes)


@cache
def tree(path: Path) -> ast.Module:
    """A Python file as a syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def modules(folder: Path = SOURCE) -> list[Path]:
    """The Python files of a folder, migrations aside."""
    return [path for path in sorted(folder.rglob("*.py")) if "migrations" not in path.parts]


def place(path: Path, node: ast.AST | None = None) -> str:
    """Where something stands, to be read in a failed test."""
    line = f":{node.lineno}" if isinstance(node, ast.expr | ast.stmt) else ""
    return f"{path.relative_to(ROOT).as_posix()}{line}"


def _walk(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        is_ours = path.name not in _NOT_OURS or SOURCE in path.parents or ROOT / "tests" in path.parents
        if path.is_dir():
            hidden = path.name.startswith(".") and path.name != ".ci"
            if is_ours and not hidden and path.name != "__pycache__" and not path.name.endswith(".egg-info"):
                yield from _walk(path)
        elif not path.name.endswith((".pyc", ".sqlite3")):
            yield path
