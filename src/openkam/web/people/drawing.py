"""The map as SVG: in the page without any script, on paper, and as a file that stands alone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from markupsafe import Markup

from openkam.analysis.words import Language, Text
from openkam.records.contacts.labels import LEVELS as LEVEL_LABELS
from openkam.web.people.cards import Word, clipped
from openkam.web.people.picture import Line, Node, Picture
from openkam.web.people.places import (
    BAND_HEAD,
    CARD_HEIGHT,
    CARD_WIDTH,
    GAP,
    OURS_HEIGHT,
    OURS_WIDTH,
    Layout,
    Point,
    border,
    hanging,
)
from openkam.web.people.scene import LEVELS
from openkam.web.people.ties import KINDS, drawn_ties
from openkam.web.people.wording import NO_LEVEL, OUR_SIDE
from openkam.web.ui.charts.drawing import element, rectangle, text

_STANDALONE: Final = Path(__file__).with_name("standalone.css")
_WIDE: Final = 1700.0
"""On paper the words of a card on a wider map are too small to read: it has those of afar instead."""
_HEAD: Final = 74.0
"""What a file has above the map: whose it is, of which day, what it shows."""


def drawing(
    picture: Picture,
    language: Language,
    *,
    title: Text,
    shows_known: bool,
    links: bool = True,
    whose: Text | None = None,
) -> Markup:
    """The whole map; `links` lead to the people's own pages, `whose` and the title stand above it where it is given."""
    found = picture.placed
    nodes = [node for node in picture.nodes if shows_known or node.kind != "ours"]
    lines = [line for line in picture.lines if {line.start, line.end} <= {node.key for node in nodes}]
    parts = [*_ground(picture, language), *_lines(lines, found.places, language)]
    parts += drawn_ties([line for line in lines if line.kind in KINDS], nodes, found.places, language)
    is_wide = links and found.width > _WIDE
    parts += [_card(node, found.places[node.key], links=links, has_far=is_wide) for node in nodes]
    if whose is not None:
        parts += [text(whose.to(language), 12.0, -42.0, "whose"), text(title.to(language), 12.0, -14.0, "finding")]
    top = 0.0 if whose is None else -_HEAD
    return element(
        "svg",
        [element("title", title.to(language)), _marker(), *parts],
        class_="people-map wide" if is_wide else "people-map",
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 {top:.0f} {found.width:.0f} {_height(found, shows_known=shows_known) - top:.0f}",
        role="group",
        aria_label=title.to(language),
    )


def standalone(picture: Picture, language: Language, *, whose: Text, title: Text, shows_known: bool) -> str:
    """The map as a file of its own, in its own colours, with nothing that leads back to us.

    Above the map stands whose it is and of which day (`whose`), and what it shows (`title`).
    """
    drawn = drawing(picture, language, title=title, shows_known=shows_known, links=False, whose=whose)
    width, height = picture.placed.width, _height(picture.placed, shows_known=shows_known) + _HEAD
    style = element("style", Markup(_STANDALONE.read_text("utf-8")))  # noqa: S704 - our own file
    start, _, rest = drawn.partition(">")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{start} width="{width:.0f}" height="{height:.0f}">{style}{rest}'


def _height(found: Layout, *, shows_known: bool) -> float:
    """Of the map, without our side where that is not shown."""
    return found.height if shows_known or found.ours is None else found.ours.start + GAP / 2


def _marker() -> Markup:
    tip = element("path", d="M0 0L9 4.5L0 9Z", class_="tip")
    arrow = element("marker", [tip], id="map-arrow", markerWidth=9, markerHeight=9, refX=8, refY="4.5", orient="auto")
    return element("defs", [arrow])


def _ground(picture: Picture, language: Language) -> Iterator[Markup]:
    """Bands with their levels, columns with their departments."""
    found = picture.placed
    for place, band in enumerate(found.bands):
        yield rectangle("band" if place % 2 == 0 else "band other", 0.0, band.start, found.width, band.length)
        yield text(band_label(int(band.name)).to(language), 12.0, band.start + BAND_HEAD + 18.0, "band-name")
    for column in found.columns:
        middle = column.start + column.length / 2
        name = picture.column_label(column.name).to(language)
        shown = text(clipped(name, "name", column.length + GAP / 2), middle, 24.0, "column-name", "middle")
        yield element("g", [element("title", name), shown])
    if found.ours is not None:
        yield text(OUR_SIDE.to(language), 12.0, found.ours.start + BAND_HEAD + GAP + 4.0, "band-name ours-name")


def band_label(band: int) -> Text:
    """What a band is called."""
    return LEVEL_LABELS.get(LEVELS[band], NO_LEVEL)


def _lines(lines: Sequence[Line], places: Mapping[str, Point], language: Language) -> Iterator[Markup]:
    """Who reports to whom, and which of us knows whom."""
    for line in lines:
        start, end = places[line.start], places[line.end]
        if line.kind == "reports":
            yield _line("reports", hanging(start, end))
        elif line.kind == "knows":
            course = _line("knows", [border(start, end, OURS_WIDTH, OURS_HEIGHT), border(end, start)])
            yield element("g", [element("title", line.words.to(language)), course])


def _line(kind: str, points: Iterable[Point]) -> Markup:
    return element("path", class_=f"line {kind}", d="M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points))


def _card(node: Node, place: Point, *, links: bool, has_far: bool) -> Markup:
    if node.kind == "ours":
        x, y = place[0] - OURS_WIDTH / 2, place[1] - OURS_HEIGHT / 2
        box = element("rect", class_="card", x=x, y=y, width=OURS_WIDTH, height=OURS_HEIGHT, rx=20)
        return element("g", [box, text(node.name, place[0], place[1] + 5.0, "ours-word", "middle")], class_="node ours")
    x, y = place[0] - CARD_WIDTH / 2, place[1] - CARD_HEIGHT / 2
    box = element("rect", class_="card", x=x, y=y, width=CARD_WIDTH, height=CARD_HEIGHT, rx=6)
    near = [_word(word, x, y) for word in node.card.near]
    words = [_part("near", near), _part("far", [_word(word, x, y) for word in node.card.far])] if has_far else near
    inside = [element("title", node.name), box, *words]
    kind = f"node {node.kind}"
    if node.figure is not None:
        kind += " left" if node.figure.has_left else " aside" if node.figure.is_aside else ""
    if not links or node.figure is None:
        return element("g", inside, class_=kind)
    return element("a", inside, class_=kind, href=f"/people/{node.figure.key}/", tabindex=-1)


def _part(kind: str, words: Iterable[Markup]) -> Markup:
    return element("g", words, class_=kind)


def _word(word: Word, x: float, y: float) -> Markup:
    return text(word.text, x + word.x, y + word.y, f"word-{word.kind}", "end" if word.is_end else "start")
