"""Weights by pairwise comparison: what they come to, and what is refused or doubted."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openkam.analysis.methods.grading.scheme import Scheme
from openkam.cli.scheme_page import scheme_page
from openkam.insight.grading.scheme_file.findings import Finding, Severity
from openkam.insight.grading.scheme_file.reader import read_scheme
from openkam.insight.grading.scheme_file.writer import scheme_text

MANUAL = (Path(__file__).parents[4] / "docs" / "schemes.md").read_text(encoding="utf-8")
CODES = ("profit", "pays", "loyal")
GOOD = "[[1, 3, 5], [1, 3], [1]]"
CONTRADICTION = "[[1, 9, 1], [1, 9], [1]]"

HEAD = """
code = "ours"
version = 1
method = "scorecard"
label = { en = "Ours", zh = "我们的" }
key_tiers = ["KEY"]
"""
TIERS = """
[[tiers]]
code = "KEY"
label = { en = "Key", zh = "大客户" }
at_least = 60
[[tiers]]
code = "REST"
label = { en = "Rest", zh = "其余" }
"""
MEASURES = ("gross_profit_12m", "collection_days", "active_months", "invoices", "net_sales_12m", "tenure_months")


def scheme_of(table: str, codes: tuple[str, ...] = CODES, weight: str = "") -> str:
    """A scorecard whose weights come from a table of comparisons."""
    criteria = "".join(
        f'[[criteria]]\ncode = "{code}"\nlabel = {{ en = "{code}", zh = "{code}" }}\nmeasure = "{measure}"\n{weight}'
        for code, measure in zip(codes, MEASURES, strict=False)
    )
    return f"{HEAD}\n{table}\n{criteria}\n{TIERS}"


def comparisons(matrix: str, codes: tuple[str, ...] = CODES) -> str:
    """The table itself."""
    return f"[comparisons]\ncriteria = {list(codes)}\nmatrix = {matrix}\n"


def read(matrix: str, codes: tuple[str, ...] = CODES) -> tuple[Scheme | None, list[Finding]]:
    """The scheme and its findings."""
    return read_scheme(scheme_of(comparisons(matrix, codes)), "own.toml")


def weights(scheme: Scheme | None) -> list[float]:
    """The weights in the order of the criteria."""
    assert scheme is not None
    return [one.weight for one in scheme.criteria]


@pytest.mark.parametrize("matrix", [GOOD, "[[1, 3, 5], [0.333, 1, 3], [0.2, 0.333, 1]]"])
def test_comparisons_become_weights_of_a_hundred(matrix: str) -> None:
    scheme, findings = read(matrix)
    assert findings == []
    assert weights(scheme) == pytest.approx([63.70, 25.83, 10.47], abs=0.011)
    assert sum(Decimal(str(one)) for one in weights(scheme)) == 100


def test_the_order_of_the_comparisons_need_not_be_that_of_the_criteria() -> None:
    text = scheme_of(comparisons(GOOD, ("loyal", "pays", "profit")))
    assert weights(read_scheme(text, "own.toml")[0]) == [10.47, 25.83, 63.70]


def test_the_example_of_the_manual_comes_to_the_weights_it_names() -> None:
    table = next(part.split("```")[0] for part in MANUAL.split("```toml\n") if part.startswith("[comparisons]"))
    scheme, findings = read_scheme(scheme_of(table), "schemes.md")
    assert findings == []
    assert re.findall(r"\d\d\.\d\d", MANUAL[MANUAL.index("principal eigenvector") :])[:3] == [
        f"{one:.2f}" for one in weights(scheme)
    ]
    assert scheme is not None
    assert "consistency ratio 0.03 " in scheme_page(scheme, "en")
    assert "一致性比例0.03" in scheme_page(scheme, "zh")


@pytest.mark.parametrize(
    ("matrix", "key", "english", "chinese"),
    [
        ("[[1, 3], [1]]", "comparisons.matrix", "3 rows of 3 numbers", "3行"),
        ("[[1, 3, 5], [0.333, 1, 3], [1]]", "comparisons.matrix", "3 rows of 3 numbers", "3行"),
        ("[[1, 3, -5], [1, 3], [1]]", "comparisons.matrix", "more than 0", "大于0"),
        ("[[1, 3, 0], [1, 3], [1]]", "comparisons.matrix", "more than 0", "大于0"),
        ("[[1, 3, 5], [3, 1, 3], [0.2, 0.333, 1]]", "comparisons.matrix", "profit and pays", "profit 与 pays"),
        ("[[2, 3, 5], [1, 3], [1]]", "comparisons.matrix", "profit and profit", "profit 与 profit"),
        ("[[1, 30, 5], [1, 3], [1]]", "comparisons.matrix", "1 to 9", "1到9"),
        ("[[1, 3, 5], [1, nan], [1]]", "comparisons.matrix", "Expected a list of rows", "数字行"),
        ("[]", "comparisons.matrix", "Expected a list of rows", "数字行"),
        ('"equal"', "comparisons.matrix", "Expected a list of rows", "数字行"),
    ],
)
def test_a_matrix_that_is_none_is_refused_in_both_languages(matrix: str, key: str, english: str, chinese: str) -> None:
    scheme, findings = read(matrix)
    assert scheme is None
    finding = findings[0]
    assert (finding.severity, finding.key) == (Severity.ERROR, key)
    assert finding.line is not None
    assert english in finding.what.en
    assert chinese in finding.what.zh


@pytest.mark.parametrize("codes", [("profit", "pays", "charm"), ("profit", "pays"), ("profit", "pays", "pays")])
def test_comparisons_name_each_criterion_once(codes: tuple[str, ...]) -> None:
    scheme, findings = read(GOOD, codes)
    assert scheme is None
    assert findings[0].key == "comparisons.criteria"
    assert findings[0].remedy.en == "Write profit, pays, loyal."


def test_weights_come_from_one_place() -> None:
    scheme, findings = read_scheme(scheme_of(comparisons(GOOD), weight="weight = 30\n"), "own.toml")
    assert scheme is None
    assert findings[0].key == "criteria[1].weight"


def test_only_a_scorecard_is_weighed() -> None:
    text = scheme_of(comparisons(GOOD)).replace('"scorecard"', '"card"')
    assert "Only a scorecard" in read_scheme(text, "own.toml")[1][0].what.en


def test_a_contradiction_is_a_warning_that_names_the_pair() -> None:
    four = (*CODES, "often")
    matrix = "[[1, 2, 4, 0.125], [1, 2, 4], [1, 2], [1]]"
    scheme, findings = read_scheme(scheme_of(comparisons(matrix, four), four), "own.toml")
    assert scheme is not None
    assert [one.severity for one in findings] == [Severity.WARNING]
    assert "consistency ratio" in findings[0].what.en
    assert "Compare profit with often again" in findings[0].remedy.en
    assert "profit 与 often" in findings[0].remedy.zh
    assert "compare profit with often again" in scheme_page(scheme, "en")


@pytest.mark.parametrize("matrix", [GOOD, CONTRADICTION])
def test_comparisons_survive_the_way_through_a_file(matrix: str) -> None:
    scheme, findings = read(matrix)
    assert scheme is not None
    again, same = read_scheme(scheme_text(scheme), "own.toml")
    assert again == scheme
    assert [one.what for one in same] == [one.what for one in findings]


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 6).flatmap(lambda n: st.lists(st.integers(1, 9), min_size=n * n, max_size=n * n)))
def test_weights_always_add_up_to_exactly_a_hundred(draws: list[int]) -> None:
    count = int(len(draws) ** 0.5)
    codes = tuple(f"c{index}" for index in range(count))
    rows = [[1, *draws[i * count + i + 1 : (i + 1) * count]] for i in range(count)]
    scheme, _ = read_scheme(scheme_of(comparisons(str(rows), codes), codes), "own.toml")
    assert sum(Decimal(str(one)) for one in weights(scheme)) == 100
    assert min(weights(scheme)) > 0
