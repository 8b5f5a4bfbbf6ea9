"""The data folder of an installation and what lies where in it."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from openkam.core.environment import DATA


@dataclass(frozen=True)
class DataFolder:
    """One installation: `openkam.sqlite3` (records, manifest), `ledger/` (facts as Parquet), `runs/` (grading)."""

    path: Path

    @property
    def database(self) -> Path:
        """The SQLite file; absent where PostgreSQL is used."""
        return self.path / "openkam.sqlite3"

    @property
    def secret_key(self) -> Path:
        """The signing key, readable by its owner only."""
        return self.path / "secret-key"

    @property
    def setup_token(self) -> Path:
        """What the first administrator must show; only while there is no user."""
        return self.path / "setup-token"

    @property
    def static(self) -> Path:
        """Stylesheets and scripts, compressed when the server starts; may be deleted at any time."""
        return self.path / "static"

    @property
    def ledger(self) -> Path:
        """Everything published and every batch."""
        return self.path / "ledger"

    @property
    def batches(self) -> Path:
        """One folder of immutable Parquet files a load: the source of truth for replacement and rollback."""
        return self.ledger / "batches"

    @property
    def staging(self) -> Path:
        """Files of a load that is not published yet."""
        return self.ledger / "staging"

    @property
    def runs(self) -> Path:
        """The arrays of every run of grading, one folder each; made anew by grading again."""
        return self.path / "runs"

    @property
    def documents(self) -> Path:
        """The bytes of files kept with accounts, under the hash of their content."""
        return self.path / "documents"

    @property
    def lock(self) -> Path:
        """Held by the one process that loads, rolls back or migrates."""
        return self.ledger / "lock"

    def make(self) -> None:
        """Make the folder, for its owner only; one that is there keeps its rights."""
        for place in (self.path, self.ledger):
            place.mkdir(parents=True, exist_ok=True, mode=0o700)


def data_folder(path: Path | None = None) -> DataFolder:
    """The folder given, else the one of OPENKAM_DATA, else the platform's usual place."""
    if path is None:
        path = Path(DATA.value()) if DATA.value() else _usual_place()
    return DataFolder(path.expanduser().absolute())


def _usual_place() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "OpenKAM"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "OpenKAM"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "openkam"
