"""The alarms and the forecast stand in every format that has room for them."""

import io
import re
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.cli.grade.ledger_files import Line, crowd, write_lines

from openkam.cli.grade.columns import COLUMNS, WORKBOOK_COLUMNS
from openkam.cli.main import answer

PLACES = ("Aster", "Birch", "Cedar", "Dahlia", "Elm", "Fern", "Gorse", "Hazel", "Iris", "Juniper", "Kale", "Larch")


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    lines: list[Line] = crowd()
    for place, plant in enumerate(PLACES):
        for back in range(200, 720, 14):
            day = date(2025, 12, 31) - timedelta(days=back)
            lines.append((f"Q{place}-{back}", day, f"Q{place:02}", f"{plant} Quarry", 500.0 * (place + 1), 300.0))
    folder = tmp_path_factory.mktemp("alarms")
    customers = folder / "customers.csv"
    customers.write_text("customer_code,industry,region\nC00,建材,华东\nQ00,矿业,华北\n", "utf-8")
    return write_lines(folder / "lines.csv", lines)


def written(ledger: Path, name: str, language: str) -> bytes:
    target = ledger.parent / name
    customers = str(ledger.parent / "customers.csv")
    assert answer(["grade", str(ledger), "--customers", customers, "--out", str(target), "--lang", language]) == 0
    return target.read_bytes()


def words_of(content: bytes) -> tuple[list[str], list[str], list[str]]:
    """Names of the sheets, their texts, and all shared words."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        names = re.findall(r'<sheet name="([^"]+)"', book.read("xl/workbook.xml").decode())
        sheets = [book.read(f"xl/worksheets/sheet{place + 1}.xml").decode() for place in range(len(names))]
        words = re.findall(r"<t[^>]*>([^<]*)</t>", book.read("xl/sharedStrings.xml").decode())
    return names, sheets, words


def test_the_terminal_lists_ten_alarms_and_counts_the_rest(ledger: Path) -> None:
    text = written(ledger, "r.txt", "zh").decode()
    section = text.split("预警（按风险金额排序）")[1].split("\n\n")[0]
    assert section.count("›") == 10
    assert section.index("Larch Quarry：沉默") < section.index("Kale Quarry：沉默")
    assert "另有2家，见 Excel" in section


@pytest.mark.parametrize(("language", "head"), [("en", "Alarms, the most money"), ("zh", "预警（按风险金额排序）")])
def test_the_page_lists_alarms_and_the_tests_of_the_forecast(ledger: Path, language: str, head: str) -> None:
    text = written(ledger, f"{language}.html", language).decode()
    assert head in text
    assert text.count('<td class="why">') >= 24 + 12
    assert ("未来价值" if language == "zh" else "Future value") in text
    assert ("每家平均偏差" if language == "zh" else "Mean error an account") in text


def test_the_workbook_lists_all_alarms_and_the_forecast(ledger: Path) -> None:
    names, sheets, words = words_of(written(ledger, "r.xlsx", "zh"))
    assert names == ["概要", "客户", "预警", "未来价值", "分歧", "提醒", "未采用的行"]
    assert sheets[2].count("<row ") == 1 + 12
    assert sheets[3].count("<row ") >= 2 + 1 + 2
    assert {"风险金额（年）", "预测合计", "建材", "华北", "距下一等级", "近12个月毛利"} <= set(words)
    assert not {"single", "pyramid"} & set(words)
    assert {"单一指标", "金字塔", "计分卡"} <= set(words) or not sheets[4].count("<row ") > 1


def test_the_csv_keeps_its_columns() -> None:
    assert len(WORKBOOK_COLUMNS) == len(COLUMNS) + 9
    assert [one for one in WORKBOOK_COLUMNS if one in COLUMNS] == list(COLUMNS)
