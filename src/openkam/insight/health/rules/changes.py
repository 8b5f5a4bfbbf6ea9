"""What changed at the customer: who left, was moved down or newly came in above; what that does to the relation."""

from typing import Final

from openkam.analysis.words import Text
from openkam.insight.health.facts import AccountFacts, Change, ChangeKind
from openkam.insight.health.flag import Evidence, Found, Limits, Rule, Severity, listed

PEOPLE: Final = Text("{n} more", "{n}人")
SETTLED: Final = frozenset({"STABILISE", "STRENGTHEN"})
OPEN_MAP: Final = Text("Open the people map", "打开人脉图")


def person_left(facts: AccountFacts, limit: int) -> Found | None:
    """Somebody is gone; so is what he knew and promised."""
    return _changed(
        facts, ChangeKind.LEFT, limit, Text("Left within {days} days: {names}.", "{days}天内离任：{names}。")
    )


def person_lowered(facts: AccountFacts, limit: int) -> Found | None:
    """Somebody has less power than he had."""
    words = Text("Moved down within {days} days: {names}.", "{days}天内降职：{names}。")
    return _changed(facts, ChangeKind.LOWERED, limit, words)


def new_chief(facts: AccountFacts, limit: int) -> Found | None:
    """Somebody new at the top decides anew, and we have not met him since."""
    first = facts.since(limit)
    new = [one for one in facts.changes if one.kind is ChangeKind.NEW_CHIEF and one.day >= first]
    unmet = [one for one in new if not _met_since(facts, one)]
    if not unmet:
        return None
    sentence = Text(
        "New at decision level and not met by us since: {names}.", "决策层新任，到任后我方尚未见过：{names}。"
    ).filled(names=_names(unmet))
    return Found(Severity.ALERT, sentence, _evidence(unmet))


def change_noted(facts: AccountFacts, limit: int) -> Found | None:
    """The log tells of a change of people."""
    noted = [one for one in facts.changes if one.kind is ChangeKind.NOTED and one.day >= facts.since(limit)]
    if not noted:
        return None
    sentence = Text(
        "The log tells of a change of people within {days} days: {names}.", "{days}天内记录有人事变动：{names}。"
    ).filled(days=limit, names=_names(noted))
    return Found(Severity.WARNING, sentence, _evidence(noted))


def phase_in_doubt(facts: AccountFacts, limit: int) -> Found | None:
    """A relation that was settled may have fallen back; a person decides about that, never the program."""
    if facts.phase not in SETTLED or facts.phase_since is None:
        return None
    after = [
        one for one in facts.changes if one.day >= facts.since(limit) and one.day > facts.phase_since and _shakes(one)
    ]
    if not after:
        return None
    sentence = Text(
        "The relation may have fallen back a phase: {names} changed since it was judged.",
        "关系可能已退回上一阶段：自上次判断之后{names}发生变动。",
    ).filled(names=_names(after))
    return Found(Severity.WARNING, sentence, _evidence(after))


def _shakes(change: Change) -> bool:
    return change.kind is ChangeKind.NEW_CHIEF or (change.kind is ChangeKind.LEFT and "DECIDER" in change.roles)


def _changed(facts: AccountFacts, kind: ChangeKind, limit: int, words: Text) -> Found | None:
    found = [one for one in facts.changes if one.kind is kind and one.day >= facts.since(limit)]
    if not found:
        return None
    severity = Severity.ALERT if any("DECIDER" in one.roles for one in found) else Severity.WARNING
    return Found(severity, words.filled(days=limit, names=_names(found)), _evidence(found))


def _met_since(facts: AccountFacts, change: Change) -> bool:
    known = facts.named(change.person)
    return known is not None and known.met is not None and known.met >= change.day


def _names(changes: list[Change]) -> Text:
    return listed([_name(one) for one in changes], PEOPLE)


def _name(change: Change) -> Text:
    if not change.title:
        return Text(change.name, change.name)
    return Text(f"{change.name} ({change.title})", f"{change.name}（{change.title}）")


def _evidence(changes: list[Change]) -> tuple[Evidence, ...]:
    kinds = [("activity", one.key) if one.key else ("person", one.person) for one in changes]
    return tuple(
        Evidence(kind, key, Text(one.name, one.name), f"{one.kind} {one.day}")
        for (kind, key), one in zip(kinds, changes, strict=True)
    )


RULES: Final = (
    Rule(
        code="PERSON_LEFT",
        label=Text("Somebody left", "联系人离任"),
        rule=Text(
            "Somebody we knew left within {limit} days; grave where they decided.",
            "{limit}天内有联系人离任；如为决策人则为严重。",
        ),
        remedy=Text(
            "Find who took over, and confirm with them what was agreed.", "弄清由谁接手，并与其确认此前的约定。"
        ),
        button=OPEN_MAP,
        place="people/",
        limits=Limits(180, 180, 90, "days"),
        source="R037, R205; methods 3.1",
        find=person_left,
    ),
    Rule(
        code="PERSON_LOWERED",
        label=Text("Somebody was moved down", "联系人降职"),
        rule=Text("The level of somebody we know fell within {limit} days.", "{limit}天内有联系人的层级下降。"),
        remedy=Text(
            "Ask who has the word now, and what that changes for our matter.", "弄清现在谁说了算，对我方的事有何影响。"
        ),
        button=OPEN_MAP,
        place="people/",
        limits=Limits(180, 180, 90, "days"),
        source="R148, R205",
        find=person_lowered,
    ),
    Rule(
        code="NEW_CHIEF",
        label=Text("New chief not met", "新任领导未见"),
        rule=Text(
            "Somebody came to decision level within {limit} days and was not met since.",
            "{limit}天内决策层有人到任，且到任后未见过面。",
        ),
        remedy=Text(
            "Ask for a first meeting: what a new chief changes is settled in the first weeks.",
            "尽快争取首次拜访：新官上任头几周，改什么就定了。",
        ),
        button=Text("Note the meeting", "记录会面"),
        place="log/",
        limits=Limits(180, 180, 90, "days"),
        source="R205; methods 3.1",
        find=new_chief,
    ),
    Rule(
        code="CHANGE_NOTED",
        label=Text("Change of people in the log", "记录有人事变动"),
        rule=Text(
            "The log has an entry about a change of people within {limit} days.", "{limit}天内往来记录中有人事变动。"
        ),
        remedy=Text("Bring the people map up to date, then acknowledge this.", "更新人脉图，然后确认本条预警。"),
        button=OPEN_MAP,
        place="people/",
        limits=Limits(90, 90, None, "days"),
        source="R148, R205",
        find=change_noted,
    ),
    Rule(
        code="PHASE_IN_DOUBT",
        label=Text("Phase of the relation in doubt", "关系阶段存疑"),
        rule=Text(
            "Within {limit} days, after the phase was last judged, a decision maker left or a new chief came.",
            "{limit}天内、且在上次判断阶段之后，决策人离任或决策层换人。",
        ),
        remedy=Text(
            "Judge the phase anew with evidence; nothing is changed by itself.",
            "请重新判断关系阶段并写明依据；系统不会自动更改。",
        ),
        button=Text("Judge the phase", "判断阶段"),
        place="archive/",
        limits=Limits(365, 365, None, "days"),
        source="R037",
        find=phase_in_doubt,
    ),
)
