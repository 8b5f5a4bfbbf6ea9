"""Schemes as data: the shipped ones, a user's own, and every fault with place and remedy."""

from pathlib import Path

import pytest

from openkam.core.problem import Problem
from openkam.insight.grading.scheme_file.findings import Severity
from openkam.insight.grading.scheme_file.reader import read_scheme
from openkam.insight.grading.schemes import SHIPPED, check_scheme, load_scheme, shipped_schemes


def test_every_shipped_scheme_is_without_fault_and_named_in_both_languages() -> None:
    assert [scheme.code for scheme in shipped_schemes()] == list(SHIPPED)
    for name in SHIPPED:
        assert check_scheme(name) == []
    for scheme in shipped_schemes():
        assert all(label.en and label.zh for label in (scheme.label, scheme.about))


def test_the_default_scorecard_has_four_classes_and_stands_on_bare_lines() -> None:
    scheme = load_scheme()
    assert {one.indicator for one in scheme.criteria} == {"transaction", "financial", "feature", "demand"}
    always_known = {"results", "activity", "tenure"}
    assert sum(one.weight for one in scheme.criteria if one.code in always_known) >= 100 * scheme.coverage_floor


def test_call_segments_carry_their_cadence() -> None:
    tiers = load_scheme("segments").tiers
    assert [(tier.calls, tier.visits) for tier in tiers] == [(12, 4), (4, 2), (2, 1)]
    accounts = (10, 30, 60)
    calls = sum(count * (tier.calls or 0) for count, tier in zip(accounts, tiers, strict=True))
    visits = sum(count * (tier.visits or 0) for count, tier in zip(accounts, tiers, strict=True))
    assert (calls, visits, calls * 0.25 + visits * 4) == (360, 160, 730)


def test_a_file_with_faults_stops_with_the_first_and_counts_the_others(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text('code = "own"\nversion = 0\nmethod = "single"\n', encoding="utf-8")
    with pytest.raises(Problem) as caught:
        load_scheme(file)
    assert caught.value.file == str(file)
    assert "openkam schemes check" in caught.value.remedy.en


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"x" * 1_000_001])
def test_what_is_no_text_file_is_a_finding(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "own.toml"
    file.write_bytes(content)
    assert [finding.severity for finding in check_scheme(file)] == [Severity.ERROR]


@pytest.mark.parametrize("name", ["nothing-here", "", "a\0b", "x" * 5000])
def test_a_name_that_leads_nowhere_is_a_finding(name: str) -> None:
    assert "no scheme of this name" in check_scheme(name)[0].what.en


def test_a_folder_is_said_to_be_a_folder() -> None:
    assert "文件夹" in check_scheme(".")[0].what.zh


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    from openkam.insight.grading.schemes import scheme_source

    file = tmp_path / "own.toml"
    file.write_text(scheme_source("abc")[0], encoding="utf-8-sig")
    assert check_scheme(file) == []


def test_the_example_of_the_manual_is_a_good_scheme() -> None:
    manual = (Path(__file__).parents[3] / "docs" / "schemes.md").read_text(encoding="utf-8")
    example = manual.split("```toml\n")[1].split("```")[0]
    scheme, findings = read_scheme(example, "schemes.md")
    assert findings == []
    assert scheme is not None
    assert scheme.code == "ours"
