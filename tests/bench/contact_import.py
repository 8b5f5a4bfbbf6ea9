"""How fast a file of accounts and people is read, tried and published (P6): rows a second, into an empty company.

python -m tests.bench.contact_import [--accounts 10000] [--people 30000] [--back]

Seconds of the clock, and of the processors with those of the second process.
"""

import argparse
import csv
import os
import resource
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

from tests.bench.company import NOW, set_up
from tests.bench.contacts import DEPARTMENTS, TITLES, names
from tests.bench.search import company_names


def main(words: list[str]) -> int:
    """Make the file, send it, publish it, take it back."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--accounts", type=int, default=10_000)
    parser.add_argument("--people", type=int, default=30_000)
    parser.add_argument("--back", action="store_true", help="take the people back in the end")
    options = parser.parse_args(words)
    with tempfile.TemporaryDirectory() as place:
        set_up(Path(place), "")
        _measure(Path(place), options.accounts, options.people, is_taken_back=options.back)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(f"peak memory of this process: {peak:,.0f} MiB\n")
    return 0


def _measure(place: Path, accounts: int, people: int, *, is_taken_back: bool) -> None:
    from openkam.core.access import FieldClass, Role, Viewer
    from openkam.intake.contacts.actions import ask_contact_publication, ask_contact_return, begin_contact_import
    from openkam.ledger.folder import data_folder
    from openkam.records.users.models import User

    user = User.objects.create(login="ops", name="ops", created_at=NOW)
    roles, classes = frozenset({Role.SALES_OPERATIONS}), frozenset(FieldClass)
    common: dict[str, Any] = {"viewer": Viewer(user.pk, "ops", roles, classes, NOW.date()), "now": NOW}
    for name, rows in (("accounts", _accounts(accounts)), ("people", _people(accounts, people))):
        file = place / f"{name}.csv"
        with file.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows(rows)
        count = len(rows) - 1
        batch = begin_contact_import(folder=data_folder(), file=file, purpose="bench", **common)
        batch = _timed(f"{name}: read and tried", count, batch, common["viewer"])
        batch = _timed(
            f"{name}: published", count, ask_contact_publication(batch=batch, seen=batch.counts, **common),
            common["viewer"],
        )  # fmt: skip
    if is_taken_back:
        _timed("people: taken back", people, ask_contact_return(batch=batch, **common), common["viewer"])


def _timed(what: str, rows: int, batch: Any, viewer: Any) -> Any:
    from openkam.intake.contacts.working import work_on_import
    from openkam.ledger.folder import data_folder

    cpu, clock = _cpu(), time.perf_counter()
    work_on_import(data_folder(), batch.job, viewer, lambda: NOW)
    cpu, clock = _cpu() - cpu, time.perf_counter() - clock
    batch.refresh_from_db()
    if batch.job.problem:
        raise RuntimeError(batch.job.problem)
    sys.stdout.write(
        f"{what}: {rows:,} rows, {rows / clock:,.0f} a second of the clock, {rows / cpu:,.0f} a CPU second "
        f"({clock:.1f} s, {cpu:.1f} CPU s, load {os.getloadavg()[0]:.1f})\n"
    )
    sys.stdout.flush()
    return batch


def _cpu() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _accounts(count: int) -> list[tuple[str, ...]]:
    rows = [(f"C{n:06}", name, "机械", "华东") for n, name in enumerate(company_names(count))]
    return [("客户编码", "客户名称", "行业", "区域"), *rows]


def _people(accounts: int, count: int) -> list[tuple[str, ...]]:
    chance = Random(5)
    rows: list[tuple[str, ...]] = [("客户编码", "姓名", "英文名", "部门", "职务", "邮箱", "手机", "到任日期")]
    for number, (name, alias) in enumerate(islice(names(chance), count)):
        phone = f"139{chance.randrange(10**8):08d}"
        post = (chance.choice(DEPARTMENTS), chance.choice(TITLES))
        rows.append((f"C{number % accounts:06}", name, alias, *post, f"p{number}@k.example", phone, "2024-05-01"))
    return rows


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
