"""A small ledger made for the tests: rows by column name, as a DuckDB connection or as a folder of Parquet files."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from openkam.analysis import schema
from openkam.analysis.facts import Facts

Rows = Sequence[Mapping[str, object]]


def line(invoice: str, day: str, customer: str | None, net: object, **more: object) -> dict[str, object]:
    """One invoice line; money as text or numbers, days as ISO text."""
    return {"invoice_number": invoice, "invoice_date": day, "customer_code": customer, "net_amount": net, **more}


def made_connection(**tables: Rows) -> duckdb.DuckDBPyConnection:
    """A connection with the tables given, each with every column of the contract."""
    connection = duckdb.connect(config={"threads": 2})
    kinds = {table.name: table.columns for table in schema.TABLES}
    for name, rows in tables.items():
        columns = kinds[name]
        connection.execute(f"create table {name} ({', '.join(f'{column} {kind}' for column, kind in columns.items())})")
        marks = ", ".join("?" for _ in columns)
        if rows:
            connection.executemany(
                f"insert into {name} values ({marks})", [[row.get(column) for column in columns] for row in rows]
            )
    return connection


def write_tables(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Every table of the connection as FOLDER/name.parquet."""
    for (name,) in connection.execute("select table_name from duckdb_tables() where not temporary").fetchall():
        connection.execute(f"copy {name} to '{folder / name}.parquet' (format parquet)")


def differences(one: Any, other: Any, path: str = "facts") -> list[str]:
    """Where two records of arrays differ, exactly; an empty list means nowhere."""
    if is_dataclass(one) and is_dataclass(other):
        return [
            found
            for field in fields(one)
            for found in differences(getattr(one, field.name), getattr(other, field.name), f"{path}.{field.name}")
        ]
    if isinstance(one, dict):
        return [found for key in one for found in differences(one[key], other[key], f"{path}.{key}")]
    if isinstance(one, np.ndarray):
        same = one.dtype.kind == other.dtype.kind and one.shape == other.shape and bool((one == other).all())
    else:
        same = one == other
    return [] if same else [f"{path}: {one!r} != {other!r}"]


def invariant(facts: Facts) -> None:
    """What holds for the facts of any ledger."""
    events = facts.events
    order = list(zip(events.account.tolist(), events.day.tolist(), strict=True))
    assert order == sorted(set(order))
    assert facts.company.net_with_customer == int(events.net.sum())
    assert facts.company.lines == int(facts.lines.sum()) + facts.company.lines_without_customer
    assert facts.company.moved >= abs(facts.company.net)
    assert (facts.sum_by_account(events.orders) >= facts.invoices).all()
    assert facts.code.tolist() == sorted(set(facts.code.tolist()))


MIXED_LEDGER: dict[str, Rows] = {
    "invoice_lines": [
        line("A1", "2024-01-05", "K1", "100.10", cost_amount="60", product_code="P1", product_category="泵",
             branch="北京", currency="CNY", customer_name="华东机械有限公司", discount_amount="3.5"),
        line("A1", "2024-01-05", "K1", "0.0001", cost_amount="0.0002", product_code="P2", product_category="泵",
             branch="上海", currency="CNY", customer_name="华东机械"),
        line("A2", "2024-01-05", "K1", "50", product_code="P1", currency="CNY", customer_name="华东机械"),
        line("A3", "2024-02-29", "K1", "-100.10", cost_amount="-60", product_code="P1", currency="CNY"),
        line("B1", "2024-02-01", "K2", "33.3333", cost_amount="40", currency="EUR", product_code="P9",
             customer_name="B"),
        line("B1", "2024-02-02", "K2", "-66.6667", currency="EUR", product_code="P9", customer_name="A"),
        line("B1", "2024-02-02", "K2", "10", currency="EUR", product_code="P9", customer_name="b"),
        line("B2", "2024-03-01", "K2", "0", currency="EUR"),
        line("A1", "2024-03-01", "K3", "7", currency="CNY", customer_name="C₃"),
        line("D1", "2024-03-05", "", "11.11", currency="CNY", customer_name="散客公司"),
        line("D2", "2024-03-06", None, "12.12", cost_amount="1", currency="CNY"),
        line("D3", "2024-03-07", "", "-2.12", cost_amount="0", currency="CNY", customer_name=""),
        line("E1", "1968-12-31", "K4", "99999999999999.9999", currency="CNY"),
        line("E2", "2024-03-31", "K4", "-12345678901234.5678", currency="CNY"),
    ],
    "customers": [
        {"customer_code": "K1", "customer_name": "华东机械集团", "parent_code": "K9", "credit_limit_amount": "1000.5"},
        {"customer_code": "K2", "parent_code": "K1", "payment_terms_days": 30, "product_fit": True,
         "potential_rating": 7.5},
        {"customer_code": "K9", "customer_name": "总部", "region": "华东"},
    ],
    "payments": [
        {"customer_code": "K1", "due_date": "2024-02-04", "paid_date": "2024-02-10", "amount": "150.1001"},
        {"invoice_number": "B1", "due_date": "2024-03-04", "amount": "1.5", "currency": "EUR"},
        {"customer_code": "nobody", "amount": "5"},
        {"invoice_number": "A1", "customer_code": "K3", "paid_date": "2024-03-09", "amount": "7"},
    ],
    "cost_to_serve": [
        {"customer_code": "K1", "cost_date": "2024-01-31", "cost_kind": "visit", "hours": "2.5", "amount": "300"},
        {"customer_code": "nobody", "cost_date": "2024-01-31", "hours": "1"},
    ],
    "rates": [
        {"currency": "EUR", "to_currency": "CNY", "rate_date": "2024-01-01", "rate": "7.85"},
        {"currency": "EUR", "to_currency": "CNY", "rate_date": "2024-02-02", "rate": "7.12345678"},
    ],
}  # fmt: skip
"""Credit notes, unknown costs, missing customers, two currencies, ties, Chinese names, split invoices, huge sums."""
