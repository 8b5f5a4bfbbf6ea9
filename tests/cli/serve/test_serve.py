"""The server as somebody starts it: a fresh folder, the address with its token, a race, a taken port, a clean end."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

import pytest

_START_SECONDS: Final = 90
_PASSWORD: Final = "harbour-and-quarry"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes as Linux tells of them")


class Server:
    """`openkam serve` on a port of its own."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("OPENKAM_", "DJANGO_"))}
        self.process = subprocess.Popen(_command(folder, port), stdout=subprocess.PIPE, env=kept, text=True)
        self.said = ""

    def wait(self) -> None:
        """Until it has said where it is."""
        assert self.process.stdout is not None
        while "Ctrl-C" not in self.said:
            line = self.process.stdout.readline()
            assert line, f"ended with {self.process.wait()} after: {self.said}"
            self.said += line

    def ask(self, method: str, path: str, form: dict[str, str] | None = None, cookies: str = "") -> Any:
        """One request; the answer with its body read."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded", "Accept-Encoding": "br"}
        connection.request(method, path, urlencode(form or {}) or None, headers)
        answer: Any = connection.getresponse()
        answer.body = answer.read()
        connection.close()
        return answer


def _command(folder: Path, port: int) -> list[str]:
    words = ["serve", "--data", str(folder), "--port", str(port), "--lang", "en"]
    return [sys.executable, "-m", "openkam.cli.main", *words]


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    started = Server(tmp_path_factory.mktemp("served") / "data", _free_port())
    try:
        started.wait()
        yield started
    finally:
        started.process.terminate()
        started.process.wait(30)


def test_a_fresh_folder_is_opened_and_the_address_has_the_token_of_the_file(server: Server) -> None:
    token = (server.folder / "setup-token").read_text()
    assert f"http://127.0.0.1:{server.port}/welcome/?token={token}" in server.said
    assert (server.folder / "setup-token").stat().st_mode & 0o777 == 0o600
    assert server.ask("GET", "/accounts/").headers["Location"] == "/welcome/"


def test_files_are_compressed_and_may_be_kept_for_ever(server: Server) -> None:
    page = server.ask("GET", "/welcome/")
    address = re.search(rb"/static/[0-9a-f]{10}/openkam/css/tokens\.css", page.body)
    assert address is not None
    answer = server.ask("GET", address[0].decode())
    assert answer.headers["Content-Encoding"] == "br"
    assert "immutable" in answer.headers["Cache-Control"]


def test_another_server_on_the_port_or_the_folder_is_refused_with_a_remedy(server: Server, tmp_path: Path) -> None:
    on_port = subprocess.run(_command(tmp_path / "other", server.port), capture_output=True, text=True, check=False)
    assert on_port.returncode == 2
    assert "--port" in on_port.stderr
    on_folder = subprocess.run(_command(server.folder, _free_port()), capture_output=True, text=True, check=False)
    assert on_folder.returncode == 2
    assert "already serving" in on_folder.stderr


def test_of_two_who_post_at_once_one_becomes_administrator(server: Server) -> None:
    token = (server.folder / "setup-token").read_text()
    page = server.ask("GET", f"/welcome/?token={token}")
    cookies = page.headers["Set-Cookie"].split(";")[0].strip()
    form = {"csrfmiddlewaretoken": cookies.partition("=")[2], "token": token, "password": _PASSWORD}
    form |= {"again": _PASSWORD, "name": "Lin", "language": "en"}

    def post(login: str) -> int:
        return int(server.ask("POST", "/welcome/", form | {"login": login}, cookies).status)

    with ThreadPoolExecutor(2) as both:
        answers = sorted(both.map(post, ("one", "two")))
    assert answers in ([302, 404], [302, 422])
    assert not (server.folder / "setup-token").exists()
    assert server.ask("GET", f"/welcome/?token={token}").status == 404


def test_the_job_worker_is_started_again_when_it_dies(server: Server) -> None:
    first = _worker_of(server)
    os.kill(first, signal.SIGKILL)
    end = time.monotonic() + 30
    while time.monotonic() < end:
        again = _worker_of(server)
        if again not in (0, first):
            return
        time.sleep(0.2)
    pytest.fail("the worker did not come back")


def test_a_signal_ends_it_and_all_its_processes(server: Server) -> None:
    children = _children_of(server.process.pid)
    server.process.terminate()
    assert server.process.wait(30) == 0
    assert not [child for child in children if _is_alive(child)]
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        trial.bind(("127.0.0.1", server.port))


def _worker_of(server: Server) -> int:
    return next((child for child in _children_of(server.process.pid) if "db_worker" in _words_of(child)), 0)


def _children_of(parent: int) -> list[int]:
    listed = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [int(child) for child in listed]


def _words_of(process: int) -> str:
    try:
        return Path(f"/proc/{process}/cmdline").read_text()
    except OSError:
        return ""


def _is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
