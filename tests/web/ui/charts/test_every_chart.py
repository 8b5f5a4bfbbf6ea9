"""What holds for every chart."""

import xml.etree.ElementTree as ET
from collections.abc import Callable
from datetime import date

import pytest

from openkam.analysis.words import Language
from openkam.web.gallery.samples import charts_in
from openkam.web.ui.charts.bars import Change, bars, before_after
from openkam.web.ui.charts.chart import TABLE_ROWS, Chart, Mark
from openkam.web.ui.charts.columns import columns, waterfall
from openkam.web.ui.charts.drawing import width_of
from openkam.web.ui.charts.flow import Move, flow
from openkam.web.ui.charts.matrix import Bubble, Quarters, matrix
from openkam.web.ui.charts.months import months
from openkam.web.ui.charts.pareto import pareto
from openkam.web.ui.charts.pyramid import Level, pyramid
from openkam.web.ui.charts.stretched import NARROWEST, ROOMY
from openkam.web.ui.charts.whale import whale
from tests.web.ui.charts.reading import EVIL, LABELS, drawings, hovers, links, numbers, words

Draw = Callable[[int, Language], Chart]
T = LABELS.title
OF_ROWS = {"bars", "before_after", "pyramid", "flow"}
"""Laid out anew for a phone; every other one stretches."""
EVERY: dict[str, Draw] = {
    "bars": lambda n, lang: bars(_marks(n), LABELS, unit="money", language=lang),
    "before_after": lambda n, lang: before_after(
        [Change(EVIL, i, n - i, "/x/?a=1&b=2") for i in range(n)], LABELS, unit="count", language=lang
    ),
    "columns": lambda n, lang: columns(_marks(n), LABELS, unit="number", language=lang),
    "waterfall": lambda n, lang: waterfall(_marks(1)[0], _marks(n), EVIL, LABELS, unit="money", language=lang),
    "pareto": lambda n, lang: pareto(_marks(n), LABELS, language=lang),
    "whale": lambda n, lang: whale(_marks(n), LABELS, here=0, language=lang),
    "matrix": lambda n, lang: matrix(
        [Bubble(EVIL, i * 7919 % 104729, i * 31, i, "/x/?a=1&b=2") for i in range(1, n + 1)],
        LABELS,
        Quarters(10, 10, (T, T, T, T)),
        language=lang,
    ),
    "pyramid": lambda n, lang: pyramid(
        [Level(EVIL, i, i, (0.5, None, -0.1), "/x/?a=1&b=2") for i in range(n)], (T, T, T), LABELS, language=lang
    ),
    "flow": lambda n, lang: flow(
        [EVIL] * min(n + 1, 9), [Move(0, min(n, 8), n, "/x/?a=1&b=2"), Move(0, 0, 1)], LABELS, language=lang
    ),
    "months": lambda n, lang: months(list(range(n)), list(range(n)), LABELS, first=date(2024, 11, 1), language=lang),
}


def _marks(count: int) -> list[Mark]:
    return [Mark(EVIL, 1000 * (count - i), "/x/?a=1&b=2", EVIL) for i in range(count)]


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("count", [1, 2, 5000])
def test_one_and_five_thousand_points_are_well_formed_and_bounded(name: str, count: int) -> None:
    if name in {"bars", "before_after", "columns", "waterfall", "pyramid", "months"}:
        count = min(count, 60)
    drawn = EVERY[name](count, "zh")
    assert [one.get("class") for one in drawings(drawn)] == (["wide", "narrow"] if name in OF_ROWS else ["stretched"])
    assert len(drawn.svg) < 300_000
    assert len(drawn.rows) <= TABLE_ROWS
    assert len(drawn.rows) + drawn.more >= count or name == "flow"


@pytest.mark.parametrize("name", [name for name in EVERY if name != "months"])
def test_names_are_escaped_and_addresses_kept(name: str) -> None:
    drawn = EVERY[name](2, "en")
    assert "<script" not in drawn.svg
    assert "<shows>" not in drawn.svg
    for one in drawings(drawn):
        assert set(links(one)) == {"/x/?a=1&b=2"}
        assert any(EVIL in text for text in hovers(one))


@pytest.mark.parametrize("name", EVERY)
def test_every_chart_tells_its_finding_and_carries_its_figures_as_a_table(name: str) -> None:
    drawn = EVERY[name](2, "zh")
    assert drawn.title is LABELS.title
    assert all(one.get("aria-label") == "说明了<什么>" for one in drawings(drawn))
    assert drawn.rows
    assert all(len(row.figures) == len(drawn.heads) - 1 for row in drawn.rows)


@pytest.mark.parametrize("name", EVERY)
def test_no_chart_carries_a_style_an_id_or_a_script(name: str) -> None:
    svg = EVERY[name](3, "en").svg
    assert "style=" not in svg
    assert " id=" not in svg
    assert " on" not in svg.replace(" one", "").replace(" on-bar", "")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_sample_is_drawn_within_its_frame(language: Language) -> None:
    for drawn in charts_in(language):
        for one in drawings(drawn):
            width, height = _size_of(one)
            for text in one.iter("text"):
                (x, y) = numbers(text, "x", "y")
                assert 0 <= x <= width, text.text
                assert 0 <= y <= height, text.text
            for bar in one.iter("rect"):
                (x, length) = numbers(bar, "x", "width")
                assert -0.1 <= x <= x + length <= width + 0.1


@pytest.mark.parametrize("language", ["en", "zh"])
def test_words_of_a_drawing_that_stretches_stay_within_it_on_a_phone_and_on_a_page(language: Language) -> None:
    for drawn in charts_in(language):
        for one in drawings(drawn):
            for text in one.iter("text") if one.get("class", "").startswith("stretched") else ():
                kinds = text.get("class", "").split()
                if "tick" not in kinds:
                    for width in {NARROWEST} - {NARROWEST if "roomy" in kinds else 0} | {ROOMY, 800.0}:
                        left, right = _reach(text, width)
                        assert -1 <= left <= right <= width + 10, (text.text, width)


def _reach(text: ET.Element, width: float) -> tuple[float, float]:
    """From where to where words reach, in pixels."""
    x, beside = numbers(text, "x", "dx")
    length, at = width_of(text.text or ""), x / 100 * width + beside
    left = at - length * {"start": 0.0, "middle": 0.5, "end": 1.0}[text.get("text-anchor", "start")]
    return left, left + length


def _size_of(drawing: ET.Element) -> tuple[float, float]:
    """Percent and pixels of one that stretches, else pixels."""
    if drawing.get("class", "").startswith("stretched"):
        return 100.0, float(drawing.get("height", "nan"))
    _, _, width, height = (float(part) for part in drawing.get("viewBox", "").split())
    return width, height


def test_words_follow_the_language() -> None:
    chinese, english = (" ".join(words(drawings(charts_in(lang)[0])[0])) for lang in ("zh", "en"))
    assert "家客户" not in english
    assert "240家中的" in chinese
    assert "of 240 accounts" in english
