"""Where the rows of an import lie until it is published or given up."""

import json
import shutil
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from openkam.intake.contacts.cells import masked
from openkam.intake.contacts.faults import Fault
from openkam.intake.contacts.headers import CONFIDENTIAL
from openkam.intake.contacts.kept_plan import forget_plan
from openkam.intake.contacts.meter import PROGRESS
from openkam.intake.contacts.models import ContactImport
from openkam.intake.contacts.plan import Keys
from openkam.intake.contacts.trial import SheetReading, Trial
from openkam.intake.uploads.places import home, is_token, safe_name
from openkam.ledger.folder import DataFolder

_LONGEST = 60
_PREFIX = "contacts-"


@dataclass(frozen=True)
class Tried:
    """What the latest try found, as it is shown: counts by kind and outcome, rows not taken, rows that are."""

    counts: dict[str, dict[str, int]]
    faults: tuple[Fault, ...]
    samples: tuple[tuple[int, int, str, str], ...]

    def count(self, outcome: str) -> int:
        """Of all kinds."""
        return sum(counts.get(outcome, 0) for counts in self.counts.values())


def place_of(folder: DataFolder, batch: ContactImport) -> Path:
    """The folder of one import."""
    return home(folder) / f"{_PREFIX}{batch.token}"


def sheet_of(folder: DataFolder, batch: ContactImport, number: int) -> Path:
    """The rows of one sheet."""
    return place_of(folder, batch) / f"sheet_{number}.csv"


def sent_file_of(folder: DataFolder, batch: ContactImport) -> Path:
    """The file as it was sent, until it is read."""
    return place_of(folder, batch) / "sent" / safe_name(batch.name)


def forget_sent_file(folder: DataFolder, batch: ContactImport) -> None:
    """Its rows are written as they are read; nothing else of it is kept."""
    shutil.rmtree(place_of(folder, batch) / "sent", ignore_errors=True)


def readings_of(folder: DataFolder, batch: ContactImport) -> list[SheetReading]:
    """How every sheet is read."""
    return [
        SheetReading(
            number,
            sheet_of(folder, batch, number),
            tuple(sheet["headers"]),
            sheet["kind"],
            dict(sheet["mapping"]),
            sheet["rows"],
        )
        for number, sheet in enumerate(batch.reading["sheets"])
    ]


def keys_of(batch: ContactImport) -> Keys:
    """What a person is known by, and what stands where the file says nothing."""
    return Keys(**batch.reading["keys"])


def write_tried(folder: DataFolder, batch: ContactImport, trial: Trial) -> None:
    """Beside the rows, for the page and the file of rows that are not taken; confidential values are masked here."""
    body = {
        "counts": {kind: dict(counts) for kind, counts in trial.counts.items()},
        "faults": [
            [one.sheet, one.row, one.column, _shown(one), one.code]
            for one in sorted(trial.faults, key=lambda one: (one.sheet, one.row))
        ],
        "samples": trial.samples,
    }
    (place_of(folder, batch) / "tried.json").write_text(json.dumps(body, ensure_ascii=False), encoding="utf-8")


def read_tried(folder: DataFolder, batch: ContactImport) -> Tried | None:
    """The latest try; None where its folder is gone."""
    path = place_of(folder, batch) / "tried.json"
    if not path.is_file():
        return None
    body: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return Tried(
        {kind: dict(Counter(counts)) for kind, counts in body["counts"].items()},
        tuple(Fault(*one) for one in body["faults"]),
        tuple((int(sheet), int(row), str(outcome), str(name)) for sheet, row, outcome, name in body["samples"]),
    )


def forget_rows(folder: DataFolder, batch: ContactImport) -> None:
    """Nothing about people is kept beside the records; where and why rows were not taken stays."""
    for path in place_of(folder, batch).glob("sheet_*.csv"):
        path.unlink(missing_ok=True)
    (place_of(folder, batch) / PROGRESS).unlink(missing_ok=True)
    forget_plan(place_of(folder, batch))
    path = place_of(folder, batch) / "tried.json"
    if path.is_file():
        body = json.loads(path.read_text(encoding="utf-8"))
        path.write_text(json.dumps(body | {"samples": []}, ensure_ascii=False), encoding="utf-8")


def _shown(fault: Fault) -> str:
    is_hidden = fault.column in CONFIDENTIAL or fault.code == "private"
    return masked(fault.value) if is_hidden else fault.value[:_LONGEST]


def forget(folder: DataFolder, batch: ContactImport) -> None:
    """The rows are gone; what was published stays in the records."""
    forget_folder(folder, batch.token)


def forget_folder(folder: DataFolder, token: str) -> None:
    """The same, where the import may not be known any more."""
    shutil.rmtree(home(folder) / f"{_PREFIX}{token}", ignore_errors=True)


def tokens_before(folder: DataFolder, moment: datetime) -> set[str]:
    """The tokens of all folders that nobody wrote into since."""
    if not home(folder).is_dir():
        return set()
    places = [place for place in home(folder).iterdir() if is_token(place.name.removeprefix(_PREFIX))]
    since = moment.timestamp()
    return {
        place.name.removeprefix(_PREFIX)
        for place in places
        if place.name.startswith(_PREFIX) and place.stat().st_mtime < since
    }
