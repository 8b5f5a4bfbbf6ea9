"""How many people we know, at which levels, in which departments, and through how many of us."""

from typing import Final

from openkam.analysis.words import Text
from openkam.insight.health.facts import AccountFacts, Contact
from openkam.insight.health.flag import Found, Limits, Rule, Severity, about, listed, names
from openkam.insight.health.touch import since_text

ENOUGH_PEOPLE: Final = 3
ENOUGH_LEVELS: Final = 2
"""As many live contacts on as many levels clear the flag of a single thread. Source: R207."""

MEET_MORE: Final = Text(
    "Ask a contact to introduce a colleague at another level, and note who was there.",
    "请现有联系人引荐另一层级的同事，并记录参加人。",
)
LOG_IT: Final = Text("Note a contact", "记录往来")
ADD_PERSON: Final = Text("Add a person", "添加联系人")


def nobody_known(facts: AccountFacts, limit: int) -> Found | None:
    """An account that matters, and nobody there has a name."""
    del limit
    if facts.contacts or not facts.is_worked_on:
        return None
    sentence = Text(
        "Nobody at this account has a name yet: we do not know who buys, who decides and who may block.",
        "该客户尚未登记任何联系人：谁采购、谁拍板、谁会反对，都不清楚。",
    )
    return Found(Severity.ALERT if facts.place == 0 or facts.deals else Severity.WARNING, sentence)


def single_thread(facts: AccountFacts, limit: int) -> Found | None:
    """One live contact is an alert, fewer than three or all on one level a warning."""
    if not facts.contacts:
        return None
    live = facts.live(limit)
    levels = {one.level for one in live if one.level}
    if len(live) >= ENOUGH_PEOPLE and len(levels) >= ENOUGH_LEVELS:
        return None
    severity = Severity.ALERT if len(live) <= 1 else Severity.WARNING
    return Found(severity, _thread(facts, live, levels, limit), tuple(about(one) for one in live))


def _thread(facts: AccountFacts, live: list[Contact], levels: set[str], limit: int) -> Text:
    of: dict[str, int | Text] = {"days": limit, "known": len(facts.contacts), "ours": _of_us(len(_ours(facts, limit)))}
    if not live:
        sentence = Text(
            "None of the {known} people we know here was in touch with us in {days} days.",
            "已登记的{known}位联系人，{days}天内均无往来。",
        )
        return sentence.filled(**of)
    if len(live) == 1:
        sentence = Text(
            "In {days} days only {name} of their people was in touch with {ours}: one departure and we are out.",
            "{days}天内对方只有{name}一人与{ours}有往来：此人一旦离开，关系就断了。",
        )
        return sentence.filled(name=names(live), **of)
    if len(live) < ENOUGH_PEOPLE:
        sentence = Text(
            "In {days} days only {name} of their people were in touch with {ours}.",
            "{days}天内对方只有{name}与{ours}有往来。",
        )
        return sentence.filled(name=names(live), **of)
    sentence = Text(
        "All {count} of their people in touch with us in {days} days stand on one level.",
        "{days}天内有往来的对方{count}人同属一个层级。",
    )
    return sentence.filled(count=len(live), **of) if levels else _no_level(len(live))


def _of_us(count: int) -> Text:
    """How many of us; who was there is not known of every entry."""
    return Text("{n} of us", "我方{n}人").filled(n=count) if count else Text("us", "我方")


def _no_level(count: int) -> Text:
    return Text(
        "Of {count} people in touch with us nobody's level is known.", "有往来的{count}人，层级均未登记。"
    ).filled(count=count)


def one_department(facts: AccountFacts, limit: int) -> Found | None:
    """Whoever sits in one department hears one side."""
    found = facts.contacts
    if len(found) < limit or len({one.department for one in found}) > 1 or not found[0].department:
        return None
    sentence = Text(
        "All {count} people we know sit in one department: {department}.",
        "已登记的{count}人都在同一部门：{department}。",
    )
    told = sentence.filled(count=len(found), department=found[0].department)
    return Found(Severity.WARNING, told, tuple(about(one, one.department) for one in found))


def one_level(facts: AccountFacts, limit: int) -> Found | None:
    """Nobody above or below the ones we know."""
    found = facts.contacts
    if len(found) < limit or len({one.level for one in found}) > 1 or not found[0].level:
        return None
    sentence = Text("All {count} people we know stand on one level.", "已登记的{count}人都在同一层级。").filled(
        count=len(found)
    )
    return Found(Severity.WARNING, sentence, tuple(about(one, one.level) for one in found))


def one_of_us(facts: AccountFacts, limit: int) -> Found | None:
    """If our one colleague leaves, the customer knows nobody of us."""
    live = facts.live(limit)
    if len(_ours(facts, limit)) != 1 or len(live) == 1:
        return None
    sentence = Text(
        "In {days} days only one of us was in touch, with {count} of their people.",
        "{days}天内我方只有一人与对方{count}人有往来。",
    ).filled(count=len(live), days=limit)
    return Found(Severity.WARNING, sentence, tuple(about(one, f"by {sorted(_ours(facts, limit))}") for one in live))


