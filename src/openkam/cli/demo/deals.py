"""What the demo's customers may buy next, with who decides it: a good map at healthy accounts, gaps at the others.

Thrown with dice of its own, so that people and log stay what they were. Written in bulk, table by table.
"""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

import numpy as np

from openkam.cli.demo import deal_words as words
from openkam.cli.demo.stage import Plan, Scene, Stage

_STREAM: Final = 5
_UNITS: Final = 10_000
_ROLES: Final = ("DECIDER", "TECH_GATE", "BUYER", "USER")
_COUNTS: Final = {"healthy": (1, 4), "thin": (0, 2), "shaken": (1, 3), "silent": (0, 2)}
"""How many opportunities an account has, by its mood; one of the first tier has at least one."""
_KNOWN: Final = {"healthy": 0.95, "thin": 0.7, "shaken": 0.75, "silent": 0.5}
"""How often somebody who has a role for the account is named in the opportunity."""
_SEEN: Final = {"healthy": (4, 45), "thin": (20, 120), "shaken": (15, 110), "silent": (140, 260)}
"""How many days ago his view was noted."""


def plan_deals(stage: Stage, scenes: list[Scene], seed: int) -> None:
    """The opportunities of every account, not yet written: the log speaks of them."""
    own = replace(stage, dice=np.random.default_rng(np.random.SeedSequence([seed, _STREAM])))
    for scene in scenes:
        least, most = _COUNTS[scene.mood.name]
        count = max(int(own.dice.integers(least, most)), int(scene.is_first))
        chosen = own.dice.choice(len(words.WISHES), count, replace=False)
        scene.deals = [_plan(own, scene, words.WISHES[int(one)], is_latest=not at) for at, one in enumerate(chosen)]
        if scene.is_first and own.chance(0.08):
            scene.deals.append(_plan(own, scene, words.EXPORT, is_latest=True, currency="EUR"))


def write_deals(scenes: list[Scene]) -> None:
    """The opportunities alone."""
    from openkam.records.accounts.bulk import write_instances
    from openkam.records.opportunities.search import write_deal_texts

    deals = [plan.deal for scene in scenes for plan in scene.deals]
    write_instances(deals)
    write_deal_texts(deals)


def write_deal_people(stage: Stage, scenes: list[Scene], seed: int) -> None:
    """Who decides them, what each of them sees in it, who runs the tender, what was promised; why some were lost."""
    from openkam.records.accounts.bulk import write_instances
    from openkam.records.needs.search import write_review_texts

    own = replace(stage, dice=np.random.default_rng(np.random.SeedSequence([seed, _STREAM, 1])))
    plans = [(scene, plan) for scene in scenes for plan in scene.deals]
    held = {id(plan): _holders(own, scene) for scene, plan in plans}
    write_instances([row for scene, plan in plans for row in _roles(own, scene, plan, held[id(plan)])])
    write_instances([row for scene, plan in plans for row in _views(own, scene, plan, held[id(plan)])])
    write_instances([row for scene, plan in plans for row in _tender(own, scene, plan, held[id(plan)])])
    write_instances([row for scene, plan in plans for row in _promises(own, scene, plan, held[id(plan)])])
    reviews = [row for scene, plan in plans for row in _reviews(own, scene, plan)]
    write_instances(reviews)
    write_review_texts(reviews)


def _plan(stage: Stage, scene: Scene, wish: words.Wish, *, is_latest: bool, currency: str = "CNY") -> Plan:
    """The latest is open; of the others some are over."""
    from openkam.records.opportunities.models import Opportunity

    is_open = is_latest or stage.chance(0.45)
    opened = stage.days_ago((30, 150) if is_open else (200, 340))
    ahead = stage.today + timedelta(days=int(stage.dice.integers(-12 if scene.mood.name == "silent" else 12, 140)))
    closed = None if is_open else stage.days_ago((20, 120))
    decided = closed or ahead
    outcome = "OPEN" if is_open else _outcome(stage, scene)
    is_lost = outcome in ("LOST", "STALLED")
    deal = Opportunity(
        account=scene.account,
        name=stage.say(wish.name),
        category=stage.say(wish.category),
        owner=scene.owner,
        amount_units=int(stage.dice.integers(*wish.amount)) * 10_000 * _UNITS,
        currency=currency,
        expected_date=decided if stage.chance(0.85) else None,
        bid_date=decided - timedelta(days=18) if wish.is_tender else None,
        outcome=outcome,
        closed_date=closed,
        lowest_price_was_ours=stage.chance(0.4) if outcome == "LOST" else None,
        loss_causes=_causes(scene) if is_lost else [],
        opened_date=opened,
        created_at=stage.now,
    )
    return Plan(deal, is_tender=wish.is_tender)


def _outcome(stage: Stage, scene: Scene) -> str:
    won = 0.7 if scene.mood.name == "healthy" else 0.25
    if stage.chance(won):
        return "WON"
    return "LOST" if stage.chance(0.65) else "STALLED"


def _causes(scene: Scene) -> list[str]:
    return {
        "thin": ["SINGLE_CONTACT", "NO_DECIDER"],
        "shaken": ["PERSON_CHANGE_MISSED", "TECH_GATE_UNMET"],
        "silent": ["LATE_BREADTH", "RIVAL"],
    }.get(scene.mood.name, ["OFFER_UNFIT"])


