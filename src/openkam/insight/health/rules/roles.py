"""Who decides, who screens, who uses: roles nobody holds, and people in them whom nobody met."""

from typing import Final

from openkam.analysis.words import Text
from openkam.insight.health.facts import AccountFacts, Contact, Deal
from openkam.insight.health.flag import DEAL_PAGE, DealRule, Evidence, Found, Limits, Rule, Severity, about
from openkam.insight.health.holders import deal_names, holders

NAME_HIM: Final = Text("Name them", "登记此人")
ARRANGE: Final = Text("Note the meeting", "记录会面")


def no_decider(facts: AccountFacts, limit: int) -> Found | None:
    """Nobody is noted who has power over what is bought and from whom, for the account or for one of its open deals."""
    del limit
    if not facts.contacts:
        return None
    if facts.holding("DECIDER"):
        return _undecided(facts)
    if "DECIDER" in facts.empty_chairs:
        sentence = Text("There is a decision maker, but we do not know who it is.", "知道有决策人，但不知道是谁。")
        return Found(Severity.ALERT, sentence, (Evidence("", 0, sentence, "chair"),))
    sentence = Text("We do not know who decides here.", "不知道谁拍板：尚未登记决策人。")
    return Found(Severity.ALERT, sentence)


def _undecided(facts: AccountFacts) -> Found | None:
    """Whoever decides in one deal need not decide in the next."""
    left = facts.deals_without("DECIDER")
    if not left:
        return None
    sentence = Text(
        "We do not know who decides in {deals}; the decision makers we know have their say in other deals.",
        "不知道商机{deals}由谁拍板：已知的决策人只负责其他商机。",
    ).filled(deals=deal_names(left))
    return Found(Severity.WARNING, sentence, tuple(_deal(one) for one in left))


def decider_unmet(facts: AccountFacts, limit: int) -> Found | None:
    """The decision maker has a name, and none of us has met him lately."""
    deciders = facts.holding("DECIDER")
    unmet = _unmet(facts, deciders, limit)
    if not deciders or len(unmet) < len(deciders):
        return None
    sentence = Text(
        "Decision maker {names}: not met by any of us within {days} days.",
        "决策人{names}：{days}天内我方无人当面拜访过。",
    ).filled(names=holders(facts, deciders, "DECIDER"), days=limit)
    return Found(Severity.ALERT, sentence, tuple(about(one, f"met {one.met}") for one in deciders))


def no_gate(facts: AccountFacts, limit: int) -> Found | None:
    """With a deal open somebody judges the technique; we do not know who."""
    del limit
    left = facts.deals_without("TECH_GATE") if facts.contacts else []
    if not left:
        return None
    sentence = Text(
        "We do not know who judges the technique in {deals} and may say no.",
        "商机{deals}进行中，却不知道技术由谁把关、谁能一票否决。",
    ).filled(deals=deal_names(left))
    return Found(Severity.WARNING, sentence, tuple(_deal(one) for one in left))


def gate_unmet(facts: AccountFacts, limit: int) -> Found | None:
    """A technical gatekeeper can veto; one nobody met will."""
    unmet = _unmet(facts, facts.holding("TECH_GATE"), limit)
    if not unmet:
        return None
    sentence = Text(
        "Technical gatekeeper {names} can veto, and was not met by any of us within {days} days.",
        "技术把关人{names}有否决权，{days}天内我方无人当面拜访过。",
    ).filled(names=holders(facts, unmet, "TECH_GATE"), days=limit)
    return Found(Severity.ALERT, sentence, tuple(about(one, f"met {one.met}") for one in unmet))


def gate_against(facts: AccountFacts, limit: int) -> Found | None:
    """A technical gatekeeper who stands against us."""
    del limit
    against = [one for one in facts.holding("TECH_GATE") if one.stance is not None and one.stance < 0]
    if not against:
        return None
    sentence = Text(
        "Technical gatekeeper {names} can veto, with a stance against us.",
        "技术把关人{names}有否决权，且立场对我方不利。",
    ).filled(names=holders(facts, against, "TECH_GATE"))
    return Found(Severity.ALERT, sentence, tuple(about(one, str(one.stance)) for one in against))


def no_user(facts: AccountFacts, deal: Deal, limit: int) -> Found | None:
    """Whoever will work with the thing knows what it must do; nobody of them is on the map."""
    del limit
    if not facts.contacts or deal.roles.get("USER") or any("USER" in one.roles for one in facts.contacts):
        return None
    sentence = Text('Nobody who will use it is on the map of "{deal}".', "商机“{deal}”的人脉图上没有使用者。")
    return Found(Severity.WARNING, sentence.filled(deal=deal.name), (_deal(deal),))


