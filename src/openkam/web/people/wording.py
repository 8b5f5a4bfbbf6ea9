"""How the map says who somebody is, where he stands and how fresh we know him: in words, never by colour alone."""

from datetime import date
from typing import Final

from openkam.analysis.words import Text
from openkam.insight.health.coverage import THREAD
from openkam.insight.health.touch import ago_text, contact_text
from openkam.records.contacts.kinds import Degree, RoleCode, TieKind
from openkam.records.contacts.labels import ROLES
from openkam.records.contacts.scales import DEGREES, value_label
from openkam.web.people.scene import Figure, Scene

BARS: Final = {Degree.HIGH: "▮▮▮", Degree.MEDIUM: "▮▮▯", Degree.LOW: "▮▯▯"}
NO_LEVEL: Final = Text("Level unknown", "层级未知")
NO_DEPARTMENT: Final = Text("Department unknown", "部门未知")
WE_SHOULD_KNOW: Final = Text("We should know", "应当认识")
OUR_SIDE: Final = Text("Our side", "我方人员")
_FRESH_DAYS: Final = 30
_STALE_DAYS: Final = 90


def role_names(roles: frozenset[str]) -> list[Text]:
    """The roles in the order of their weight."""
    return [ROLES[role] for role in RoleCode if role in roles]


def roles_of(one: Figure) -> list[Text]:
    """His roles at the account, then those he has in single open deals, with the names of the deals."""
    deals: dict[str, list[str]] = {}
    for part in one.deal_parts:
        if part.role not in one.chair.roles:
            deals.setdefault(part.role, []).append(part.deal)
    single = [
        Text("{role} ({deals})", "{role}（{deals}）").filled(
            role=ROLES[role], deals=Text(", ".join(deals[role]), "、".join(deals[role]))
        )
        for role in RoleCode
        if role in deals
    ]
    return [*role_names(one.chair.roles), *single]


def joined(parts: list[Text]) -> Text:
    """Words side by side."""
    return Text(" · ".join(part.en for part in parts), " · ".join(part.zh for part in parts))


def stance_text(stance: int) -> Text:
    """`▲ +3 Supportive`: shape, figure and word."""
    label = value_label("STANCE", str(stance))
    mark = "▲" if stance > 0 else "▼"
    return Text(f"{mark} {label.en}", f"{mark} {label.zh}")


def influence_text(degree: str) -> Text:
    """`▮▮▮ High`: bars and word."""
    label = DEGREES[degree]
    return Text(f"{BARS[Degree(degree)]} {label.en}", f"{BARS[Degree(degree)]} {label.zh}")


def freshness(one: Figure, day: date) -> str:
    """FRESH up to 30 days after the latest meeting, AGING up to 90, STALE beyond; NEVER, without a meeting."""
    if one.seen.met is None:
        return "NEVER"
    days = (day - one.seen.met).days
    return "FRESH" if days <= _FRESH_DAYS else "AGING" if days <= _STALE_DAYS else "STALE"


FRESHNESS_MARKS: Final = {"FRESH": "●", "AGING": "◐", "STALE": "◔", "NEVER": "○"}


def met_text(one: Figure, day: date) -> Text:
    """`met 12 days ago by 2 of us`; who was only written to or called was never met."""
    seen = one.seen
    if one.chair.is_placeholder:
        return Text("we do not know who", "尚不知是谁")
    met = ago_text(seen.met, is_month=seen.met_is_month, today=day) if seen.met is not None else None
    if met is not None and seen.colleagues:
        said, ours = contact_text(met, None), len(seen.colleagues)
        return Text(f"{said.en} by {ours} of us", f"{said.zh} · 我方{ours}人")
    touched = ago_text(seen.touched, is_month=seen.touched_is_month, today=day) if seen.touched is not None else None
    return contact_text(met, touched)


def strength_text(strength: float) -> Text:
    """The strength of a contact, and whether it is a live contact."""
    live, weak = Text("{n} of 100, in regular touch", "{n}/100，保持往来"), Text("{n} of 100", "{n}/100")
    return (live if strength > THREAD else weak).filled(n=f"{strength:.0f}")


def tie_sentences(scene: Scene, person: int | None = None) -> list[Text]:
    """The lines of influence and conflict in words, all of them or those of one person; what backs them in brackets."""
    words = {
        TieKind.INFLUENCES: Text("{one} influences {other} ({why})", "{one}影响{other}（{why}）"),
        TieKind.CONFLICT: Text("{one} and {other} are in conflict ({why})", "{one}与{other}有矛盾（{why}）"),
    }
    names = {key: one.chair.name for key, one in scene.by_key.items()}
    return [
        words[TieKind(tie.kind)].filled(one=names[tie.person], other=names[tie.other], why=tie.evidence)
        for tie in scene.people.ties
        if {tie.person, tie.other} <= names.keys() and person in (None, tie.person, tie.other)
    ]


SHORT_DEGREES: Final = {
    Degree.HIGH: Text("▮▮▮ High", "▮▮▮ 高"),
    Degree.MEDIUM: Text("▮▮▯ Mid", "▮▮▯ 中"),
    Degree.LOW: Text("▮▯▯ Low", "▮▯▯ 低"),
}
"""Degree of influence where there is little room."""
