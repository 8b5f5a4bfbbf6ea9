"""The demo company: the same for the same seed, and every planted story is really there."""

from pathlib import Path

import duckdb
import pytest

from openkam.analysis.schema import TABLES
from openkam.cli.demo.cast import CAST, account_code, story_code
from openkam.cli.demo.company import Order, make_company
from openkam.core.problem import Problem

Row = tuple[object, ...]
SMALL = Order(accounts=120, lines=9000, seed=1, form="csv")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of a small demo company."""
    folder = tmp_path_factory.mktemp("demo")
    make_company(SMALL, folder)
    return folder


@pytest.fixture(scope="module")
def ledger(folder: Path) -> duckdb.DuckDBPyConnection:
    """The same files as tables; all money as exact decimals."""
    base = duckdb.connect()
    for name in ("lines", "customers", "payments", "costs"):
        base.execute(f"CREATE TABLE {name} AS FROM read_csv('{folder / name}.csv', all_varchar = true)")
    base.execute(
        """CREATE TABLE sold AS SELECT 客户编码 AS code, 客户名称 AS name, 发票号 AS invoice,
        CAST(开票日期 AS DATE) AS day, CAST(数量 AS BIGINT) AS quantity, CAST(单价 AS DECIMAL(18, 2)) AS price,
        CAST(不含税金额 AS DECIMAL(18, 2)) AS net, CAST(折扣金额 AS DECIMAL(18, 2)) AS discount,
        CAST(成本金额 AS DECIMAL(18, 2)) AS cost, 产品编码 AS product FROM lines"""
    )
    return base


def one(ledger: duckdb.DuckDBPyConnection, question: str, story: str = "", nth: int = 0) -> Row:
    """The single row that answers a question about the account of a story."""
    values = [story_code(story, nth)] if story else []
    row = ledger.execute(question, values).fetchone()
    assert row is not None
    return row


def test_the_same_seed_makes_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    again = make_company(SMALL, tmp_path)
    assert sorted(path.name for path in again.values()) == ["costs.csv", "customers.csv", "lines.csv", "payments.csv"]
    for path in again.values():
        assert path.read_bytes() == (folder / path.name).read_bytes()


def test_another_seed_makes_another_company(folder: Path, tmp_path: Path) -> None:
    make_company(Order(SMALL.accounts, SMALL.lines, 2, "csv"), tmp_path)
    assert (tmp_path / "lines.csv").read_bytes() != (folder / "lines.csv").read_bytes()


def test_nothing_but_the_four_files_is_left_behind(folder: Path) -> None:
    assert sorted(path.name for path in folder.iterdir()) == ["costs.csv", "customers.csv", "lines.csv", "payments.csv"]


def test_it_has_just_the_lines_and_customers_asked_for(ledger: duckdb.DuckDBPyConnection) -> None:
    assert one(ledger, "SELECT count(*), count(DISTINCT code) FROM sold") == (9000, 120)
    assert (
        one(ledger, "SELECT count(*), count(DISTINCT 客户编码), count(DISTINCT 客户名称) FROM customers") == (120,) * 3
    )


def test_thirty_six_months_all_have_invoices(ledger: duckdb.DuckDBPyConnection) -> None:
    question = (
        "SELECT count(DISTINCT strftime(day, '%Y%m')), min(day) >= '2023-11-01', max(day) = '2026-10-31' FROM sold"
    )
    assert one(ledger, question) == (36, True, True)


def test_net_is_quantity_times_price_less_discount_on_every_line(ledger: duckdb.DuckDBPyConnection) -> None:
    assert one(ledger, "SELECT count(*) FROM sold WHERE net <> quantity * price - discount") == (0,)


def test_an_invoice_belongs_to_one_customer_and_one_day(ledger: duckdb.DuckDBPyConnection) -> None:
    question = (
        "SELECT count(*) FROM (SELECT invoice FROM sold GROUP BY invoice "
        "HAVING count(DISTINCT coalesce(code, '')) > 1 OR count(DISTINCT day) > 1)"
    )
    assert one(ledger, question) == (0,)


def test_payments_close_with_the_invoices_they_pay(ledger: duckdb.DuckDBPyConnection) -> None:
    question = """SELECT count(*) FROM payments JOIN (SELECT invoice, sum(net) AS total FROM sold GROUP BY invoice) AS i
        ON i.invoice = 发票号 WHERE CAST(应收金额 AS DECIMAL(18, 2)) <> total"""
    assert one(ledger, question) == (0,)
    assert one(ledger, "SELECT count(*) > 1000, count(回款日期) < count(*) FROM payments") == (True, True)


def test_some_lines_have_no_customer_and_some_no_cost(ledger: duckdb.DuckDBPyConnection) -> None:
    without_customer, without_cost = one(
        ledger, "SELECT count(*) FILTER (code IS NULL), count(*) FILTER (cost IS NULL) FROM sold"
    )
    assert 0 < int(str(without_customer)) < 90
    assert 0 < int(str(without_cost)) < 180


def test_one_giant_loses_money_on_every_line(ledger: duckdb.DuckDBPyConnection) -> None:
    question = "SELECT count(*) > 100, count(*) FILTER (net >= cost), sum(net) > 0 FROM sold WHERE code = ?"
    assert one(ledger, question, "loss on every line") == (True, 0, True)


def test_the_other_giant_loses_money_in_sum_only(ledger: duckdb.DuckDBPyConnection) -> None:
    question = "SELECT sum(net) < sum(cost), count(*) FILTER (net > cost) > 0 FROM sold WHERE code = ?"
    assert one(ledger, question, "loss in sum") == (True, True)


def test_the_whales_are_among_the_ten_largest(ledger: duckdb.DuckDBPyConnection) -> None:
    largest = ledger.execute("SELECT code FROM sold GROUP BY code ORDER BY sum(net) DESC LIMIT 10").fetchall()
    assert {story_code("whale", nth) for nth in range(4)} <= {code for (code,) in largest}


def test_returns_cancel_what_one_giant_buys(ledger: duckdb.DuckDBPyConnection) -> None:
    question = """SELECT sum(net) FILTER (net > 0) > 10000000, sum(net) / sum(net) FILTER (net > 0) < 0.05
        FROM sold WHERE code = ?"""
    assert one(ledger, question, "returns cancel purchases") == (True, True)


def test_one_customer_ordered_once_and_much(ledger: duckdb.DuckDBPyConnection) -> None:
    question = "SELECT count(DISTINCT invoice), sum(net) > 4000000 FROM sold WHERE code = ?"
    assert one(ledger, question, "one large order") == (1, True)


def test_one_customer_stands_under_two_spellings(ledger: duckdb.DuckDBPyConnection) -> None:
    names = {
        str(one(ledger, "SELECT any_value(name) FROM sold WHERE code = ?", "two spellings", nth)[0]) for nth in (0, 1)
    }
    assert len(names) == 2
    plain = {name.translate(str.maketrans("（）", "()")).replace(" ", "") for name in names}
    assert len(plain) == 1


def test_one_price_is_a_hundred_times_too_large(ledger: duckdb.DuckDBPyConnection) -> None:
    question = """SELECT max(price) / median(price) FROM sold
        WHERE code = ? AND product = (SELECT arg_max(product, price) FROM sold WHERE code = ?)"""
    code = story_code("a hundred times too large")
    row = ledger.execute(question, [code, code]).fetchone()
    assert row is not None
    assert row[0] == pytest.approx(100, rel=0.2)


@pytest.mark.parametrize(("story", "latest"), [("lost", "2026-05-01"), ("quiet", "2026-09-20")], ids=["lost", "quiet"])
def test_who_left_has_not_bought_of_late(ledger: duckdb.DuckDBPyConnection, story: str, latest: str) -> None:
    assert one(
        ledger, f"SELECT max(day) < '{latest}', count(DISTINCT invoice) > 15 FROM sold WHERE code = ?", story
    ) == (True, True)


@pytest.mark.parametrize(("story", "is_more"), [("growing", True), ("declining", False)])
def test_the_latest_year_shows_who_grows_and_who_declines(
    ledger: duckdb.DuckDBPyConnection, story: str, is_more: bool
) -> None:
    question = """SELECT after > 1.15 * before, after < 0.85 * before FROM (
        SELECT sum(net) FILTER (day > '2025-10-31') AS after,
               sum(net) FILTER (day > '2024-10-31' AND day <= '2025-10-31') AS before FROM sold WHERE code = ?)"""
    assert one(ledger, question, story) == (is_more, not is_more)


def test_the_seasonal_customer_buys_in_summer(ledger: duckdb.DuckDBPyConnection) -> None:
    question = "SELECT avg(CASE WHEN month(day) BETWEEN 4 AND 9 THEN 1.0 ELSE 0 END) > 0.7 FROM sold WHERE code = ?"
    assert one(ledger, question, "seasonal") == (True,)


def test_one_customer_costs_far_more_effort_than_any_other(ledger: duckdb.DuckDBPyConnection) -> None:
    costs = ledger.execute(
        "SELECT 客户编码 FROM costs GROUP BY 1 ORDER BY sum(CAST(工时 AS DOUBLE)) DESC LIMIT 1"
    ).fetchone()
    assert costs == (story_code("eats its profit"),)


def test_groups_have_heads_and_members(ledger: duckdb.DuckDBPyConnection) -> None:
    question = """SELECT count(*) > 5, count(*) FILTER (head.客户名称 NOT LIKE '%集团有限公司') FROM customers AS member
        JOIN customers AS head ON head.客户编码 = member.上级客户编码"""
    assert one(ledger, question) == (True, 0)


def test_parquet_follows_the_contract_of_the_tables(tmp_path: Path) -> None:
    files = make_company(Order(60, 3000, 3, "parquet"), tmp_path)
    for table in TABLES:
        if table.name in files:
            kinds = duckdb.execute(f"DESCRIBE FROM '{files[table.name]}'").fetchall()
            assert {name: kind.replace(",", ", ") for name, kind, *_ in kinds} == table.columns


def test_a_company_too_small_for_its_stories_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Problem):
        make_company(Order(10, 5000, 1, "csv"), tmp_path / "a")
    with pytest.raises(Problem):
        make_company(Order(100, 500, 1, "csv"), tmp_path / "b")
    assert list(tmp_path.iterdir()) == []


def test_every_role_has_its_code_and_a_name_of_its_own() -> None:
    assert account_code(0) == "KH10001"
    assert len({role.name for role in CAST}) == len(CAST)
