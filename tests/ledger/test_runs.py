"""Lines that are handed over and summed up here give the same facts as the engine's own sums by invoice."""

import random
from datetime import date, timedelta

import numpy as np
import pytest

from openkam.analysis.facts import Facts
from openkam.ledger import lines as reading
from openkam.ledger.engine import DuckDBEngine
from openkam.ledger.facts import ledger_facts
from openkam.ledger.runs import Groups, Runs, sorted_with_places
from tests.ledger.made_lines import Rows, differences, line, made_connection


class FarEngine(DuckDBEngine):
    """Only answers sums, as a cluster does."""

    is_near = False


def facts_by(engine: type[DuckDBEngine], lines: Rows) -> Facts:
    return ledger_facts(engine(made_connection(invoice_lines=lines)), since=None, until=None)


def made_lines(seed: int, *, shuffled: bool) -> Rows:
    luck = random.Random(seed)
    rows = []
    for number in range(60):
        first = date(2024, 1, 1) + timedelta(luck.randrange(40))
        customer = luck.choice(["A", "B", "C", "D", None])
        for _ in range(luck.randrange(1, 5)):
            day = first + timedelta(luck.choice([0, 0, 0, 3]))
            net = luck.choice(["12.3456", "-0.01", "7", "0", "99999.99"])
            cost = luck.choice([None, "3.5", "0"])
            rows.append(line(f"I{number % 50}", str(day), customer, net, cost_amount=cost, discount_amount=cost))
    if shuffled:
        luck.shuffle(rows)
    return rows


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("shuffled", [False, True])
def test_sums_of_lines_handed_over_equal_those_of_the_engine(seed: int, shuffled: bool) -> None:
    rows = made_lines(seed, shuffled=shuffled)
    assert differences(facts_by(DuckDBEngine, rows), facts_by(FarEngine, rows)) == []


def test_many_lines_are_read_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = made_lines(7, shuffled=True)
    monkeypatch.setattr(reading, "_LINES_AT_ONCE", 30)
    assert differences(facts_by(DuckDBEngine, rows), facts_by(FarEngine, rows)) == []


def test_amounts_too_large_for_doubles_are_summed_by_the_engine() -> None:
    rows = [
        line("1", "2024-01-01", "A", "99999999999999.9999"),
        line("1", "2024-01-01", "A", "0.0001"),
        line("2", "2024-01-02", "A", "-0.0003"),
    ]
    facts = facts_by(DuckDBEngine, rows)
    assert facts.events.net.tolist() == [10**18, -3]
    assert differences(facts, facts_by(FarEngine, rows)) == []


def test_lines_without_customer_only_make_no_invoices() -> None:
    rows = [line("1", "2024-01-01", None, "5"), line("2", "2024-01-02", "", "6")]
    facts = facts_by(DuckDBEngine, rows)
    assert (len(facts.events), facts.company.net, facts.company.lines) == (0, 110_000, 2)


@pytest.mark.parametrize("most", [40, 2**62])
def test_numbers_are_ordered_by_size_and_equal_ones_by_place(most: int) -> None:
    keys = np.random.default_rng(1).integers(0, 40, 500)
    ordered, places = sorted_with_places(keys, most)
    assert places.tolist() == np.argsort(keys, kind="stable").tolist()
    assert ordered.tolist() == sorted(keys.tolist())
    assert [found.tolist() for found in sorted_with_places(keys[:0], 0)] == [[], []]


def test_a_sum_by_run_is_exact_though_the_running_total_leaves_its_word() -> None:
    units = np.array([2.0**49] * 40_000 + [1.0, 2.0])
    runs = Runs(np.array([*range(40_000), 7, 40_000], np.uint64))
    assert runs.summed(units)[[0, 7, 40_000]].tolist() == [2**49, 2**49 + 1, 2]


def test_groups_tell_which_keys_stand_alone() -> None:
    groups = Groups(np.array([5, 3, 5, 9, 5]))
    assert groups.alone is not None
    assert groups.alone.tolist() == [False, True, False, True, False]
    assert (groups.most, groups.joined(np.arange(5)).tolist()) == (3, [6, 1, 3])
    assert Groups(np.array([5, 3])).alone is None
