"""Lines of influence and conflict: bent, unlike lines of reporting, with words where nothing lies over them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Final, NamedTuple

from markupsafe import Markup

from openkam.analysis.words import Language
from openkam.web.people.cards import width_of
from openkam.web.people.picture import Line, Node
from openkam.web.people.places import CARD_HEIGHT, CARD_WIDTH, OURS_HEIGHT, OURS_WIDTH, Point, border
from openkam.web.ui.charts.drawing import element, text

KINDS: Final = frozenset({"influences", "conflict"})
_BEND: Final = 0.18
ALONG: Final = (0.5, 0.42, 0.58, 0.35, 0.65, 0.25, 0.75, 0.17, 0.83)
"""How far along the line its words may stand, the best place first; the script of the map tries the same."""
_LETTERS: Final = 16.0
"""How much height the words take."""
_AIR: Final = 3.0


class Box(NamedTuple):
    """A rectangle by its centre and its size."""

    x: float
    y: float
    width: float
    height: float

    def meets(self, other: "Box") -> bool:
        """Whether the two lie over each other."""
        return (
            abs(self.x - other.x) < (self.width + other.width) / 2
            and abs(self.y - other.y) < (self.height + other.height) / 2
        )


class Course(NamedTuple):
    """A bent line: from where, towards which point, to where."""

    start: Point
    bend: Point
    end: Point

    def at(self, part: float) -> Point:
        """The point at a part of the way, 0 to 1."""
        left = 1 - part
        x, y = (
            left * left * one + 2 * left * part * over + part * part * other
            for one, over, other in zip(self.start, self.bend, self.end, strict=True)
        )
        return x, y


def drawn_ties(
    lines: Iterable[Line], nodes: Iterable[Node], places: Mapping[str, Point], language: Language
) -> Iterator[Markup]:
    """Each line with its words; where no place along it is free of cards and other words, only hovering tells them."""
    taken = [_card(node, places[node.key]) for node in nodes]
    for line in lines:
        course, said = course_of(places[line.start], places[line.end]), line.words.to(language)
        words = f"⚡ {said}" if line.kind == "conflict" else said
        box = free_box(course, width_of(words, "tie"), taken)
        label = [text(words, box.x, box.y + 4.0, f"tie-name {line.kind}", "middle")] if box is not None else []
        taken += [box] if box is not None else []
        yield element("g", chain([element("title", said), _path(line.kind, course)], label))


def course_of(start: Point, end: Point) -> Course:
    """The line between the cards at two centres."""
    bend = bent(start, end)
    return Course(border(start, bend), bend, border(end, bend))


def bent(start: Point, end: Point) -> Point:
    """The point a bent line between two centres is drawn to."""
    across, down = end[0] - start[0], end[1] - start[1]
    return (start[0] + end[0]) / 2 - down * _BEND, (start[1] + end[1]) / 2 + across * _BEND


def free_box(course: Course, width: float, taken: Sequence[Box]) -> Box | None:
    """Where words of a width stand free of what has its place already; None: nowhere."""
    tried = (Box(*course.at(part), width + 2 * _AIR, _LETTERS) for part in ALONG)
    return next((box for box in tried if not any(box.meets(other) for other in taken)), None)


def _card(node: Node, place: Point) -> Box:
    size = (OURS_WIDTH, OURS_HEIGHT) if node.kind == "ours" else (CARD_WIDTH, CARD_HEIGHT)
    return Box(*place, *size)


def _path(kind: str, course: Course) -> Markup:
    (x1, y1), bend, (x2, y2) = course
    return element(
        "path",
        class_=f"line {kind}",
        d=f"M{x1:.1f} {y1:.1f}Q{bend[0]:.1f} {bend[1]:.1f} {x2:.1f} {y2:.1f}",
        marker_end="url(#map-arrow)" if kind == "influences" else None,
    )
