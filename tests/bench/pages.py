"""How long the pages of accounts take, in the process and with one worker (P4 of the performance design).

    python -m tests.bench.pages [--accounts 100000] [--rounds 40] [--folder KEPT] [--database postgresql://…/scratch]

Makes accounts and grades in a scratch SQLite file, or in the empty PostgreSQL database named, and asks each page
through WSGI as a browser would, sessions and access rules included. Prints median and 95th percentile in milliseconds,
by the clock and by the processor, the first request (nothing kept in memory yet), and the queries of one.
A folder that is named is kept for the next time.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np

SELLERS: Final = 200
MANAGERS: Final = 20
NOW: Final = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)
CHUNK: Final = 5_000
OK: Final = 200
_CITIES: Final = ("苏州", "宁波", "无锡", "青岛", "东莞", "天津", "成都", "武汉")
_TRADES: Final = ("精密机械", "汽车零部件", "包装设备", "数控机床", "风电装备", "水处理设备")


def main(words: list[str]) -> int:
    """Make, ask, print."""
    options = _options(words)
    with tempfile.TemporaryDirectory() as scratch:
        _set_up(Path(options.folder or scratch), options.database)
        from openkam.records.users.models import User

        if not User.objects.exists():
            began = time.perf_counter()
            _make(options.accounts)
            _say(f"{options.accounts:,} accounts made in {time.perf_counter() - began:.0f} s\n")
        people = {user.login: user for user in User.objects.all()}
        _measure(people, options.rounds, options.accounts)
    return 0


def _options(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--accounts", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--database", default="")
    parser.add_argument("--folder", default="")
    return parser.parse_args(words)


def _set_up(folder: Path, database: str) -> None:
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "openkam.config.settings",
        "OPENKAM_DATA": str(folder),
        "OPENKAM_DATABASE_URL": database,
    }
    import django
    from django.core.management import call_command

    django.setup()
    from openkam.ledger.folder import data_folder

    data_folder().make()
    call_command("migrate", verbosity=0)


def _make(count: int) -> None:
    """A company: sales operations, managers, sellers; every seller owns as many accounts."""
    from django.db import transaction

    with transaction.atomic():
        _people()
        _grades(_accounts(count))


def _people() -> None:
    from openkam.core.access import Role
    from openkam.records.users.models import ChainLink, RoleGrant, User

    def user(login: str, role: Role) -> Any:
        made = User.objects.create(login=login, name=login, created_at=NOW)
        RoleGrant.objects.create(user=made, role=role)
        return made

    people = {"ops": user("ops", Role.SALES_OPERATIONS), "director": user("director", Role.MANAGER)}
    people |= {f"manager{n}": user(f"manager{n}", Role.MANAGER) for n in range(MANAGERS)}
    people |= {f"seller{n}": user(f"seller{n}", Role.SELLER) for n in range(SELLERS)}
    links = []
    for number in range(SELLERS):
        seller, manager = people[f"seller{number}"], people[f"manager{number % MANAGERS}"]
        links += [(manager, seller, 1), (people["director"], seller, 2)]
    links += [(people["director"], people[f"manager{number}"], 1) for number in range(MANAGERS)]
    ChainLink.objects.bulk_create(
        ChainLink(manager=above, user=below, depth=depth, since_date=date(2020, 1, 1)) for above, below, depth in links
    )


def _accounts(count: int) -> list[int]:
    """Written as a load writes them, with codes and what they are found by."""
    from openkam.records.accounts.taking_in import Customer, write_customers

    rows = (
        Customer(
            code=f"KH{number:06}",
            name=f"{_CITIES[number % 8]}{number:06}{_TRADES[number % 6]}有限公司",
            seller=f"seller{number % SELLERS}",
            industry=_TRADES[number % 6],
            region=("华东", "华南", "华北", "西南")[number % 4],
        )
        for number in range(count)
    )
    return sorted(write_customers(rows, "bench", NOW).created)


def _grades(keys: list[int]) -> None:
    from openkam.insight.grading.models import Grade, Verdict

    run, random = _run(len(keys)), np.random.default_rng(7)
    sales = np.sort(random.lognormal(10.5, 1.8, len(keys)))[::-1]
    shares = random.uniform(-0.1, 0.45, len(keys))
    body = _body()
    for chunk in _chunks(len(keys)):
        made = []
        for place in chunk:
            net, profit = Decimal(int(sales[place])), Decimal(int(sales[place] * shares[place]))
            tier = int(np.searchsorted([0.02, 0.12, 0.5], place / len(keys)))
            made.append(
                Grade(
                    run=run,
                    account_id=keys[place],
                    tier=("KEY", "IMPORTANT", "GENERAL", "SMALL")[tier],
                    tier_place=tier,
                    score=float(90 - 20 * tier),
                    coverage=0.8,
                    rank=place + 1,
                    sales_rank=place + 1,
                    net_sales_12m=net,
                    net_sales=net * 3,
                    gross_profit_12m=profit if place % 10 else None,
                    gross_profit=profit * 3 if place % 10 else None,
                    margin=float(shares[place]),
                    growth=float(shares[place]) if place % 3 else None,
                    sales_share=0.0001,
                    collection_days=float(30 + place % 60),
                    tenure_months=place % 36,
                    days_since_purchase=place % 90,
                    pattern=("SUSTAINED", "OCCASIONAL", "ONE_OFF")[place % 3],
                    movement=("STABLE", "GROWING", "DECLINING", "LOST")[place % 4],
                    months=[int(net) // 12] * 24,
                )
            )
        Grade.objects.bulk_create(made)
        Verdict.objects.bulk_create(Verdict(grade=grade, body=body) for grade in made)


def _run(count: int) -> Any:
    from openkam.insight.grading.models import Run, SchemeVersion
    from openkam.insight.grading.schemes import scheme_source

    text = scheme_source("scorecard")[0]
    version = SchemeVersion.objects.create(
        code="scorecard", number=1, label_en="Scorecard", label_zh="计分卡", text=text, written_at=NOW
    )
    return Run.objects.create(
        scheme=version,
        ledger_version=1,
        currency="CNY",
        since_date=date(2023, 7, 1),
        until_date=date(2026, 6, 30),
        graded_at=NOW,
        published_at=NOW,
        expires_date=date(2027, 6, 30),
        account_count=count,
        by_profit=True,
        by_price=True,
        used_scheme=text,
        columns="runs/none",
    )


def _body() -> bytes:
    """A verdict of usual length."""
    from openkam.insight.report.kept import packed

    reason = {"code": "sustained", "en": "Buys steadily.", "zh": "持续采购。", "measures": [], "price": False}
    return packed(
        {
            "reasons": [reason] * 5,
            "measures": {"net_sales_12m": 1_000_000, "margin": 0.3, "growth": 0.1},
            "criteria": [],
            "next_step": None,
            "missing": ["potential", "influence_value"],
            "vetoes": [],
            "other_tiers": {"single": None, "pyramid": None, "scorecard": "KEY"},
            "reviews": [],
            "figures": {"score": 90.0, "score_low": 80.0, "score_high": 95.0, "coverage": 0.8},
        }
    )


def _measure(people: dict[str, Any], rounds: int, count: int) -> None:
    deep = count // 100
    heads = ("median", "p95", "cpu", "cpu p95", "first cpu", "queries")
    _say(f"{'page':34}{''.join(f'{one:>9}' for one in heads)}\n")
    for who, name, addresses in (
        ("ops", "list, default order", ["/accounts/"]),
        (
            "ops",
            "list, tier and sort",
            ["/accounts/?tier=KEY&sort=-net_sales_12m", "/accounts/?tier=SMALL&sort=margin"],
        ),
        ("ops", "list, region and range", ["/accounts/?region=华东&from.margin=20&sort=-growth"]),
        ("ops", "list, by owner and name", ["/accounts/?sort=owner", "/accounts/?sort=name"]),
        ("ops", "list, searched", ["/accounts/?q=风电", "/accounts/?q=KH0123"]),
        ("ops", "list, deep page", [f"/accounts/?page={deep}", f"/accounts/?page={deep // 2}&sort=growth"]),
        ("director", "list of a director", ["/accounts/", "/accounts/?sort=-growth&tier=IMPORTANT"]),
        ("manager1", "list of a manager", ["/accounts/", "/accounts/?sort=-growth&tier=IMPORTANT"]),
        ("seller1", "list of a seller", ["/accounts/", "/accounts/?sort=-growth"]),
        ("ops", "account page", [f"/accounts/{number}/" for number in range(1, 30)]),
        ("seller1", "account page of a seller", ["/accounts/2/", f"/accounts/{SELLERS + 2}/"]),
    ):
        times, first, queries = _times(people[who], addresses, rounds)
        wall, cpu = sorted(one.wall for one in times), sorted(one.cpu for one in times)
        figures = (statistics.median(wall), _p95(wall), statistics.median(cpu), _p95(cpu), first.cpu)
        _say(f"{name:34}{''.join(f'{one:9.1f}' for one in figures)}{queries:9}\n")


class Taken(NamedTuple):
    """Milliseconds of one request; `cpu` is what it took of this process, whoever else was at work."""

    wall: float
    cpu: float


def _p95(times: list[float]) -> float:
    return times[int(len(times) * 0.95)]


def _times(user: Any, addresses: list[str], rounds: int) -> tuple[list[Taken], Taken, int]:
    """Every request after the first one, the first one, and the queries of one."""
    from django.db import connection
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    first, statements = _timed(lambda: client.get(addresses[0])), []

    def noted(execute: Any, sql: str, *rest: Any) -> Any:
        statements.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(noted):
        assert client.get(addresses[-1]).status_code == OK, addresses[-1]
    times = [_timed(lambda a=address: client.get(a)) for address in _each(addresses, rounds)]  # type: ignore[misc]
    return times, first, len(statements)


def _each(addresses: list[str], rounds: int) -> Iterator[str]:
    for number in range(rounds):
        yield addresses[number % len(addresses)]


def _timed(ask: Callable[[], Any]) -> Taken:
    wall, cpu = time.perf_counter(), time.process_time()
    answer = ask()
    taken = Taken((time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000)
    assert answer.status_code == OK, answer.status_code
    return taken


def _chunks(count: int) -> Iterator[range]:
    for start in range(0, count, CHUNK):
        yield range(start, min(start + CHUNK, count))


def _say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
