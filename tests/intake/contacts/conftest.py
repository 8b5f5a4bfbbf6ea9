"""The company, a data folder and a sender, for every test of an import."""

from pathlib import Path

import pytest

from openkam.intake.contacts.models import ContactImport
from openkam.ledger.folder import DataFolder
from openkam.records.users.models import User
from tests.cast import Cast, cast
from tests.intake.contacts.importing import Begin, send


@pytest.fixture
def company() -> Cast:
    """Everybody."""
    return cast()


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    """A data folder of its own."""
    return DataFolder(tmp_path / "data")


@pytest.fixture
def begin(folder: DataFolder, tmp_path: Path) -> Begin:
    """Send a file of this text; it is read and tried."""

    def sent(user: User, text: str | bytes, name: str = "people.csv") -> ContactImport:
        file = tmp_path / name
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        return send(user, folder, file)

    return sent
