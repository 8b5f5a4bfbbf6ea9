"""The public data sets come out to the cent, read as an export of each would be."""

from decimal import Decimal
from pathlib import Path

import duckdb

from tests.real_data import data_folder

from .reads import Read, read


def total(found: Read) -> Decimal:
    return Decimal(found.receipt.amount_used) / 10_000


def exported(query: str, target: Path) -> Path:
    duckdb.connect().execute(f"COPY ({query}) TO '{target}' (HEADER)")
    return target


def test_online_retail_keeps_every_row_and_names_those_without_customer(tmp_path: Path) -> None:
    found = read(data_folder("online_retail") / "online_retail_352.parquet")
    assert found.receipt.rows_used == 541_909
    assert sum(row["customer_code"] is None for row in found.rows) == 135_080
    assert total(found).quantize(Decimal("0.01")) == Decimal("9747747.93")


def test_northwind_needs_its_discount_named_and_comes_out_to_the_cent(tmp_path: Path) -> None:
    folder = data_folder("northwind")
    path = exported(
        f"SELECT o.OrderID, OrderDate, CustomerID, d.ProductID, Quantity, UnitPrice, Discount "
        f"FROM '{folder}/orders.csv' o JOIN '{folder}/order_details.csv' d USING (OrderID)",
        tmp_path / "northwind.csv",
    )
    found = read(path, mapping={"discount_rate": "Discount"})
    assert found.receipt.rows_used == 2_155
    assert total(found).quantize(Decimal("0.01")) == Decimal("1265793.04")


def test_classicmodels_reads_lines_payments_and_customers(tmp_path: Path) -> None:
    folder = data_folder("classicmodels")
    path = exported(
        f"SELECT orderNumber, orderDate, customerNumber, productCode, quantityOrdered, priceEach, buyPrice "
        f"FROM '{folder}/orders.csv' JOIN '{folder}/orderdetails.csv' USING (orderNumber) "
        f"JOIN '{folder}/products.csv' USING (productCode)",
        tmp_path / "classicmodels.csv",
    )
    found = read(path)
    cost = sum((row["cost_amount"] for row in found.rows), Decimal(0))
    assert total(found) == Decimal("9604190.61")
    assert total(found) - cost == Decimal("3825880.25")
    payments = read(folder / "payments.csv", table="payments")
    assert (payments.receipt.rows_used, total(payments)) == (273, Decimal("8853839.23"))
    customers = read(folder / "customers.csv", table="customers")
    assert customers.receipt.rows_used == 122
    assert customers.rows[0]["credit_limit_amount"] == Decimal("21000.0000")
