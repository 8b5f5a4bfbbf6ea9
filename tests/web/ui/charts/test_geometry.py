"""A small case of each chart, its places worked out by hand."""

from datetime import date

import pytest

from openkam.analysis.words import Text
from openkam.web.ui.charts.bars import Change, bars, before_after
from openkam.web.ui.charts.chart import Mark
from openkam.web.ui.charts.columns import columns, waterfall
from openkam.web.ui.charts.drawing import width_of
from openkam.web.ui.charts.flow import Move, flow
from openkam.web.ui.charts.matrix import Bubble, Quarters, matrix
from openkam.web.ui.charts.months import month_name, months
from openkam.web.ui.charts.pareto import pareto
from openkam.web.ui.charts.pyramid import Level, pyramid
from openkam.web.ui.charts.whale import whale
from tests.web.ui.charts.reading import LABELS, hovers, links, numbers, of_class, wide, words

# A frame: from 0 to 100 percent, from 26 pixels down to the ground at 276.
TOP, GROUND = 26.0, 276.0


def marks(*values: float | None) -> list[Mark]:
    return [Mark("abcdefg"[i], value, f"/{i}/") for i, value in enumerate(values)]


def test_bars_are_as_long_as_their_values_and_losses_run_left() -> None:
    drawing = wide(bars(marks(300, None, -100), LABELS, unit="count", language="en"))
    (bar,), (loss,) = of_class(drawing, "bar"), of_class(drawing, "loss")
    # 262 (192 for names, 70 for the figure of a loss) to 570 holds 400: 0.77 a unit, nothing at 339.
    assert numbers(bar, "x", "width") == [339.0, 231.0]
    assert numbers(loss, "x", "width") == [262.0, 77.0]
    assert words(drawing) == ["a", "300", "b", "unknown", "c", "-100"]
    assert links(drawing) == ["/0/", "/1/", "/2/"]


def test_before_and_after_share_one_scale() -> None:
    drawing = wide(before_after([Change("a", 100, 200), Change("b", None, 50)], LABELS, unit="count", language="en"))
    assert [numbers(one, "width") for one in of_class(drawing, "before")] == [[154.0]]
    assert [numbers(one, "width") for one in of_class(drawing, "after")] == [[308.0], [77.0]]
    assert "unknown → 50" in words(drawing)


def test_columns_stand_on_nothing_and_losses_hang_from_it() -> None:
    drawing = wide(columns(marks(100, None, -100), LABELS, unit="count", language="en"))
    (bar,), (loss,) = of_class(drawing, "bar"), of_class(drawing, "loss")
    top, height = numbers(bar, "y", "height")
    assert (top, top + height) == pytest.approx((TOP, numbers(loss, "y")[0]), abs=0.11)
    assert numbers(loss, "height") == [height]
    assert "unknown" in words(drawing)


def test_a_waterfall_steps_down_to_what_is_left() -> None:
    drawn = waterfall(Mark("all", 100), marks(-40, -30), "left", LABELS, unit="count", language="en")
    drawing = wide(drawn)
    (total, left), (first, second) = of_class(drawing, "bar"), of_class(drawing, "loss")
    assert numbers(total, "y", "height") == [26.0, 250.0]
    assert numbers(first, "y", "height") == [26.0, 100.0]
    assert numbers(second, "y", "height") == [126.0, 75.0]
    assert numbers(left, "y", "height") == [201.0, 75.0]
    assert drawn.rows[-1].figures == ("30",)


def test_the_pareto_line_runs_through_the_running_shares_and_names_where_it_reaches_80_percent() -> None:
    drawing = wide(pareto(marks(60, 20, 15, 5, None), LABELS, unit="count", language="en"))
    (line,) = of_class(drawing, "line")
    assert line.get("d") == "M0.0 276.0L250.0 126.0L500.0 76.0L750.0 38.5L1000.0 26.0"
    assert [numbers(bar, "y", "height") for bar in of_class(drawing, "bar")] == [
        [126.0, 150.0],
        [226.0, 50.0],
        [238.5, 37.5],
        [263.5, 12.5],
    ]
    assert numbers(of_class(drawing, "dot")[0], "cx", "cy") == [50.0, 76.0]
    assert "2 of 4 accounts: 80%" in words(drawing)
    assert hovers(drawing)[1] == "b: 20 · 80%"


