"""The five formats of one report: what each promises its reader."""

import base64
import csv
import hashlib
import io
import json
import re
import zipfile
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from tests.cli.grade.ledger_files import Line, crowd, steady, write_lines

from openkam.cli.main import answer
from openkam.cli.manual import report_schema
from openkam.core.wrapping import cells

EVIL = "=HYPERLINK(\"http://x\")<script>alert('1')</script>"
CHINESE = "宝山钢铁股份有限公司"


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made: list[Line] = [*crowd(), *steady("E", EVIL, 9_000), *steady("+Z", CHINESE, 30_000)]
    made.append(("G-1", date(2025, 3, 3), "G", "-1+1", 500_000.0, 600_000.0))
    return write_lines(tmp_path_factory.mktemp("formats") / "lines.csv", made)


def written(ledger: Path, name: str, *words: str) -> bytes:
    target = ledger.parent / name
    assert answer(["grade", str(ledger), "--out", str(target), *words]) == 0
    return target.read_bytes()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_json_object_keeps_its_schema(ledger: Path, language: str) -> None:
    report = json.loads(written(ledger, f"{language}.json", "--lang", language))
    jsonschema.validate(report, report_schema(), cls=jsonschema.Draft202012Validator)
    assert [one["rank"] for one in report["accounts"]] == list(range(1, len(report["accounts"]) + 1))
    assert all(one["reasons"] for one in report["accounts"])
    assert bool(re.search("[\u4e00-\u9fff]", report["headlines"][0])) == (language == "zh")


def test_a_ledger_without_costs_keeps_the_schema_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bare.csv"
    path.write_text(
        "invoice_number,invoice_date,customer_code,net_amount\n1,2025-01-01,A,10.00\n2,2025-02-01,B,5.00\n", "utf-8"
    )
    assert answer(["grade", str(path), "--format", "json", "--lang", "en"]) == 0
    report = json.loads(capsys.readouterr().out)
    jsonschema.validate(report, report_schema(), cls=jsonschema.Draft202012Validator)
    assert report["pareto"]["by"] == "net_sales"
    assert report["whale"]["peak_share"] is None
    assert report["accounts"][0]["gross_profit"] is None
    assert report["ledger"]["gross_profit"] is None


def test_no_cell_of_the_csv_runs_in_a_spreadsheet(ledger: Path) -> None:
    content = written(ledger, "accounts.csv", "--lang", "zh")
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[0][:3] == ["排名", "客户编码", "客户名称"]
    assert len(rows) == 1 + 15
    names = {row[2] for row in rows[1:]}
    assert {"'" + EVIL, "'-1+1", CHINESE} <= names
    assert "'+Z" in {row[1] for row in rows[1:]}
    number = re.compile(r"-?\d+(\.\d+)?(e-\d+)?")
    assert not [cell for row in rows for cell in row if cell[:1] in "=+-@\t\r" and cell and not number.fullmatch(cell)]


def test_the_workbook_has_its_sheets_and_no_formula(ledger: Path) -> None:
    content = written(ledger, "report.xlsx", "--lang", "en")
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        names = re.findall(r'<sheet name="([^"]+)"', book.read("xl/workbook.xml").decode())
        sheets = [book.read(f"xl/worksheets/sheet{place}.xml").decode() for place in range(1, 8)]
        words = book.read("xl/sharedStrings.xml").decode()
    assert names == ["Summary", "Accounts", "Alarms", "Future value", "Disagreements", "Warnings", "Set aside"]
    assert not [sheet for sheet in sheets if "<f>" in sheet or "<hyperlink" in sheet]
    assert 'state="frozen"' in sheets[1]
    assert "<autoFilter" in sheets[1]
    assert "=HYPERLINK" in words


class _Page(HTMLParser):
    """What a page loads and says."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, Any]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


@pytest.mark.parametrize(("language", "code"), [("en", "en"), ("zh", "zh-CN")])
def test_the_page_stands_alone(ledger: Path, language: str, code: str) -> None:
    text = written(ledger, f"{language}.html", "--lang", language).decode("utf-8")
    page = _Page()
    page.feed(text)
    tags = [tag for tag, _ in page.tags]
    assert not {"script", "link", "img", "iframe", "object"} & set(tags)
    assert not [attrs for _, attrs in page.tags if {"src", "href", "style", "onclick"} & set(attrs)]
    assert dict(page.tags)["html"]["lang"] == code
    assert tags.count("svg") == tags.count("title") - 1 == tags.count("desc") == tags.count("details") == 3
    assert "&lt;script&gt;" in text
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)
    assert style is not None
    assert "url(" not in style.group(1)
    digest = base64.b64encode(hashlib.sha256(style.group(1).encode()).digest()).decode()
    assert f"style-src &#39;sha256-{digest}&#39;" in text or f"style-src 'sha256-{digest}'" in text


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_table_fits_the_terminal(ledger: Path, language: str) -> None:
    text = written(ledger, f"{language}.txt", "--lang", language).decode("utf-8")
    assert max(cells(line) for line in text.splitlines()) <= 100
    assert CHINESE[:6] in text
    assert "\ufeff" not in text
