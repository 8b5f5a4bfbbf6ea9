"""Two installations that differ only in what a viewer must not see."""

import dataclasses
import json
import shutil
import zlib
from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import duckdb
import numpy as np
from django.conf import settings
from django.db import connections

from openkam.insight.grading.confidential import PRICE_MEASURES
from openkam.insight.grading.models import Grade, Run, Verdict
from openkam.insight.value.standing import Columns, Standing, open_standing, write_standing
from openkam.ledger.database import open_database
from openkam.ledger.folder import DataFolder
from openkam.ledger.parquet import literal
from openkam.records.accounts.models import Account, AccountCode, Rating, SavedView, SearchText, TierOverride
from openkam.records.accounts.search import search_text
from openkam.records.users.models import User
from tests.cast import NOW, TODAY, Cast, as_viewer, cast
from tests.insight.company import ACCOUNTS, OPERATIONS, code_of, customers, lines, service
from tests.installation import new_installation
from tests.ledger.loads import load_rows
from tests.web.archive_worlds import add_archives, change_archives
from tests.web.people_worlds import add_people

OWNERS: Final = ("fang", "bo", "mei", None)
"""Accounts are dealt out in turn."""

Change = Callable[[DataFolder, User], None]


def first_world(place: Path) -> DataFolder:
    """The cast with a graded ledger: forty accounts, with ratings, overrides and saved views of several people."""
    from openkam.insight.grading.actions import publish_run, save_scheme
    from openkam.insight.grading.schemes import scheme_source
    from openkam.insight.report.actions import grade_ledger

    folder = new_installation(place)
    for table, rows in (("invoice_lines", lines()), ("customers", customers()), ("cost_to_serve", service())):
        load_rows(folder, rows, table)
    company = cast()
    AccountCode.objects.filter(account__in=company.accounts).delete()
    _accounts(company)
    version = save_scheme(viewer=OPERATIONS, text=scheme_source("scorecard")[0], now=NOW)
    run = grade_ledger(viewer=OPERATIONS, folder=folder, scheme=version, now=NOW)
    publish_run(viewer=OPERATIONS, run=run, now=NOW)
    settings.COACH_KEY_FILE = str(folder.path / "coach-key")
    add_people()
    add_archives()
    return folder


def copied_world(first: DataFolder, place: Path, viewer: str, changes: Iterable[Change] = ()) -> DataFolder:
    """A copy of the first world, in which these changes happened behind the viewer's back."""
    connections.close_all()
    shutil.copytree(first.path, place)
    folder = enter(place)
    for change in changes:
        change(folder, User.objects.get(login=viewer))
    connections.close_all()
    return folder


def enter(place: Path) -> DataFolder:
    """This process works in this installation from now on."""
    folder = DataFolder(place)
    connections.close_all()
    open_database(folder, create=False)
    settings.COACH_KEY_FILE = str(place / "coach-key")  # the seals of the first world open in its copies
    return folder


def hidden_accounts_change(folder: DataFolder, viewer: User) -> None:
    """Everything about accounts the viewer does not see is another; there are more of them; their ledger is another."""
    seen = set(Account.objects.visible_to(as_viewer(viewer)).values_list("pk", flat=True))
    hidden = list(Account.objects.exclude(pk__in=seen).order_by("pk"))
    codes = set(AccountCode.objects.filter(account__in=hidden).values_list("code", flat=True))
    for account in hidden:
        _disguise(account)
        _decide_otherwise(account, User.objects.get(login="tang"))
    change_archives(hidden)
    _add_accounts()
    _rewrite_standing(folder, lambda standing: _hidden_rows_otherwise(standing, seen))
    _rewrite_lines(folder, codes, "net_amount * 3", "cost_amount * 2")


def prices_change(folder: DataFolder, viewer: User) -> None:
    """Every figure of class PRICE is another, of visible accounts too."""
    del viewer
    for grade in Grade.objects.select_related("verdict", "run"):
        _reprice(grade)
    for run in Run.objects.all():
        run.report = _shaken(run.report)
        run.save(update_fields=["report"])
    _rewrite_standing(folder, _prices_otherwise)
    _rewrite_lines(folder, None, "net_amount", "cost_amount / 2")


