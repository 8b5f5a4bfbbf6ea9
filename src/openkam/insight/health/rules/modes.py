"""How people see one purchase: their response mode in an opportunity, which may differ from the one elsewhere."""

from typing import Final

from openkam.analysis.words import Text
from openkam.insight.health.facts import AccountFacts, Deal, DealMode
from openkam.insight.health.flag import DEAL_PAGE, DealRule, Evidence, Found, Limits, Severity, listed
from openkam.insight.health.rules.stances import RESTING

OPEN_IT: Final = Text("Open the opportunity", "打开商机")


def signer_resting(facts: AccountFacts, deal: Deal, limit: int) -> Found | None:
    """Who signs this purchase sees no need for it; another mode outside of it does not mend that."""
    del limit
    signing = deal.roles.get("DECIDER") or frozenset(one.person for one in facts.contacts if "DECIDER" in one.roles)
    resting = [one for one in _there(facts, deal) if one.person in signing and one.mode in RESTING]
    if not resting:
        return None
    sentence = Text(
        'Whoever signs "{deal}" sees no need for it: {names}.',
        "商机“{deal}”的拍板人{names}认为现状无需改变（四平八稳或过度自信）。",
    ).filled(deal=deal.name, names=_names(resting))
    return Found(Severity.WARNING, sentence, tuple(_mode(one) for one in resting))


def stale_deal_mode(facts: AccountFacts, deal: Deal, limit: int) -> Found | None:
    """How somebody saw this purchase is an old picture by now."""
    first = facts.since(limit)
    stale = [one for one in _there(facts, deal) if one.day < first]
    if not stale:
        return None
    sentence = Text(
        'How they see "{deal}" was noted more than {days} days ago: {names}.',
        "对商机“{deal}”的反馈模式判断已超过{days}天：{names}。",
    ).filled(deal=deal.name, days=limit, names=_names(stale))
    return Found(Severity.NOTE, sentence, tuple(_mode(one) for one in stale))


def _there(facts: AccountFacts, deal: Deal) -> list[DealMode]:
    """The modes of those who still work there."""
    return [one for one in deal.modes if facts.named(one.person) is not None]


def _names(modes: list[DealMode]) -> Text:
    return listed([Text(one.name, one.name) for one in modes], Text("{n} more", "{n}人"))


def _mode(one: DealMode) -> Evidence:
    return Evidence("dealview", one.key, Text(one.name, one.name), f"{one.mode} {one.day}")


DEAL_RULES: Final = (
    DealRule(
        code="SIGNER_RESTING",
        label=Text("Who signs sees no need", "拍板人认为无需改变"),
        rule=Text(
            "In an open deal the mode of who signs it is even keel or overconfident.",
            "进行中商机的拍板人反馈模式为“四平八稳”或“过度自信”。",
        ),
        remedy=Text(
            "Find the gap this purchase would close, and show it with figures of their own business.",
            "找出这次采购能弥补的差距，用客户自己的经营数据说明。",
        ),
        button=OPEN_IT,
        place=f"{DEAL_PAGE}#view",
        limits=Limits(1, 1, None, "on"),
        source="methods 3.1",
        find=signer_resting,
        needs="intel",
    ),
    DealRule(
        code="STALE_DEAL_MODE",
        label=Text("Old picture of a deal", "商机判断过时"),
        rule=Text(
            "How somebody sees an open deal was noted more than {limit} days ago.",
            "对进行中商机的反馈模式判断已超过{limit}天。",
        ),
        remedy=Text(
            "Ask anew before the next step: in a purchase situations change fast.",
            "推进下一步之前重新了解：采购过程中处境变化很快。",
        ),
        button=OPEN_IT,
        place=f"{DEAL_PAGE}#view",
        limits=Limits(60, 90, None, "days"),
        source="methods 3.1",
        find=stale_deal_mode,
        needs="intel",
    ),
)
