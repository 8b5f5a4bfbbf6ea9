"""How long pages take inside the server, with one worker (P4 and P5 of the performance design).

    python -m tests.bench.pages [--accounts 100000] [--rounds 40] [--folder KEPT] [--postgresql | --database URL]

Makes a company (`tests/bench/company.py`, in a process of its own) in a scratch SQLite file, in a PostgreSQL server of
its own, or in the empty database named; that is vacuumed, analysed and, where we may, told to write its checkpoint, as
any server has done by itself five minutes after such a load. Then it asks each page through WSGI as a browser would,
sessions and access rules included. Prints median and 95th percentile in milliseconds, by the clock and by the processor
of this process, the median of the processor of PostgreSQL's process beside it where that runs here, the first request
(nothing kept in memory yet), queries and size of one, and the pace of the machine: processor time of a piece of work
that is always the same (5.5 ms at best in docs/performance.md).
A named folder is kept for the next time.
"""

import argparse
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, Final, NamedTuple

from tests.bench.company import make_elsewhere, set_up

OK: Final = 200
SCRIPT: Final = "/grading/schemes/scorecard/effect/"
FOUND: Final = (
    ("two characters, rare", "恒钢"),
    ("two characters, common", "上海"),
    ("pinyin initials", "bgjm"),
    ("Latin substring", "orizo"),
    ("code's last digits", "4711"),
    ("one digit, everything", "0"),
)


def main(words: list[str]) -> int:
    """Make, ask, print."""
    options = _options(words)
    with ExitStack() as stack:
        folder = Path(options.folder or stack.enter_context(tempfile.TemporaryDirectory()))
        database = options.database
        if options.postgresql:
            from tests.bench.search import postgresql

            database = stack.enter_context(postgresql())
        began = time.perf_counter()
        set_up(folder, database)
        import_module("openkam.config.wsgi")  # what stands before the first page, as in a server
        from openkam.records.users.models import User

        if not User.objects.exists():
            make_elsewhere(options.accounts, folder, database)
            say(f"{options.accounts:,} accounts made: {time.perf_counter() - began:.0f} s\n")
        measure({user.login: user for user in User.objects.all()}, pages_of(options.accounts), options)
        say(f"largest memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB\n")
        from django.db import connections

        connections.close_all()
    return 0


def _options(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--accounts", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--database", default="")
    parser.add_argument("--postgresql", action="store_true", help="a server of our own, gone afterwards")
    parser.add_argument("--folder", default="")
    parser.add_argument("--only", default="", help="pages whose name holds this")
    return parser.parse_args(words)


