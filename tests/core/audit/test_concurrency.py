"""Several processes append at the same time: no gap, no fork, and the database refuses to touch a line."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.ledger.test_postgresql import url

__all__ = ["url"]

WRITERS, ACTS = 4, 25
TOUCH = """
from openkam.ledger.database import open_database
from openkam.ledger.folder import data_folder
open_database(data_folder(), create=False)
from django.db import DatabaseError, connection, transaction
for statement in ("UPDATE audit_auditline SET action = 'x'", "DELETE FROM audit_auditline", {more}):
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError as refused:
        assert "never changed or deleted" in str(refused), refused
    else:
        raise SystemExit(statement)
"""


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_many_writers_make_one_chain(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    place = os.environ | {"OPENKAM_DATA": str(tmp_path / "data"), "OPENKAM_PROCESSES": str(WRITERS)}
    place.pop("OPENKAM_DATABASE_URL", None)
    if kind == "postgresql":
        pytest.importorskip("psycopg")
        place["OPENKAM_DATABASE_URL"] = request.getfixturevalue("url")
    command = [sys.executable, "-m", "tests.core.audit.appending"]
    subprocess.run([*command, "0"], env=place, check=True)
    writers = [subprocess.Popen([*command, str(ACTS)], env=place) for _ in range(WRITERS)]
    assert [writer.wait() for writer in writers] == [0] * WRITERS
    verify = [sys.executable, "-m", "openkam.cli.main", "audit", "verify", "--format", "json"]
    answer = subprocess.run(verify, env=place, capture_output=True, text=True, check=False)
    assert json.loads(answer.stdout) == {"lines": WRITERS * ACTS * 4 // 5, "faults": []}
    touch = TOUCH.format(more="'TRUNCATE audit_auditline'," if kind == "postgresql" else "")
    subprocess.run([sys.executable, "-c", touch], env=place, check=True)