def other_peoples_matters_change(folder: DataFolder, viewer: User) -> None:
    """Logins, saved views and acts of others."""
    from django.db import transaction

    from openkam.core.audit.actions import record

    del folder
    others = User.objects.exclude(pk=viewer.pk).filter(login__in=["mei", "tang", "cfo"])
    for other in others:
        SavedView.objects.create(owner=other, name=f"view of {other.login}", query="q=secret", for_team=False)
        with transaction.atomic():
            record(as_viewer(other), "test", kind="account", key=1, now=NOW)
        User.objects.filter(pk=other.pk).update(login=f"{other.login}-2", reads_prices=True, theme="DARK")


def _accounts(company: Cast) -> None:
    owners = [None if login is None else getattr(company, login) for login in OWNERS]
    for number in range(ACCOUNTS):
        name, code = f"Company {number}", code_of(number)
        account = Account.objects.create(
            name=name,
            name_key=name.casefold(),
            owner=owners[number % len(owners)],
            industry=("Steel", "Chemistry")[number % 2],
            region=("North", "South", "West")[number % 3],
            created_at=NOW,
        )
        AccountCode.objects.create(code=code, account=account, source="erp", added_at=NOW)
        _make_findable(account, code)
        if number % 4 < 3:
            Rating.objects.create(
                account=account,
                measure="need_match",
                value=5,
                evidence="visit",
                rated_date=TODAY,
                rated_by=owners[number % 3] or company.ops,
                rated_at=NOW,
            )


def _make_findable(account: Account, code: str) -> None:
    SearchText.objects.update_or_create(account=account, defaults={"text": search_text(account.name, [code])})


def _disguise(account: Account) -> None:
    name = f"Otherwise {account.pk} Holdings"
    Account.objects.filter(pk=account.pk).update(
        name=name,
        name_key=name.casefold(),
        industry="Secret industry",
        region="Hidden region",
        kind="GHOST",
    )
    AccountCode.objects.create(code=f"X{account.pk}", account=account, source="other", added_at=NOW, is_main=False)
    account.refresh_from_db()
    _make_findable(account, f"X{account.pk}")
    changed = {"net_sales": Decimal(7), "net_sales_12m": Decimal(7), "tier": "SMALL", "tier_place": 3, "pattern": "NEW"}
    Grade.objects.filter(account=account).update(
        **changed, gross_profit=Decimal(-9), gross_profit_12m=Decimal(-9), margin=-1.5, months=[1] * 24, movement="LOST"
    )
    for verdict in Verdict.objects.filter(grade__account=account):
        verdict.body = zlib.compress(json.dumps(_shaken(json.loads(zlib.decompress(verdict.body)))).encode())
        verdict.save(update_fields=["body"])


def _decide_otherwise(account: Account, author: User) -> None:
    Rating.objects.filter(account=account).update(value=9, evidence="hearsay")
    TierOverride.objects.create(
        account=account,
        tier="KEY",
        reason="hidden reason",
        decided_by=author,
        decided_at=NOW,
        since_date=TODAY,
        expires_date=TODAY.replace(year=TODAY.year + 1),
    )


def _add_accounts() -> None:
    run = Run.objects.latest("number")
    model = Grade.objects.filter(run=run).order_by("pk").first()
    for number in range(3):
        name = f"Ghost {number}"
        account = Account.objects.create(name=name, name_key=name, region="Ghost region", created_at=NOW)
        AccountCode.objects.create(code=f"G{number}", account=account, source="ghost", added_at=NOW)
        _make_findable(account, f"G{number}")
        if model is not None:
            ghost = Grade.objects.create(**_copied(model, account=account))
            Verdict.objects.create(grade=ghost, body=model.verdict.body)
    Run.objects.filter(pk=run.pk).update(account_count=run.account_count + 3)


def _copied(grade: Grade, **other: Any) -> dict[str, Any]:
    names = [field.name for field in Grade._meta.concrete_fields if field.name != "id"]
    return {name: getattr(grade, name) for name in names} | other


