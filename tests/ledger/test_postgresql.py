"""The same ledger with PostgreSQL as its database, where a server can be had."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

LINES = "invoice,date,customer,amount,currency\nA1,2024-01-15,Harbour,99999999999999.99,CNY\n"


def server_program(name: str) -> str:
    """A program of the PostgreSQL server, or a skipped test."""
    places = [str(place) for place in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]
    found = shutil.which(name) or shutil.which(name, path=os.pathsep.join(places))
    if found is None:
        pytest.skip("no PostgreSQL server is installed; its programs are looked for on the PATH and in Debian's place")
    return found


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """The address of a server of our own, reached through a socket only."""
    initdb, control = server_program("initdb"), server_program("pg_ctl")
    # Not pytest's folder: only its owner may enter that one, and the server may run under another user.
    with tempfile.TemporaryDirectory(prefix="openkam-pg-", ignore_cleanup_errors=True) as name:
        yield from served(Path(name), initdb, control)


def served(place: Path, initdb: str, control: str) -> Iterator[str]:
    """Start a server in this folder, lend its address, stop it."""
    owner: dict[str, Any] = {}
    if os.name == "posix" and os.geteuid() == 0:
        # The server refuses to run as root; Debian's package brings a user for it.
        import pwd

        try:
            user = pwd.getpwnam("postgres")
        except KeyError:
            pytest.skip("PostgreSQL does not run as root, and there is no user postgres")
        os.chown(place, user.pw_uid, user.pw_gid)
        owner = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    folder, socket = place / "db", place

    def run(*words: str) -> None:
        subprocess.run(words, check=True, cwd=place, capture_output=True, **owner)

    run(initdb, "--no-sync", "-D", str(folder), "-U", "openkam", "--auth=trust", "-E", "UTF8", "--locale=C")
    options = f"-k '{socket}' -c listen_addresses='' -c fsync=off"
    run(control, "-D", str(folder), "-o", options, "-l", str(place / "log"), "-w", "start")
    try:
        yield f"postgresql://openkam@/postgres?host={socket}"
    finally:
        run(control, "-D", str(folder), "-m", "immediate", "stop")


def test_loads_rollbacks_and_kills_behave_as_with_sqlite(url: str, tmp_path: Path) -> None:
    pytest.importorskip("psycopg")
    lines = tmp_path / "lines.csv"
    lines.write_text(LINES)
    environment = os.environ | {"OPENKAM_DATA": str(tmp_path / "data"), "OPENKAM_DATABASE_URL": url}

    def openkam(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "openkam.cli.main", *words, "--format", "json"]
        return subprocess.run(command, env=environment | settings, capture_output=True, text=True, check=False)

    killed = openkam("ledger", "load", str(lines), OPENKAM_TESTING="1", OPENKAM_FAILPOINT="manifest-written")
    assert killed.returncode < 0
    assert json.loads(openkam("ledger", "status").stdout)["version"] == 0
    assert openkam("ledger", "load", str(lines)).returncode == 0
    lines.write_text(LINES.replace("99999999999999.99", "1.01"))
    assert openkam("ledger", "load", str(lines)).returncode == 0
    assert openkam("ledger", "rollback", "2", "--reason", "test").returncode == 0
    status = json.loads(openkam("ledger", "status", "--verify").stdout)
    assert status["tables"][0]["amounts"] == {"CNY": "99999999999999.99"}
    assert (status["version"], status["orphans"], status["damaged"]) == (3, [], [])
    assert not (tmp_path / "data" / "openkam.sqlite3").exists()
    doctor = openkam("doctor")
    assert doctor.returncode == 0, doctor.stdout
    assert "PostgreSQL" in doctor.stdout
