"""What loading files would find, tried without a data folder and without a database."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from openkam.analysis.words import Text
from openkam.core.problem import Problem
from openkam.intake.child import Progress
from openkam.intake.reading import Reading
from openkam.intake.receipt import Receipt
from openkam.intake.stage import Staged, stage_files

if TYPE_CHECKING:
    from openkam.ledger.models import Batch


@dataclass(frozen=True)
class Outcome:
    """What became of one table: its batch (None after a trial), and its receipt (None where it was loaded before)."""

    table: str
    batch: "Batch | None"
    receipt: Receipt | None
    set_aside_file: Path | None


def try_files(
    *,
    readings: Sequence[Reading],
    set_aside_to: Path | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    look: Callable[[dict[str, Path]], None] | None = None,
) -> list[Outcome]:
    """Read and check the files; nothing is written but the rows set aside, where `set_aside_to` asks for them.

    look  is shown the rows that could be used, by table one Parquet file, while they are there
    """
    with tempfile.TemporaryDirectory(prefix="openkam-trial-") as place:
        staged = [(r.table, stage_files(r, Path(place), on_progress=on_progress)) for r in readings]
        aside = written_aside(staged, set_aside_to)
        if look:
            look({table: result.parquet for table, result in staged})
        return [Outcome(table, None, result.receipt, aside.get(table)) for table, result in staged]


def written_aside(staged: Sequence[tuple[str, Staged | None]], set_aside_to: Path | None) -> dict[str, Path]:
    """By table the file with its rows that could not be used, where there are any and somebody asked for them.

    staged  by table what was read of it; None where it was loaded before
    Raises Problem where one cannot be written.
    """
    if set_aside_to is None:
        return {}
    targets = {}
    for position, (table, result) in enumerate(staged):
        if result is not None and result.set_aside_file is not None:
            targets[table] = place_aside(set_aside_to, table, position)
            _copy(result.set_aside_file, targets[table])
    return targets


def place_aside(target: Path, table: str, position: int) -> Path:
    """Where the rows of a table go: those of a further table beside those of the first, with the table in the name."""
    return target.with_name(f"{target.stem}-{table}{target.suffix}") if position else target


def _copy(rows: Path, target: Path) -> None:
    try:
        target.write_bytes(rows.read_bytes())
    except OSError as fault:
        raise Problem(
            Text("The rows set aside could not be written: {why}.", "未采用的行无法写入：{why}。").filled(
                why=fault.strerror or str(fault)
            ),
            remedy=Text("Choose another file for them. Nothing was loaded.", "请另选文件。本次没有导入任何内容。"),
            file=str(target),
        ) from fault
