"""The same queries on Apache Spark, for ledgers that already live there (extra `spark`)."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs

import numpy as np

from openkam.analysis import schema
from openkam.analysis.column import Array
from openkam.analysis.words import Text
from openkam.core.problem import Problem

_NUMBERS: Final = {"bigint": np.int64, "int": np.int32, "double": np.float64, "boolean": np.bool_}


class SparkEngine:
    """An engine on a Spark session; its texts are translated by sqlglot. See `ledger.engine.Engine` for the words."""

    name = "spark"
    is_near = False

    def __init__(self, session: Any) -> None:
        self._session = session

    def columns(self, sql: str) -> dict[str, Array]:
        """See `Engine.columns`; the rows are collected, so ask for sums, not for lines."""
        frame = self._session.sql(translated(sql))
        rows = frame.collect()
        return {name: _array([row[place] for row in rows], kind) for place, (name, kind) in enumerate(frame.dtypes)}

    def repeats(self, sql: str) -> Array:
        """See `Engine.repeats`."""
        (column,) = self._session.sql(translated(sql)).columns
        found = self.columns(f"select {column} from ({sql}) as all_values group by {column} having count(*) > 1")
        return np.sort(found[column])

    def run(self, sql: str) -> None:
        """See `Engine.run`."""
        self._session.sql(translated(sql)).collect()

    def view(self, name: str, query: str) -> None:
        """See `Engine.view`."""
        self._session.sql(translated(query)).createOrReplaceTempView(name)

    def keep(self, name: str, query: str) -> None:
        """See `Engine.keep`."""
        frame = self._session.sql(translated(query)).cache()
        frame.count()
        frame.createOrReplaceTempView(name)

    def has(self, table: str) -> bool:
        """See `Engine.has`."""
        return bool(self._session.catalog.tableExists(table))

    def stop(self) -> None:
        """End the session."""
        self._session.stop()


def translated(sql: str) -> str:
    """A query of DuckDB's dialect in Spark's."""
    import sqlglot

    # Spark's own hash has 32 bits, in which millions of lines collide.
    return str(sqlglot.transpile(sql, read="duckdb", write="spark")[0]).replace(" HASH(", " XXHASH64(")


def spark_engine(setting: str) -> SparkEngine:
    """The engine that `OPENKAM_ENGINE` names: `spark[:MASTER][?tables=FOLDER]`.

    MASTER is Spark's own address of a cluster (`local[2]`, `spark://host:7077`, `yarn`); without it Spark's
    configuration decides. FOLDER holds `invoice_lines.parquet` (a file or a folder) and, where there are any, the other
    tables of `analysis.schema`; without it the tables or views of these names in Spark's catalogue are read. Optional
    columns that a table lacks read as unknown. Raises Problem where Spark or the lines cannot be found.
    """
    address, _, options = setting.partition("?")
    master = address.partition(":")[2]
    session = _session(master)
    engine = SparkEngine(session)
    folder = parse_qs(options).get("tables", [""])[0]
    for table in schema.TABLES:
        if folder and not (Path(folder) / f"{table.name}.parquet").exists():
            continue
        if folder:
            _fit(session.read.parquet(str(Path(folder) / f"{table.name}.parquet")), table)
        elif engine.has(table.name):
            _fit(session.table(table.name), table)
    if not engine.has(schema.INVOICE_LINES.name):
        raise Problem(
            Text("Spark has no table or view invoice_lines.", "Spark 中没有名为 invoice_lines 的表或视图。"),
            remedy=Text(
                "Create the view, or name a folder with invoice_lines.parquet: OPENKAM_ENGINE=spark?tables=FOLDER.",
                "请先建立该视图，或指定含 invoice_lines.parquet 的文件夹：OPENKAM_ENGINE=spark?tables=文件夹。",
            ),
        )
    return engine


def _session(master: str) -> Any:
    try:
        from pyspark.sql import SparkSession
    except ImportError as missing:
        raise Problem(
            Text("The Spark engine is not installed.", "尚未安装 Spark 引擎。"),
            remedy=Text(
                "Install the extra: pip install openkam[spark]; Java 17 is needed.",
                "请安装扩展：pip install openkam[spark]，并需要 Java 17。",
            ),
        ) from missing
    builder = SparkSession.builder.appName("openkam").config("spark.ui.enabled", "false")
    builder = builder.config("spark.ui.showConsoleProgress", "false")
    if master:
        builder = builder.master(master)
    if master.startswith("local"):
        # A hundred tiny tasks cost more than the sums on one machine.
        builder = builder.config("spark.sql.shuffle.partitions", str(2 * (os.cpu_count() or 1)))
    return builder.getOrCreate()


def _fit(frame: Any, table: schema.Table) -> None:
    """Name a frame as a table of the contract: its columns in their types, the ones it lacks as NULL."""
    present = set(frame.columns)
    missing = [name for name in table.needed if name not in present]
    if missing:
        raise Problem(
            Text("The Spark table {table} lacks the columns {columns}.", "Spark 表 {table} 缺少列 {columns}。").filled(
                table=table.name, columns=", ".join(missing)
            ),
            remedy=Text("Offer a view with these columns.", "请提供包含这些列的视图。"),
        )
    frame.selectExpr(
        *(
            f"cast({name if name in present else 'null'} as {_spark_type(kind)}) as {name}"
            for name, kind in table.columns.items()
        )
    ).createOrReplaceTempView(table.name)


def _spark_type(kind: str) -> str:
    return "STRING" if kind == schema.TEXT else kind


def _array(values: Sequence[Any], kind: str) -> Array:
    if kind == "string":
        return np.array([value or "" for value in values], dtype=str) if values else np.zeros(0, "<U1")
    return np.array([value or 0 for value in values], dtype=_NUMBERS[kind])
