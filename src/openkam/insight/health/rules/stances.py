"""Who is for us and who against, how they see their own situation, and how old that picture is."""

from typing import Final

from openkam.analysis.words import Text
from openkam.insight.health.facts import AccountFacts, Contact
from openkam.insight.health.flag import Found, Limits, Rule, Severity, about, names

STRONGLY_AGAINST: Final = -4
REFUSING: Final = -3
"""From here on a decision maker is not only cool, but negative. Source: methods, 3.1."""
RESTING: Final = frozenset({"EVEN_KEEL", "OVERCONFIDENT"})
OPEN_MAP: Final = Text("Open the people map", "打开人脉图")
_WEIGHT: Final = {"HIGH": 3, "MEDIUM": 2, "LOW": 1}


def strongly_against(facts: AccountFacts, limit: int) -> Found | None:
    """Somebody works against us."""
    del limit
    against = [one for one in facts.contacts if one.stance is not None and one.stance <= STRONGLY_AGAINST]
    if not against:
        return None
    sentence = Text("Strongly against us: {names}.", "强烈反对我方：{names}。").filled(names=names(against))
    return Found(Severity.ALERT, sentence, tuple(about(one, str(one.stance)) for one in against))


def no_opponent(facts: AccountFacts, limit: int) -> Found | None:
    """A map on which everybody is a friend was not drawn to the end."""
    judged = [one for one in facts.contacts if one.stance is not None]
    if len(judged) < limit or any(one.stance is not None and one.stance < 0 for one in judged):
        return None
    sentence = Text(
        "We judged {count} people and found nobody against us: whom have we not asked?",
        "已判断{count}人的立场，没有一个反对者：还有谁没有问到？",
    ).filled(count=len(judged))
    return Found(Severity.NOTE, sentence, tuple(about(one, str(one.stance)) for one in judged))


def opponents_match(facts: AccountFacts, limit: int) -> Found | None:
    """Opponents weigh as much as supporters, each counted by his influence."""
    del limit
    against = [one for one in facts.contacts if one.stance is not None and one.stance < 0]
    supporting = [one for one in facts.contacts if one.stance is not None and one.stance > 0]
    if not against or _weight(against) < _weight(supporting):
        return None
    sentence = Text(
        "Opponents ({against}) weigh as much as supporters ({supporting}) or more.",
        "反对者（{against}）的分量不低于支持者（{supporting}）。",
    ).filled(against=names(against), supporting=names(supporting) if supporting else Text("nobody", "无"))
    return Found(
        Severity.WARNING, sentence, tuple(about(one, f"{one.stance}{one.influence}") for one in against + supporting)
    )


def _weight(people: list[Contact]) -> int:
    return sum(_WEIGHT.get(one.influence, _WEIGHT["MEDIUM"]) for one in people)


def stance_unknown(facts: AccountFacts, limit: int) -> Found | None:
    """Somebody with a part in the buying, and nobody has judged how he stands to us."""
    unjudged = [one for one in facts.contacts if one.roles and one.stance is None]
    if len(unjudged) < limit:
        return None
    sentence = Text("Nobody has noted how these stand to us: {names}.", "立场未知：{names}。").filled(
        names=names(unjudged)
    )
    return Found(Severity.NOTE, sentence, tuple(about(one) for one in unjudged))


def decider_resting(facts: AccountFacts, limit: int) -> Found | None:
    """Whoever sees no gap between today and what he needs, buys nothing."""
    del limit
    resting = [one for one in facts.holding("DECIDER") if one.mode in RESTING]
    if not resting:
        return None
    sentence = Text(
        "Decision maker {names}: no need to change anything, as seen from there.",
        "决策人{names}认为现状无需改变（四平八稳或过度自信）。",
    ).filled(names=names(resting))
    return Found(Severity.WARNING, sentence, tuple(about(one, one.mode) for one in resting))


def decider_against(facts: AccountFacts, limit: int) -> Found | None:
    """Whoever has power over what is bought stands against us: negative is graver than cool."""
    del limit
    against = [one for one in facts.holding("DECIDER") if one.stance is not None and one.stance < 0]
    if not against:
        return None
    is_grave = any(one.stance is not None and one.stance <= REFUSING for one in against)
    sentence = Text(
        "Decision maker {names} has the last word, with a stance against us.",
        "决策人{names}有最终决定权，且立场对我方不利。",
    ).filled(names=names(against))
    severity = Severity.ALERT if is_grave else Severity.WARNING
    return Found(severity, sentence, tuple(about(one, str(one.stance)) for one in against))


