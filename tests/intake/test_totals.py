"""Control totals close, whatever arrives: shuffled, split, repeated, damaged."""

import random
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openkam.core.problem import Problem

from .reads import HEADER, Read, codes, lines, read, written

GOOD = [
    f"{i // 3},2024-{1 + i % 12:02}-{1 + i % 28:02},C{i % 7},{i % 5 + 1},2.5,{(i % 5 + 1) * 2.5}" for i in range(40)
]


def kept(found: Read) -> list[tuple[Any, ...]]:
    return sorted(tuple(map(str, row.values())) for row in found.rows)


def total(found: Read) -> int:
    return int(sum((row["net_amount"] for row in found.rows), Decimal(0)) * 10_000)


@settings(deadline=None, max_examples=6)
@given(st.randoms(use_true_random=False), st.integers(1, 4))
def test_shuffled_and_split_files_give_the_same_ledger(
    tmp_path_factory: pytest.TempPathFactory, chance: random.Random, count: int
) -> None:
    folder = tmp_path_factory.mktemp("split")
    rows = list(GOOD)
    chance.shuffle(rows)
    parts = [rows[i::count] for i in range(count)]
    files = [lines(folder, *part, name=f"{i}.csv") for i, part in enumerate(parts)]
    found = read(*files, parts=True)
    assert kept(found) == kept(read(lines(folder, *GOOD)))
    assert found.receipt.closes
    assert total(found) == found.receipt.amount_used


@settings(deadline=None, max_examples=6)
@given(st.lists(st.sampled_from([0, 1, 2, 3]), min_size=1, max_size=5))
def test_repeated_and_overlapping_files_never_double_anything(
    tmp_path_factory: pytest.TempPathFactory, order: list[int]
) -> None:
    folder = tmp_path_factory.mktemp("overlap")
    windows = [GOOD[0:12], GOOD[6:24], GOOD[21:39], GOOD[0:39]]
    files = [lines(folder, *windows[w], name=f"{i}.csv") for i, w in enumerate(order)]
    found = read(*files)
    invoices = {row.split(",")[0] for w in order for row in windows[w]}
    assert kept(found) == kept(read(lines(folder, *(row for row in GOOD if row.split(",")[0] in invoices))))
    assert found.receipt.closes
    assert found.receipt.rows_replaced == found.receipt.rows_set_aside
    assert found.receipt.differing_copies == 0


@settings(deadline=None, max_examples=20)
@given(st.lists(st.tuples(st.integers(0, 2000), st.sampled_from([*b',;"\n\r9x-', 0xE5, 0x00])), max_size=8))
def test_damaged_files_close_or_are_a_problem(
    tmp_path_factory: pytest.TempPathFactory, damage: list[tuple[int, int]]
) -> None:
    folder = tmp_path_factory.mktemp("damage")
    content = bytearray("\n".join([HEADER, *GOOD]).encode())
    for place, byte in damage:
        content[len(HEADER) + 1 + place % (len(content) - len(HEADER) - 1)] = byte
    try:
        found = read(written(folder, "damaged.csv", bytes(content)))
    except Problem:
        return
    assert found.receipt.closes
    assert len(found.rows) == found.receipt.rows_used
    assert total(found) == found.receipt.amount_used


def test_a_later_copy_replaces_the_whole_invoice_and_says_what_changed(tmp_path: Path) -> None:
    first = lines(tmp_path, "1,2024-01-01,a,1,10,10", "1,2024-01-01,a,1,5,5", "2,2024-01-02,b,1,1,1", name="1.csv")
    second = lines(tmp_path, "1,2024-01-01,a,1,12,12", "3,2024-01-03,b,1,1,1", name="2.csv")
    found = read(first, second)
    assert sorted(found.column("net_amount")) == ["1.0000", "1.0000", "12.0000"]
    assert found.receipt.rows_replaced == 2
    assert (found.receipt.differing_copies, found.receipt.differing_amount) == (1, -30_000)
    assert codes(found.receipt) == [(2, "REPLACED"), (3, "REPLACED")]
    assert read(first, second, parts=True).receipt.rows_used == 5


def test_rows_are_numbered_as_a_spreadsheet_counts(tmp_path: Path) -> None:
    rows = [
        "1,2024-01-01,a,1,1,1",
        "2,x",
        "",
        '3,2024-01-01,"a\n\nb",1,1,1',
        ",2024-01-01,a,1,1,7",
        ",,,,,",
        "4,bad,a,1,1,2",
    ]
    found = read(lines(tmp_path, *rows, *GOOD))
    assert codes(found.receipt) == [(3, "TOO_FEW_CELLS"), (6, "MISSING"), (8, "UNREADABLE_DATE")]
    assert found.receipt.rows_read == 5 + len(GOOD)
    assert found.receipt.reasons["MISSING"] == (1, 70_000)
    assert found.receipt.amount_unreadable_rows == 1


