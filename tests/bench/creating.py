"""How long it takes to create an opportunity at 300,000 contacts (P4), and the page that is shown after it.

    python -m tests.bench.creating --folder COPY [--rounds 40]

COPY is a copy of a folder that `tests.bench.people_pages` made: it is written to. The form of an account is posted
through WSGI with session, access rules, the audit line and the pieces for the search; then the page it leads to.
Median and 95th percentile in milliseconds, by the clock and by the processor of this process.
"""

import argparse
import statistics
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.bench.company import set_up
from tests.bench.pages import say

FOUND = 302
WARM = 3


def main(words: list[str]) -> int:
    """Ask, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", required=True)
    parser.add_argument("--rounds", type=int, default=40)
    options = parser.parse_args(words)
    set_up(Path(options.folder), "")
    import_module("openkam.config.wsgi")  # what stands before the first page, as in a server
    for login in ("seller9", "manager9"):
        made, shown = _times(login, options.rounds)
        _tell(f"{login} creates an opportunity", made)
        _tell(f"{login} sees its page", shown)
    return 0


def _times(login: str, rounds: int) -> tuple[list[tuple[float, float]], list[tuple[float, float]]]:
    from django.test import Client

    from openkam.records.accounts.models import Account
    from openkam.records.users.models import User

    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(login=login))
    keys = list(Account.objects.filter(owner__login="seller9").values_list("pk", flat=True)[:20])
    made, shown = [], []
    for number in range(rounds + WARM):
        address = f"/accounts/{keys[number % len(keys)]}/opportunities/"
        sent = {"name": f"Crane {number} 起重机", "category": "cranes", "amount": "125", "unit": "10000"}
        began = _now()
        answer: Any = client.post(address, sent | {"currency": "CNY"})
        made.append(_since(began))
        assert answer.status_code == FOUND, answer.content.decode()
        began = _now()
        client.get(answer["Location"])
        shown.append(_since(began))
    return made[WARM:], shown[WARM:]


def _now() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def _since(began: tuple[float, float]) -> tuple[float, float]:
    wall, cpu = _now()
    return (wall - began[0]) * 1000, (cpu - began[1]) * 1000


def _tell(what: str, times: list[tuple[float, float]]) -> None:
    figures = []
    for taken in (sorted(one[kind] for one in times) for kind in (0, 1)):
        figures += [statistics.median(taken), taken[int(len(taken) * 0.95)]]
    say(f"{what:40}{''.join(f'{one:8.1f}' for one in figures)}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
