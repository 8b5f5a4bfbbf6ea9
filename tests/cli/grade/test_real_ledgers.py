"""Figures of public ledgers, computed by an independent script, come out of the command to the cent."""

from pathlib import Path
from typing import Any

import duckdb
import pytest
from tests.cli.grade.ledger_files import finding, graded
from tests.real_data import data_folder


def test_online_retail(capsys: pytest.CaptureFixture[str]) -> None:
    """UCI 352 Online Retail (Chen 2015, CC BY 4.0): the net rule, all rows of known customers."""
    file = data_folder("online_retail") / "online_retail_352.parquet"
    report = graded(capsys, str(file))
    ledger = report["ledger"]
    assert ledger["rows_read"] == ledger["rows_used"] == 541_909
    assert ledger["rows_without_customer"] == 135_080
    assert ledger["customers"] == len(report["accounts"]) == 4_372
    assert ledger["net_sales"] == "9747747.93"
    assert ledger["net_sales_with_customer"] == "8300065.81"
    assert report["pareto"]["by"] == "net_sales"
    assert report["pareto"]["customers_for_80_percent"] == 1_171
    assert round(report["pareto"]["top_20_percent_share"], 4) == 0.7385
    assert [(one["account"], one["net_sales"]) for one in report["accounts"][:5]] == [
        ("14646", "279489.02"),
        ("18102", "256438.49"),
        ("17450", "187482.17"),
        ("14911", "132572.62"),
        ("12415", "123725.45"),
    ]
    assert finding(report, "returns_cancel")["accounts"] == ["16446"]
    assert {"partial_month", "odd_codes", "odd_prefixes", "zero_price"} <= {one["code"] for one in report["findings"]}


def test_northwind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Northwind (MIT, Microsoft)."""
    folder, lines = data_folder("northwind"), tmp_path / "lines.csv"
    duckdb.sql(f"""copy (
        select o.OrderID as invoice_number, o.OrderDate as invoice_date, o.CustomerID as customer_code,
            c.CompanyName as customer_name, d.ProductID as product_code, d.Quantity as quantity,
            cast(d.UnitPrice * d.Quantity * (1 - d.Discount) as decimal(18, 4)) as net_amount
        from read_csv('{folder}/orders.csv') o
        join read_csv(
            '{folder}/order_details.csv', types={{'UnitPrice': 'DECIMAL(18,4)', 'Discount': 'DECIMAL(6,4)'}}
        ) d using (OrderID)
        join read_csv('{folder}/customers.csv') c using (CustomerID)
    ) to '{lines}' (header)""")
    report = graded(capsys, str(lines))
    assert report["ledger"]["net_sales"] == "1265793.04"
    assert report["ledger"]["customers"] == 89
    assert report["pareto"]["customers_for_80_percent"] == 34
    assert round(report["pareto"]["top_20_percent_share"], 4) == 0.6006
    assert [(one["account"], one["net_sales"]) for one in report["accounts"][:3]] == [
        ("QUICK", "110277.31"),
        ("ERNSH", "104874.98"),
        ("SAVEA", "104361.95"),
    ]


@pytest.fixture
def classic_models(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """ClassicModels (EPL-2.0, Eclipse BIRT sample) with costs, credit limits and payments."""
    folder = data_folder("classicmodels")
    lines, customers, payments = (tmp_path / f"{name}.csv" for name in ("lines", "customers", "payments"))
    duckdb.sql(f"""copy (
        select o.orderNumber as invoice_number, d.orderLineNumber as line_number, o.orderDate as invoice_date,
            o.customerNumber as customer_code, c.customerName as customer_name, d.productCode as product_code,
            cast(d.quantityOrdered * d.priceEach as decimal(18, 2)) as net_amount,
            cast(d.quantityOrdered * p.buyPrice as decimal(18, 2)) as cost_amount
        from read_csv('{folder}/orders.csv') o
        join read_csv('{folder}/orderdetails.csv', types={{'priceEach': 'DECIMAL(18,2)'}}) d using (orderNumber)
        join read_csv('{folder}/customers.csv') c using (customerNumber)
        join read_csv('{folder}/products.csv', types={{'buyPrice': 'DECIMAL(18,2)'}}) p using (productCode)
    ) to '{lines}' (header)""")
    duckdb.sql(f"""copy (
        select customerNumber as customer_code, customerName as customer_name, creditLimit as credit_limit_amount
        from read_csv('{folder}/customers.csv')) to '{customers}' (header)""")
    duckdb.sql(f"""copy (
        select customerNumber as customer_code, paymentDate as paid_date, amount
        from read_csv('{folder}/payments.csv')) to '{payments}' (header)""")
    return graded(capsys, str(lines), "--customers", str(customers), "--payments", str(payments))


def test_classic_models(classic_models: dict[str, Any]) -> None:
    report = classic_models
    assert report["ledger"]["net_sales"] == "9604190.61"
    assert report["ledger"]["gross_profit"] == "3825880.25"
    assert report["ledger"]["customers"] == len(report["accounts"]) == 98
    assert report["pareto"]["by"] == "gross_profit"
    assert round(report["pareto"]["net_sales"]["top_20_percent_share"], 4) == 0.4164
    assert report["accounts"][0]["name"] == "Euro+ Shopping Channel"
    assert report["accounts"][0]["net_sales"] == "820689.54"
    assert {one["code"] for one in report["findings"]} >= {"not_concentrated", "over_limit"}


def test_three_customers_of_classic_models_owe_more_than_their_limit(classic_models: dict[str, Any]) -> None:
    assert len(classic_models["receivables"]["over_limit"]) == 3
    said = finding(classic_models, "over_limit")["text"]
    assert "Gifts4AllAges.com 50,806.85" in said
    assert "The Sharp Gifts Warehouse 83,984.89" in said
    assert "Tekni Collectables Inc. 43,525.04" in said
    assert all(one["figures"]["collection_days"] is not None for one in classic_models["accounts"][:10])
