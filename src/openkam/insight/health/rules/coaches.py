"""The coach, from the seals the viewer holds and nothing else: for everybody else these rules find what they would
find if no coach had ever been written down.
"""

from typing import Final

from openkam.analysis.words import Text
from openkam.insight.health.facts import AccountFacts, Contact
from openkam.insight.health.flag import Found, Limits, Rule, Severity, about, names
from openkam.records.contacts.scales import TALKERS


def no_coach(facts: AccountFacts, limit: int) -> Found | None:
    """The viewer knows of nobody who helps us from inside."""
    del limit
    if not facts.contacts or facts.coaches:
        return None
    return Found(Severity.NOTE, Text("You know of no coach at this customer.", "您在该客户内部尚无教练。"))


def coach_unproven(facts: AccountFacts, limit: int) -> Found | None:
    """A coach who neither warned, supported nor advised lately; one sealed lately has had no time to yet."""
    first = facts.since(limit)
    old = [one for one in facts.coaches if one.sealed is None or one.sealed < first]
    quiet = {one.person for one in old if one.latest_evidence is None or one.latest_evidence < first}
    found = [one for one in facts.contacts if one.person in quiet]
    if not found:
        return None
    sentence = Text(
        "{names} has shown nothing of a coach in {days} days: unproven.",
        "{names}作为教练，{days}天内没有任何表现：未经验证。",
    ).filled(names=names(found), days=limit)
    return Found(Severity.WARNING, sentence, tuple(about(one) for one in found))


def coach_talks(facts: AccountFacts, limit: int) -> Found | None:
    """Friendly is not a champion."""
    del limit
    coaches = {one.person for one in facts.coaches}
    found: list[Contact] = [one for one in facts.contacts if one.person in coaches and one.profile in TALKERS]
    if not found:
        return None
    sentence = Text(
        "{names} talks well and moves nobody: friendly is not a champion.",
        "{names}只是健谈，带动不了别人：友好不等于肯出力。",
    ).filled(names=names(found))
    return Found(Severity.WARNING, sentence, tuple(about(one, one.profile) for one in found))


RULES: Final = (
    Rule(
        code="NO_COACH",
        label=Text("You know of no coach", "您尚无教练"),
        rule=Text(
            "People are known, and you hold the seal of no coach among them.",
            "已登记联系人，但您未持有其中任何教练的密封记录。",
        ),
        remedy=Text(
            "Find who wins if we win, and ask them for advice on a small matter first.",
            "找出“我方赢，他也赢”的人，先就一件小事请他指点。",
        ),
        button=Text("Open the people map", "打开人脉图"),
        place="people/",
        limits=Limits(1, None, None, "on"),
        source="R193, R195; methods 3.1",
        find=no_coach,
    ),
    Rule(
        code="COACH_UNPROVEN",
        label=Text("Coach unproven", "教练未经验证"),
        rule=Text(
            "A coach whose seal is older than {limit} days, and you hold it, gave no evidence within {limit} days.",
            "您持有其密封记录满{limit}天的教练，{limit}天内没有任何作为。",
        ),
        remedy=Text(
            "Ask for something only a coach would do, and note what came.",
            "请他做一件只有教练才肯做的事，并记录结果。",
        ),
        button=Text("Open the people map", "打开人脉图"),
        place="people/",
        limits=Limits(90, 90, 90, "days"),
        source="R195",
        find=coach_unproven,
        needs="seal",
    ),
    Rule(
        code="COACH_TALKER",
        label=Text("Coach only talks", "教练只会说"),
        rule=Text(
            "A coach whose seal you hold has the profile of a talker: guide, friend or climber.",
            "您持有其密封记录的教练属于只说不做的类型：引路人、朋友或进取者。",
        ),
        remedy=Text(
            "Look for a mobiliser: a go-getter, a teacher or a skeptic.", "另找能推动共识的人：实干者、布道者或质疑者。"
        ),
        button=Text("Open the people map", "打开人脉图"),
        place="people/",
        limits=Limits(1, 1, 1, "on"),
        source="methods 3.7",
        find=coach_talks,
        needs="seal",
    ),
)