def _reprice(grade: Grade) -> None:
    for name in ("gross_profit", "gross_profit_12m", "future_value", "money_at_risk"):
        value = getattr(grade, name)
        setattr(grade, name, None if value is None else value * 2 + 1)
    for name in ("margin", "profit_share"):
        value = getattr(grade, name)
        setattr(grade, name, None if value is None else value / 2)
    if grade.run.by_price and grade.score is not None:
        grade.score /= 2
    grade.rank = 1000 - grade.rank
    grade.save()
    body = json.loads(zlib.decompress(grade.verdict.body))
    for reason in body["reasons"]:
        if reason["price"]:
            reason["en"], reason["zh"] = reason["en"] + " 777", reason["zh"] + " 777"
    body["measures"] = {
        code: _shaken(value) if code in PRICE_MEASURES else value for code, value in body["measures"].items()
    }
    body["criteria"] = [
        _shaken(one, "measure") if one["measure"] in PRICE_MEASURES else one for one in body["criteria"]
    ]
    if body["next_step"] and body["next_step"]["measure"] in PRICE_MEASURES:
        body["next_step"] = _shaken(body["next_step"], "measure")
    if grade.run.by_price:
        body["figures"] = {
            name: _shaken(value) if "score" in name else value for name, value in body["figures"].items()
        }
    grade.verdict.body = zlib.compress(json.dumps(body).encode())
    grade.verdict.save()


def _shaken(value: Any, *kept: str) -> Any:
    """Every figure in it is another."""
    if isinstance(value, dict):
        return {key: one if key in kept else _shaken(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_shaken(one) for one in value]
    return value * 3 + 7 if isinstance(value, int | float) and not isinstance(value, bool) else value


def _rewrite_standing(folder: DataFolder, change: Callable[[Standing], Standing]) -> None:
    for run in Run.objects.exclude(columns=""):
        place = f"{run.columns}-{len(list(folder.path.glob('runs/*')))}"
        write_standing(folder.path / place, change(open_standing(folder.path / run.columns)))
        Run.objects.filter(pk=run.pk).update(columns=place)


def _hidden_rows_otherwise(standing: Standing, seen: set[int]) -> Standing:
    rows = ~np.isin(standing.account, list(seen))
    changed: dict[str, Any] = {}
    for name in ("net", "profit", "lines", "rank", "sales_rank", "moved", "invoices"):
        array = np.array(getattr(standing, name))
        array[rows] = array[rows] * 2 + 5
        changed[name] = array
    for name in ("windows", "values"):
        columns = {}
        for code, column in getattr(standing, name).items():
            columns[code] = np.array(column)
            columns[code][rows] = columns[code][rows] * 2 + 5
        changed[name] = Columns(columns)
    return dataclasses.replace(standing, **changed)


def _prices_otherwise(standing: Standing) -> Standing:
    windows = {
        code: np.array(column) * (2 if code.startswith("profit") else 1) for code, column in standing.windows.items()
    }
    values = {code: np.array(column) * (2 if code in PRICE_MEASURES else 1) for code, column in standing.values.items()}
    return dataclasses.replace(
        standing,
        profit=np.array(standing.profit) // 2,
        rank=np.array(standing.rank)[::-1].copy(),
        windows=Columns(windows),
        values=Columns(values),
    )


def _rewrite_lines(folder: DataFolder, codes: set[str] | None, net: str, cost: str) -> None:
    """The published lines of these customers (None: of all) carry other amounts."""
    which = "true" if codes is None else f"customer_code IN ({', '.join(map(repr, sorted(codes)))})"
    with duckdb.connect(config={"threads": 1}) as connection:
        for file in sorted(folder.ledger.rglob("*.parquet")):
            columns = connection.execute(f"DESCRIBE SELECT * FROM {literal(file)}").fetchall()
            kinds = {row[0]: row[1] for row in columns}
            if not {"net_amount", "cost_amount", "customer_code"} <= set(kinds):
                continue
            changed = ", ".join(
                f"CASE WHEN {which} THEN CAST({formula} AS {kinds[name]}) ELSE {name} END AS {name}"
                for name, formula in (("net_amount", net), ("cost_amount", cost))
            )
            draft = file.with_suffix(".new")
            query = f"SELECT * REPLACE ({changed}) FROM {literal(file)}"
            connection.execute(f"COPY ({query}) TO {literal(draft)} (FORMAT parquet)")
            draft.replace(file)
