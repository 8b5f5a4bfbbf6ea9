"""Totals by customer of the public data sets, exact, straight from their files."""

from functools import lru_cache

import duckdb

from openkam.analysis.column import Array
from tests.real_data import data_folder


def totals(sql: str) -> Array:
    """The int64 column `units` of a query, one row a customer."""
    with duckdb.connect() as engine:
        column: Array = engine.sql(sql).fetchnumpy()["units"].astype("int64")
    return column


@lru_cache
def online_retail(where: str) -> Array:
    """Net amount of each known customer over the rows of a condition."""
    file = data_folder("online_retail") / "online_retail_352.parquet"
    return totals(
        "select CustomerID, sum(Quantity * cast(round(Price * 10000) as bigint))::bigint as units "
        f"from '{file}' where CustomerID is not null and {where} group by 1 order by 1"
    )


@lru_cache
def northwind() -> Array:
    """Net amount of each customer with orders; prices and discounts have two decimals, so nothing is rounded."""
    folder = data_folder("northwind")
    return totals(
        "select CustomerID, sum(Quantity * cast(round(UnitPrice * 100) as bigint) "
        "* (100 - cast(round(Discount * 100) as bigint)))::bigint as units "
        f"from '{folder / 'order_details.csv'}' join '{folder / 'orders.csv'}' using (OrderID) group by 1 order by 1"
    )


@lru_cache
def classicmodels() -> Array:
    """What each customer ordered."""
    folder = data_folder("classicmodels")
    return totals(
        "select customerNumber, sum(quantityOrdered * cast(round(priceEach * 10000) as bigint))::bigint as units "
        f"from '{folder / 'orderdetails.csv'}' join '{folder / 'orders.csv'}' using (orderNumber) group by 1 order by 1"
    )


@lru_cache
def uci_wholesale() -> Array:
    """What each customer spent over six categories."""
    file = data_folder("uci_wholesale") / "wholesale_customers.csv"
    return totals(
        "select (10000 * (Fresh + Milk + Grocery + Frozen + Detergents_Paper + Delicassen))::bigint as units "
        f"from '{file}'"
    )
