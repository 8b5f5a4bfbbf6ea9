"""One reading of the lines tells products, losses and repeated lines as the engine's own questions do."""

import random
from datetime import date, timedelta
from typing import Any

import pytest

from openkam.analysis.quality import Quality, Tally
from openkam.ledger import code_sets, lines
from openkam.ledger.engine import DuckDBEngine
from openkam.ledger.facts import ReadLedger, read_ledger
from openkam.ledger.lines import Oddities
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


def both(connection: Any) -> tuple[Quality, Quality, Oddities]:
    """The oddities of a ledger as its lines tell them, and as the engine answers; and what the lines told."""
    near, far = DuckDBEngine(connection), FarEngine(connection)
    ledger = read(near)
    assert ledger.oddities is not None
    found = ledger_quality(near, ledger)
    return found, ledger_quality(far, read(far)), ledger.oddities


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("at_once", [2_000_000, 100])
def test_oddities_are_the_same_whether_the_lines_or_the_engine_tell_them(
    seed: int, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "_LINES_AT_ONCE", at_once)
    found, wanted, seen = both(made_ledger(seed))
    assert 0 < len(seen.repeated) < 100
    assert found.duplicates.count >= 20
    assert found == wanted


def test_signs_and_kinds_of_invoice_numbers_are_the_same_with_gaps_and_unnamed_lines() -> None:
    luck = random.Random(5)
    rows = [
        line(
            f"{luck.choice(['I', 'I', '7', '9'])}{number // 4}",
            str(date(2024, 1, 1) + timedelta(number // 9)),
            luck.choice(["A", "B", None, ""]),
            luck.choice(["5", "-3", "0"]),
            quantity=luck.choice([None, "1", "-1", "0"]),
            customer_name=luck.choice([None, "", "Ann"]),
        )
        for number in range(900)
    ]
    rows += [line(number, "2024-01-05", customer, "4") for number in ("", "发1", "A2") for customer in ("A", None)]
    found, wanted, _ = both(made_connection(invoice_lines=rows))
    assert [kind.code for kind in found.odd_prefixes] == ["", "A", "发"]
    assert min(found.opposite_sign.count, found.without_customer.count, found.negative_lines.count) > 100
    assert found == wanted


@pytest.mark.parametrize("between", [0, 1, 30])
def test_a_line_that_comes_again_is_found_near_and_far(between: int) -> None:
    twice = line("1", "2024-01-01", "A", "5", product_code="P")
    others = [line("1", "2024-01-01", "A", "5", product_code=f"P{number}") for number in range(between)]
    found, wanted, seen = both(made_connection(invoice_lines=[twice, *others, twice]))
    assert len(seen.repeated) == 1
    assert found.duplicates == wanted.duplicates == Tally(1, 50_000)


def test_a_line_that_comes_again_after_another_invoice_is_found() -> None:
    twice, other = (line(number, "2024-01-01", "A", "5", product_code="P") for number in "12")
    found, wanted, seen = both(made_connection(invoice_lines=[twice, other, twice]))
    assert len(seen.repeated) == 1
    assert found.duplicates == wanted.duplicates == Tally(1, 50_000)


def test_a_ledger_without_repeated_lines_names_none() -> None:
    rows = [line("1", "2024-01-01", "A", "5", product_code=code) for code in ("P1", "P2", None)]
    rows += [line("1", "2024-01-01", "A", "5", line_number=number) for number in ("1", "2")]
    rows += [line("1", "2024-01-01", "B", "5", line_number="1"), line("2", "2024-01-01", "A", "5", line_number="1")]
    _, _, seen = both(made_connection(invoice_lines=rows))
    assert len(seen.repeated) == 0


def test_unnamed_lines_that_come_again_are_found() -> None:
    rows = [line("1", "2024-01-01", "A", "5"), *[line("2", "2024-01-01", None, "5")] * 2]
    found, wanted, _ = both(made_connection(invoice_lines=rows))
    assert found.duplicates == wanted.duplicates == Tally(1, 50_000)


def test_an_account_whose_line_outweighs_all_others_is_known_by_either_way() -> None:
    rows = [line(f"I{number}", "2024-01-01", "A", "5", product_code="P1", quantity="1") for number in range(9)]
    rows += [line("J", "2024-01-02", "A", "500", product_code="P1", quantity="1")]
    rows += [line(f"K{number}", "2024-01-02", "B", "90000", product_code="Q", quantity="1") for number in range(9)]
    found, wanted, _ = both(made_connection(invoice_lines=rows))
    assert [suspect.invoice for suspect in found.suspects] == ["J"]
    assert found == wanted