def test_a_crowd_of_accounts_shares_bars_that_name_their_range_and_lead_nowhere() -> None:
    drawing = wide(pareto([Mark("x", 1, "/x/")] * 600, LABELS, unit="count", language="en"))
    assert len(of_class(drawing, "bar")) == 60
    assert hovers(drawing)[0] == "accounts 1 to 10: 10 · 1.7%"
    assert links(drawing) == []


@pytest.mark.parametrize("values", [(), (None,), (0, 0), (5, -9)])
def test_without_a_positive_total_no_pareto_is_drawn(values: tuple[float | None, ...]) -> None:
    assert pareto(marks(*values), LABELS, language="en").svg == ""


def test_the_whale_peaks_above_the_whole_and_falls_back() -> None:
    drawing = wide(whale(marks(90, 60, -50), LABELS, here=2, language="en"))
    (line,) = of_class(drawing, "line")
    # 150 % of 100 at the top, with 6 % of room above it.
    assert line.get("d") == "M0.0 276.0L333.3 134.5L666.7 40.2L1000.0 118.8"
    assert "peak 150% after 2 of 3" in words(drawing)
    assert "all: 100%" in words(drawing)
    assert numbers(of_class(drawing, "here")[-1], "cx", "cy") == [100.0, 118.8]


def test_a_whale_that_never_rises_speaks_of_money() -> None:
    drawing = wide(whale([Mark("a", -20_000), Mark("b", -30_000)], LABELS, language="en"))
    assert "peak 0 after 0 of 2" in words(drawing)
    assert "all: -5" in words(drawing)


def test_the_matrix_counts_its_quarters_and_leaves_out_the_unknown() -> None:
    quarters = Quarters(
        10, 10, (Text("win", "培育"), Text("keep", "维护"), Text("serve", "服务"), Text("harvest", "收获"))
    )
    bubbles = [Bubble("a", 5, 50, 1), Bubble("b", 50, 50, 4), Bubble("c", 50, -5, 1), Bubble("d", None, 5, 9)]
    drawn = matrix(bubbles, LABELS, quarters, unit="count", language="en")
    drawing = wide(drawn)
    assert {"win · 1", "keep · 1", "serve · 0", "harvest · 1"} <= set(words(drawing))
    assert [numbers(one, "r") for one in of_class(drawing, "bubble")] == [[4.73], [2.36], [2.36]]
    assert "d" not in words(drawing)
    xs = [numbers(one, "cx")[0] for one in of_class(drawing, "bubble")]
    assert xs[0] == xs[2] > xs[1]


def test_accounts_beyond_the_largest_become_dots_that_are_counted() -> None:
    quarters = Quarters(1, 1, (LABELS.title,) * 4)
    drawing = wide(matrix([Bubble("x", i, i, i, "/x/") for i in range(1, 1001)], LABELS, quarters, language="en"))
    assert len(of_class(drawing, "bubble")) == 100
    assert "900 smaller accounts" in hovers(drawing)


def test_the_pyramid_centres_its_counts_and_lays_shares_side_by_side() -> None:
    of = (Text("sales", "销售"), Text("profit", "利润"))
    levels = [Level("Key", 0, 10, (0.6, 0.8)), Level("Normal", 1, 40, (0.4, None))]
    drawing = wide(pyramid(levels, of, LABELS, language="en"))
    # 640 - 108.8 for names - 2 gaps of 22, in three.
    room = (640 - 108.8 - 44) / 3
    counts = [numbers(one, "x", "width") for one in of_class(drawing, "tier-bar")]
    assert counts[0] == pytest.approx([108.8 + room * 3 / 8, room / 4], abs=0.06)
    assert counts[1] == pytest.approx([108.8, room], abs=0.06)
    assert [numbers(one, "width")[0] for one in of_class(drawing, "bar")] == pytest.approx(
        [(room - 44) * 0.75, room - 44, (room - 44) * 0.5], abs=0.06
    )
    assert "unknown" in words(drawing)
    assert "Key: Accounts 10, sales 60%, profit 80%" in hovers(drawing)


def test_ribbons_are_as_thick_as_the_accounts_they_carry() -> None:
    drawing = wide(flow(["Key", "Normal"], [Move(0, 0, 60), Move(0, 1, 20), Move(1, 1, 120)], LABELS, language="en"))
    # 320 - 26 - 2 × 22 pixels for 200 accounts.
    (before, after), (below_before, below_after) = (of_class(drawing, "node")[i : i + 2] for i in (0, 2))
    assert numbers(before, "y", "height") == [26.0, 100.0]
    assert numbers(after, "y", "height") == [26.0, 75.0]
    assert numbers(below_before, "height") == [150.0]
    assert numbers(below_after, "height") == [175.0]
    assert [one.get("class") for one in of_class(drawing, "ribbon")] == ["ribbon stays", "ribbon falls", "ribbon stays"]
    assert "60 −20" in words(drawing)
    assert "140 +20" in words(drawing)


