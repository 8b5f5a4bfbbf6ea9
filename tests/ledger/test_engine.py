"""The embedded engine answers plain arrays."""

import numpy as np
import pytest

from openkam.ledger.engine import DuckDBEngine
from openkam.ledger.money_columns import columns_with_money
from tests.ledger.made_lines import made_connection


@pytest.fixture
def engine() -> DuckDBEngine:
    return DuckDBEngine(made_connection())


def test_columns_have_the_kinds_of_the_contract(engine: DuckDBEngine) -> None:
    found = engine.columns(
        "select cast(1 as bigint) as a, cast(2 as integer) as b, cast(0.5 as double) as c, true as d, '华东' as e"
    )
    assert [values.dtype.kind for values in found.values()] == ["i", "i", "f", "b", "U"]
    assert found["a"].dtype == np.int64
    assert found["b"].dtype == np.int32


def test_null_is_blank_in_every_kind(engine: DuckDBEngine) -> None:
    found = engine.columns(
        "select cast(null as bigint) a, cast(null as double) c, cast(null as boolean) d, cast(null as varchar) e"
    )
    assert [values.tolist() for values in found.values()] == [[0], [0.0], [False], [""]]
    assert engine.columns("select 'x' as text where false")["text"].dtype.kind == "U"


def test_kept_rows_outlive_their_source_and_views_follow_it(engine: DuckDBEngine) -> None:
    engine.run("create table source as select 1 as n")
    engine.view("followed", "select n from source")
    engine.keep("kept", "select n from source")
    engine.run("update source set n = 2")
    assert engine.columns("select * from followed")["n"].tolist() == [2]
    assert engine.columns("select * from kept")["n"].tolist() == [1]
    assert engine.has("followed")
    assert engine.has("kept")
    assert not engine.has("customers")


def test_repeats_are_named_once(engine: DuckDBEngine) -> None:
    query = "select cast(unnest([3, 1, 3, 2, 3, 1]) as bigint) as n"
    assert engine.repeats(query).tolist() == [1, 3]
    assert engine.repeats(f"{query} limit 0").tolist() == []


@pytest.mark.parametrize(
    ("amount", "units"),
    [
        ("0.0001", 1),
        ("-0.0003", -3),
        ("0.1", 1000),
        ("1234567.8901", 12345678901),
        ("112589990684.2623", 1125899906842623),
        ("112589990684.2624", 1125899906842624),
        ("-99999999999999.9999", -999999999999999999),
    ],
)
def test_money_is_exact_however_large(engine: DuckDBEngine, amount: str, units: int) -> None:
    text = f"select money(x) as x from (select unnest([cast({amount} as decimal(18, 4)), 0.0001]) as x)"
    assert sorted(columns_with_money(engine, text)["x"].tolist()) == sorted([units, 1])
