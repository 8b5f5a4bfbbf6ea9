"""Readers see one version of the ledger, whole, whatever is loaded meanwhile."""

import subprocess
import sys
import threading
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from openkam.core.problem import Problem
from openkam.ledger.database import open_database
from openkam.ledger.folder import DataFolder
from openkam.ledger.manifest import latest_manifest
from openkam.ledger.tables import open_ledger
from tests.installation import Line, days
from tests.ledger.loads import load, load_rows, published

MONTHS = [days(f"2024-{month:02d}-10") for month in range(1, 7)]
LOADS = """
import sys
from pathlib import Path
from openkam.ledger.database import open_database
from openkam.ledger.database import open_database
from openkam.ledger.folder import DataFolder
folder = DataFolder(Path(sys.argv[1]))
open_database(folder, create=False)
from tests.ledger.test_tables import load_everywhere
for amount in range(2, 6):
    load_everywhere(folder, amount)
"""


def load_everywhere(folder: DataFolder, amount: int) -> None:
    load(folder, [Line(f"A{month}", month, Decimal(amount)) for month in MONTHS])


def test_a_reader_during_loads_sees_one_whole_version(installation: DataFolder) -> None:
    load_everywhere(installation, 1)
    root = Path(__file__).parents[2]
    loader = subprocess.Popen([sys.executable, "-c", LOADS, str(installation.path)], cwd=root)
    seen = []
    while loader.poll() is None:
        amounts = [amount for _, _, amount in published(installation)]
        assert len(amounts) == len(MONTHS)
        assert len(set(amounts)) == 1
        seen.append(amounts[0])
    assert loader.returncode == 0
    assert seen == sorted(seen)
    assert len(set(seen)) > 1


def test_an_open_ledger_keeps_its_version_while_the_next_ones_are_published(installation: DataFolder) -> None:
    load_everywhere(installation, 1)
    ledger = open_ledger(installation)
    load_everywhere(installation, 2)
    load_everywhere(installation, 3)
    found = ledger.engine.columns("SELECT DISTINCT net_amount::BIGINT AS amount FROM invoice_lines")
    assert (ledger.version, list(found["amount"])) == (1, [1])


def test_threads_share_one_folder(installation: DataFolder, django_db_blocker: object) -> None:
    load_everywhere(installation, 1)
    found: list[int] = []
    reader = threading.Thread(target=lambda: found.append(len(published(installation))))
    reader.start()
    reader.join()
    assert found == [len(MONTHS)]


def test_the_ledger_can_open_nothing_but_its_own_files(installation: DataFolder, tmp_path: Path) -> None:
    load_everywhere(installation, 1)
    (tmp_path / "secret.csv").write_text("a,b\n1,2\n")
    engine = open_ledger(installation).engine
    with pytest.raises(duckdb.PermissionException):
        engine.columns(f"SELECT * FROM '{tmp_path / 'secret.csv'}'")
    with pytest.raises(duckdb.InvalidInputException):
        engine.run("SET enable_external_access = true")


def test_a_missing_file_is_a_problem_and_not_half_an_answer(installation: DataFolder) -> None:
    load_everywhere(installation, 1)
    file = latest_manifest().files[0]
    (installation.ledger / file.path).unlink()
    with pytest.raises(Problem) as caught:
        open_ledger(installation)
    assert caught.value.file == file.path


def test_a_customer_named_by_two_sources_is_one_row_the_latest(installation: DataFolder) -> None:
    load_rows(installation, [{"customer_code": "H", "region": "North"}], "customers")
    load_rows(installation, [{"customer_code": "H", "region": "South"}, {"customer_code": "Q"}], "customers", "shop")
    found = open_ledger(installation).engine.columns("SELECT customer_code, region FROM customers ORDER BY 1")
    assert (list(found["customer_code"]), list(found["region"])) == (["H", "Q"], ["South", ""])


def test_payments_of_two_sources_add_up(installation: DataFolder) -> None:
    for source in ("erp", "bank"):
        load_rows(installation, [{"customer_code": "H", "amount": Decimal(1)}], "payments", source)
    found = open_ledger(installation).engine.columns("SELECT sum(amount)::BIGINT AS amount FROM payments")
    assert list(found["amount"]) == [2]


def test_a_column_that_older_files_do_not_have_is_unknown(installation: DataFolder) -> None:
    load_everywhere(installation, 1)
    file = installation.ledger / latest_manifest().files[0].path
    with duckdb.connect() as connection:
        rows = connection.execute(f"CREATE TABLE older AS SELECT * EXCLUDE (branch) FROM '{file}'")
        rows.execute(f"COPY older TO '{file}' (FORMAT parquet)")
    found = open_ledger(installation).engine.columns(
        "SELECT count(*) AS rows, count(branch) AS known FROM invoice_lines"
    )
    assert (list(found["rows"]), list(found["known"])) == ([len(MONTHS)], [0])


@pytest.mark.parametrize("name", ["a[b]*?", "o'brien", "数据 文件夹"])
def test_a_data_folder_may_have_any_name(installation: DataFolder, name: str) -> None:
    odd = DataFolder(installation.path.parent / name)
    open_database(odd, create=True)
    load_everywhere(odd, 1)
    load_everywhere(odd, 2)
    assert {amount for _, _, amount in published(odd)} == {Decimal(2)}