def _holders(stage: Stage, scene: Scene) -> list[tuple[int, str]]:
    """The first person of each standard role, as far as somebody found out; who left is not named."""
    held = []
    for role in _ROLES:
        there = [at for at, seat in enumerate(scene.seats) if seat.role == role and at not in scene.left]
        if there and stage.chance(_KNOWN[scene.mood.name]):
            held.append((there[0], role))
    return held


def _roles(stage: Stage, scene: Scene, plan: Plan, held: list[tuple[int, str]]) -> list[Any]:
    from openkam.records.opportunities.models import DealRole

    return [
        DealRole(
            account=scene.account,
            opportunity=plan.deal,
            person=scene.people[at],
            role=role,
            position=stage.say(words.POSITIONS[role]) if role in words.POSITIONS and plan.is_tender else "",
            evidence=stage.say(words.ROLE_EVIDENCE[role]) if stage.chance(0.7) else "",
            since_date=plan.deal.opened_date,
            noted_by=scene.owner,
            noted_at=stage.now,
        )
        for at, role in held
    ]


def _views(stage: Stage, scene: Scene, plan: Plan, held: list[tuple[int, str]]) -> list[Any]:
    """Of those with a role, as the owner sees them; of an opportunity that is over there is none any more to form."""
    from openkam.records.opportunities.models import DealView

    is_well = scene.mood.name == "healthy"
    found = []
    for at, _role in held:
        if scene.people[at].is_placeholder or not stage.chance(0.85 if is_well else 0.4):
            continue
        mode = ("GROWTH", "TROUBLE", "TROUBLE", "GROWTH" if is_well else "EVEN_KEEL")[int(stage.dice.integers(0, 4))]
        level = scene.seats[at].level
        found.append(
            DealView(
                account=scene.account,
                opportunity=plan.deal,
                person=scene.people[at],
                influence={"DECISION": "HIGH", "MANAGEMENT": "MEDIUM"}.get(level, "LOW"),
                mode=mode,
                evidence=stage.say(words.MODE_EVIDENCE[mode]),
                observed_date=_within(plan, stage.days_ago(_SEEN[scene.mood.name])),
                author=scene.owner,
                noted_at=stage.now,
            )
        )
    return found


def _tender(stage: Stage, scene: Scene, plan: Plan, held: list[tuple[int, str]]) -> list[Any]:
    """Purchasing runs it; where the house is shaken, somebody else does by now."""
    from openkam.records.opportunities.models import TenderOwner

    if not plan.is_tender:
        return []
    note = {"account": scene.account, "opportunity": plan.deal, "noted_by": scene.owner, "noted_at": stage.now}
    buyer = next((scene.people[at] for at, role in held if role == "BUYER"), None)
    first = TenderOwner(
        **note,
        person=buyer,
        department=stage.say(words.TENDER_OFFICE) if buyer is None else "",
        source=stage.say(words.INVITATION),
        since_date=_within(plan, plan.deal.opened_date + timedelta(days=6)),
    )
    if scene.mood.name != "shaken" or plan.deal.closed_date is not None or buyer is None:
        return [first]
    later = stage.days_ago((5, 25))
    office = stage.say(words.TENDER_OFFICE)
    return [first, TenderOwner(**note, department=office, source=stage.say(words.TOLD), since_date=later)]


def _promises(stage: Stage, scene: Scene, plan: Plan, held: list[tuple[int, str]]) -> list[Any]:
    """At a healthy account a second person said the same."""
    from openkam.records.opportunities.models import Promise

    known = [scene.people[at] for at, _ in held if not scene.people[at].is_placeholder]
    people = list(dict.fromkeys(known))
    if not people or not stage.chance(0.3):
        return []
    said = _within(plan, stage.days_ago((10, 60)))
    is_confirmed = scene.mood.name == "healthy" and len(people) > 1
    return [
        Promise(
            account=scene.account,
            opportunity=plan.deal,
            person=people[-1],
            text=stage.say(words.PROMISES[int(stage.dice.integers(0, len(words.PROMISES)))]),
            said_date=said,
            confirmed_by=people[0] if is_confirmed else None,
            confirmed_date=min(said + timedelta(days=8), stage.today) if is_confirmed else None,
            author=scene.owner,
            noted_at=stage.now,
        )
    ]


def _reviews(stage: Stage, scene: Scene, plan: Plan) -> list[Any]:
    from openkam.records.needs.models import LossReview

    if not plan.deal.loss_causes:
        return []
    lesson = stage.say(words.LESSONS[int(stage.dice.integers(0, len(words.LESSONS)))])
    return [
        LossReview(
            account=scene.account,
            opportunity=plan.deal,
            causes=plan.deal.loss_causes,
            lesson=lesson,
            author=scene.owner,
            reviewed_at=stage.now,
        )
    ]


def _within(plan: Plan, day: date) -> date:
    """Not before it was opened, not after it was closed."""
    latest = plan.deal.closed_date or day
    return max(plan.deal.opened_date, min(day, latest))
