"""The demo company's tables as files: CSV with Chinese headers as an ERP exports them, or typed Parquet."""

import shutil
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.schema import TABLES

Format = Literal["csv", "parquet"]
_MEMORY: Final = "900MB"
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"


class Field(NamedTuple):
    """A column of a file: its canonical name ("" where the product knows none), its header, how it is made."""

    name: str
    header: str
    sql: str


def _fen(column: str) -> str:
    return f"CAST(CAST({column} AS DECIMAL(16, 0)) * CAST(0.01 AS DECIMAL(3, 2)) AS DECIMAL(18, 2))"


def _day(column: str) -> str:
    return f"(DATE '1970-01-01' + CAST({column} AS INTEGER))"


_INVOICE: Final = (
    "'FP' || strftime(DATE '2023-11-01' + to_months(CAST(month AS INTEGER)), '%y%m') || printf('%06d', number)"
)
_BUYING: Final = (
    "CASE WHEN rated < 0.45 THEN 'CENTRAL' WHEN rated < 0.55 THEN 'FRAMEWORK' WHEN rated > 0.92 THEN 'DISPERSED' END"
)
_FIELDS: Final[dict[str, tuple[Field, ...]]] = {
    "invoice_lines": (
        Field("invoice_number", "发票号", _INVOICE),
        Field("line_number", "行号", "CAST(line AS VARCHAR)"),
        Field("invoice_date", "开票日期", _day("day")),
        Field("customer_code", "客户编码", "accounts.code"),
        Field("customer_name", "客户名称", "accounts.name"),
        Field("product_code", "产品编码", "products.code"),
        Field("product_category", "产品类别", "products.category"),
        Field("quantity", "数量", "quantity"),
        Field("unit_price", "单价", _fen("price")),
        Field("net_amount", "不含税金额", _fen("net")),
        Field("discount_amount", "折扣金额", _fen("discount")),
        Field("cost_amount", "成本金额", f"CASE WHEN cost <> 0 THEN {_fen('cost')} END"),
        Field("currency", "币种", "'CNY'"),
        Field("seller", "业务员", "accounts.seller"),
        Field("branch", "分支机构", "branches.name"),
    ),
    "customers": (
        Field("customer_code", "客户编码", "accounts.code"),
        Field("customer_name", "客户名称", "accounts.name"),
        Field("parent_code", "上级客户编码", "accounts.parent"),
        Field("industry", "行业", "accounts.industry"),
        Field("region", "区域", "accounts.region"),
        Field("organisation_kind", "单位性质", "accounts.organisation"),
        Field("credit_limit_amount", "信用额度", "CAST(credit_limit AS DECIMAL(18, 2))"),
        Field("payment_terms_days", "账期天数", "accounts.terms"),
        Field("wallet_amount", "年采购额", "CASE WHEN rated < 0.6 THEN CAST(wallet AS DECIMAL(18, 2)) END"),
        Field("buying_structure", "采购方式", _BUYING),
        Field("branch_count", "分支数量", "accounts.branches"),
        Field("value_fit_rating", "价值观匹配", "CASE WHEN rated < 0.5 THEN CAST(value_fit AS DOUBLE) END"),
        Field("potential_rating", "潜力评分", "CASE WHEN rated < 0.7 THEN CAST(potential AS DOUBLE) END"),
        Field("influence_rating", "影响力评分", "CASE WHEN rated < 0.3 THEN CAST(influence AS DOUBLE) END"),
        Field("", "客户经理", "accounts.seller"),
        Field("", "区域经理", "accounts.manager"),
    ),
    "payments": (
        Field("customer_code", "客户编码", "accounts.code"),
        Field("invoice_number", "发票号", _INVOICE),
        Field("due_date", "到期日", _day("due")),
        Field("paid_date", "回款日期", f"CASE WHEN paid >= 0 THEN {_day('paid')} END"),
        Field("amount", "应收金额", _fen("amount")),
        Field("currency", "币种", "'CNY'"),
    ),
    "cost_to_serve": (
        Field("customer_code", "客户编码", "accounts.code"),
        Field("cost_date", "费用日期", _day("day")),
        Field("cost_kind", "费用类型", "services.name"),
        Field("hours", "工时", _fen("hours")),
        Field("amount", "费用金额", _fen("amount")),
        Field("currency", "币种", "'CNY'"),
    ),
}
_ORDER: Final = {
    "invoice_lines": "month, number, line",
    "customers": "account",
    "payments": "month, number",
    "cost_to_serve": "day, account, kind, hours",
}
_JOINS: Final = {
    "invoice_lines": "JOIN products ON products.id = product JOIN branches ON branches.id = branch",
    "cost_to_serve": "JOIN services ON services.id = kind",
}
_SPOKEN: Final = {
    "customers": """REPLACE (
        CASE 单位性质 WHEN 'RESELLER' THEN '经销商' ELSE '企业' END AS 单位性质,
        CASE 采购方式 WHEN 'CENTRAL' THEN '集中采购' WHEN 'FRAMEWORK' THEN '框架协议采购'
            WHEN 'DISPERSED' THEN '分散采购' END AS 采购方式)"""
}
"""What a person writes in a spreadsheet for the codes of the contract."""
FILE_NAMES: Final = {
    "invoice_lines": "lines",
    "customers": "customers",
    "payments": "payments",
    "cost_to_serve": "costs",
}


