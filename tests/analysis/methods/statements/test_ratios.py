"""The ratios of a customer's statements, with the vectors of R066 to R071."""

from datetime import date

import pytest

from openkam.analysis.methods.statements.ratios import (
    KINDS,
    Band,
    Figures,
    Ratio,
    Reading,
    Trend,
    is_old,
    readings,
    weak_count,
)

WHOLE = Figures(
    current_assets=60,
    total_assets=150,
    current_liabilities=40,
    revenue=180,
    net_profit=9,
    receivables=30,
    inventory=24,
    cost_of_goods=120,
)


def read(this: Figures, before: Figures | None = None) -> dict[Ratio, Reading]:
    """By ratio."""
    return {one.ratio: one for one in readings(this, before)}


@pytest.mark.parametrize(
    ("ratio", "value"),
    [
        (Ratio.CURRENT_ASSETS, 0.40),
        (Ratio.CURRENT, 1.5),
        (Ratio.NET_MARGIN, 0.05),
        (Ratio.RETURN_ON_ASSETS, 0.06),
        (Ratio.RECEIVABLE_DAYS, 60.833),
        (Ratio.INVENTORY_DAYS, 73.0),
    ],
)
def test_the_vectors_of_the_source_hold(ratio: Ratio, value: float) -> None:
    assert read(WHOLE, WHOLE)[ratio].value == pytest.approx(value, abs=0.001)


def test_the_return_stands_on_average_assets_and_says_so_where_it_cannot() -> None:
    growing = Figures(total_assets=200, net_profit=9)
    found = read(growing, Figures(total_assets=100))[Ratio.RETURN_ON_ASSETS]
    assert found.value == pytest.approx(0.06)
    assert not found.is_closing_only
    assert read(growing)[Ratio.RETURN_ON_ASSETS].is_closing_only


def test_a_missing_figure_makes_a_ratio_not_computable_and_is_named() -> None:
    found = read(Figures(inventory=24))[Ratio.INVENTORY_DAYS]
    assert (found.value, found.missing, found.band) == (None, ("cost_of_goods",), Band.NONE)


def test_nothing_is_divided_by_zero_or_by_less() -> None:
    assert all(one.value is None for one in readings(Figures(*[0] * 8)))
    assert read(Figures(net_profit=1, revenue=-5))[Ratio.NET_MARGIN].value is None


def test_a_loss_is_weak_and_counted() -> None:
    found = readings(Figures(net_profit=-9, revenue=180, total_assets=150))
    assert weak_count(found) == 2


def test_fewer_days_are_better_and_more_margin_is() -> None:
    later = Figures(receivables=20, revenue=180, net_profit=5)
    found = read(later, WHOLE)
    assert found[Ratio.RECEIVABLE_DAYS].trend is Trend.BETTER
    assert found[Ratio.NET_MARGIN].trend is Trend.WORSE
    assert found[Ratio.INVENTORY_DAYS].trend is Trend.UNKNOWN
    assert read(WHOLE, WHOLE)[Ratio.NET_MARGIN].trend is Trend.LEVEL


@pytest.mark.parametrize("ratio", list(Ratio))
def test_the_bounds_of_a_band_belong_to_the_better_one(ratio: Ratio) -> None:
    kind = KINDS[ratio]
    scale = 365 if kind.unit == "days" else 1
    whole = Figures(**dict.fromkeys(kind.needs, 1000))
    upper = kind.needs[0]
    for bound, band in ((kind.sound, Band.SOUND), (kind.weak, Band.WATCH)):
        figures = Figures(**{**vars(whole), upper: 1000 * bound / scale})
        assert read(figures)[ratio].band is band


@pytest.mark.parametrize(
    ("figures", "today", "old"),
    [
        (date(2024, 12, 31), date(2026, 6, 30), False),
        (date(2024, 12, 31), date(2026, 7, 1), True),
        (date(2024, 8, 31), date(2026, 2, 28), False),
        (date(2024, 8, 31), date(2026, 3, 1), True),
        (date(2025, 5, 15), date(2026, 11, 15), False),
        (date(2025, 5, 15), date(2026, 11, 16), True),
    ],
)
def test_figures_are_old_after_eighteen_months(figures: date, today: date, *, old: bool) -> None:
    assert is_old(figures, today) is old
