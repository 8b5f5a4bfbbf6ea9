"""The page of all components: small made-up rows that show each at its best and at its worst."""

from dataclasses import dataclass
from typing import Final

from openkam.analysis.words import Language, Text
from openkam.web.gallery.samples import charts_in
from openkam.web.ui.charts.chart import Chart
from openkam.web.ui.paging import Pager

LANGUAGES: Final[tuple[Language, ...]] = ("zh", "en")
THEMES: Final = ("LIGHT", "DARK")


@dataclass(frozen=True)
class Sample:
    """A line of the table of accounts."""

    code: str
    name: str
    tier: Text
    place: int | None
    sales: int
    profit: int | None
    share: float | None
    course: tuple[float | None, ...]


@dataclass(frozen=True)
class Pane:
    """All components in one language and one theme."""

    language: Language
    theme: str
    charts: tuple[Chart, ...]

    @property
    def key(self) -> str:
        """What tells the ids of this pane from those of the others."""
        return f"{self.language}-{self.theme.lower()}"


@dataclass(frozen=True)
class Gallery:
    """The page."""

    panes: tuple[Pane, ...]
    rows: tuple[Sample, ...]
    pager: Pager


def gallery_page() -> Gallery:
    """Every component, in each language and theme."""
    drawn = {language: charts_in(language) for language in LANGUAGES}
    panes = tuple(Pane(language, theme, drawn[language]) for theme in THEMES for language in LANGUAGES)
    return Gallery(panes, _ROWS, Pager(51, 100, 12480, "?page=1", "?page=3"))


_KEY: Final = Text("Key", "大客户")
_IMPORTANT: Final = Text("Important", "重要客户")
_NORMAL: Final = Text("Normal", "普通客户")
_RISING: Final = tuple(float(i * i % 17 + i) for i in range(24))
_FALLING: Final = (*(float(30 - i) for i in range(12)), *(None,) * 4, *(float(8 - i) for i in range(8)))
_SINKING: Final = tuple(float(6 - i) for i in range(24))
_ROWS: Final = (
    Sample("C-0001", "杭州港湾装备股份有限公司", _KEY, 0, 125_000_000_000, 31_700_000_000, 0.2536, _RISING),
    Sample("C-0042", "Northwind Werkzeugbau GmbH & Co. KG", _IMPORTANT, 1, 48_300_000_000, None, None, _FALLING),
    Sample("C-0107", "太行重钢", _NORMAL, 2, 9_990_000_000, -1_250_000_000, -0.1251, _SINKING),
    Sample("C-1204", "Quarry Ltd.", Text("", ""), None, 40_000, 0, 0.0, (None, None, 1.0)),
)