def _ours(facts: AccountFacts, days: int) -> frozenset[int]:
    """Who of us was in touch with anybody there within these days."""
    first = facts.since(days)
    return frozenset(user for one in facts.contacts for user, day in one.touched_by.items() if day >= first)


def silent(facts: AccountFacts, limit: int) -> Found | None:
    """Somebody who counts in the buying was in touch once, and no more."""
    first = facts.since(limit)
    quiet = [one for one in facts.contacts if _counts(facts, one) and one.touched is not None and one.touched < first]
    if not quiet:
        return None
    sentence = Text("Silent for more than {days} days: {names}.", "超过{days}天没有往来：{names}。")
    told = sentence.filled(days=limit, names=listed([_since(one) for one in quiet], Text("{n} more", "{n}人")))
    return Found(Severity.WARNING, told, tuple(about(one, str(one.touched)) for one in quiet))


def _since(person: Contact) -> Text:
    """The name, and since when he was not in touch."""
    if person.touched is None:
        return Text(person.name, person.name)
    since = since_text(person.touched, is_month=person.touched_by_month)
    return Text(f"{person.name} ({since.en})", f"{person.name}（{since.zh}）")


def _counts(facts: AccountFacts, person: Contact) -> bool:
    in_a_deal = any(person.person in people for deal in facts.deals for people in deal.roles.values())
    return bool(person.roles) or person.influence == "HIGH" or in_a_deal


RULES: Final = (
    Rule(
        code="NOBODY_KNOWN",
        label=Text("Nobody known", "无联系人"),
        rule=Text(
            "No person is noted at an account of the first two tiers or with an open deal.",
            "一、二级客户，或有进行中商机的客户，没有登记任何联系人。",
        ),
        remedy=Text(
            "Add whom you know, and empty chairs for those you do not.",
            "先登记认识的人，不认识的关键岗位以“空缺席位”占位。",
        ),
        button=ADD_PERSON,
        place="people/new/",
        limits=Limits(1, 1, 1, "on"),
        source="R207",
        find=nobody_known,
    ),
    Rule(
        code="SINGLE_THREAD",
        label=Text("Single thread", "单线联系"),
        rule=Text(
            "In touch within {limit} days: at most one contact (grave); fewer than three, or one level only (warning).",
            "{limit}天内有往来的联系人不超过1人（严重），不足3人或都在同一层级（警告）。",
        ),
        remedy=MEET_MORE,
        button=LOG_IT,
        place="log/",
        limits=Limits(90, 180, 365, "days"),
        source="R207, R205, R206",
        find=single_thread,
    ),
    Rule(
        code="ONE_DEPARTMENT",
        label=Text("One department only", "仅一个部门"),
        rule=Text("At least {limit} people are known, all in one department.", "已登记至少{limit}人，且都在同一部门。"),
        remedy=MEET_MORE,
        button=ADD_PERSON,
        place="people/new/",
        limits=Limits(2, 2, 3, "people"),
        source="methods 5; R207",
        find=one_department,
    ),
    Rule(
        code="ONE_LEVEL",
        label=Text("One level only", "仅一个层级"),
        rule=Text("At least {limit} people are known, all on one level.", "已登记至少{limit}人，且都在同一层级。"),
        remedy=MEET_MORE,
        button=ADD_PERSON,
        place="people/new/",
        limits=Limits(2, 2, 3, "people"),
        source="R198, R207",
        find=one_level,
    ),
    Rule(
        code="ONE_OF_US",
        label=Text("Only one of us", "我方单人维护"),
        rule=Text(
            "Within {limit} days a single colleague was in touch with two or more people there.",
            "{limit}天内我方仅一人与两位及以上联系人往来。",
        ),
        remedy=Text(
            "Take a colleague along, best one of the same profession as your contact.",
            "下次拜访请带上同事，最好与对方专业对口。",
        ),
        button=LOG_IT,
        place="log/",
        limits=Limits(180, None, None, "days"),
        source="methods 5; R207",
        find=one_of_us,
    ),
    Rule(
        code="SILENT_CONTACT",
        label=Text("Silent contact", "联系人沉默"),
        rule=Text(
            "Somebody with a role or high influence was in touch, but not within {limit} days.",
            "承担采购角色或影响力高的联系人曾有往来，但已超过{limit}天没有往来。",
        ),
        remedy=Text("Call before the customer calls somebody else.", "主动联系，别等客户去找别人。"),
        button=LOG_IT,
        place="log/",
        limits=Limits(90, 180, 365, "days"),
        source="methods 5",
        find=silent,
    ),
)