def stale_mode(facts: AccountFacts, limit: int) -> Found | None:
    """How somebody saw his situation is an old picture by now."""
    first = facts.since(limit)
    stale = [one for one in facts.contacts if one.mode_date is not None and one.mode_date < first]
    if not stale:
        return None
    sentence = Text(
        "How they see their situation was noted more than {days} days ago: {names}.",
        "反馈模式的判断已超过{days}天：{names}。",
    ).filled(days=limit, names=names(stale))
    return Found(Severity.NOTE, sentence, tuple(about(one, str(one.mode_date)) for one in stale))


RULES: Final = (
    Rule(
        code="STRONGLY_AGAINST",
        label=Text("Strong opponent", "强烈反对者"),
        rule=Text("Somebody's stance is -5 or -4.", "有人立场为 -5 或 -4。"),
        remedy=Text(
            "Find what they would lose by us. Answer that, or win those they listen to.",
            "弄清他因我方会失去什么：要么解决它，要么争取他所信任的人。",
        ),
        button=OPEN_MAP,
        place="people/",
        limits=Limits(1, 1, 1, "on"),
        source="methods 3.1",
        find=strongly_against,
        needs="intel",
    ),
    Rule(
        code="NO_OPPONENT",
        label=Text("No opponent known", "未发现反对者"),
        rule=Text(
            "The stance of at least {limit} people is known, none below zero.", "已知至少{limit}人的立场，且无一为负。"
        ),
        remedy=Text(
            "Ask your supporters who would rather buy elsewhere, and why.", "请向支持者打听：谁更愿意选别家，为什么。"
        ),
        button=OPEN_MAP,
        place="people/",
        limits=Limits(4, 5, None, "people"),
        source="R193; methods 3.1",
        find=no_opponent,
        needs="intel",
    ),
    Rule(
        code="OPPONENTS_MATCH",
        label=Text("Opponents match supporters", "反对者不弱于支持者"),
        rule=Text(
            "Opponents, weighted by influence, weigh as much as supporters or more.",
            "按影响力加权，反对者的分量不低于支持者。",
        ),
        remedy=Text(
            "Strengthen one supporter with influence before you argue with an opponent.",
            "先让一位有影响力的支持者站出来，再去面对反对者。",
        ),
        button=OPEN_MAP,
        place="people/",
        limits=Limits(1, 1, 1, "on"),
        source="R193; methods 5",
        find=opponents_match,
        needs="intel",
    ),
    Rule(
        code="STANCE_UNKNOWN",
        label=Text("Stance unknown", "立场未知"),
        rule=Text(
            "The stance of at least {limit} people with a buying role is unknown.",
            "至少{limit}位承担采购角色的人立场未知。",
        ),
        remedy=Text("Judge from what they said and did; the reason is part of it.", "根据其言行作出判断，并写明依据。"),
        button=OPEN_MAP,
        place="people/",
        limits=Limits(1, 1, None, "people"),
        source="R203; methods 3.1",
        find=stance_unknown,
        needs="intel",
    ),
    Rule(
        code="DECIDER_AGAINST",
        label=Text("Decision maker against us", "决策人反对"),
        rule=Text(
            "The stance of a decision maker is below zero; -3 and lower is grave.",
            "决策人的立场为负；-3 及以下为严重。",
        ),
        remedy=Text(
            "Ask those they listen to what the doubts are, and bring a result from their own business, not an offer.",
            "向他信任的人了解其顾虑，先带去对他业务有用的成果，不要急着报价。",
        ),
        button=OPEN_MAP,
        place="people/",
        limits=Limits(1, 1, 1, "on"),
        source="methods 3.1, 8",
        find=decider_against,
        needs="intel",
    ),
    Rule(
        code="DECIDER_RESTING",
        label=Text("Decision maker sees no need", "决策人无意改变"),
        rule=Text("A decision maker is in even keel or overconfident.", "决策人的反馈模式为“四平八稳”或“过度自信”。"),
        remedy=Text(
            "Show a gap they do not see: figures of their own business, or another customer's result.",
            "让他看到尚未察觉的差距：用他自己的经营数据，或同行的成果。",
        ),
        button=OPEN_MAP,
        place="people/",
        limits=Limits(1, 1, None, "on"),
        source="methods 3.1",
        find=decider_resting,
        needs="intel",
    ),
    Rule(
        code="STALE_MODE",
        label=Text("Old picture of a person", "判断过时"),
        rule=Text("A response mode was noted more than {limit} days ago.", "反馈模式的判断已超过{limit}天。"),
        remedy=Text(
            "Ask anew at the next meeting: situations change faster than opinions.",
            "下次见面重新了解：处境变化往往比看法更快。",
        ),
        button=OPEN_MAP,
        place="people/",
        limits=Limits(90, 180, None, "days"),
        source="methods 3.1",
        find=stale_mode,
        needs="intel",
    ),
)
