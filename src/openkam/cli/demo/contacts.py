"""People and a log for the key and important accounts of the demo: some accounts healthy, some with trouble ahead.

The same for the same seed; days count back from the day of the installation, so that the demo is never out of date.
Written in bulk, with one line in the trail: nobody's own acts are shown.
"""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from django.db import transaction

from openkam.analysis.words import Language
from openkam.cli.demo.chair_words import (
    CHAIR,
    CHANGE,
    EVIDENCE,
    GIVEN,
    PURPOSE,
    RIVALS,
    SEATS,
    SOURCE,
    SURNAMES,
    Seat,
)
from openkam.cli.demo.deals import plan_deals, write_deal_people, write_deals
from openkam.cli.demo.logs import write_logs
from openkam.cli.demo.people import sellers
from openkam.cli.demo.stage import MOODS, Scene, Stage

if TYPE_CHECKING:
    from openkam.core.access import Viewer
    from openkam.records.accounts.models import Account
    from openkam.records.contacts.models import Person
    from openkam.records.users.models import User

_STREAM: Final = 4
_TIERS: Final = 2
"""The first tiers, whose accounts get people: key and important."""
_YEARS: Final = (400, 3200)
_LEFT_DAYS: Final = (20, 150)


@transaction.atomic
def people_company(viewer: "Viewer", seed: int, language: Language, now: datetime) -> int:
    """Everybody at the accounts of the first two tiers, with what is known and what happened; answers how many."""
    from openkam.core.audit.actions import record

    dice = np.random.default_rng(np.random.SeedSequence([seed, _STREAM]))
    stage = Stage(dice, language, now.date(), now)
    managers = _managers(viewer)
    scenes = [
        _scene(stage, account, place, managers, is_first=is_first)
        for place, (account, is_first) in enumerate(_accounts(viewer))
    ]
    _write_people(stage, scenes)
    _write_opinions(stage, scenes)
    plan_deals(stage, scenes, seed)
    write_deals(scenes)
    write_logs(stage, scenes)
    write_deal_people(stage, scenes, seed)
    count = sum(len(scene.people) for scene in scenes)
    change = {"people": [None, count], "accounts": [None, len(scenes)]}
    record(viewer, "people_demo", kind="account", key=f"{len(scenes)} accounts", change=change, now=now)
    return count


def _accounts(viewer: "Viewer") -> list[tuple["Account", bool]]:
    """The best first, as the published grading has them, and whether each is of the first tier."""
    from openkam.insight.grading.queries import grades_of, run_in_force

    run = run_in_force()
    if run is None:
        return []
    rows = grades_of(viewer, run).filter(tier_place__lt=_TIERS).exclude(tier="").exclude(account__owner=None)
    return [(grade.account, grade.tier_place == 0) for grade in rows.order_by("rank", "pk")]


def _managers(viewer: "Viewer") -> dict[str, "User"]:
    """Who leads a seller, by the seller's name."""
    from openkam.records.users.models import User

    users = {user.name: user for user in User.objects.visible_to(viewer)}
    return {one.name: users[one.manager] for one in sellers() if one.manager in users}


def _scene(stage: Stage, account: "Account", place: int, managers: dict[str, "User"], *, is_first: bool) -> Scene:
    """The first accounts take the moods in turn: whoever opens the best customer sees what good looks like."""
    drawn = int(stage.dice.choice(len(MOODS), p=[mood.share for mood in MOODS]))
    owner: Any = account.owner
    return Scene(
        account, owner, managers.get(owner.name), MOODS[place if place < len(MOODS) else drawn], is_first=is_first
    )


def _write_people(stage: Stage, scenes: list[Scene]) -> None:
    """Names, posts, whom they report to, roles; an empty chair where the top is not known; who left."""
    from openkam.records.accounts.bulk import write_instances
    from openkam.records.contacts.models import BuyingRole, ReportingLine
    from openkam.records.contacts.search import write_person_texts

    for scene in scenes:
        _cast(stage, scene)
    everybody = [person for scene in scenes for person in scene.people]
    write_instances(everybody)
    write_person_texts(everybody)
    jobs, roles, lines = [], [], []
    for scene in scenes:
        for place, (person, seat) in enumerate(zip(scene.people, scene.seats, strict=True)):
            mark = {"account": scene.account, "person": person, "noted_by": scene.owner, "noted_at": stage.now}
            until = stage.days_ago(_LEFT_DAYS) if place in scene.left else None
            jobs.append(_job(stage, scene, seat, mark, until))
            if seat.role:
                since = jobs[-1].since_date
                proof = stage.say(EVIDENCE["post"]) if seat.role == "DECIDER" else ""
                roles.append(BuyingRole(**mark, role=seat.role, since_date=since, until_date=until, evidence=proof))
            if 0 <= seat.above < len(scene.people):
                above = scene.people[seat.above]
                lines.append(ReportingLine(**mark, superior=above, since_date=None, until_date=until))
    for rows in (jobs, roles, lines):
        write_instances(rows)


