"""What stands on a card: words with their places, the same in the drawing, in the file and on the moved map."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from unicodedata import east_asian_width

from openkam.analysis.words import Language, Text
from openkam.core.periods import day_text
from openkam.records.contacts.kinds import Degree, RoleCode
from openkam.records.contacts.labels import DECISION_GROUP
from openkam.web.people.places import CARD_HEIGHT, CARD_WIDTH
from openkam.web.people.scene import Figure
from openkam.web.people.wording import (
    FRESHNESS_MARKS,
    SHORT_DEGREES,
    freshness,
    joined,
    met_text,
    roles_of,
    stance_text,
)

_PAD: Final = 13.0
ROOM: Final = CARD_WIDTH - 2 * _PAD
_BREAKS: Final = " -·.,、（("
_BOLD: Final = frozenset({"name", "role", "far", "far-long", "far-mark", "tie"})
_FAR_NAME: Final = 30.0
_SMALL: Final = 12.0
_WIDER: Final = 1.2
"""Bold letters beside plain ones, in the widest of the usual fonts."""
_MARKS_ROOM: Final = 86.0
"""At the lower right of a card from afar, for freshness and stance."""
_SIZES: Final = dict.fromkeys(("quiet", "role", "mark", "met"), _SMALL) | {
    "name": 14.5,
    "far": _FAR_NAME,
    "far-long": 24.0,
    "far-mark": 21.0,
    "tie": 11.5,
}
"""Kinds of words and the size of their letters."""
_SHORT: Final = {
    RoleCode.DECIDER: Text("Decider", "决策"),
    RoleCode.TECH_GATE: Text("Gatekeeper", "技术"),
    RoleCode.BUYER: Text("Purchaser", "采购"),
    RoleCode.USER: Text("User", "使用"),
    RoleCode.INFLUENCER: Text("Influencer", "影响"),
}


@dataclass(frozen=True)
class Word:
    """Words at a place of a card, from its upper left corner; `is_end` ends there instead of beginning."""

    kind: str
    x: float
    y: float
    text: str
    is_end: bool = False


@dataclass(frozen=True)
class Card:
    """The words of a card as seen from near, and the few that are legible from afar."""

    near: Sequence[Word]
    far: Sequence[Word]


def person_card(one: Figure, day: date, language: Language) -> Card:
    """Name, title, roles, stance, influence, freshness; what the viewer may not know has no place."""
    name = lines_of("name", one.chair.name, ROOM)
    places = (26, 45, 64, 82, 99) if len(name) == 1 else (21, 37, 53, 69, 85, 101)
    words = [Word("name", _PAD, y, said) for y, said in zip(places, name, strict=False)]
    title, role, stands, seen = places[len(name) :]
    words.append(_word("quiet", title, one.chair.title, language))
    roles = [*roles_of(one), *([DECISION_GROUP] if one.chair.in_group else [])]
    words.append(_word("role", role, joined(roles), language))
    stance = stance_text(one.stance).to(language) if one.stance is not None else ""
    degree = SHORT_DEGREES[Degree(one.influence)].to(language) if one.influence else ""
    end = Word("mark", CARD_WIDTH - _PAD, stands, degree, is_end=True)
    words += [_fitted("mark", _PAD, stands, stance, ROOM - (70 if degree else 0)), end]
    mark = FRESHNESS_MARKS[freshness(one, day)]
    fresh = met_text(one, day).to(language)
    left = _left_text(one).to(language)
    words.append(_fitted("met", _PAD, seen, left or f"{mark} {fresh}", ROOM))
    return Card([word for word in words if word.text], _far(one, day, language))


def _left_text(one: Figure) -> Text:
    if not one.has_left or one.chair.until_date is None:
        return Text("", "")
    return Text("✕ left on {day}", "✕ 已于{day}离任").filled(day=day_text(one.chair.until_date))


def _far(one: Figure, day: date, language: Language) -> list[Word]:
    """The name, one role, and marks for stance and freshness."""
    roles = [_SHORT[role].to(language) for role in RoleCode if role in one.roles]
    stance = f"{'▲' if one.stance > 0 else '▼'}{one.stance:+d}" if one.stance is not None else ""
    marks = " ".join(part for part in ("✕" if one.has_left else FRESHNESS_MARKS[freshness(one, day)], stance) if part)
    kind = "far" if width_of(one.chair.name, "far") <= ROOM else "far-long"
    name = lines_of(kind, one.chair.name, ROOM)
    places = (50,) if len(name) == 1 else (32, 60)
    return [
        *(Word(kind, _PAD, y, said) for y, said in zip(places, name, strict=True)),
        _fitted("far-mark", _PAD, 92, roles[0] if roles else "", ROOM - _MARKS_ROOM),
        Word("far-mark", CARD_WIDTH - _PAD, 92, marks, is_end=True),
    ]


def empty_card(title: Text, remedy: Text, language: Language) -> Card:
    """A role that nobody holds."""
    near = [
        _fitted("name", _PAD, 38, f"? {title.to(language)}", ROOM),
        _fitted("quiet", _PAD, 60, remedy.to(language), ROOM),
    ]
    return Card(near, [_fitted("far", _PAD, 66, f"? {title.to(language)}", ROOM)])


def group_card(title: str, lines: Sequence[Text], language: Language) -> Card:
    """A department that was collapsed."""
    near = [_word("name", 26, title, language)]
    near += [_word("quiet", 47 + 19 * place, line, language) for place, line in enumerate(lines)]
    far = [_fitted("far", _PAD, 50, title, ROOM)]
    far += [_word("far-mark", 88, line, language) for line in lines[:1]]
    return Card(near, far)


def _word(kind: str, y: float, text: Text | str, language: Language) -> Word:
    said = text.to(language) if isinstance(text, Text) else text
    return _fitted(kind, _PAD, y, said, ROOM)


def _fitted(kind: str, x: float, y: float, said: str, room: float) -> Word:
    return Word(kind, x, min(y, CARD_HEIGHT - 7), clipped(said, kind, room))


def clipped(said: str, kind: str, room: float) -> str:
    """The words, or as much of their beginning as the room takes, with an ellipsis."""
    if width_of(said, kind) <= room:
        return said
    end = len(said) - 1
    while end > 0 and width_of(said[:end] + "…", kind) > room:
        end -= 1
    return said[:end].rstrip() + "…"


def lines_of(kind: str, said: str, room: float) -> list[str]:
    """One line, or two: broken at the last blank, hyphen or point that fits, else anywhere; the second may be cut."""
    if width_of(said, kind) <= room:
        return [said]
    fits = next(end for end in range(len(said), 0, -1) if end == 1 or width_of(said[:end], kind) <= room)
    breaks = [place + 1 for place, letter in enumerate(said[:fits]) if letter in _BREAKS]
    end = breaks[-1] if breaks and breaks[-1] > fits / 3 else fits
    return [said[:end].rstrip(), clipped(said[end:].lstrip(), kind, room)]


def width_of(said: str, kind: str) -> float:
    """How long words are drawn, rather too long: Latin letters of a bold kind need more room than the average."""
    bold = _WIDER if kind in _BOLD else 1.0
    return _SIZES[kind] * bold * sum(map(_letter, said))


def _letter(letter: str) -> float:
    if east_asian_width(letter) in "WFA":
        return 1.0 if letter != "·" else 0.5
    if letter in "mwMW@%&":
        return 0.9
    return 0.72 if letter.isupper() else 0.34 if letter in " .,:;'il|-·" else 0.58
