"""How soon `openkam serve` answers, and the memory of its processes after four people asked for every page (P4).

    python -m tests.bench.serve --folder KEPT [--rounds 2] [--port 8460]

KEPT is a folder that `tests.bench.pages` made. Styles and scripts of a new release are laid out before the clock runs.
Linux only: memory is told by /proc, in MiB. PSS shares out what processes have in common, USS is what one has alone.
"""

import argparse
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Final
from urllib.parse import quote

from tests.bench.company import set_up
from tests.bench.pages import SCRIPT, pages_of

OK: Final = 200
_MIB: Final = 1024
_LONGEST: Final = 30
"""Addresses of one kind asked in a round."""


def main(words: list[str]) -> int:
    """Start, ask, tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", required=True)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--port", type=int, default=8460)
    options = parser.parse_args(words)
    set_up(Path(options.folder), "")
    cookies = _cookies()
    _stop(_started(options.folder, options.port)[0])  # lays out the styles
    server, seconds = _started(options.folder, options.port)
    try:
        busy = sum(_cpu(one) for one in _family(server.pid))
        _say(f"first page after {seconds:.2f} s, {busy:.2f} CPU s of all processes\n")
        _tell("at rest", server.pid)
        for number in range(options.rounds):
            for who, name, addresses in pages_of(100_000):
                for address in [] if SCRIPT in addresses else addresses[:_LONGEST]:
                    status = _asked(options.port, address, cookies[who])
                    assert status == OK, (name, address, status)
            _tell(f"after round {number + 1}", server.pid)
    finally:
        _stop(server)
    return 0


def _cookies() -> dict[str, str]:
    """A session for each of the people."""
    from django.test import Client

    from openkam.records.users.models import User

    found = {}
    for user in User.objects.filter(login__in=("ops", "director", "manager1", "seller1")):
        client = Client(SERVER_NAME="localhost")
        client.force_login(user)
        found[user.login] = client.cookies["openkam-session"].value
    return found


def _started(folder: str, port: int) -> tuple["subprocess.Popen[bytes]", float]:
    began = time.perf_counter()
    command = [sys.executable, "-m", "openkam.cli.main", "serve", "--data", folder, "--port", str(port)]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("OPENKAM_", "DJANGO_"))}
    server = subprocess.Popen(command, env=kept, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while server.poll() is None:
        try:
            if _asked(port, "/sign-in/") == OK:
                return server, time.perf_counter() - began
        except OSError:
            time.sleep(0.02)
    raise RuntimeError("the server ended before its first page")


def _stop(server: "subprocess.Popen[bytes]") -> None:
    server.send_signal(signal.SIGINT)
    server.wait()


def _asked(port: int, address: str, cookie: str = "") -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=120)
    headers = {"Host": "localhost", "Cookie": f"openkam-session={cookie}", "Accept-Encoding": "gzip"}
    if address.startswith("/search/"):
        headers["HX-Request"] = "true"
    connection.request("GET", quote(address, safe="/?&=.-%"), headers=headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def _tell(when: str, parent: int) -> None:
    total = 0.0
    for process in _family(parent):
        kept = dict(line.split(":") for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()[1:])
        sizes = {name: int(value.split()[0]) / _MIB for name, value in kept.items()}
        total += sizes["Pss"]
        alone = sizes["Private_Clean"] + sizes["Private_Dirty"]
        words = Path(f"/proc/{process}/cmdline").read_text().replace("\0", " ")
        name = next((one for one in ("granian", "db_worker", "serve") if one in words), words)
        _say(f"{when:16}{name:10} PSS {sizes['Pss']:5.0f}  USS {alone:5.0f}  RSS {sizes['Rss']:5.0f}\n")
    _say(f"{when:16}{'together':10} PSS {total:5.0f}\n")


def _family(parent: int) -> Iterator[int]:
    yield parent
    for child in Path(f"/proc/{parent}/task/{parent}/children").read_text().split():
        yield from _family(int(child))


def _cpu(process: int) -> float:
    words = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def _say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
