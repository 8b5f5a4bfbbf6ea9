"""Grading schemes by name or file: shipped ones and a user's own."""

from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from openkam.analysis.methods.grading.scheme import Scheme
from openkam.analysis.words import Text
from openkam.core.problem import Problem
from openkam.insight.grading.scheme_file.findings import Finding, Severity
from openkam.insight.grading.scheme_file.reader import read_scheme

DEFAULT_SCHEME: Final = "scorecard"
SHIPPED: Final = ("scorecard", "turnover", "pyramid", "abc", "metal", "postal", "segments", "six_criteria")
LARGEST_FILE: Final = 1_000_000


def load_scheme(name_or_path: str | Path = DEFAULT_SCHEME) -> Scheme:
    """A scheme by its shipped name or from a file; a Problem names the first fault and how many more there are."""
    return _shipped_scheme(name_or_path) if name_or_path in SHIPPED else _read_scheme(name_or_path)


@lru_cache(maxsize=len(SHIPPED))
def _shipped_scheme(name: str | Path) -> Scheme:
    """A shipped one never changes while the program runs."""
    return _read_scheme(name)


def _read_scheme(name_or_path: str | Path) -> Scheme:
    text, name = scheme_source(name_or_path)
    scheme, findings = read_scheme(text, name)
    if scheme is not None:
        return scheme
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    problem = errors[0].problem()
    if len(errors) > 1:
        more = Text(
            "{remedy} {count} more: `openkam schemes check {name}` lists them.",
            "{remedy}另有{count}处，可用 openkam schemes check {name} 列出。",
        )
        problem.remedy = more.filled(remedy=problem.remedy, count=len(errors) - 1, name=name)
    raise problem


def shipped_schemes() -> list[Scheme]:
    """All schemes that come with the product, the default first."""
    return [load_scheme(name) for name in SHIPPED]


def check_scheme(name_or_path: str | Path) -> list[Finding]:
    """Everything wrong or doubtful in a scheme; an empty list is a good scheme. Raises nothing."""
    try:
        text, name = scheme_source(name_or_path)
    except Problem as problem:
        return [Finding(Severity.ERROR, problem.what, problem.remedy, problem.file or str(name_or_path))]
    return read_scheme(text, name)[1]


def scheme_source(name_or_path: str | Path) -> tuple[str, str]:
    """The text of a scheme and the name it goes by."""
    if isinstance(name_or_path, str) and name_or_path in SHIPPED:
        return _shipped(name_or_path).read_text("utf-8"), name_or_path
    path = Path(name_or_path)
    return _file_text(path, named=str(name_or_path) != ""), str(name_or_path)


def _shipped(name: str) -> Traversable:
    return files("openkam.insight.grading") / "shipped" / f"{name}.toml"


def _file_text(path: Path, *, named: bool) -> str:
    try:
        if named and path.is_dir():
            raise Problem(
                Text("This is a folder, not a file.", "这是文件夹，不是文件。"),
                remedy=Text("Name a scheme file in it.", "请指定其中的方案文件。"),
                file=str(path),
            )
        if not path.is_file():
            raise _no_scheme(path)
        if path.stat().st_size > LARGEST_FILE:
            raise Problem(
                Text("This file is too large for a scheme.", "文件过大，不像是分级方案。"),
                remedy=Text("Give a scheme file of less than 1 MB.", "请给出小于1MB的方案文件。"),
                file=str(path),
            )
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise Problem(
            Text("This file is not written in UTF-8.", "文件不是 UTF-8 编码。"),
            remedy=Text("Save it as UTF-8 text.", "请另存为 UTF-8 文本。"),
            file=str(path),
        ) from fault
    except (OSError, ValueError) as fault:
        raise _no_scheme(path) from fault


def _no_scheme(path: Path) -> Problem:
    return Problem(
        Text("There is no scheme of this name, and no such file.", "没有这个名称的方案，也没有这个文件。"),
        remedy=Text("Name one of {known}, or a TOML file.", "请写 {known} 之一，或一个 TOML 文件。").filled(
            known=", ".join(SHIPPED)
        ),
        file=str(path),
    )
