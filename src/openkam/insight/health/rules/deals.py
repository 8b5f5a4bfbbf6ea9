"""What endangers an open deal: who runs the tender changed, one man's word, objections, a rival at the table."""

from itertools import pairwise
from typing import Final

from openkam.analysis.words import Text
from openkam.core.periods import day_text
from openkam.insight.health.facts import AccountFacts, Deal, RivalVisit, TenderStep
from openkam.insight.health.flag import DEAL_PAGE, DealRule, Evidence, Found, Limits, Rule, Severity, listed
from openkam.insight.health.touch import on_text

THINGS: Final = Text("{n} more", "{n}项")


def tender_owner_changed(facts: AccountFacts, deal: Deal, limit: int) -> Found | None:
    """Somebody else runs the tender than the one we spoke with."""
    steps = list(pairwise(deal.tender))
    if not steps or deal.tender[-1].since < facts.since(limit):
        return None
    before, after = steps[-1]
    if _runs(before) == _runs(after):
        return None
    sentence = Text(
        'The tender of "{deal}" went from {before} to {after} on {day}.',
        "商机“{deal}”的招标负责方于{day}由{before}变为{after}。",
    ).filled(deal=deal.name, before=_runs(before), after=_runs(after), day=day_text(after.since))
    evidence = tuple(
        Evidence("tenderowner", one.key, Text(_runs(one), _runs(one)), str(one.since)) for one in (before, after)
    )
    return Found(Severity.ALERT, sentence, evidence)


def one_promise(facts: AccountFacts, deal: Deal, limit: int) -> Found | None:
    """What we hope for rests on the word of one person whom nobody confirmed."""
    del limit, facts
    open_words = [one for one in deal.promises if not one.is_confirmed]
    if not open_words or len({one.person for one in deal.promises}) > 1:
        return None
    sentence = Text(
        'For "{deal}" we rely on the word of {name} alone: “{text}”', "商机“{deal}”只凭{name}一人的承诺：“{text}”"
    ).filled(deal=deal.name, name=open_words[0].name, text=open_words[-1].text)
    return Found(
        Severity.ALERT,
        sentence,
        tuple(Evidence("promise", one.key, Text(one.name, one.name), one.text) for one in open_words),
    )


def open_objection(facts: AccountFacts, limit: int) -> Found | None:
    """An objection nobody answers becomes a reason."""
    first = facts.since(limit)
    old = [one for one in facts.objections if one.raised <= first]
    if not old:
        return None
    sentence = Text("Not answered for {days} days or more: {texts}.", "{days}天以上未答复的异议：{texts}。").filled(
        days=limit, texts=listed([Text(one.text, one.text) for one in old], THINGS)
    )
    return Found(
        Severity.WARNING, sentence, tuple(Evidence("objection", one.key, Text(one.text, one.text)) for one in old)
    )


def rival_visit(facts: AccountFacts, limit: int) -> Found | None:
    """The customer and a rival saw each other, and we have not been there since."""
    first = facts.since(limit)
    seen = [
        one for one in facts.rival_visits if one.day >= first and (facts.last_met is None or facts.last_met <= one.day)
    ]
    if not seen:
        return None
    rivals, latest = [Text(one.rival, one.rival) for one in seen if one.rival], max(seen, key=lambda one: one.day)
    sentence = Text(
        "A rival was seen with the customer in {day} ({rivals}), and we have not met since."
        if latest.by_month
        else "A rival was seen with the customer on {day} ({rivals}), and we have not met since.",
        "{day}客户与竞争对手（{rivals}）会面，此后我方未再拜访。",
    ).filled(
        day=on_text(latest.day, is_month=latest.by_month),
        rivals=listed(rivals, THINGS) if rivals else Text("name unknown", "未知"),
    )
    evidence = tuple(Evidence("activity", one.key, Text(one.rival, one.rival), _mark(one)) for one in seen)
    return Found(Severity.WARNING, sentence, evidence)


