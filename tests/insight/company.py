"""A small company with a ledger on disk, accounts in the database, and its ledger graded; made once a module."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.db import connections
from pytest_django import DjangoDbBlocker
from tests.installation import new_installation, shared_database_aside
from tests.ledger.loads import load_rows

from openkam.core.access import FieldClass, Role, Viewer
from openkam.ledger.folder import DataFolder

NOW = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)
TODAY = date(2026, 7, 1)
ACCOUNTS = 40
MONTHS = 30

OPERATIONS = Viewer(0, "ops", frozenset({Role.SALES_OPERATIONS}), frozenset(FieldClass), TODAY)


def code_of(number: int) -> str:
    """Customer code of an account of the company."""
    return f"C{number:03d}"


def lines(*, accounts: int = ACCOUNTS, months: int = MONTHS, costs: bool = True) -> list[dict[str, Any]]:
    """Invoice lines up to the end of June 2026: large and small customers, some declining, one lost, one at a loss."""
    random = np.random.default_rng(11)
    rows: list[dict[str, Any]] = []
    for number in range(accounts):
        size = 200_000 * 0.82**number + 300
        for back in range(months):
            if number % 7 == 3 and back < 8:
                continue  # silent
            if number % 9 == 5 and back != 4:
                continue  # one order only
            if random.random() < 0.15 and number > 5:
                continue
            shape = 0.4 if number % 5 == 2 and back < 12 else 1.0
            net = Decimal(round(size * shape * random.uniform(0.7, 1.3), 2)).quantize(Decimal("0.01"))
            share = Decimal("1.12") if number % 11 == 4 else Decimal("0.7")
            month = 2026 * 12 + 5 - back
            rows.append(
                {
                    "invoice_number": f"I{number}-{back}",
                    "line_number": "1",
                    "invoice_date": date(month // 12, month % 12 + 1, 1 + int(random.integers(0, 27))),
                    "customer_code": code_of(number),
                    "customer_name": f"Company {number}",
                    "net_amount": net,
                    "cost_amount": (net * share).quantize(Decimal("0.01")) if costs else None,
                    "discount_amount": Decimal(0),
                    "currency": "CNY",
                }
            )
    rows.append({**rows[0], "invoice_number": "I-last", "invoice_date": date(2026, 6, 30)})
    return rows


def customers(*, accounts: int = ACCOUNTS) -> list[dict[str, Any]]:
    """The customers table: industry, region, some ratings."""
    return [
        {
            "customer_code": code_of(number),
            "customer_name": f"Company {number}",
            "industry": ("Steel", "Chemistry")[number % 2],
            "region": ("North", "South", "West")[number % 3],
            "organisation_kind": "PERSON" if number == 1 else "ENTERPRISE",
            "potential_rating": float(number % 10),
        }
        for number in range(accounts)
    ]


def service(*, accounts: int = ACCOUNTS) -> list[dict[str, Any]]:
    """Hours and money of serving, more for the small than they are worth."""
    return [
        {
            "customer_code": code_of(number),
            "cost_date": date(2026, 5, 10),
            "cost_kind": "visit",
            "hours": Decimal(20 if number == 9 else 3),
            "amount": Decimal(100),
            "currency": "CNY",
        }
        for number in range(accounts)
    ]


@dataclass(frozen=True)
class Company:
    """Where its data lie, the run that is in force, and the keys of its accounts by code."""

    folder: DataFolder
    run: Any
    accounts: dict[str, int]


def make_accounts(codes: list[str]) -> dict[str, int]:
    """One account a code, without owner."""
    from openkam.records.accounts.models import Account, AccountCode

    made = Account.objects.bulk_create([Account(name=code, name_key=code.lower(), created_at=NOW) for code in codes])
    pairs = list(zip(codes, made, strict=True))
    AccountCode.objects.bulk_create([AccountCode(code=c, account=a, source="erp", added_at=NOW) for c, a in pairs])
    return {code: account.pk for code, account in pairs}


def make_company(folder: DataFolder, *, scheme: str = "scorecard", costs: bool = True) -> Company:
    """Load, take in, grade and publish."""
    from openkam.insight.grading.actions import publish_run, save_scheme
    from openkam.insight.grading.schemes import scheme_source
    from openkam.insight.report.actions import grade_ledger

    load_rows(folder, lines(costs=costs), "invoice_lines")
    load_rows(folder, customers(), "customers")
    load_rows(folder, service(), "cost_to_serve")
    accounts = make_accounts([code_of(number) for number in range(ACCOUNTS)])
    version = save_scheme(viewer=OPERATIONS, text=scheme_source(scheme)[0], now=NOW)
    run = grade_ledger(viewer=OPERATIONS, folder=folder, scheme=version, now=NOW)
    return Company(folder, publish_run(viewer=OPERATIONS, run=run, now=NOW), accounts)


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Iterator[Company]:
    """The company, graded by the shipped scorecard; tests leave it as they found it."""
    with django_db_blocker.unblock(), shared_database_aside():
        yield make_company(new_installation(Path(tmp_path_factory.mktemp("company")) / "data"))
        connections.close_all()
