"""Measures taking in accounts and finding them (performance targets P5 and P6) on SQLite, and PostgreSQL where it is.

python tests/bench/search.py --accounts 100000 [--postgresql]
"""

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

PLACES = [
    "上海",
    "北京",
    "武汉",
    "重庆",
    "苏州",
    "昆山",
    "无锡",
    "宁波",
    "广州",
    "深圳",
    "成都",
    "西安",
    "长沙",
    "沈阳",
    "青岛",
    "合肥",
]
FIRST = "宝恒华中东海鑫德正大永金泰隆盛昌兴瑞长安信通达远宏业立诚联合创新力源天地明光"
SECOND = "钢达源丰泰和昌盛力科通远诚创宇洋海山川峰光明德仁义信合美佳康宁安平顺利吉祥"
TRADES = [
    "精密机械",
    "自动化设备",
    "钢铁贸易",
    "电子科技",
    "化工材料",
    "新能源",
    "汽车零部件",
    "物流",
    "食品",
    "医疗器械",
    "银行",
    "重型机床",
]
FORMS = ["有限公司", "股份有限公司", "集团有限公司", "有限责任公司"]
LATIN = [
    "Harbour",
    "Quarry",
    "North",
    "Steel",
    "River",
    "Summit",
    "Alpine",
    "Baltic",
    "Crown",
    "Delta",
    "Eagle",
    "Falcon",
    "Granite",
    "Horizon",
]
TRADES_LATIN = ["Trading", "Machinery", "Foods", "Logistics", "Chemicals", "Motors", "Instruments"]
FORMS_LATIN = ["GmbH", "Ltd.", "Inc.", "S.A.", "S.p.A.", "AG", "LLC"]
NOW = datetime(2026, 7, 1, tzinfo=UTC)
SELLERS = 40
QUERIES = {
    "two characters": "恒钢",
    "two characters, common": "上海",
    "one character": "宝",
    "the commonest": "有限公司",
    "four characters": "恒达精密",
    "initials": "bgjm",
    "full pinyin": "hengda",
    "Latin beginning": "harb",
    "Latin inside": "orizo",
    "code's end": "4711",
    "two words": "上海 钢铁",
    "nothing": "不存在的名字",
}


def company(chance: random.Random) -> str:
    """A believable name, every seventh a foreign one."""
    if chance.random() < 1 / 7:
        words = [chance.choice(LATIN), chance.choice(LATIN), chance.choice(TRADES_LATIN), chance.choice(FORMS_LATIN)]
        return " ".join(words)
    own = chance.choice(FIRST) + chance.choice(SECOND) + (chance.choice(SECOND) if chance.random() < 0.5 else "")
    return chance.choice(PLACES) + own + chance.choice(TRADES) + chance.choice(FORMS)


def measured(accounts: int) -> None:
    """Take them in, then ask each query many times, as sales operations and as a seller of one account in forty."""
    from django.core.management import call_command
    from django.db import connection

    from openkam.core.access import FieldClass, Role, Viewer
    from openkam.records.accounts.actions import take_in_customers
    from openkam.records.users.models import User

    call_command("migrate", verbosity=0, skip_checks=True)
    users = [User.objects.create(login=f"seller{n}", name=f"Seller {n}", created_at=NOW) for n in range(SELLERS)]
    rows = customers(accounts)
    everything = Viewer(users[0].pk, "ops", frozenset({Role.SALES_OPERATIONS}), frozenset(FieldClass), NOW.date())
    seller = Viewer(users[0].pk, "seller", frozenset({Role.SELLER}), frozenset({FieldClass.COMPANY}), NOW.date())
    for title in ("new", "known"):
        begun, busy = time.perf_counter(), time.process_time()
        taken = take_in_customers(actor=everything, rows=rows, source="bench", now=NOW)
        seconds, busy = time.perf_counter() - begun, time.process_time() - busy
        sys.stdout.write(
            f"{connection.vendor}: {title}: {accounts / seconds:,.0f} rows/s, "
            f"{accounts / busy:,.0f} a CPU second, {taken}\n"
        )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE accounts_account, accounts_searchtext")
    for title, query in QUERIES.items():
        count = found(everything, query).count()
        figures = "; ".join(
            f"{who} {timed(viewer, query)}" for who, viewer in (("all", everything), ("seller", seller))
        )
        sys.stdout.write(f"{connection.vendor}: {title:22} {query:10} {count:7,} found; {figures}\n")


def customers(count: int) -> list[Any]:
    """As a file would name them, the same every time."""
    from openkam.records.accounts.taking_in import Customer

    return [
        Customer(f"C{n:07}", name, f"Seller {n % SELLERS}", industry=f"Industry {n % 12}", region=PLACES[n % 16])
        for n, name in enumerate(company_names(count))
    ]


def company_names(count: int) -> Iterator[str]:
    """Believable names, the same every time."""
    chance = random.Random(7)
    return (company(chance) for _ in range(count))


def found(viewer: Any, query: str) -> Any:
    """What the search ranks."""
    from openkam.records.accounts.models import Account
    from openkam.records.accounts.search import ranked

    return ranked(Account.objects.visible_to(viewer), query)


def timed(viewer: Any, query: str, times: int = 40) -> str:
    """Median and 95th percentile of the first eight, and the median of the CPU time of this process."""

    def ask() -> None:
        list(found(viewer, query).values_list("pk", "name", "owner__name")[:8])

    ask()
    waited, busy = [], []
    for _ in range(times):
        begun, used = time.perf_counter(), time.process_time()
        ask()
        waited.append((time.perf_counter() - begun) * 1000)
        busy.append((time.process_time() - used) * 1000)
    p95 = sorted(waited)[int(times * 0.95) - 1]
    return f"{statistics.median(waited):6.2f} ms, p95 {p95:6.2f}, CPU {statistics.median(busy):6.2f}"


@contextmanager
def postgresql() -> Iterator[str]:
    """A server of our own."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    from tests.ledger.test_postgresql import served, server_program

    with tempfile.TemporaryDirectory(prefix="openkam-pg-", ignore_cleanup_errors=True) as name:
        yield from served(Path(name), server_program("initdb"), server_program("pg_ctl"))


def run() -> None:
    """Measure on the chosen database."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--accounts", type=int, default=100_000)
    options.add_argument("--postgresql", action="store_true")
    chosen = options.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "openkam.config.settings"
    with tempfile.TemporaryDirectory() as folder:
        os.environ["OPENKAM_DATA"] = folder
        import django

        if not chosen.postgresql:
            django.setup()
            measured(chosen.accounts)
            return
        with postgresql() as url:
            os.environ["OPENKAM_DATABASE_URL"] = url
            django.setup()
            measured(chosen.accounts)


if __name__ == "__main__":
    run()
