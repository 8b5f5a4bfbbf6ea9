"""The whole demo company: its files in a folder."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.words import Text
from openkam.cli.demo.accounts import FEWEST_ACCOUNTS, Accounts, make_accounts
from openkam.cli.demo.files import Builder, Format
from openkam.cli.demo.invoices import make_invoices
from openkam.cli.demo.lines import Parcel, make_lines
from openkam.cli.demo.planted import planted_lines
from openkam.cli.demo.products import make_products
from openkam.cli.demo.tables import customers_of, payments_of, service_of
from openkam.cli.demo.words import BRANCHES, INDUSTRIES, MANAGERS, REGIONS, SELLERS, SERVICES
from openkam.core.problem import Problem

FEWEST_LINES_AN_ACCOUNT = 10
USUAL_LINES_AN_ACCOUNT = 150


@dataclass(frozen=True)
class Order:
    """What is asked for: how many accounts and lines, from which seed, in which format."""

    accounts: int
    lines: int
    seed: int
    form: Format


def make_company(order: Order, folder: Path) -> dict[str, Path]:
    """Write the company's files into the folder; answers where each table lies."""
    _check(order)
    seeds = np.random.SeedSequence(order.seed)
    people, range_, rhythm, lines, money = seeds.spawn(5)
    accounts = make_accounts(order.accounts, np.random.default_rng(people))
    products = make_products(np.random.default_rng(range_))
    planted = planted_lines(products)
    invoices = make_invoices(accounts, order.lines - len(planted.net), np.random.default_rng(rhythm))
    dice = np.random.default_rng(money)
    net = np.zeros(accounts.count + 1, np.int64)
    folder.mkdir(parents=True, exist_ok=True)
    with Builder(folder) as files:
        _name_all(files, accounts, {"code": products.code, "category": products.category})
        for parcel in _and_then(make_lines(accounts, products, invoices, lines), planted):
            files.add("invoice_lines", parcel.columns())
            files.add("payments", payments_of(parcel, accounts, dice))
            np.add.at(net, parcel.account, parcel.net)
        files.add("customers", customers_of(accounts, net[:-1], dice))
        files.add("cost_to_serve", service_of(accounts, dice))
        return files.write(order.form)


def _check(order: Order) -> None:
    if order.accounts < FEWEST_ACCOUNTS or order.lines < order.accounts * FEWEST_LINES_AN_ACCOUNT:
        raise Problem(
            Text(
                "{accounts} accounts with {lines} lines are too few to tell the demo's stories.",
                "{accounts} 个客户、{lines} 行明细太少，讲不全示范公司的故事。",
            ).filled(accounts=order.accounts, lines=order.lines),
            remedy=Text(
                "Ask for at least {accounts} accounts and {lines} lines for each.",
                "至少要 {accounts} 个客户，并且平均每个客户 {lines} 行。",
            ).filled(accounts=FEWEST_ACCOUNTS, lines=FEWEST_LINES_AN_ACCOUNT),
        )


def _and_then(parcels: Iterator[Parcel], last: Parcel) -> Iterator[Parcel]:
    yield from parcels
    yield last


def _name_all(files: Builder, accounts: Accounts, products: dict[str, Array]) -> None:
    code, sellers = accounts.codes(), np.array([name for team in SELLERS for name in team], object)
    industries = np.array([industry.name for industry in INDUSTRIES], object)
    reseller = len(INDUSTRIES) - 1
    columns: dict[str, Array] = {
        "code": code,
        "name": accounts.name,
        "parent": np.array([code[p] if p >= 0 else None for p in accounts.parent], object),
        "industry": industries[accounts.industry],
        "region": np.array(REGIONS, object)[accounts.region],
        "organisation": np.where(accounts.industry == reseller, "RESELLER", "ENTERPRISE").astype(object),
        "seller": sellers[accounts.seller],
        "manager": np.array(MANAGERS, object)[accounts.region],
        "terms": accounts.terms,
        "branches": accounts.branches,
    }
    # The last row stands for the walk-in customer, whom the books know neither by code nor by name.
    nobody = {name: None if values.dtype == object else 0 for name, values in columns.items()} | {"seller": sellers[0]}
    files.names("accounts", {name: np.append(values, nobody[name]) for name, values in columns.items()})
    files.names("products", products)
    files.names("branches", {"name": np.array(BRANCHES, object)})
    files.names("services", {"name": np.array(SERVICES, object)})
