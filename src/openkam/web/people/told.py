"""What an act on the map led to, in words and once, with what takes it back.

The address carries keys and days, never a name: `line.7.12.2026-06-01.3.2025-01-01`, `back.7`, `person.7`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from openkam.analysis.words import Text
from openkam.core.periods import day_text
from openkam.records.contacts.actions.superiors import LineChange
from openkam.records.contacts.queries import Chair
from openkam.web.people.scene import Scene
from openkam.web.typed import day_or_none, key_of

_PARTS_OF_A_LINE: Final = 6


@dataclass(frozen=True)
class Told:
    """The words; back: the change as its way back sends it; href: the page of whom they are about. Blank: none."""

    words: Text
    back: str = ""
    href: str = ""


def line_word(change: LineChange) -> str:
    """A change of whom somebody reports to, as the address of the page carries it."""
    since = change.since_date.isoformat()
    return ".".join(
        ["line", str(change.person), _key(change.line), since, _key(change.before), _day(change.before_since)]
    )


def line_change_of(word: str) -> LineChange | None:
    """The change that was written so, None where it cannot be read."""
    parts = word.split(".")
    if len(parts) != _PARTS_OF_A_LINE or parts[0] != "line":
        return None
    person, since = key_of(parts[1]), day_or_none(parts[3])
    if person is None or since is None:
        return None
    return LineChange(person, since, key_of(parts[2]), key_of(parts[4]), day_or_none(parts[5]))


def told_of(word: str, scene: Scene, *, may_change: bool) -> Told | None:
    """What the word says of the people the viewer sees; None where it says nothing, or of nobody here."""
    chairs = {chair.person: chair for chair in scene.people.chairs}
    change, (kind, _, rest) = line_change_of(word), word.partition(".")
    chair = chairs.get(change.person if change is not None else key_of(rest) or 0)
    if chair is None:
        return None
    if change is not None:
        return Told(_line(change, chair, chairs), word if may_change and _has_way_back(change, chairs) else "")
    if kind == "back":
        return Told(_back(chair, chairs))
    if kind != "person":
        return None
    place = f"/people/{chair.person}/?account={scene.account.pk}"
    said = Text("Saved: {name} is on the map.", "已保存：{name}已在人脉图上。").filled(name=chair.name)
    return Told(said, href=place)


def _has_way_back(change: LineChange, chairs: Mapping[int, Chair]) -> bool:
    """Something was changed, and whom he reported to is still among those the viewer sees."""
    return change.is_one and (change.before is None or change.before in chairs)


def _line(change: LineChange, chair: Chair, chairs: Mapping[int, Chair]) -> Text:
    above, before = _name(chair.superior, chairs), _name(change.before, chairs)
    if above and before and above != before:
        said = Text(
            "Saved: from {day} {name} reports to {above}, no longer to {before}.",
            "已保存：{name}自{day}起汇报给{above}，不再汇报给{before}。",
        )
    elif above:
        said = Text("Saved: from {day} {name} reports to {above}.", "已保存：{name}自{day}起汇报给{above}。")
    elif before:
        said = Text(
            "Saved: from {day} {name} no longer reports to {before}; to whom else is not known.",
            "已保存：{name}自{day}起不再汇报给{before}，新的汇报对象尚不清楚。",
        )
    else:
        said = Text("Saved: it is not known whom {name} reports to.", "已保存：{name}的汇报对象尚不清楚。")
    return said.filled(day=day_text(change.since_date), name=chair.name, above=above, before=before)


def _back(chair: Chair, chairs: Mapping[int, Chair]) -> Text:
    above = _name(chair.superior, chairs)
    if not above:
        said = Text("Taken back: it is not known whom {name} reports to.", "已撤销：{name}的汇报对象尚不清楚。")
    else:
        said = Text("Taken back: {name} reports to {above} as before.", "已撤销：{name}仍汇报给{above}。")
    return said.filled(name=chair.name, above=above)


def _name(key: int | None, chairs: Mapping[int, Chair]) -> str:
    return chairs[key].name if key is not None and key in chairs else ""


def _key(key: int | None) -> str:
    return "" if key is None else str(key)


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()
