"""Each fault of a scheme file is found where it stands, with what to do; nothing makes the reader fall over."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openkam.insight.grading.scheme_file.findings import Finding, Severity
from openkam.insight.grading.scheme_file.reader import read_scheme
from openkam.insight.grading.schemes import SHIPPED, scheme_source

SCORECARD = scheme_source("scorecard")[0]
TEXTS = {name: scheme_source(name)[0] for name in SHIPPED}


def found(text: str) -> list[Finding]:
    """The findings of a text."""
    return read_scheme(text, "own.toml")[1]


def changed(name: str, before: str, after: str) -> list[Finding]:
    """The findings of a shipped scheme with one passage changed."""
    assert before in TEXTS[name]
    return found(TEXTS[name].replace(before, after, 1))


@pytest.mark.parametrize(
    ("before", "after", "remedy"),
    [
        ("weight = 46", "weight = 99", "请把权重合计减少53。"),
        ("weight = 46", "weight = 40.5", "请把权重合计增加5.5。"),
        ("at_least = 50", "at_least = 70", "请改为小于65的数。"),
    ],
)
def test_a_remedy_says_in_chinese_what_to_write(before: str, after: str, remedy: str) -> None:
    assert remedy in [finding.remedy.zh for finding in changed("scorecard", before, after)]


@pytest.mark.parametrize(
    ("name", "before", "after", "key", "says"),
    [
        ("scorecard", "weight = 46", "weight = 45", "criteria", "add up to 99"),
        ("scorecard", "weight = 46", "weight = -46", "criteria[1].weight", "more than 0"),
        ("scorecard", "weight = 46", 'weight = "46"', "criteria[1].weight", "Expected a number"),
        ("scorecard", "weight = 46", "weight = nan", "criteria[1].weight", "Expected a number"),
        ("scorecard", "weight = 46", "weihgt = 46", "criteria[1].weihgt", "not known"),
        ("scorecard", '"active_months"', '"actve_months"', "criteria[2].measure", "no such measure"),
        ("scorecard", "[1, 3, 6, 9, 12]", "[1, 3, 3, 9, 12]", "criteria[2].breakpoints", "Five numbers"),
        ("scorecard", "[1, 3, 6, 9, 12]", "[1, 3, 6]", "criteria[2].breakpoints", "Five numbers"),
        ("scorecard", 'direction = "down"\n', "", "criteria[5].breakpoints", "each more than"),
        ("scorecard", 'direction = "down"', 'direction = "left"', "criteria[5].direction", "up or down"),
        ("scorecard", 'code = "IMPORTANT"', 'code = "KEY"', "tiers[2].code", "twice"),
        ("scorecard", ', zh = "大客户" }', " }", "tiers[1].label.zh", "missing"),
        ("scorecard", "at_least = 50", "at_least = 70", "tiers[2].at_least", "must fall"),
        ("scorecard", "at_least = 50\n", "", "tiers[2]", "Only the last tier"),
        ("scorecard", "calibrate = 75", "calibrate = 60", "tiers[1].needs[1].at_least.calibrate", "25, 50, 75"),
        ("scorecard", 'key_tiers = ["KEY"]', 'key_tiers = ["KAY"]', "key_tiers", "no such tier"),
        ("scorecard", 'key_tiers = ["KEY"]', "key_tiers = []", "key_tiers", "No tier is called key"),
        ("scorecard", 'code = "fit"', 'code = "charm"', "gates[1].code", "no such gate"),
        ("scorecard", 'indicator = "financial"', 'indicator = "money"', "criteria[5].indicator", "no such class"),
        ("scorecard", "floor = 0.6", "floor = 60", "coverage.floor", "between 0 and 1"),
        ("scorecard", "version = 1", "version = true", "version", "whole number"),
        ("scorecard", 'method = "scorecard"', 'method = "magic"', "method", "no such method"),
        ("scorecard", 'method = "scorecard"', 'method = "single"', "criteria", "exactly one criterion"),
        (
            "postal",
            "organisation_level = ",
            "organization_lvl = ",
            "tiers[1].routes[1].when.organization_lvl",
            "column",
        ),
        ("pyramid", "up_to_share = 0.5", "up_to_share = 0.2", "tiers[2].up_to_share", "Shares rise"),
        ("six_criteria", "at_least = 4", "at_least = 7", "tiers[1].at_least", "fewer criteria"),
        ("metal", ", at_least = { calibrate = 25 }", "", "tiers[3].needs[1]", "needs a bound"),
    ],
)
def test_a_fault_is_named_with_its_key_and_line(name: str, before: str, after: str, key: str, says: str) -> None:
    findings = changed(name, before, after)
    finding = next(one for one in findings if one.key == key and says in one.what.en)
    assert finding.severity is Severity.ERROR
    assert finding.remedy.en
    assert finding.remedy.zh
    assert finding.line is not None


def test_the_line_is_the_line_of_the_key() -> None:
    text = TEXTS["scorecard"].replace('"active_months"', '"actve_months"')
    lines = text.splitlines()
    finding = next(one for one in found(text) if one.key == "criteria[2].measure")
    assert lines[(finding.line or 0) - 1] == 'measure = "actve_months"'
    assert "active_months" in finding.remedy.en


def test_what_is_no_toml_says_where_it_breaks() -> None:
    finding = found('code = "x"\nversion = = 1\n')[0]
    assert "line 2" in finding.what.en


def test_a_scheme_of_the_average_ticket_alone_warns_and_is_still_a_scheme() -> None:
    text = TEXTS["turnover"].replace('"net_sales_12m"', '"average_invoice"')
    scheme, findings = read_scheme(text, "own.toml")
    assert scheme is not None
    assert [finding.severity for finding in findings] == [Severity.WARNING]
    assert "大额产品不等于大客户" in findings[0].what.zh


def test_a_measure_in_two_criteria_warns() -> None:
    findings = changed("scorecard", '"tenure_months"', '"active_months"')
    assert [(one.severity, one.key) for one in findings] == [(Severity.WARNING, "criteria[7].measure")]


def test_findings_are_in_both_languages_with_nothing_left_to_fill() -> None:
    for finding in found("tiers = 3\ncriteria = [{}]\nmethod = 5\nlabel = []\n[stability]\nband_share = 7\n"):
        for text in (*finding.what, *finding.remedy):
            assert text
            assert "{" not in text


VALUES = st.recursive(
    st.one_of(
        st.sampled_from(["1", "-5", "0.5", "nan", "inf", "true", '"KEY"', '""', "1979-05-27", "9" * 400, '"{x}"']),
        st.text(max_size=5).map(lambda text: '"' + "".join(c for c in text if c.isalnum()) + '"'),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.dictionaries(st.sampled_from(["en", "zh", "calibrate", "measure", "x"]), inner, max_size=3).map(
            lambda items: "{ " + ", ".join(f"{key} = {value}" for key, value in items.items()) + " }"
        ),
    ),
    max_leaves=4,
)


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(SHIPPED), st.integers(0, 10_000), VALUES)
def test_any_value_in_any_place_gives_findings_and_no_fault(name: str, at: int, value: str) -> None:
    lines = TEXTS[name].splitlines()
    places = [index for index, line in enumerate(lines) if " = " in line and not line.startswith("#")]
    place = places[at % len(places)]
    lines[place] = f"{lines[place].split(' = ')[0].strip()} = {value}"
    scheme, findings = read_scheme("\n".join(lines), "own.toml")
    assert scheme is not None or findings


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=200))
def test_any_text_gives_findings(text: str) -> None:
    scheme, findings = read_scheme(text, "own.toml")
    assert scheme is None
    assert findings


def test_a_deep_nest_is_a_finding() -> None:
    assert found("a = " + "[" * 5000)[0].severity is Severity.ERROR
    assert found("a" + ".a" * 5000 + " = 1")
