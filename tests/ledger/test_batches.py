"""Loads replace, add and give way: the published lines are those of the latest batch for each invoice."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.db import IntegrityError, connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker

from openkam.core.problem import Problem
from openkam.ledger.batches import TotalsDoNotClose, already_loaded, publish_batches, roll_back_batch
from openkam.ledger.folder import DataFolder
from openkam.ledger.manifest import latest_manifest, ledger_version
from openkam.ledger.models import Batch
from openkam.ledger.publication import FILES_A_MONTH
from openkam.ledger.status import ledger_status
from openkam.ledger.store import orphans, staging
from tests.installation import NOW, Line, days, new_installation, shared_database_aside
from tests.ledger.loads import arrival, load, load_rows, published

JANUARY, MARCH = days("2024-01-15"), days("2024-03-31")


def test_an_invoice_that_arrives_again_replaces_its_earlier_copy(installation: DataFolder) -> None:
    load(installation, [Line("A1", JANUARY, Decimal(100)), Line("A2", JANUARY, Decimal(50))])
    second = load(installation, [Line("A1", JANUARY, Decimal(70)), Line("A1", JANUARY, Decimal(20))])
    assert published(installation) == [("erp", "A1", 20), ("erp", "A1", 70), ("erp", "A2", 50)]
    assert second.rows_superseded == 1


def test_the_same_number_from_another_source_is_another_invoice(installation: DataFolder) -> None:
    load(installation, [Line("A1", JANUARY, Decimal(100))])
    load(installation, [Line("A1", JANUARY, Decimal(7))], source="shop")
    assert published(installation) == [("erp", "A1", 100), ("shop", "A1", 7)]


def test_an_invoice_that_moved_to_another_month_leaves_the_first_one(installation: DataFolder) -> None:
    load(installation, [Line("A1", JANUARY, Decimal(100))])
    load(installation, [Line("A1", MARCH, Decimal(100))])
    assert [file.month for file in latest_manifest().files] == [days("2024-03-01")]
    assert published(installation) == [("erp", "A1", 100)]


def test_only_files_that_lose_lines_are_written_anew(installation: DataFolder) -> None:
    load(installation, [Line("A1", JANUARY, Decimal(1)), Line("A2", MARCH, Decimal(2)), Line("A3", MARCH, Decimal(3))])
    january, march = (file.path for file in latest_manifest().files)
    third = load(installation, [Line("A4", MARCH, Decimal(4))])
    assert {file.path for file in latest_manifest().files} == {january, march, third.parts.get().path}
    load(installation, [Line("A3", MARCH, Decimal(5))])
    after = {file.path for file in latest_manifest().files}
    assert {january, third.parts.get().path} < after
    assert march not in after
    assert len(after) == 4


def test_any_batch_can_be_rolled_back_and_the_copy_below_it_shows_again(installation: DataFolder) -> None:
    load(installation, [Line("A1", JANUARY, Decimal(1))])
    load(installation, [Line("A1", MARCH, Decimal(2)), Line("A2", MARCH, Decimal(5))])
    load(installation, [Line("A1", JANUARY, Decimal(3))])
    rolled_back = roll_back_batch(folder=installation, number=2, actor="Mei", reason="wrong year", now=NOW)
    assert published(installation) == [("erp", "A1", 3)]
    assert (rolled_back.rolled_back_by, rolled_back.rollback_reason) == ("Mei", "wrong year")
    roll_back_batch(folder=installation, number=3, actor="Mei", reason="test", now=NOW)
    assert published(installation) == [("erp", "A1", 1)]
    roll_back_batch(folder=installation, number=1, actor="Mei", reason="test", now=NOW)
    assert published(installation) == []


@pytest.mark.parametrize(("number", "reason"), [(7, "no such"), (1, "  "), (2, "twice")])
def test_a_rollback_that_makes_no_sense_changes_nothing(installation: DataFolder, number: int, reason: str) -> None:
    load(installation, [Line("A1", JANUARY, Decimal(1))])
    load(installation, [Line("A2", JANUARY, Decimal(1))])
    roll_back_batch(folder=installation, number=2, actor="Mei", reason="test", now=NOW)
    with pytest.raises(Problem):
        roll_back_batch(folder=installation, number=number, actor="Mei", reason=reason, now=NOW)
    assert ledger_version() == 3
    assert orphans(installation) == []


def test_a_later_load_of_customers_is_the_whole_table_of_its_source(installation: DataFolder) -> None:
    load_rows(installation, [{"customer_code": "H"}, {"customer_code": "Q"}], "customers")
    load_rows(installation, [{"customer_code": "X"}], "customers", source="shop")
    load_rows(installation, [{"customer_code": "H", "region": "North"}], "customers")
    files = {file.source: file.rows for file in latest_manifest().of("customers")}
    assert files == {"erp": 1, "shop": 1}
    roll_back_batch(folder=installation, number=3, actor="Mei", reason="test", now=NOW)
    assert {file.source: file.rows for file in latest_manifest().of("customers")} == {"erp": 2, "shop": 1}
    roll_back_batch(folder=installation, number=2, actor="Mei", reason="test", now=NOW)
    assert {file.source: file.rows for file in latest_manifest().of("customers")} == {"erp": 2}


def test_several_tables_of_one_call_are_one_version(installation: DataFolder) -> None:
    with staging(installation) as place:
        arrivals = [
            arrival(place, [Line("A1", JANUARY, Decimal(1))._asdict()]),
            arrival(place, [{"customer_code": "H"}], "customers", position=1),
            arrival(place, [{"invoice_number": "A1", "amount": Decimal("0.5")}], "payments", position=2),
        ]
        batches = publish_batches(
            folder=installation, place=place, arrivals=arrivals, source="erp", actor="Lin", now=NOW
        )
    assert [(batch.number, batch.version_id) for batch in batches] == [(1, 1), (2, 1), (3, 1)]
    assert {file.table for file in latest_manifest().files} == {"invoice_lines", "customers", "payments"}


def test_currencies_are_kept_apart_and_money_stays_exact(installation: DataFolder) -> None:
    large, small = Decimal("99999999999999.9999"), Decimal("0.0001")
    load(installation, [Line("A1", JANUARY, large, "CNY"), Line("A2", JANUARY, small, "EUR")])
    load(installation, [Line("A3", JANUARY, small, "CNY"), Line("A4", JANUARY, Decimal(1), None)])
    [table] = ledger_status(installation, verify=True).tables
    assert table.amounts == {"CNY": Decimal(100_000_000_000_000), "EUR": small, "": Decimal(1)}


def load_with(folder: DataFolder, **wrong: int) -> None:
    with staging(folder) as place:
        honest = arrival(place, [Line("A1", JANUARY, Decimal(1))._asdict()])
        arrivals = [replace(honest, **wrong)]
        publish_batches(folder=folder, place=place, arrivals=arrivals, source="erp", actor="Lin", now=NOW)


def test_a_staged_file_that_disagrees_with_its_receipt_is_not_published(installation: DataFolder) -> None:
    with pytest.raises(TotalsDoNotClose):
        load_with(installation, amount_used=10_001)
    assert (ledger_version(), orphans(installation)) == (0, [])


def test_totals_that_do_not_close_are_refused_by_the_database(installation: DataFolder) -> None:
    with pytest.raises(IntegrityError, match="batch_rows_close"):
        load_with(installation, rows_read=2)
    assert (ledger_version(), orphans(installation)) == (0, [])
    assert list(installation.ledger.iterdir()) == [installation.lock]


@pytest.mark.parametrize("source", ["", " erp", "x" * 101, "a\nb"])
def test_an_odd_source_name_is_refused(installation: DataFolder, source: str) -> None:
    with pytest.raises(Problem):
        load(installation, [Line("A1", JANUARY, Decimal(1))], source=source)


def test_source_and_invoice_names_are_data_and_never_sql(installation: DataFolder) -> None:
    name = "o'brien\"; DROP VIEW x --"
    load(installation, [Line(name, JANUARY, Decimal(1))], source=name)
    load(installation, [Line(name, JANUARY, Decimal(2))], source=name)
    assert published(installation) == [(name, name, 2)]


def test_an_empty_load_is_refused(installation: DataFolder) -> None:
    with pytest.raises(Problem):
        load(installation, [])


def test_the_same_files_are_recognised_until_another_batch_follows(installation: DataFolder) -> None:
    batch = load(installation, [Line("A1", JANUARY, Decimal(1))])
    hashes = [batch.files.get().sha256]
    assert already_loaded("invoice_lines", "erp", hashes) == batch
    assert already_loaded("invoice_lines", "shop", hashes) is None
    load(installation, [Line("A2", JANUARY, Decimal(1))])
    assert already_loaded("invoice_lines", "erp", hashes) is None


def test_a_file_outlives_the_load_that_replaced_it_by_one_more(installation: DataFolder) -> None:
    load(installation, [Line(f"A{n}", JANUARY, Decimal(1)) for n in range(1, 7)])
    for n in range(2, 6):
        load(installation, [Line(f"A{n}", JANUARY, Decimal(n))])
    files = [path.name[:6] for path in sorted((installation.ledger / "invoice_lines").rglob("*.parquet"))]
    assert files == ["000003", "000004", "000005"]


def test_a_first_load_is_published_in_its_own_files_and_a_batch_keeps_them_for_ever(installation: DataFolder) -> None:
    batch = load(installation, [Line("A1", JANUARY, Decimal(1)), Line("A2", MARCH, Decimal(2))])
    own = set(batch.parts.values_list("path", flat=True))
    assert {file.path for file in latest_manifest().files} == own
    assert len(own) == 2
    for amount in (3, 4, 5):
        load(installation, [Line("A1", JANUARY, Decimal(amount)), Line("A2", MARCH, Decimal(amount))])
    assert not own & {file.path for file in latest_manifest().files}
    assert all((installation.ledger / path).exists() for path in own)
    assert not (installation.ledger / "invoice_lines").exists()


def test_many_small_loads_of_a_month_are_written_together(installation: DataFolder) -> None:
    for n in range(2 * FILES_A_MONTH):
        load(installation, [Line(f"A{n}", JANUARY, Decimal(1))])
        assert len(latest_manifest().files) <= FILES_A_MONTH
    assert len(published(installation)) == 2 * FILES_A_MONTH
    roll_back_batch(folder=installation, number=3, actor="Mei", reason="test", now=NOW)
    assert [invoice for _, invoice, _ in published(installation)].count("A2") == 0
    assert len(published(installation)) == 2 * FILES_A_MONTH - 1


def test_rows_that_name_another_batch_are_not_published(installation: DataFolder) -> None:
    with staging(installation) as place:
        odd = arrival(place, [Line("A1", JANUARY, Decimal(1))._asdict()], position=1)
        with pytest.raises(TotalsDoNotClose, match="not of batch 1"):
            publish_batches(folder=installation, place=place, arrivals=[odd], source="erp", actor="Lin", now=NOW)
    assert (ledger_version(), orphans(installation)) == (0, [])


def test_more_months_than_duckdb_keeps_open_are_still_one_file_each(installation: DataFolder) -> None:
    first = date(2001, 1, 1)
    load(installation, [Line(f"A{n}", first + timedelta(days=31 * n), Decimal(1)) for n in range(120)])
    assert len(published(installation)) == 120


LINES = st.builds(
    Line,
    st.sampled_from(["A1", "A2", "A3", "A4"]),
    st.sampled_from([JANUARY, days("2024-02-29"), MARCH]),
    st.decimals(-1000, 1000, places=4),
)
LOADS = st.tuples(st.sampled_from(["erp", "shop"]), st.lists(LINES, min_size=1, max_size=6))
STEPS = st.lists(LOADS | st.integers(0, 4), min_size=1, max_size=6)


@pytest.fixture(scope="module")
def unblocked(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), shared_database_aside():
        yield


class Reference:
    """The rule of the ledger in plain Python: for each source and invoice, the lines of the latest live batch."""

    def __init__(self) -> None:
        self.batches: dict[int, tuple[str, list[Line]]] = {}

    def published(self) -> list[tuple[str, str, Decimal]]:
        lines: dict[tuple[str, str], list[Line]] = {}
        for _, (source, batch) in sorted(self.batches.items()):
            by_invoice = defaultdict(list)
            for line in batch:
                by_invoice[source, line.invoice_number].append(line)
            lines |= by_invoice
        return sorted((source, line.invoice_number, line.net_amount) for (source, _), v in lines.items() for line in v)


@given(STEPS)
@settings(deadline=None, max_examples=8, suppress_health_check=[HealthCheck.too_slow])
@pytest.mark.usefixtures("unblocked")
def test_any_sequence_of_loads_and_rollbacks_shows_what_the_rule_says(
    steps: list[tuple[str, list[Line]] | int],
) -> None:
    with TemporaryDirectory() as place:
        folder, reference, number = new_installation(Path(place) / "data"), Reference(), 0
        for step in steps:
            if isinstance(step, tuple):
                source, lines = step
                number += 1
                load(folder, lines, source)
                reference.batches[number] = (source, lines)
            elif reference.batches:
                chosen = sorted(reference.batches)[step % len(reference.batches)]
                roll_back_batch(folder=folder, number=chosen, actor="Mei", reason="test", now=NOW)
                del reference.batches[chosen]
            assert published(folder) == reference.published()
        assert orphans(folder) == []
        assert Batch.objects.filter(status="PUBLISHED").count() == len(reference.batches)
        connections.close_all()
