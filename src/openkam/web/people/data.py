"""The map as data for the script that lets people move it; what a viewer may not know has no key in it."""

from collections.abc import Iterator
from typing import Any

from openkam.analysis.words import Language, Text
from openkam.core.periods import day_text
from openkam.records.contacts.kinds import OpinionKind
from openkam.records.contacts.labels import OPINIONS, PROGRESS
from openkam.records.contacts.scales import value_label
from openkam.web.people.cards import Word
from openkam.web.people.drawing import band_label
from openkam.web.people.picture import EMPTY_COLUMN, Node, Picture
from openkam.web.people.places import CARD_HEIGHT, CARD_WIDTH, OURS_HEIGHT, OURS_WIDTH
from openkam.web.people.scene import Figure, Scene
from openkam.web.people.wording import (
    OUR_SIDE,
    freshness,
    met_text,
    roles_of,
    strength_text,
    tie_sentences,
)


def map_data(picture: Picture, language: Language) -> dict[str, Any]:
    """Nodes with their places and words, lines, bands and columns, in one language."""
    found = picture.layout
    ours = [{"label": OUR_SIDE.to(language), "y": found.ours.start}] if found.ours is not None else []
    return {
        "account": picture.scene.account.pk,
        "day": picture.scene.day.isoformat(),
        "size": [round(found.width), round(found.height)],
        "card": [CARD_WIDTH, CARD_HEIGHT],
        "oursCard": [OURS_WIDTH, OURS_HEIGHT],
        "bands": [
            {"label": band_label(int(band.name)).to(language), "y": band.start, "height": band.length}
            for band in found.bands
        ],
        "ours": ours,
        "moved": {key: {"x": x, "y": y} for key, (x, y) in picture.moved.items()},
        "columns": [
            {
                "label": picture.column_label(column.name).to(language),
                "department": None if column.name == EMPTY_COLUMN else column.name,
                "x": column.start,
                "width": column.length,
            }
            for column in found.columns
        ],
        "nodes": [_node(node, picture, language) for node in picture.nodes],
        "lines": [
            {"from": line.start, "to": line.end, "kind": line.kind, "words": line.words.to(language)}
            for line in picture.lines
        ],
    }


def _node(node: Node, picture: Picture, language: Language) -> dict[str, Any]:
    x, y = picture.layout.places[node.key]
    told: dict[str, Any] = {"key": node.key, "kind": node.kind, "name": node.name, "say": node.say.to(language)}
    told |= {"x": round(x, 1), "y": round(y, 1)}
    told["near"] = [_word(word) for word in node.card.near]
    told["far"] = [_word(word) for word in node.card.far if word.text]
    if node.kind == "group":
        told["department"] = node.department
    if node.kind == "empty":
        told["role"] = node.role
    if node.figure is not None:
        told |= _figure(node.figure, picture, language)
    return told


def _figure(one: Figure, picture: Picture, language: Language) -> dict[str, Any]:
    """A person; opinions are told under their own keys, and only those the viewer reads."""
    chair, scene = one.chair, picture.scene
    told: dict[str, Any] = {"person": one.key, "href": f"/people/{one.key}/", "department": chair.department}
    told |= {"title": chair.title, "level": chair.level, "roles": sorted(one.roles)}
    told |= {"hasLeft": one.has_left, "isAside": one.is_aside, "superior": chair.superior}
    told |= {"freshness": freshness(one, scene.day)}
    if one.stance is not None:
        told["stance"] = one.stance
    if one.influence:
        told["influence"] = one.influence
    told["facts"] = [[label.to(language), value.to(language)] for label, value in _facts(one, picture)]
    return told


def _facts(one: Figure, picture: Picture) -> Iterator[tuple[Text, Text]]:
    """What the panel beside the map says of somebody, line by line."""
    chair, scene = one.chair, picture.scene
    names = roles_of(one)
    if names:
        yield Text("Roles", "角色"), Text(", ".join(n.en for n in names), "、".join(n.zh for n in names))
    superior = scene.by_key.get(chair.superior or 0)
    if superior is not None:
        yield Text("Reports to", "汇报对象"), _plain(superior.chair.name)
    if chair.since_date is not None:
        yield Text("In post since", "任职起始"), day_text(chair.since_date)
    for kind in OpinionKind:
        held = chair.opinions.get(kind)
        if held is not None:
            words = value_label(kind, held.value)
            yield (
                OPINIONS[kind],
                Text("{words} ({name}, {day})", "{words}（{name}，{day}）").filled(
                    words=words, name=held.author, day=day_text(held.observed_date)
                ),
            )
            yield Text("Because", "依据"), _plain(held.evidence)
    yield Text("Contact", "接触"), met_text(one, scene.day)
    strength = scene.coverage.strengths.get(one.key)
    if strength is not None and one.seen.touches:
        yield Text("Strength of contact", "联系强度"), strength_text(strength.total)
    if one.seen.colleagues:
        yield Text("Met by", "我方接触人"), Text(", ".join(one.seen.colleagues), "、".join(one.seen.colleagues))
    yield from _relations(one, scene)
    if chair.is_coach:
        yield (
            Text("Sealed", "密级"),
            Text("you hold the coach record; it is not exported", "您持有其教练档案，不会被导出"),
        )


def _relations(one: Figure, scene: Scene) -> Iterator[tuple[Text, Text]]:
    for tie in tie_sentences(scene, one.key):
        yield Text("Line", "关系线"), tie
    for known in one.chair.known_by:
        yield Text("Known by {name}", "{name}认识").filled(name=known.name), _level(known.level, known.wanted)


def _level(level: int, wanted: int | None) -> Text:
    now = PROGRESS[level]
    if wanted is None or wanted == level:
        return now
    return Text("{now}, wanted: {wanted}", "{now}，目标：{wanted}").filled(now=now, wanted=PROGRESS[wanted])


def _plain(words: str) -> Text:
    return Text(words, words)


def _word(word: Word) -> list[Any]:
    return [word.kind, word.x, word.y, word.text, *([1] if word.is_end else [])]
