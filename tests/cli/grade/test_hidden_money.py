"""Where money hides: five made ledgers through the real command, each found and said in both languages."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.cli.grade.ledger_files import Line, crowd, finding, graded, steady, write_lines

from openkam.analysis.words import Language

both_languages = pytest.mark.parametrize("language", ["en", "zh"])


def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], lines: list[Line], language: Language) -> dict[str, Any]:
    path = write_lines(tmp_path / "lines.csv", lines)
    return graded(capsys, str(path), language=language)


def account(report: dict[str, Any], code: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in report["accounts"] if one["account"] == code)
    return found


@both_languages
def test_a_giant_whose_returns_cancel_its_sales(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], language: Language
) -> None:
    giant = [
        ("G-1", date(2025, 10, 1), "G", "Grand Returns", 1_250_000.0, 700_000.0),
        ("G-2", date(2025, 11, 1), "G", "Grand Returns", -1_248_000.0, -699_000.0),
    ]
    report = run(tmp_path, capsys, [*crowd(), *giant], language)
    said = finding(report, "returns_cancel")
    assert said["accounts"] == ["G"]
    for figure in ("1,250,000", "1,248,000", "2,000"):
        assert figure in said["text"]
        assert any(figure in reason for reason in account(report, "G")["reasons"])
    assert ("退货" if language == "zh" else "returns") in said["text"]


@both_languages
def test_a_giant_that_loses_money_on_every_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], language: Language
) -> None:
    report = run(tmp_path, capsys, [*crowd(), *steady("G", "Grand Loss", 100_000, cost_share=1.1)], language)
    said = finding(report, "giant_loses_money")
    assert said["accounts"] == ["G"]
    assert said["evidence"]["gross_profit"] == "-240000.00"
    assert ("每一笔都低于成本" if language == "zh" else "every line is sold below cost") in said["text"]
    assert account(report, "G")["reason_codes"][:3].count("loses_money") == 1
    assert report["accounts"][-1]["account"] == "G"
    assert report["whale"]["loss_making_customers"] == 1


@both_languages
def test_a_giant_with_one_large_order(tmp_path: Path, capsys: pytest.CaptureFixture[str], language: Language) -> None:
    once = [("G-1", date(2025, 2, 3), "G", "Grand Once", 2_000_000.0, 1_500_000.0)]
    report = run(tmp_path, capsys, [*crowd(), *once], language)
    assert finding(report, "giant_bought_once")["accounts"] == ["G"]
    giant = account(report, "G")
    assert giant["pattern"] == "ONE_OFF"
    assert any(("只下过一次单" if language == "zh" else "One order only") in reason for reason in giant["reasons"])


@both_languages
def test_one_customer_under_several_spellings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], language: Language
) -> None:
    spellings = [
        *steady("S1", "Harbour Steel Co., Ltd.", 3_500),
        *steady("S2", "HARBOUR STEEL", 3_400),
        *steady("S3", "宝山钢铁股份有限公司", 3_300),
        *steady("S4", "宝山钢铁（集团）有限公司", 3_200),
    ]
    report = run(tmp_path, capsys, [*crowd(), *spellings], language)
    found = [one for one in report["findings"] if one["code"] == "same_customer"]
    assert sorted(one["accounts"] for one in found) == [["S1", "S2"], ["S3", "S4"]]
    harbour = next(one for one in found if one["accounts"] == ["S1", "S2"])
    assert harbour["evidence"]["net_sales_together"] == "165600.00"
    assert harbour["evidence"]["rank_together"] == 1
    assert len(report["accounts"]) == 16


@both_languages
def test_an_amount_a_hundred_times_too_large(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], language: Language
) -> None:
    lines = crowd()
    number, day, code, name, amount, cost = lines[40]
    lines[40] = (number, day, code, name, amount * 100, cost * 100)
    report = run(tmp_path, capsys, lines, language)
    said = finding(report, "amount_out_of_scale")
    assert said["evidence"]["invoice"] == number
    assert round(said["evidence"]["factor"]) == 100
    assert code in said["accounts"]