def pages_of(count: int) -> Iterator[tuple[str, str, list[str]]]:
    """Who asks, what it is called, and the addresses asked in turn."""
    deep = count // 100
    yield "ops", "list, default order", ["/accounts/"]
    yield (
        "ops",
        "list, tier and sort",
        ["/accounts/?tier=KEY&sort=-net_sales_12m", "/accounts/?tier=SMALL&sort=margin"],
    )
    yield "ops", "list, region and range", ["/accounts/?region=华东&from.margin=20&sort=-growth"]
    yield "ops", "list, by owner and name", ["/accounts/?sort=owner", "/accounts/?sort=name"]
    yield "ops", "list, searched", ["/accounts/?q=恒钢", "/accounts/?q=上海"]
    yield "ops", "list, deep page", [f"/accounts/?page={deep}", f"/accounts/?page={deep // 2}&sort=growth"]
    yield "ops", "list, each page another", [f"/accounts/?page={number}" for number in range(3, count // 50, 7)]
    some = ["/accounts/", "/accounts/?sort=-growth&tier=IMPORTANT", "/accounts/?sort=name"]
    for who in ("director", "manager1", "seller1"):
        yield who, f"list of {who}", some
    yield "ops", "account page", [f"/accounts/{number}/" for number in range(1, 30)]
    yield "director", "account page of director", [f"/accounts/{number}/" for number in range(1, 30)]
    yield "seller1", "account page of seller1", ["/accounts/2/", f"/accounts/{500 + 2}/"]
    for who in ("ops", "director", "manager1", "seller1"):
        yield who, f"portfolio of {who}, kept", ["/portfolio/"]
    # Every address is another question, so that nothing computed for the one before answers it.
    yield "director", "portfolio, each time another", [f"/portfolio/?floor={number / 100:.2f}" for number in range(500)]
    industries = [f"/portfolio/?industry=行业{one}&months={months}" for months in (12, 24, 36) for one in range(12)]
    yield "director", "portfolio, each time another industry", industries
    yield "ops", "grading overview", ["/grading/"]
    yield "director", "grading overview of director", ["/grading/"]
    yield "ops", "what-if of a scheme", [SCRIPT]
    for name, query in FOUND:
        for who in ("director", "seller1"):
            yield who, f"search of {who}: {name}", [f"/search/?q={query}"]


def measure(people: dict[str, Any], pages: Iterable[tuple[str, str, list[str]]], options: argparse.Namespace) -> None:
    """A line a page; `options` name the rounds, and what a page's name must hold."""
    heads = ("median", "p95", "cpu", "cpu p95", "server", "first", "first cpu", "queries", "KB", "pace")
    say(f"{'page':46}{''.join(f'{one:>10}' for one in heads)}\n")
    for who, name, addresses in pages:
        if options.only not in name:
            continue
        times, first, queries, size = _times(people[who], addresses, options.rounds)
        wall, cpu = sorted(one.wall for one in times), sorted(one.cpu for one in times)
        server = statistics.median(one.server for one in times)
        figures = (statistics.median(wall), _p95(wall), statistics.median(cpu), _p95(cpu), server, *first[:2])
        say(f"{name:46}{''.join(f'{one:10.1f}' for one in figures)}{queries:10}{size / 1024:10.0f}{_pace():10.1f}\n")


class Taken(NamedTuple):
    """Milliseconds of one request; `cpu` is what it took of this process, `server` of the database's."""

    wall: float
    cpu: float
    server: float


def _p95(times: list[float]) -> float:
    return times[int(len(times) * 0.95)]


def _times(user: Any, addresses: list[str], rounds: int) -> tuple[list[Taken], Taken, int, int]:
    """Every request after the first ones, the first one, the queries of one and its bytes."""
    from django.db import connection
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    client.force_login(user)

    def ask(address: str) -> Any:
        if address == SCRIPT:
            return client.post(address, {"weight.net_sales": "60"})
        return client.get(address, headers={"HX-Request": "true"} if address.startswith("/search/") else None)

    first, statements = _timed(partial(ask, addresses[0])), []

    def noted(execute: Any, sql: str, *rest: Any) -> Any:
        statements.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(noted):
        answer = ask(addresses[-1])
    for address in addresses[:4]:
        ask(address)
    times = [_timed(partial(ask, addresses[number % len(addresses)])) for number in range(1, rounds + 1)]
    return times, first, len(statements), len(answer.content)


def _timed(ask: Callable[[], Any]) -> Taken:
    wall, cpu, server = time.perf_counter(), time.process_time(), _server_time()
    answer = ask()
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    taken = Taken(wall * 1000, cpu * 1000, (_server_time() - server) * 1000)
    assert answer.status_code == OK, (answer.status_code, answer.request["PATH_INFO"])
    return taken


def _server_time() -> float:
    """Processor seconds of the process that answers our connection; 0 where there is none on this machine."""
    from django.db import connection

    if connection.vendor != "postgresql" or connection.connection is None:
        return 0.0
    told = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    return int(told.read_text().split()[0]) / 1e9 if told.exists() else 0.0


def _pace() -> float:
    """Processor milliseconds of a piece of work that is always the same: how slow the machine is just now."""
    began = time.process_time()
    sum(number * number for number in range(100_000))
    return (time.process_time() - began) * 1000


def say(text: str) -> None:
    """To the terminal, at once."""
    sys.stdout.write(text)
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