def _unmet(facts: AccountFacts, people: list[Contact], days: int) -> list[Contact]:
    first = facts.since(days)
    return [one for one in people if one.met is None or one.met < first]


def _deal(deal: Deal) -> Evidence:
    return Evidence("opportunity", deal.key, Text(deal.name, deal.name))


RULES: Final = (
    Rule(
        code="NO_DECIDER",
        label=Text("Decision maker unknown", "决策人未知"),
        rule=Text(
            "People are known, nobody of them as the decision maker, neither of the account nor of an open deal "
            "(grave); or there is one in some open deals and none in others (warning).",
            "已登记联系人，但客户层面和进行中的商机都没有决策人（严重）；或部分商机有决策人、其余没有（警告）。",
        ),
        remedy=Text(
            "Ask who signs at this amount and who can overrule them.", "请问清：这个金额由谁签字，谁能推翻他的决定。"
        ),
        button=NAME_HIM,
        place="people/",
        limits=Limits(1, 1, None, "on"),
        source="R013, R204; methods 3.1",
        find=no_decider,
    ),
    Rule(
        code="DECIDER_UNMET",
        label=Text("Decision maker not met", "未见过决策人"),
        rule=Text(
            "A decision maker of the account or of an open deal is known; none was met face to face within {limit} "
            "days.",
            "已知客户或某个进行中商机的决策人，但{limit}天内没有当面拜访过任何一位。",
        ),
        remedy=Text(
            "Bring a topic of theirs: bottom line and effect on the organisation, no features.",
            "带着他关心的话题去见：经营结果和对组织的影响，而不是产品功能。",
        ),
        button=ARRANGE,
        place="log/",
        limits=Limits(180, 365, None, "days"),
        source="R199; methods 3.1",
        find=decider_unmet,
    ),
    Rule(
        code="NO_TECH_GATE",
        label=Text("Technical gatekeeper unknown", "技术把关人未知"),
        rule=Text(
            "A deal is open and no technical gatekeeper is known, neither of the account nor of this deal.",
            "有进行中的商机，但客户层面和该商机都没有登记技术把关人。",
        ),
        remedy=Text(
            "Ask who sets the standards and who checks offers against them.", "请问清：标准由谁定，方案由谁评审。"
        ),
        button=NAME_HIM,
        place="people/",
        limits=Limits(1, 1, None, "on"),
        source="R201, R205",
        find=no_gate,
    ),
    Rule(
        code="TECH_GATE_UNMET",
        label=Text("Technical gatekeeper not met", "未见过技术把关人"),
        rule=Text(
            "A technical gatekeeper is known and was not met face to face within {limit} days.",
            "已知技术把关人，但{limit}天内没有当面拜访过。",
        ),
        remedy=Text(
            "Bring figures of performance and somebody who can answer for them.",
            "带上性能数据和能回答技术问题的同事去拜访。",
        ),
        button=ARRANGE,
        place="log/",
        limits=Limits(180, 365, None, "days"),
        source="R201",
        find=gate_unmet,
    ),
    Rule(
        code="TECH_GATE_AGAINST",
        label=Text("Technical gatekeeper against us", "技术把关人反对"),
        rule=Text("The stance of a technical gatekeeper is below zero.", "技术把关人的立场为负。"),
        remedy=Text(
            "Find out which figure or standard is missed, and answer with a test, not with an argument.",
            "弄清他不满意的是哪项指标或标准，用测试结果说话，不要争辩。",
        ),
        button=Text("Open the people map", "打开人脉图"),
        place="people/",
        limits=Limits(1, 1, 1, "on"),
        source="R201",
        find=gate_against,
        needs="intel",
    ),
)

DEAL_RULES: Final = (
    DealRule(
        code="NO_USER",
        label=Text("No user on the map", "缺少使用者"),
        rule=Text(
            "An open deal of a top-tier account has no user, neither of its own nor of the account.",
            "最高级客户的进行中商机，没有登记使用者。",
        ),
        remedy=Text(
            "Talk with those who will work with it: function and after-sales count for them.",
            "去见实际使用的人：他们关心功能和售后。",
        ),
        button=NAME_HIM,
        place=f"{DEAL_PAGE}#role",
        limits=Limits(1, None, None, "on"),
        source="R202",
        find=no_user,
    ),
)