def test_rows_set_aside_can_be_corrected_and_loaded_again(tmp_path: Path) -> None:
    found = read(lines(tmp_path, *GOOD, "99,2024-02-30,a,1,1,7", name="first.csv"))
    path = written(tmp_path, "corrected.csv", found.set_aside.replace("2024-02-30,", "2024-02-29,"))
    again = read(path)
    assert again.column("net_amount") == ["7.0000"]
    assert again.receipt.files[0].unused_headers == (
        "set_aside_file 来源文件",
        "set_aside_row 原行号",
        "set_aside_reason 原因（英文）",
        "未采用原因",
    )


def test_stray_dates_are_set_aside_and_a_long_pause_is_not(tmp_path: Path) -> None:
    stray = read(lines(tmp_path, *GOOD, "99,2031-01-01,a,1,1,1", "98,9999-12-31,a,1,1,1"))
    assert codes(stray.receipt) == [(42, "DATE_TOO_LATE"), (43, "DATE_TOO_LATE")]
    resumed = [row.replace("2024-", "2027-") for row in GOOD]
    assert read(lines(tmp_path, *GOOD, *resumed)).receipt.rows_set_aside == 0


def test_mixed_line_ends_are_read(tmp_path: Path) -> None:
    found = read(written(tmp_path, "ends.csv", HEADER + "\r\n" + "\n".join(GOOD[:5]) + "\r" + "\r\n".join(GOOD[5:])))
    assert found.receipt.rows_used == len(GOOD)


def test_the_latest_row_of_a_customer_counts(tmp_path: Path) -> None:
    found = read(written(tmp_path, "c.csv", "code,name,region\n1,old,x\n2,b,y\n1,new,z\n"), table="customers")
    assert sorted(found.column("customer_name")) == ["b", "new"]
    assert codes(found.receipt) == [(2, "REPLACED")]


def test_a_payment_names_a_customer_or_an_invoice(tmp_path: Path) -> None:
    text = "customerNumber,paymentDate,amount\n103,2004-10-19,6066.78\n,2004-10-20,5\n103,,7\n"
    found = read(written(tmp_path, "p.csv", text), table="payments")
    assert codes(found.receipt) == [(3, "MISSING")]
    assert found.column("paid_date") == ["2004-10-19", "None"]


def test_a_total_row_counts_as_a_row_and_not_as_money(tmp_path: Path) -> None:
    rows = ("1,2024-01-05,a,1,5,5", "2,2024-01-06,a,1,7,7", "合计,,,,,12", "Total,,,,,12")
    found = read(lines(tmp_path, *rows)).receipt
    assert (found.rows_read, found.rows_used, found.rows_set_aside) == (4, 2, 2)
    assert (found.amount_read, found.amount_used, found.amount_set_aside) == (120_000, 120_000, 0)
    assert found.reasons == {"TOTAL_ROW": (2, 0)}
    assert found.closes


def test_a_number_that_comes_again_with_another_day_or_customer_is_counted_with_its_money(tmp_path: Path) -> None:
    first = ("1,2024-01-05,a,1,5,5", "2,2024-01-06,a,1,7,7", "3,2024-01-07,b,1,1,1", "4,2024-01-08,b,1,1,1")
    later = ("1,2025-01-05,a,1,6,6", "2,2024-01-06,c,1,7,7", "3,2024-01-07,b,1,2,2", "9,2025-01-08,b,1,1,1")
    found = read(lines(tmp_path, *first, name="1.csv"), lines(tmp_path, *later, name="2.csv")).receipt
    assert (found.clashing_copies, found.clashing_amount) == (2, 120_000)
    assert (found.differing_copies, found.rows_replaced) == (3, 3)
    parts = read(tmp_path / "1.csv", tmp_path / "2.csv", parts=True).receipt
    assert (parts.clashing_copies, parts.clashing_amount) == (0, 0)


