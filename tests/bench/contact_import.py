"""How fast a file of accounts and people is tried and published (P6): rows a CPU second, into an empty company.

python -m tests.bench.contact_import [--accounts 10000] [--people 30000]
"""

import argparse
import csv
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
    options = parser.parse_args(words)
    with tempfile.TemporaryDirectory() as place:
        set_up(Path(place), "")
        _measure(Path(place), options.accounts, options.people)
    return 0


def _measure(place: Path, accounts: int, people: int) -> None:
    from openkam.core.access import FieldClass, Role, Viewer
    from openkam.intake.contacts.actions import begin_contact_import, publish_contacts, take_back_contacts
    from openkam.ledger.folder import data_folder
    from openkam.records.users.models import User

    user = User.objects.create(login="ops", name="ops", created_at=NOW)
    roles, classes = frozenset({Role.SALES_OPERATIONS}), frozenset(FieldClass)
    common: dict[str, Any] = {"viewer": Viewer(user.pk, "ops", roles, classes, NOW.date()), "now": NOW}
    for name, rows in (("accounts", _accounts(accounts)), ("people", _people(accounts, people))):
        file = place / f"{name}.csv"
        with file.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows(rows)
        folder = data_folder()
        began = time.process_time()
        batch = begin_contact_import(folder=folder, file=file, purpose="bench", **common)
        read = time.process_time()
        publish_contacts(folder=folder, batch=batch, seen=batch.counts, **common)
        done = time.process_time()
        count = len(rows) - 1
        sys.stdout.write(
            f"{name}: {count:,} rows; try {count / (read - began):,.0f}, publish {count / (done - read):,.0f}, "
            f"both {count / (done - began):,.0f} rows a CPU second of this process\n"
        )
    began = time.process_time()
    counts = take_back_contacts(batch=batch, **common).counts
    sys.stdout.write(f"taken back: {counts} in {time.process_time() - began:.1f} CPU s\n")


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
