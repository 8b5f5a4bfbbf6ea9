"""How long the pages about people, log and flags take, and the search, at 300,000 contacts (P4 and P5).

    python -m tests.bench.people_pages [--accounts 100000] [--people 300000] [--deals 200000] [--entries 1000000]
                                       [--rounds 40] [--folder KEPT] [--postgresql | --database URL] [--only WORDS]

The company of `tests/bench/pages.py`, made whole by `tests/bench/dealings.py`; a named folder keeps both. What is
asked, and what the columns say, is as there.
"""

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from tests.bench.company import make_company, set_up
from tests.bench.contacts import MANY, SOME
from tests.bench.dealings import LONG_LOG, make_whole
from tests.bench.pages import measure, say

FOUND: Final = (
    ("two characters, rare", "恒钢"),
    ("two characters, common", "上海"),
    ("two characters of the form", "有限"),
    ("surname and given name", "王伟"),
    ("three characters of a name", "欧阳伟"),
    ("two characters of notes", "交货"),
    ("pinyin initials", "bgjm"),
    ("pinyin initials of a name", "zwm"),
    ("pinyin of a name", "wangwei"),
    ("Latin substring", "orizo"),
    ("Latin substring of a name", "kell"),
    ("a phone's last digits", "4711"),
    ("two characters of deals", "框架"),
    ("whole name of deals", "年度框架"),
    ("pinyin initials of deals", "sbsj"),
    ("nothing found", "不存在的名字"),
)
SEARCHERS: Final = ("seller9", "manager9", "director", "ops")


def main(words: list[str]) -> int:
    """Make, ask, print."""
    options = _options(words)
    with ExitStack() as stack:
        folder = Path(options.folder or stack.enter_context(tempfile.TemporaryDirectory()))
        database = options.database
        if options.postgresql:
            from tests.bench.search import postgresql

            database = stack.enter_context(postgresql())
        set_up(folder, database)
        _made(options)
        import_module("openkam.config.wsgi")  # what stands before the first page, as in a server
        from openkam.records.users.models import User

        measure({user.login: user for user in User.objects.all()}, _pages(), options)
        say(f"largest memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB\n")
        from django.db import connections

        connections.close_all()
    return 0


def _options(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, count in (("accounts", 100_000), ("people", 300_000), ("deals", 200_000), ("entries", 1_000_000)):
        parser.add_argument(f"--{name}", type=int, default=count)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--database", default="")
    parser.add_argument("--postgresql", action="store_true", help="a server of our own, gone afterwards")
    parser.add_argument("--folder", default="")
    parser.add_argument("--only", default="", help="pages whose name holds this")
    return parser.parse_args(words)


def _made(options: argparse.Namespace) -> None:
    from openkam.records.contacts.models import Person
    from openkam.records.users.models import User

    began, busy = time.perf_counter(), time.process_time()
    if not User.objects.exists():
        make_company(options.accounts)
    if not Person.objects.exists():
        make_whole(options.people, options.deals, options.entries)
        say(f"company made: {time.process_time() - busy:.0f} CPU s, {time.perf_counter() - began:.0f} s\n")


def _pages() -> Iterator[tuple[str, str, list[str]]]:
    """Who asks, what it is called, and the addresses asked in turn."""
    for who in ("seller9", "manager9", "director", "ops"):
        yield who, f"list of {who}", ["/accounts/", "/accounts/?sort=-growth&tier=IMPORTANT", "/accounts/?sort=name"]
    some, many, long = _accounts(SOME), _accounts(MANY), _accounts(SOME, least=LONG_LOG)
    for who, kind, keys in (
        ("manager9", "12 people", some),
        ("director", "80 people", many),
        ("manager9", "12 people, 200 entries", long),
        ("director", "12 people, 200 entries", long),
        ("ops", "12 people, 200 entries", long),
    ):
        for page in ("", "visit/", "people/", "people/map.json", "log/", "archive/") if keys else ():
            yield who, f"{page or 'account'}, {kind}, {who}", [f"/accounts/{key}/{page}" for key in keys]
    for who in SEARCHERS:
        yield who, f"flags of {who}", ["/flags/"]
        yield who, f"flags of {who}, chosen", ["/flags/?severity=ALERT", "/flags/?page=2", "/flags/?flag=SINGLE_THREAD"]
    for name, query in FOUND:
        for who in SEARCHERS:
            yield who, f"search of {who}: {name}", [f"/search/?q={query}"]


def _accounts(people: int, *, least: int = 0) -> list[int]:
    """Accounts with so many people and at least so many entries: below manager 9 where most have fewer people."""
    from django.db.models import Count

    from openkam.records.accounts.models import Account
    from openkam.records.activities.models import Activity
    from openkam.records.contacts.models import Employment

    known: Any = Account.objects.all()
    if people < MANY:
        known = known.filter(owner__login__in=[f"seller{number}" for number in range(9, 500, 20)])
    there = Employment.objects.filter(account__in=known.values("pk")).values_list("account_id")
    keys = [key for key, _ in there.annotate(count=Count("pk")).filter(count=people).order_by("account_id")]
    logs = Activity.objects.filter(account__in=keys).values_list("account_id").annotate(count=Count("pk"))
    return [key for key, count in logs.order_by("account_id") if count >= least][:20]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