def _mark(visit: RivalVisit) -> str:
    """The day, or the month: the latest day of a month that is not over changes every day."""
    return f"{visit.day:%Y-%m}" if visit.by_month else str(visit.day)


def unconfirmed_facts(facts: AccountFacts, limit: int) -> Found | None:
    """Much of what we hold to be so, one person told us and nobody confirmed."""
    if len(facts.unconfirmed) < limit:
        return None
    sentence = Text(
        "{count} facts about this customer were never confirmed.", "该客户有{count}条信息未经第二方证实。"
    ).filled(count=len(facts.unconfirmed))
    return Found(Severity.NOTE, sentence, (Evidence("", 0, sentence, str(sorted(facts.unconfirmed))),))


def _runs(step: TenderStep) -> str:
    return step.name or step.department


DEAL_RULES: Final = (
    DealRule(
        code="TENDER_OWNER_CHANGED",
        label=Text("Tender changed hands", "招标负责人变更"),
        rule=Text(
            "Within {limit} days somebody else took over the tender of an open deal.",
            "{limit}天内，进行中商机的招标换了负责人。",
        ),
        remedy=Text(
            "Meet the new owner before the bid; ask which criteria changed.",
            "投标前先见新的负责人，问清评标标准有何变化。",
        ),
        button=Text("Note the meeting", "记录会面"),
        place="log/",
        limits=Limits(365, 365, 365, "days"),
        source="R205",
        find=tender_owner_changed,
    ),
    DealRule(
        code="ONE_PROMISE",
        label=Text("One person's promise", "仅凭一人承诺"),
        rule=Text(
            "What is promised in an open deal, one person promised, and nobody else confirmed.",
            "进行中商机的承诺只出自一人，且无第二人证实。",
        ),
        remedy=Text(
            "Have a second person of the customer confirm it, best one who signs.",
            "请客户的另一位（最好是签字人）证实。",
        ),
        button=Text("Note who confirmed it", "登记由谁证实"),
        place=f"{DEAL_PAGE}#promise",
        limits=Limits(1, 1, 1, "on"),
        source="R205",
        find=one_promise,
        needs="intel",
    ),
)

RULES: Final = (
    Rule(
        code="OPEN_OBJECTION",
        label=Text("Objection not answered", "异议未答复"),
        rule=Text("An objection has been open for {limit} days or more.", "异议未答复已达{limit}天。"),
        remedy=Text("Answer it, with a fact the customer can check.", "用客户能核实的事实作答。"),
        button=Text("Answer it", "答复异议"),
        place="log/",
        limits=Limits(14, 21, 30, "days"),
        source="R124, R148",
        find=open_objection,
    ),
    Rule(
        code="RIVAL_VISIT",
        label=Text("Rival seen", "竞争对手来访"),
        rule=Text(
            "Within {limit} days the customer and a rival met, and we have not met since.",
            "{limit}天内客户与竞争对手会面，此后我方未再拜访。",
        ),
        remedy=Text(
            "Ask what they offered, and what the customer missed with us.", "了解对手给了什么、客户觉得我方缺什么。"
        ),
        button=Text("Note the meeting", "记录会面"),
        place="log/",
        limits=Limits(90, 90, 90, "days"),
        source="R147, R148",
        find=rival_visit,
    ),
    Rule(
        code="UNCONFIRMED_FACTS",
        label=Text("Facts not confirmed", "信息未证实"),
        rule=Text("At least {limit} facts about the customer were never confirmed.", "至少{limit}条客户信息未经证实。"),
        remedy=Text("Confirm the two that matter most at the next visit.", "下次拜访优先证实其中最重要的两条。"),
        button=Text("Open the archive", "打开档案"),
        place="archive/",
        limits=Limits(5, 8, None, "facts"),
        source="R057; methods 3.1",
        find=unconfirmed_facts,
    ),
)
