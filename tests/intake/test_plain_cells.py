"""Cells that are typed while the file is read, and those that wait, mean what they meant as text."""

from pathlib import Path

import pytest

from openkam.core.problem import Problem

from .reads import codes, lines, read, written

HEADER = "Invoice No;Invoice Date;Customer Code;Net Amount"


def test_plain_and_written_out_cells_of_one_column_are_read_alike(tmp_path: Path) -> None:
    found = read(
        lines(
            tmp_path,
            "1,2024-01-31,a,1,1,12.5",
            '2,2024/02/29 10:30,a,1,1,"1,234.50"',
            "3,20240301,a,1,1,(7)",
            "4,2024-02-30,a,1,1,1",
            "5,2024-03-01 25:00,a,1,1,¥8",
            "6,2024-03-02,a,-,1,abc",
        )
    )
    assert found.column("net_amount") == ["12.5000", "1234.5000", "-7.0000", "8.0000"]
    assert found.column("invoice_date") == ["2024-01-31", "2024-02-29", "2024-03-01", "2024-03-01"]
    assert codes(found.receipt) == [(5, "IMPOSSIBLE_DATE"), (7, "UNREADABLE_NUMBER")]
    assert [row.value for row in found.receipt.set_aside] == ["2024-02-30", "abc"]
    assert found.receipt.closes


def test_a_comma_far_below_plain_numbers_still_decides_the_mark(tmp_path: Path) -> None:
    rows = [f"{i};2024-01-01;a;{i}.125" for i in range(1, 60)]
    contradicting = [*rows, "90;2024-01-01;a;2.50", "91;2024-01-01;a;3,50"]
    with pytest.raises(Problem, match="decimal"):
        read(written(tmp_path, "both.csv", "\n".join([HEADER, *contradicting])))
    commas = read(written(tmp_path, "commas.csv", "\n".join([HEADER, *rows, "91;2024-01-01;a;3,50"])))
    assert commas.receipt.amount_used == (sum(range(1, 60)) * 1000 + 59 * 125) * 10_000 + 35_000
    with pytest.raises(Problem, match="decimal"):
        read(written(tmp_path, "open.csv", "\n".join([HEADER, *rows])))


def test_few_stray_commas_among_many_points_are_set_aside(tmp_path: Path) -> None:
    rows = [f"{i},2024-01-01,a,1,1,{i}.50" for i in range(300)]
    thousands = [f'{i},2024-01-01,a,1,1,"1,{i:03}.50"' for i in range(300, 500)]
    found = read(lines(tmp_path, *rows, *thousands, '900,2024-01-01,a,1,1,"3,5"'))
    assert codes(found.receipt) == [(502, "UNREADABLE_NUMBER")]
    assert found.receipt.amount_used == sum(i * 10_000 + 5000 for i in range(300)) + sum(
        (1000 + i) * 10_000 + 5000 for i in range(300, 500)
    )
