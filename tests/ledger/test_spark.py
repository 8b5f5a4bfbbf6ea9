"""Spark answers what DuckDB answers, to the last unit."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from openkam.core.problem import Problem
from openkam.ledger.engine import DuckDBEngine
from openkam.ledger.facts import read_ledger
from openkam.ledger.quality import ledger_quality
from openkam.ledger.spark import SparkEngine, spark_engine
from tests.ledger.made_lines import MIXED_LEDGER, differences, made_connection, write_tables

pytestmark = pytest.mark.java


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tables")
    write_tables(made_connection(**MIXED_LEDGER), folder)
    return folder


@pytest.fixture(scope="module")
def spark(tables: Path) -> Iterator[SparkEngine]:
    pytest.importorskip("pyspark", reason="pyspark is not installed: pip install openkam[spark]")
    if shutil.which("java") is None:
        pytest.skip("no Java on this machine; Spark 4 needs Java 17")
    from pyspark.sql import SparkSession

    # A handful of rows: compiling and spreading the work would take longer than the work.
    quiet = {"codegen.wholeStage": "false", "codegen.factoryMode": "NO_CODEGEN", "adaptive.enabled": "false"}
    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    for name, value in {**quiet, "shuffle.partitions": "1"}.items():
        builder = builder.config(f"spark.sql.{name}", value)
    builder.getOrCreate()
    engine = spark_engine(f"spark?tables={tables}")
    yield engine
    engine.stop()


def test_facts_and_oddities_are_identical_on_both_engines(spark: SparkEngine) -> None:
    duck = DuckDBEngine(made_connection(**MIXED_LEDGER))
    wanted = read_ledger(duck, since=None, until=None, roll_up=True)
    found = read_ledger(spark, since=None, until=None, roll_up=True)
    assert differences(wanted.facts, found.facts) == []
    assert ledger_quality(spark, found) == ledger_quality(duck, wanted)


def test_a_table_without_a_needed_column_is_refused(spark: SparkEngine, tmp_path: Path) -> None:
    connection = made_connection(customers=[{"customer_name": "no code"}])
    connection.execute("alter table customers drop customer_code")
    write_tables(connection, tmp_path)
    with pytest.raises(Problem, match="lacks the columns"):
        spark_engine(f"spark?tables={tmp_path}")