def _cast(stage: Stage, scene: Scene) -> None:
    """Who sits where: seats in the order of importance, but a thin account knows the buyers only."""
    from openkam.records.contacts.details import person_key
    from openkam.records.contacts.models import Person

    count = int(stage.dice.integers(scene.mood.people[0], scene.mood.people[1] + 1))
    if scene.mood.name == "thin":
        seats = [SEATS[0], SEATS[1], SEATS[4]][: max(count, 2)]
        seats = [seats[0], *(seat._replace(above=0) for seat in seats[1:])]
    else:
        seats = list(SEATS[:count])
    names: set[str] = set()
    for place, seat in enumerate(seats):
        is_chair = scene.mood.name == "thin" and place == 0
        name = stage.say(CHAIR.filled(title=seat.title)) if is_chair else new_name(stage, names)
        scene.people.append(
            Person(
                name=name,
                name_key=person_key(name),
                is_placeholder=is_chair,
                channel="" if is_chair else ("PHONE", "CHAT", "MAIL", "VISIT")[int(stage.dice.integers(0, 4))],
                purpose=stage.say(PURPOSE),
                source=stage.say(SOURCE),
                noticed_date=stage.days_ago(_YEARS),
                created_by=scene.owner,
                created_at=stage.now,
            )
        )
    scene.seats = seats
    if scene.mood.name == "shaken":
        scene.left = [int(stage.dice.integers(1, min(4, len(seats))))]


def new_name(stage: Stage, taken: set[str]) -> str:
    """A name nobody of `taken` has; it is added to them."""
    while True:
        name = SURNAMES[int(stage.dice.integers(0, len(SURNAMES)))] + GIVEN[int(stage.dice.integers(0, len(GIVEN)))]
        if name not in taken:
            taken.add(name)
            return name


def _job(stage: Stage, scene: Scene, seat: Seat, mark: dict[str, Any], until: date | None) -> Any:
    """At a shaken account the top is new."""
    from openkam.records.contacts.models import Employment

    is_new = scene.mood.name == "shaken" and seat.above < 0
    return Employment(
        **mark,
        department=stage.say(seat.department),
        title=stage.say(seat.title),
        level=seat.level,
        since_date=stage.days_ago((25, 90)) if is_new else stage.days_ago(_YEARS),
        until_date=until,
        end_reason=stage.say(CHANGE) if until is not None else "",
        source=stage.say(SOURCE),
    )


def _write_opinions(stage: Stage, scenes: list[Scene]) -> None:
    """Stance, influence and mode as the owner sees them, and how close we are to whom."""
    from openkam.records.accounts.bulk import write_instances

    views, relations = [], []
    for scene in scenes:
        for place, (person, seat) in enumerate(zip(scene.people, scene.seats, strict=True)):
            if person.is_placeholder or place in scene.left:
                continue
            acquaintances = _relations(stage, scene, person, seat)
            views += _views(stage, scene, person, seat, is_known=bool(acquaintances))
            relations += acquaintances
    write_instances(views)
    write_instances(relations)


def _views(stage: Stage, scene: Scene, person: "Person", seat: Seat, *, is_known: bool) -> list[Any]:
    """What the owner thinks of him; trust is rated of those whom somebody of us knows."""
    from openkam.records.contacts.models import Opinion

    is_well, stance = scene.mood.name == "healthy", 0
    found = []
    if stage.chance(0.9 if is_well else 0.45):
        low, high = (1, 5) if is_well and stage.chance(0.85) else (-4, 3)
        stance = int(stage.dice.integers(low, high + 1, 2).mean()) or 1  # the extremes are rare
        found.append(("STANCE", str(stance), EVIDENCE["for" if stance > 0 else "against"]))
    if seat.level != "EXECUTION" and stage.chance(0.8 if is_well else 0.4):
        found.append(("INFLUENCE", "HIGH" if seat.level == "DECISION" else "MEDIUM", EVIDENCE["post"]))
    if stage.chance(0.6 if is_well else 0.2):
        mode = ("GROWTH", "TROUBLE", "EVEN_KEEL")[int(stage.dice.integers(0, 3))]
        found.append(("MODE", mode, EVIDENCE["mode"]))
    observed = stage.days_ago((5, 80) if is_well else (40, 300))
    said = [(kind, value, evidence, observed) for kind, value, evidence in found]
    if stance < 0:
        said.append(("BACKS", stage.say(RIVALS[-stance % len(RIVALS)]), EVIDENCE["rival"], observed))
    if stance and is_known:
        before, now = max(4 + stance // 2, 0), min(5 + stance, 10)
        said.append(("TRUST", str(before), EVIDENCE["sample"], observed - timedelta(days=150)))
        said.append(("TRUST", str(now), EVIDENCE["kept" if now > before else "late"], observed))
    return [
        Opinion(
            account=scene.account,
            person=person,
            kind=kind,
            value=value,
            evidence=stage.say(evidence),
            observed_date=day,
            author=scene.owner,
            noted_at=stage.now,
        )
        for kind, value, evidence, day in said
    ]


def _relations(stage: Stage, scene: Scene, person: "Person", seat: Seat) -> list[Any]:
    """The owner knows most; at decision level his manager helps."""
    from openkam.records.contacts.models import Relation

    mark = {"account": scene.account, "person": person, "noted_by": scene.owner, "noted_at": stage.now}
    is_well = scene.mood.name == "healthy"
    found = []
    if stage.chance(0.9 if is_well else 0.6):
        level = int(stage.dice.integers(1, 4 if is_well else 3))
        day = stage.days_ago((30, 360))
        found.append(Relation(**mark, colleague=scene.owner, level=level, wanted=min(level + 1, 3), observed_date=day))
    if scene.manager is not None and seat.level == "DECISION" and is_well:
        found.append(
            Relation(**mark, colleague=scene.manager, level=1, wanted=2, observed_date=stage.days_ago((30, 200)))
        )
    return found
