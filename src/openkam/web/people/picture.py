"""The scene with its places: cards, lines between them, bands and columns, ready to be drawn or sent."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from openkam.analysis.words import Language, Text
from openkam.core.access import Viewer
from openkam.records.contacts.kinds import RoleCode, TieKind
from openkam.records.contacts.labels import PROGRESS, ROLES, TIES
from openkam.web.people.cards import Card, empty_card, group_card, person_card
from openkam.web.people.places import GONE, Item, Layout, Point, layout
from openkam.web.people.scene import LEVELS, Figure, Scene
from openkam.web.people.wording import (
    NO_DEPARTMENT,
    WE_SHOULD_KNOW,
    influence_text,
    joined,
    met_text,
    role_names,
    roles_of,
    stance_text,
)

MANY: Final = 40
"""From so many people on, departments nobody needs to see at once are collapsed at first."""
_FEW: Final = 3
EMPTY_COLUMN: Final = "\x00"
_BAND_OF_ROLE: Final = {RoleCode.DECIDER: 0, RoleCode.TECH_GATE: 1, RoleCode.BUYER: 1, RoleCode.USER: 2}
_REPORTS: Final = Text("reports to", "汇报给")


@dataclass(frozen=True)
class Node:
    """A card: `kind` is person, chair (an empty one with a title), empty (a role nobody holds), group or ours."""

    key: str
    kind: str
    name: str
    say: Text
    card: Card
    figure: Figure | None = None
    department: str = ""
    role: str = ""


@dataclass(frozen=True)
class Line:
    """A line between two cards: reports (from the superior), influences, conflict, knows (from one of us)."""

    start: str
    end: str
    kind: str
    words: Text


@dataclass(frozen=True)
class Picture:
    """What is drawn; `closed` are the departments that are collapsed, `moved` the cards the viewer put elsewhere."""

    scene: Scene
    nodes: Sequence[Node]
    lines: Sequence[Line]
    layout: Layout
    closed: frozenset[str]
    moved: Mapping[str, Point] = field(default_factory=dict)

    @property
    def placed(self) -> Layout:
        """The layout with the cards where the viewer put them."""
        return self.layout.moved(self.moved) if self.moved else self.layout

    def with_places(self, where: Mapping[str, Point]) -> "Picture":
        """With these cards elsewhere; one that is not on the map today keeps its place for the day it is."""
        return replace(self, moved=where)

    def column_label(self, name: str) -> Text:
        """What a column is called."""
        if name == EMPTY_COLUMN:
            return WE_SHOULD_KNOW
        return Text(name, name) if name else NO_DEPARTMENT


def picture_of(viewer: Viewer, scene: Scene, *, closed: frozenset[str] | None, language: Language) -> Picture:
    """The picture of a scene, in one language."""
    shut = _closed(scene) if closed is None else closed
    persons = [_person(one, scene, language) for one in scene.figures if one.chair.department not in shut]
    groups = list(_groups(scene, shut, language))
    chairs = {role for one in scene.figures if one.chair.is_placeholder for role in one.roles}
    empties = [_empty(role, language) for role in scene.empty if scene.figures and role not in chairs]
    ours = list(_ours(viewer, scene))
    place = {one.key: f"p{one.key}" for one in scene.figures}
    place |= {one.key: f"d{one.chair.department}" for one in scene.figures if one.chair.department in shut}
    items = [*_items(scene, persons, groups, place), *(_empty_item(node) for node in empties)]
    found = layout(items, [node.key for node in ours], EMPTY_COLUMN)
    lines = [line for line in _lines(scene, place) if line.start != line.end]
    return Picture(scene, [*persons, *groups, *empties, *ours], list(dict.fromkeys(lines)), found, frozenset(shut))


def _closed(scene: Scene) -> frozenset[str]:
    """Of many people: departments of more than a few among whom nobody has a role."""
    if len(scene.figures) <= MANY:
        return frozenset()
    by_name: dict[str, list[Figure]] = {}
    for one in scene.figures:
        by_name.setdefault(one.chair.department, []).append(one)
    return frozenset(name for name, some in by_name.items() if len(some) > _FEW and not any(one.roles for one in some))


def _person(one: Figure, scene: Scene, language: Language) -> Node:
    kind = "chair" if one.chair.is_placeholder else "person"
    superior = scene.by_key.get(one.chair.superior or 0)
    parts = [Text(one.chair.name, one.chair.name)]
    parts += [Text(one.chair.title, one.chair.title)] if one.chair.title else []
    parts += roles_of(one)
    parts += [stance_text(one.stance)] if one.stance is not None else []
    parts += [influence_text(one.influence)] if one.influence else []
    parts.append(met_text(one, scene.day))
    if superior is not None:
        name = superior.chair.name
        parts.append(Text(f"reports to {name}", f"汇报给{name}"))
    card = person_card(one, scene.day, language)
    return Node(f"p{one.key}", kind, one.chair.name, joined(parts), card, one, one.chair.department)


def _groups(scene: Scene, closed: Iterable[str], language: Language) -> Iterator[Node]:
    for name in sorted(closed):
        some = [one for one in scene.figures if one.chair.department == name]
        if not some:
            continue
        met = sum(one.seen.met is not None for one in some)
        counts = Text("{n} people, {met} met", "{n}人，已见{met}人").filled(n=len(some), met=met)
        roles = joined(role_names(frozenset(role for one in some for role in one.roles)))
        hint = Text("collapsed: open it", "已折叠，点击展开")
        title = name or NO_DEPARTMENT.to(language)
        lines = [counts, *([roles] if roles.en else []), hint]
        say = joined([Text(title, title), *lines])
        yield Node(f"d{name}", "group", title, say, group_card(title, lines, language), None, name)


def _empty(role: RoleCode, language: Language) -> Node:
    label = ROLES[role]
    remedy = Text("Who is it? Ask, then add", "是谁？打听后添加")
    say = Text("{role}: nobody known. Enter adds somebody", "{role}：尚无人选，按回车添加").filled(role=label)
    return Node(f"r{role}", "empty", "", say, empty_card(label, remedy, language), role=role)


def _ours(viewer: Viewer, scene: Scene) -> Iterator[Node]:
    """Colleagues who know somebody here, the viewer first."""
    names = {known.colleague: known.name for one in scene.figures for known in one.chair.known_by}
    for key in sorted(names, key=lambda key: (key != viewer.user, names[key], key)):
        say = Text("{name}, our side", "{name}，我方").filled(name=names[key])
        yield Node(f"u{key}", "ours", names[key], say, Card((), ()))


def _items(scene: Scene, persons: Sequence[Node], groups: Sequence[Node], place: Mapping[int, str]) -> Iterator[Item]:
    for node in persons:
        if node.figure is None:
            continue
        chair = node.figure.chair
        rank = (GONE * node.figure.has_left) + (not node.figure.roles)
        superior = place.get(chair.superior or 0)
        yield Item(node.key, chair.department, LEVELS.index(chair.level), superior, (rank, chair.name))
    for node in groups:
        bands = [LEVELS.index(one.chair.level) for one in scene.figures if one.chair.department == node.department]
        yield Item(node.key, node.department, min(bands))


def _empty_item(node: Node) -> Item:
    return Item(node.key, EMPTY_COLUMN, _BAND_OF_ROLE[RoleCode(node.role)])


def _lines(scene: Scene, place: Mapping[int, str]) -> Iterator[Line]:
    for one in scene.figures:
        above = place.get(one.chair.superior or 0)
        if above is not None:
            yield Line(above, place[one.key], "reports", _REPORTS)
    for tie in scene.people.ties:
        if tie.person in place and tie.other in place:
            kind = "conflict" if tie.kind == TieKind.CONFLICT else "influences"
            yield Line(place[tie.person], place[tie.other], kind, TIES[tie.kind])
    for one in scene.figures:
        for known in one.chair.known_by:
            yield Line(f"u{known.colleague}", place[one.key], "knows", PROGRESS[known.level])
