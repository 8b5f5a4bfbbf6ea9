"""Where the public data sets lie; a test that needs one skips with a message where it is absent."""

import os
from pathlib import Path

import pytest

FOLDER = Path(os.environ.get("OPENKAM_TEST_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))


def data_folder(name: str) -> Path:
    """The folder of one data set, or a skipped test."""
    folder = FOLDER / name
    if not folder.is_dir():
        pytest.skip(f"the data set {name} is not here; set OPENKAM_TEST_DATA to the folder that holds it")
    return folder
