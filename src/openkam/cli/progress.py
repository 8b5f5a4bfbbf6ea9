"""Progress of long work on stderr: rows read of rows known; silent where nobody watches."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from openkam.analysis.words import Language, Text

STAGES = {
    "open": Text("Opening", "打开"),
    "read": Text("Reading", "读取"),
    "check": Text("Checking", "检查"),
    "measure": Text("Summing up", "汇总"),
    "write": Text("Writing", "写入"),
}
"""The words for every stage that the reader of files says."""


@contextmanager
def shown_progress(language: Language) -> Iterator[Callable[[Any], None] | None]:
    """A callback for the progress of a reading (`intake.child.Progress`), or None where stderr is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(STAGES["read"].to(language), total=None)

        def show(progress: Any) -> None:
            stage = STAGES.get(progress.stage, Text(progress.stage, progress.stage))
            bar.update(task, description=stage.to(language), completed=progress.done, total=progress.total or None)

        yield show
