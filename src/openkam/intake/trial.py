"""What loading files would find, tried without a data folder and without a database."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

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
) -> list[Outcome]:
    """Read and check the files; nothing is written but the rows set aside, where `set_aside_to` asks for them."""
    with tempfile.TemporaryDirectory(prefix="openkam-trial-") as place:
        staged = [(r.table, stage_files(r, Path(place), on_progress=on_progress)) for r in readings]
        return [
            outcome_of(table, None, result, set_aside_to, is_first=position == 0)
            for position, (table, result) in enumerate(staged)
        ]


def outcome_of(
    table: str, batch: "Batch | None", staged: Staged, set_aside_to: Path | None, *, is_first: bool
) -> Outcome:
    """What became of a staged table; the rows set aside are written where they are asked for.

    The file of a further table stands beside the first one, with the table in its name.
    """
    if staged.set_aside_file is None or set_aside_to is None:
        return Outcome(table, batch, staged.receipt, None)
    target = set_aside_to if is_first else set_aside_to.with_name(f"{set_aside_to.stem}-{table}{set_aside_to.suffix}")
    target.write_bytes(staged.set_aside_file.read_bytes())
    return Outcome(table, batch, staged.receipt, target)
