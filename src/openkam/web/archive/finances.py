"""A customer's own statements year by year, and what the ratios say of its health."""

from collections.abc import Sequence
from dataclasses import dataclass

from openkam.analysis.methods.statements.ratios import (
    FIGURE_LABELS,
    KINDS,
    Band,
    Figures,
    Reading,
    Trend,
    is_old,
    readings,
    weak_count,
)
from openkam.analysis.words import Text
from openkam.core.access import Viewer
from openkam.records.accounts.models import Account
from openkam.records.archive.models import Statement
from openkam.web.archive.frame import Answer, Frame, frame_of

BANDS = {
    Band.SOUND: (Text("sound", "良好"), "good"),
    Band.WATCH: (Text("watch", "关注"), "warning"),
    Band.WEAK: (Text("weak", "偏弱"), "danger"),
}
TRENDS = {
    Trend.BETTER: (Text("better than the year before", "较上年改善"), "↗"),
    Trend.WORSE: (Text("worse than the year before", "较上年变差"), "↘"),
    Trend.LEVEL: (Text("as the year before", "与上年持平"), "→"),
}
UNITS = (
    ("1", Text("yuan, dollars, …", "元")),
    ("10000", Text("ten thousand", "万元")),
    ("1000000", Text("million", "百万元")),
    ("100000000", Text("hundred million", "亿元")),
)


@dataclass(frozen=True)
class Year:
    """One year's statements and its ratios."""

    statement: Statement
    figures: Sequence[tuple[str, int | None]]
    readings: Sequence[Reading]
    is_old: bool


@dataclass(frozen=True)
class RatioRow:
    """A ratio over the years, the latest first."""

    label: Text
    tells: Text
    unit: str
    readings: Sequence[Reading]
    missing: Text | None


@dataclass(frozen=True)
class FinancesPage:
    """Everything the page shows."""

    frame: Frame
    title: Text
    years: Sequence[Year]
    ratios: Sequence[RatioRow]
    figures: Sequence[tuple[str, Text]]
    units: Sequence[tuple[str, Text]]
    bands: dict[Band, tuple[Text, str]]
    trends: dict[Trend, tuple[Text, str]]


def finances_page(viewer: Viewer, key: int, answer: Answer = None) -> FinancesPage:
    """The page.

    Raises Http404 where the viewer sees no such account.
    """
    frame = frame_of(viewer, key, "finances/", answer)
    years = years_of(viewer, frame.account)
    return FinancesPage(
        frame=frame,
        title=_title(years),
        years=years,
        ratios=ratios_of(years),
        figures=list(FIGURE_LABELS.items()),
        units=UNITS,
        bands=BANDS,
        trends=TRENDS,
    )


def years_of(viewer: Viewer, account: Account) -> list[Year]:
    """The years that are known, the latest first. One query."""
    rows = Statement.objects.visible_to(viewer).filter(account=account).select_related("author").order_by("-year")
    by_year = {row.year: row for row in rows}
    figures = {year: Figures(**{name: getattr(row, name) for name in FIGURE_LABELS}) for year, row in by_year.items()}
    return [
        Year(
            row,
            [(name, getattr(row, name)) for name in FIGURE_LABELS],
            readings(figures[year], *_before(by_year, figures, year)),
            is_old(row.figures_date, viewer.today),
        )
        for year, row in by_year.items()
    ]


def ratios_of(years: Sequence[Year]) -> list[RatioRow]:
    """The ratios as rows; what is missing is named for the latest year."""
    if not years:
        return []
    found = []
    for place, reading in enumerate(years[0].readings):
        kind = KINDS[reading.ratio]
        names = [FIGURE_LABELS[name] for name in reading.missing]
        missing = names[0] if names else None
        for name in names[1:]:
            missing = Text("{a}, {b}", "{a}、{b}").filled(a=missing or name, b=name)
        found.append(RatioRow(kind.label, kind.tells, kind.unit, [year.readings[place] for year in years], missing))
    return found


def _before(
    rows: dict[int, Statement], figures: dict[int, Figures], year: int
) -> tuple[Figures | None, Figures | None]:
    """The two years before, where they are in the same currency."""
    currency = rows[year].currency
    same = [figures[one] if one in rows and rows[one].currency == currency else None for one in (year - 1, year - 2)]
    return same[0], same[1]


def _title(years: Sequence[Year]) -> Text:
    if not years:
        return Text("No statement of this customer is known", "尚无该客户的财务报表")
    latest = years[0]
    year, weak = latest.statement.year, weak_count(latest.readings)
    computed = sum(one.value is not None for one in latest.readings)
    if not computed:
        return Text("{year}: too little is known for any ratio", "{year}年：数据不足，无法计算比率").filled(year=year)
    if weak:
        words = Text("{year}: {weak} of {n} ratios are weak", "{year}年：{n}项比率中{weak}项偏弱")
        if weak == 1:
            words = Text("{year}: 1 of {n} ratios is weak", "{year}年：{n}项比率中1项偏弱")
        head = words.filled(year=year, weak=weak, n=computed)
    else:
        head = Text("{year}: none of {n} ratios is weak", "{year}年：{n}项比率均不偏弱").filled(year=year, n=computed)
    return Text("{head}; figures are old", "{head}；数据已过时").filled(head=head) if latest.is_old else head