class Builder:
    """Gathers whole numbers parcel by parcel in a scratch database and writes the files in one go at the end.

    Memory stays near 1 GiB at any number of lines, because the parcels rest on disk.
    """

    def __init__(self, folder: Path) -> None:
        import duckdb

        self._scratch = folder / ".building"
        shutil.rmtree(self._scratch, ignore_errors=True)
        self._scratch.mkdir(parents=True)
        self._folder = folder
        settings: dict[str, Any] = {"memory_limit": _MEMORY, "temp_directory": str(self._scratch / "spill")}
        self._database = duckdb.connect(str(self._scratch / "scratch.duckdb"), config=settings)

    def __enter__(self) -> "Builder":
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()
        shutil.rmtree(self._scratch, ignore_errors=True)

    def names(self, table: str, columns: dict[str, Array]) -> None:
        """A small table of names that the numbers point to by `id`."""
        numbered = {"id": np.arange(len(next(iter(columns.values())))), **columns}
        self._database.register("parcel", numbered)
        self._database.execute(f"CREATE TABLE {table} AS SELECT * FROM parcel")
        self._database.unregister("parcel")

    def add(self, table: str, columns: dict[str, Array]) -> None:
        """One more parcel of a table, finished row by row and laid down in order."""
        self._database.register("parcel", columns)
        made = ", ".join(f'{field.sql} AS "{field.header}"' for field in _FIELDS[table])
        rows = f"FROM parcel JOIN accounts ON accounts.id = parcel.account {_JOINS.get(table, '')}"
        query = f"SELECT {made} {rows} ORDER BY {_ORDER[table]}"
        self._database.execute(f"CREATE TABLE IF NOT EXISTS {table} AS {query} LIMIT 0")
        self._database.execute(f"INSERT INTO {table} {query}")
        self._database.unregister("parcel")

    def write(self, form: Format) -> dict[str, Path]:
        """The files by table; each appears under its name only when it is whole."""
        written = {}
        for table, name in FILE_NAMES.items():
            half, whole = self._scratch / f"{name}.{form}", self._folder / f"{name}.{form}"
            if form == "csv":
                self._write_csv(table, half)
            else:
                self._write_parquet(table, half)
            written[table] = half.replace(whole)
        return written

    def _write_csv(self, table: str, path: Path) -> None:
        bare = path.with_suffix(".bare")
        self._database.execute(
            f"COPY (SELECT * {_SPOKEN.get(table, '')} FROM {table}) TO '{_quoted(bare)}' (FORMAT csv, HEADER)"
        )
        # Spreadsheet programs take a CSV for the local code page unless it begins with a byte order mark.
        with bare.open("rb") as source, path.open("wb") as target:
            target.write(_BYTE_ORDER_MARK)
            shutil.copyfileobj(source, target, 1 << 20)
        bare.unlink()

    def _write_parquet(self, table: str, path: Path) -> None:
        columns = next(known.columns for known in TABLES if known.name == table)
        headers = {field.name: f'"{field.header}"' for field in _FIELDS[table]}
        typed = ", ".join(f"CAST({headers.get(name, 'NULL')} AS {kind}) AS {name}" for name, kind in columns.items())
        self._database.execute(
            f"COPY (SELECT {typed} FROM {table}) TO '{_quoted(path)}' (FORMAT parquet, COMPRESSION zstd)"
        )


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
