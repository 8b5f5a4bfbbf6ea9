"""A company of any size, written straight into the tables: users, accounts as a load writes them, one published run.

`set_up(folder, database)` prepares SQLite in a folder or the PostgreSQL database of an address; `make_company(count)`
fills it: a director over 20 managers over 500 sellers, sales operations, and the grades, verdicts and arrays of a run.
`make_elsewhere` does both in a process of its own, so that neither the memory nor the connection of whoever measures
has the making behind it; that is

    python -m tests.bench.company ACCOUNTS FOLDER [DATABASE]
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

import numpy as np

SELLERS: Final = 500
MANAGERS: Final = 20
NOW: Final = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)
CHUNK: Final = 5_000
COLUMNS: Final = "runs/bench"
_UNPROVED: Final = """
SELECT set_config('session_replication_role', 'replica', true)
FROM pg_roles WHERE rolname = current_user AND rolsuper"""
_ANY_TIME: Final = "SELECT 1 FROM pg_roles WHERE rolname = current_user AND rolsuper"
_TIERS: Final = ("KEY", "IMPORTANT", "GENERAL", "SMALL")
_ABOVE: Final = (0.02, 0.12, 0.5)


def set_up(folder: Path, database: str) -> None:
    """Django, its settings, and the tables."""
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


def make_elsewhere(count: int, folder: Path, database: str) -> None:
    """The same in a process that ends."""
    subprocess.run([sys.executable, "-m", "tests.bench.company", str(count), str(folder), database], check=True)


def make_company(count: int) -> None:
    """All of it or nothing."""
    with in_bulk():
        _people()
        _grades(_accounts(count))


@contextmanager
def in_bulk() -> Iterator[None]:
    """One transaction, and afterwards the database as it leaves itself within minutes of such a load.

    A PostgreSQL that lets us proves none of the millions of keys, which are made here. Its index of pieces is put in
    order and everything counted, as its own housekeeping does once a minute, and what was written is on the disk, as
    within five minutes: else the first pages would be measured against the writing.
    """
    from django.db import connection, transaction

    is_server = connection.vendor == "postgresql"
    with transaction.atomic():
        if is_server:
            with connection.cursor() as cursor:
                cursor.execute(_UNPROVED)
        yield
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if is_server else "ANALYZE")
        if is_server:
            cursor.execute(_ANY_TIME)
            if cursor.fetchone():
                cursor.execute("CHECKPOINT")


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
    """Written as a load writes them, with codes and what they are found by; keys in the order of their codes."""
    from tests.bench.search import company_names

    from openkam.records.accounts.taking_in import Customer, write_customers

    rows = (
        Customer(
            code=f"C{number:07}",
            name=name,
            seller=f"seller{number % SELLERS}",
            industry=f"行业{number % 12}",
            region=("华东", "华南", "华北", "西南")[number % 4],
        )
        for number, name in enumerate(company_names(count))
    )
    return sorted(write_customers(rows, "bench", NOW).created)


def _grades(keys: list[int]) -> None:
    from tests.bench.what_if import synthetic

    from openkam.insight.grading.models import Grade, Verdict
    from openkam.insight.value.standing import write_standing
    from openkam.ledger.folder import data_folder
    from openkam.records.accounts.bulk import insert_rows, new_keys

    count, run = len(keys), _run(len(keys))
    standing = replace(synthetic(count), account=np.array(keys, np.int64))
    # As the grades below tell: of every tenth no cost is known, and everybody bought within the latest 12 months.
    covered = np.where(np.arange(count) % 10 == 0, 0, standing.moved)
    standing = replace(standing, moved_covered=covered, latest=np.minimum(standing.latest, 11))
    net = standing.windows["net_12"]
    place = np.empty(count, np.int64)
    place[np.argsort(-net, kind="stable")] = np.arange(count)
    tier = np.searchsorted(_ABOVE, place / count, side="right")
    places = {"rank": place + 1, "sales_rank": place + 1, "tier_place": tier, "plain_place": tier}
    standing = replace(standing, **places)  # type: ignore[arg-type]
    write_standing(data_folder().path / COLUMNS, standing)
    grades, body = _grade_columns(standing, run.pk), _body()
    for chunk in _chunks(count):
        made = new_keys(Grade, len(chunk))
        cut = [values[chunk.start : chunk.stop] for values in grades.values()]
        insert_rows(Grade, ("id", *grades), zip(made, *cut, strict=True))
        insert_rows(Verdict, ("grade", "body"), [(key, body) for key in made])


def _grade_columns(standing: Any, run: int) -> dict[str, list[Any]]:
    """Every field of a grade as the database takes it."""
    count, net, profit = standing.count, standing.windows["net_12"], standing.windows["profit_12"]
    numbers = np.arange(count)
    margin = profit / np.maximum(net, 1)
    half: list[Any] = [None, *([0.5] * (count - 1))]
    return {
        "run": [run] * count,
        "account": standing.account.tolist(),
        "tier": [_TIERS[place] for place in standing.tier_place.tolist()],
        "plain_tier": [_TIERS[place] for place in standing.tier_place.tolist()],
        "tier_place": standing.tier_place.tolist(),
        "score": (90.0 - 20 * standing.tier_place).tolist(),
        "coverage": [0.8] * count,
        "rank": standing.rank.tolist(),
        "sales_rank": standing.sales_rank.tolist(),
        "net_sales_12m": net.tolist(),
        "net_sales": standing.windows["net_36"].tolist(),
        "gross_profit_12m": [None if n % 10 == 0 else one for n, one in enumerate(profit.tolist())],
        "gross_profit": [None if n % 10 == 0 else one for n, one in enumerate(standing.windows["profit_36"].tolist())],
        "margin": margin.tolist(),
        "profit_share": half,
        "sales_share": (net / max(int(net.sum()), 1)).tolist(),
        "growth": [None if n % 3 == 0 else one for n, one in enumerate((margin - 0.1).tolist())],
        "future_value": net.tolist(),
        "money_at_risk": [one if n % 7 == 0 else None for n, one in enumerate(profit.tolist())],
        "overdue_amount": (net // 20).tolist(),
        "collection_days": (30.0 + numbers % 60).tolist(),
        "share_of_wallet": half,
        "effort_hours": half,
        "tenure_months": (numbers % 36).tolist(),
        "days_since_purchase": (numbers % 90).tolist(),
        "pattern": standing.pattern.tolist(),
        "movement": standing.movement.tolist(),
        "months": [json.dumps(one) for one in (standing.net[:, -24:] // 10_000).tolist()],
    }


def _run(count: int) -> Any:
    from openkam.insight.grading.models import Run, SchemeVersion
    from openkam.insight.grading.schemes import scheme_source

    text = scheme_source("scorecard")[0]
    version = SchemeVersion.objects.create(
        code="scorecard",
        number=1,
        label_en="Scorecard",
        label_zh="计分卡",
        text=text,
        written_at=NOW,
        state=SchemeVersion.State.PUBLISHED,
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
        columns=COLUMNS,
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


def _chunks(count: int) -> Iterator[range]:
    for start in range(0, count, CHUNK):
        yield range(start, min(start + CHUNK, count))


if __name__ == "__main__":
    accounts, place, address = [*sys.argv[1:], ""][:3]
    set_up(Path(place), address)
    make_company(int(accounts))