def test_nobody_moving_anywhere_draws_nothing() -> None:
    assert flow(["Key"], [Move(0, 0, 0)], LABELS, language="en").svg == ""


def test_months_keep_gaps_and_break_the_line_where_nothing_is_known() -> None:
    drawn = months([100, None, 50], [10, None, -20], LABELS, first=date(2025, 12, 1), unit="count", language="en")
    drawing = wide(drawn)
    assert len(of_class(drawing, "bar")) == 2
    (line,) = of_class(drawing, "line")
    assert line.get("d", "").count("M") == 2
    assert hovers(drawing)[1] == "Jan 2026: Net sales unknown, Profit unknown"
    assert [row.name for row in drawn.rows] == ["Dec 2025", "Jan 2026", "Feb 2026"]


def test_the_first_month_is_named_where_the_january_beside_it_leaves_room() -> None:
    def first(month: int, count: int) -> list[str]:
        drawn = months([1] * count, (), LABELS, first=date(2025, month, 1), unit="count", language="en")
        return [
            one.get("class", "")
            for one in wide(drawn).iter("text")
            if one.text == f"{month_name(date(2025, month, 1), 'en')}"
        ]

    assert first(3, 12) == ["tick"]
    assert first(9, 24) == ["tick roomy"]
    assert first(12, 36) == []


def test_columns_are_named_in_as_many_lines_as_they_need_on_a_phone_and_on_a_page() -> None:
    drawing = wide(columns([Mark("below the floor", 1), *marks(1, 2, 3, 4)], LABELS, unit="count", language="en"))
    named = [(one.get("class"), one.text, *numbers(one, "x", "y")) for one in of_class(drawing, "name")]
    phone = [("name tight", "below", 10.0, 294.0), ("name tight", "the", 10.0, 308.0)]
    assert named[:3] == [*phone, ("name tight", "floor", 10.0, 322.0)]
    assert named[3:5] == [("name roomy", "below the", 10.0, 294.0), ("name roomy", "floor", 10.0, 308.0)]
    assert [one[0] for one in named[5:]] == ["name"] * 4
    assert drawing.get("height") == "328"
    long = wide(columns([Mark("a name of far more words than a column", 1)] * 6, LABELS, unit="count", language="en"))
    assert [one.text for one in of_class(long, "tight")[:3]] == ["a", "name", "of f…"]


def test_a_label_in_the_middle_stays_within_a_drawing_of_every_width() -> None:
    drawing = wide(pareto(marks(*[1.0] * 7), LABELS, unit="count", language="en"))
    (label,) = of_class(drawing, "label")
    x, beside = numbers(label, "x", "dx")
    assert label.get("text-anchor") == "end"
    assert beside == pytest.approx(width_of(label.text or "") * 1.1 * (1 - x / 100), abs=0.06)


@pytest.mark.parametrize("earning", [6, 9, 10])
@pytest.mark.parametrize("wider", [1.0, 1.3])
def test_the_peak_of_ten_accounts_is_named_within_the_drawing_even_in_a_wider_type(earning: int, wider: float) -> None:
    values = [100.0 - place if place < earning else -10.0 for place in range(10)]
    drawing = wide(whale([Mark(str(place), value) for place, value in enumerate(values)], LABELS, language="en"))
    (label,) = of_class(drawing, "label")
    length = width_of(label.text or "") * wider
    (x, beside), page = numbers(label, "x", "dx"), 456.0
    end = x / 100 * page + beside + (length if label.get("text-anchor") == "start" else 0.0)
    assert end <= page + 0.1
    assert end - length >= 0.0


def test_without_the_right_to_profit_no_trace_of_it_is_drawn() -> None:
    drawn = months([100, 50], (), LABELS, first=date(2026, 1, 1), unit="count", language="en")
    assert drawn.heads == ("Month", "Net sales")
    assert "Profit" not in drawn.svg


@pytest.mark.parametrize("draw", [bars, columns])
def test_nothing_known_draws_nothing(draw: object) -> None:
    assert draw(marks(None, None), LABELS, unit="money", language="en").svg == ""  # type: ignore[operator]