@settings(deadline=None, max_examples=12)
@given(
    st.lists(
        st.tuples(st.integers(1, 5), st.integers(1, 999), st.sampled_from(["", "", "amount", "day", "cells"])),
        min_size=1,
        max_size=12,
    ),
    st.sampled_from([(",", "{}.25"), (";", "{},125"), ("\t", "{}.5")]),
)
def test_rows_set_aside_and_mended_make_the_total_exact(
    tmp_path_factory: pytest.TempPathFactory, made: list[tuple[int, int, str]], style: tuple[str, str]
) -> None:
    folder = tmp_path_factory.mktemp("mended")
    delimiter, amount = style
    header = "Invoice No,Date,Customer,Note,Amount".replace(",", delimiter)
    whole, bad = [], []
    for place, (invoice, units, fault) in enumerate([*made, (7, 3, "")]):
        cells = [f"R{invoice}", "2024-02-28", "a", f"n{place}", amount.format(units * 1000 + place)]
        whole.append(delimiter.join(cells))
        if fault == "amount":
            cells[4] = f"x{cells[4]}"
        if fault == "day":
            cells[1] = "2024-02-30"
        bad.append(delimiter.join([*cells, "surplus"] if fault == "cells" else cells))
    broken = lines(folder, *bad, name="broken.csv", header=header)
    found = read(broken)
    expected = read(lines(folder, *whole, header=header))
    assert bool(found.set_aside) == any(fault for _, _, fault in made)
    if found.set_aside:
        text = found.set_aside.replace("2024-02-30", "2024-02-28").replace(f"{delimiter}x", delimiter)
        both = read(broken, written(folder, "mended.csv", text))
        assert both.receipt.amount_used == expected.receipt.amount_used
        assert kept(both) == kept(expected)
        shapeless = sum(fault == "cells" for _, _, fault in made)
        assert both.receipt.rows_set_aside - both.receipt.rows_replaced == shapeless
        assert both.receipt.closes


def test_the_rest_of_an_invoice_is_set_aside_with_its_bad_row(tmp_path: Path) -> None:
    rows = ("1,2024-01-05,a,1,5,5", "1,2024-02-30,a,1,7,7", "2,2024-01-06,a,1,1,1")
    found = read(lines(tmp_path, *rows))
    first, second = found.set_aside.splitlines()[1:]
    assert first.startswith('1,2024-01-05,a,1,5,5,lines.csv,2,"Nothing is wrong here')
    assert second.startswith('1,2024-02-30,a,1,7,7,lines.csv,3,"There is no such day')
    assert found.receipt.rows_set_aside == 1


def test_rows_that_came_again_in_a_later_file_need_no_mending(tmp_path: Path) -> None:
    older = lines(tmp_path, "1,2024-02-30,a,1,7,7", "2,2024-13-01,a,1,7,7", name="1.csv")
    newer = lines(tmp_path, "1,2024-02-29,a,1,8,8", name="2.csv")
    found = read(older, newer)
    assert codes(found.receipt) == [(2, "REPLACED"), (3, "IMPOSSIBLE_DATE")]
    assert "2024-02-30" not in found.set_aside
    assert "2024-13-01" in found.set_aside


def test_a_row_of_the_wrong_shape_is_set_aside_with_all_its_cells(tmp_path: Path) -> None:
    note = "long " * 60
    rows = (f"1\t2024-01-05\ta\t{note}\t7\tsurplus", "2\t2024-01-06\ta\tx\t1")
    found = read(lines(tmp_path, *rows, header="Invoice\tDate\tCustomer\tNote\tAmount"))
    assert f"1\t2024-01-05\ta\t{note}\t7\t" in found.set_aside


def test_an_amount_that_cannot_be_read_is_no_amount_of_zero_and_reasons_of_as_many_rows_stand_by_their_code(
    tmp_path: Path,
) -> None:
    bad = ["X1,2024-01-05,C1,1,1,ten", "X2,2024-01-99,C1,1,1,7", "X3,soon,C1,1,1,8", "X4,2024-01-05,C1,-1,1,9"]
    found = read(lines(tmp_path, *GOOD, *bad)).receipt
    assert list(found.reasons) == sorted(found.reasons) == [
        "IMPOSSIBLE_DATE", "OPPOSITE_SIGN", "UNREADABLE_DATE", "UNREADABLE_NUMBER",
    ]  # fmt: skip
    assert found.amount_aside("UNREADABLE_NUMBER") is None
    assert found.amount_aside("IMPOSSIBLE_DATE") == 70_000
    assert found.unreadable == {"UNREADABLE_NUMBER": 1}
    again = read(lines(tmp_path, *GOOD, *bad, "X5,2024-01-05,C1,1,1,eleven")).receipt
    assert next(iter(again.reasons)) == "UNREADABLE_NUMBER"
