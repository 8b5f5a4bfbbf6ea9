"""Bare files become facts in one limited child, and nothing else."""

import os
from datetime import date
from pathlib import Path

import pytest

from openkam.cli.main import answer
from openkam.core.problem import InternalFault, Problem
from openkam.intake import gather
from openkam.intake.child import Progress, run_limited
from openkam.intake.gather import gather_files
from openkam.intake.reading import Reading

from .reads import lines, written


def test_lines_customers_and_payments_become_facts(tmp_path: Path) -> None:
    path = lines(tmp_path, "1,2024-01-05,C1,1,10,10", "2,2024-02-05,C2,2,10,20", "3,2024-02-30,C2,1,1,1")
    customers = written(tmp_path, "customers.csv", "客户编码,客户名称,信用额度\nC1,甲,100\nC2,乙,\n")
    seen: list[Progress] = []
    found = gather_files(
        Reading((path,)),
        customers=Reading((customers,), table="customers"),
        set_aside_to=tmp_path / "aside.csv",
        on_progress=seen.append,
    )
    assert found.facts.code.tolist() == ["C1", "C2"]
    assert found.facts.company.net == 300_000
    assert found.facts.since == date(2024, 1, 5)
    assert found.receipt.rows_set_aside == 1
    assert found.others["customers"].rows_used == 2
    assert "2024-02-30" in (tmp_path / "aside.csv").read_text(encoding="utf-8-sig")
    assert {progress.stage for progress in seen} >= {"open", "read", "check", "measure"}


def test_a_fault_of_ours_is_not_told_as_a_damaged_file(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(*_: object) -> None:
        run_limited("openkam.intake.gather:no_such_job", {}, memory_bytes=1 << 30, seconds=20)

    with pytest.raises(InternalFault, match=r"AttributeError.*no_such_job"):
        fails()
    monkeypatch.setattr("openkam.cli.main._answered", fails)
    assert answer(["ledger", "--lang", "en"]) == 1
    told = capsys.readouterr().err
    assert "Internal error" in told
    assert "report" in told
    assert "AttributeError" in told
    assert "damaged" not in told


def test_amounts_that_add_up_to_more_than_can_be_kept_are_a_problem_that_names_the_file_and_the_invoice(
    tmp_path: Path,
) -> None:
    row = "I-1,2026-01-0{},C-1,{}90000000000000.00"
    header = "invoice number,invoice date,customer code,net amount\n"
    phones = tmp_path / "phones.csv"
    phones.write_text(header + "\n".join(row.format(i % 9 + 1, "") for i in range(12)), "utf-8")
    balanced = tmp_path / "balanced.csv"
    lines = [row.format(3, sign).replace("I-1", f"I{sign}") for sign in ("", "-") for _ in range(12)]
    balanced.write_text(header + "\n".join(lines), "utf-8")
    for file, invoice in ((phones, None), (balanced, "I: 1080000000000000.0000")):
        with pytest.raises(Problem) as caught:
            gather_files(Reading((file,)))
        assert (caught.value.code, caught.value.file, caught.value.value) == ("SUM_TOO_LARGE", file.name, invoice)


def test_the_reader_of_larger_files_may_use_more_memory_within_bounds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    allowed = []

    def refused(*_: object, memory_bytes: int, **__: object) -> None:
        allowed.append(memory_bytes)
        raise InterruptedError

    monkeypatch.setattr(gather, "run_limited", refused)
    for size in (1000, 500 << 20, 20 << 30):
        (file := tmp_path / f"{size}.parquet").touch()
        os.truncate(file, size)  # a hole: it takes no room
        with pytest.raises(InterruptedError):
            gather_files(Reading((file,)))
    assert allowed == [gather.LEAST_MEMORY + 2000, gather.LEAST_MEMORY + (1000 << 20), gather.MOST_MEMORY]
