"""One reading of the lines tells products, losses and repeated lines as the engine's own questions do."""

import random
from datetime import date, timedelta
from typing import Any

import pytest

from openkam.ledger import code_sets, lines
from openkam.ledger.engine import DuckDBEngine
from openkam.ledger.facts import ReadLedger, read_ledger
from openkam.ledger.quality import ledger_quality
from tests.ledger.made_lines import Rows, differences, line, made_connection
from tests.ledger.test_runs import FarEngine

PARENTS = [{"customer_code": "A"}, {"customer_code": "B", "parent_code": "A"}, {"customer_code": "C"}]


def made_ledger(seed: int, **tables: Rows) -> Any:
    luck = random.Random(seed)
    rows = [
        line(
            f"I{number // 3}",
            str(date(2024, 1, 1) + timedelta(number // 20)),
            luck.choice("ABC"),
            luck.choice(["5", "7.25", "-3"]),
            product_code=luck.choice([None, "", *(f"P{luck.randrange(150)}" for _ in range(9))]),
            cost_amount=luck.choice([None, "6", "-1"]),
            quantity="2",
        )
        for number in range(700)
    ]
    rows += [luck.choice(rows) for _ in range(20)]
    luck.shuffle(rows)
    return made_connection(invoice_lines=rows, **tables)


def read(engine: DuckDBEngine, *, roll_up: bool = False) -> ReadLedger:
    return read_ledger(engine, since=None, until=None, roll_up=roll_up)


@pytest.mark.parametrize("roll_up", [False, True])
@pytest.mark.parametrize("at_once", [2_000_000, 100])
def test_many_products_are_counted_as_the_engine_counts_them(
    roll_up: bool, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "_LINES_AT_ONCE", at_once)
    connection = made_ledger(1, customers=PARENTS)
    found = read(DuckDBEngine(connection), roll_up=roll_up).facts
    assert found.products.min() > 62
    assert found.loss_lines.all()
    assert differences(found, read(FarEngine(connection), roll_up=roll_up).facts) == []


def test_products_whose_marks_coincide_are_counted_by_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    connection = made_ledger(2)
    wanted = read(DuckDBEngine(connection)).facts
    monkeypatch.setattr(code_sets, "_MARK", "cast(0 & {shift} * length({name}) as uinteger)")
    assert code_sets.code_marks(DuckDBEngine(connection), "product_code") is None
    assert differences(wanted, read(DuckDBEngine(connection)).facts) == []


@pytest.mark.parametrize("seed", range(3))
def test_repeated_lines_are_the_same_whether_they_were_looked_for_before(seed: int) -> None:
    engine = DuckDBEngine(made_ledger(seed))
    ledger = read(engine)
    assert ledger.repeated is not None
    assert 0 < len(ledger.repeated) < 100
    quality = ledger_quality(engine, ledger.facts.until, ledger.repeated)
    assert quality.duplicates.count >= 20
    assert quality == ledger_quality(engine, ledger.facts.until)


def test_a_ledger_without_repeated_lines_names_none() -> None:
    rows = [line("1", "2024-01-01", "A", "5", product_code=code) for code in ("P1", "P2", None)]
    ledger = read(DuckDBEngine(made_connection(invoice_lines=rows)))
    assert ledger.repeated is not None
    assert len(ledger.repeated) == 0


def test_lines_without_customer_are_looked_through_by_the_engine() -> None:
    rows = [line("1", "2024-01-01", "A", "5"), *[line("2", "2024-01-01", None, "5")] * 2]
    engine = DuckDBEngine(made_connection(invoice_lines=rows))
    ledger = read(engine)
    assert ledger.repeated is None
    assert ledger_quality(engine, ledger.facts.until, ledger.repeated).duplicates.count == 1
