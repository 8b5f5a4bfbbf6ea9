"""The public data sets as tables of the contract, by plain SQL: what the readers of files must make of them too."""

import duckdb

from openkam.analysis import schema
from tests.real_data import data_folder


def online_retail() -> duckdb.DuckDBPyConnection:
    """UCI Online Retail, all rows."""
    path = data_folder("online_retail") / "online_retail_352.parquet"
    return _connection(
        invoice_lines=f"""
        select Invoice as invoice_number, InvoiceDate as invoice_date, CustomerID as customer_code,
            StockCode as product_code, Quantity as quantity, Price as unit_price,
            Quantity * cast(Price as decimal(18, 6)) as net_amount, 'GBP' as currency
        from '{path}'"""
    )


def northwind() -> duckdb.DuckDBPyConnection:
    """Northwind: orders as invoices, net of the discount rounded by line."""
    folder = data_folder("northwind")
    return _connection(
        invoice_lines=f"""
        select d.OrderID as invoice_number, o.OrderDate as invoice_date, o.CustomerID as customer_code,
            d.ProductID as product_code, p.CategoryID as product_category, d.Quantity as quantity,
            d.UnitPrice as unit_price,
            cast(d.UnitPrice as decimal(18, 4)) * cast(d.Quantity as integer)
                * (1 - cast(d.Discount as decimal(4, 3))) as net_amount,
            cast(d.UnitPrice as decimal(18, 4)) * cast(d.Quantity as integer)
                * cast(d.Discount as decimal(4, 3)) as discount_amount
        from read_csv('{folder}/order_details.csv', all_varchar = true) d
        join read_csv('{folder}/orders.csv', all_varchar = true) o on o.OrderID = d.OrderID
        join read_csv('{folder}/products.csv', all_varchar = true) p on p.ProductID = d.ProductID""",
        customers=f"""
        select CustomerID as customer_code, CompanyName as customer_name, Country as region
        from read_csv('{folder}/customers.csv', all_varchar = true)""",
    )


def classicmodels() -> duckdb.DuckDBPyConnection:
    """ClassicModels: every order with its cost, and the payments."""
    folder = data_folder("classicmodels")
    return _connection(
        invoice_lines=f"""
        select d.orderNumber as invoice_number, o.orderDate as invoice_date, o.customerNumber as customer_code,
            d.productCode as product_code, p.productLine as product_category, d.quantityOrdered as quantity,
            d.priceEach as unit_price,
            cast(d.priceEach as decimal(18, 4)) * cast(d.quantityOrdered as integer) as net_amount,
            cast(p.buyPrice as decimal(18, 4)) * cast(d.quantityOrdered as integer) as cost_amount
        from read_csv('{folder}/orderdetails.csv', all_varchar = true) d
        join read_csv('{folder}/orders.csv', all_varchar = true) o on o.orderNumber = d.orderNumber
        join read_csv('{folder}/products.csv', all_varchar = true) p on p.productCode = d.productCode""",
        customers=f"""
        select customerNumber as customer_code, customerName as customer_name, country as region,
            creditLimit as credit_limit_amount
        from read_csv('{folder}/customers.csv', all_varchar = true)""",
        payments=f"""
        select customerNumber as customer_code, paymentDate as paid_date, amount
        from read_csv('{folder}/payments.csv', all_varchar = true)""",
    )


def _connection(**queries: str) -> duckdb.DuckDBPyConnection:
    """A connection with a table for each query; the columns a query does not name are NULL."""
    connection = duckdb.connect(config={"threads": 2})
    kinds = {table.name: table.columns for table in schema.TABLES}
    for name, query in queries.items():
        present = {row[0] for row in connection.execute(f"describe {query}").fetchall()}
        columns = ", ".join(
            f"cast({column if column in present else 'null'} as {kind}) as {column}"
            for column, kind in kinds[name].items()
        )
        connection.execute(f"create table {name} as select {columns} from ({query}) as given")
    return connection
