"""The log of the demo's accounts: what was done in the last twelve months, objections, facts."""

from datetime import date, timedelta
from typing import Any, Final

from openkam.cli.demo.chair_words import ANSWER, FACTS, OBJECTIONS, RIVALS, SCENES, SOURCE
from openkam.cli.demo.chair_words import Scene as Told
from openkam.cli.demo.stage import Scene, Stage

_YEAR: Final = 360
_ABOUT_DEALS: Final = frozenset({"FEEDBACK", "MAIL", "SAMPLE", "SITE_VISIT"})
"""Entries of these kinds are about what is open at the account."""
_STALE_DAYS: Final = 14
"""A next step is at most so long overdue; older ones were taken."""


def write_logs(stage: Stage, scenes: list[Scene]) -> None:
    """Everything that happened, account by account, written table by table."""
    from openkam.records.accounts.bulk import write_instances
    from openkam.records.activities.search import write_note_texts

    rows = [row for scene in scenes for row in _entries(stage, scene)]
    entries = [entry for entry, _, _ in rows]
    write_instances(entries)
    write_note_texts(entries)
    write_instances([one for _, there, _ in rows for one in there()])
    write_instances([one for _, _, ours in rows for one in ours()])
    write_instances([one for scene in scenes for one in _objections(stage, scene)])
    write_instances([one for scene in scenes for one in _facts(stage, scene)])


def _entries(stage: Stage, scene: Scene) -> list[tuple[Any, Any, Any]]:
    """Entries with what makes their attendees and companions once they have keys."""
    mood = scene.mood
    latest = int(stage.dice.integers(*mood.silence))
    count = int(stage.dice.integers(mood.entries[0], mood.entries[1] + 1))
    days = sorted((int(day) for day in stage.dice.integers(latest, max(_YEAR, latest + 60), count)), reverse=True)
    days[-1] = latest
    there = [place for place, one in enumerate(scene.people) if not one.is_placeholder and place not in scene.left]
    if mood.name == "shaken":
        there = [place for place in there if scene.seats[place].above >= 0]  # the new chief was not met
    found = []
    for back in days:
        told = SCENES[int(stage.dice.integers(0, len(SCENES)))]
        entry = _entry(stage, scene, told, stage.today - timedelta(days=back))
        people = [scene.people[int(place)] for place in _picked(stage, there, 1 + int(stage.chance(0.45)))]
        with_manager = mood.ours > 1 and scene.manager is not None and stage.chance(0.3)
        found.append((entry, _attendees(scene, entry, people), _companions(scene, entry, is_there=with_manager)))
    if mood.name == "shaken" and stage.chance(0.6):
        entry = _rival(stage, scene)
        found.append((entry, _attendees(scene, entry, []), _companions(scene, entry, is_there=False)))
    return found


def _entry(stage: Stage, scene: Scene, told: Told, day: date) -> Any:
    from openkam.records.activities.models import Activity

    step = stage.say(told.next_step)
    due = day + timedelta(days=21) if step else None
    is_done = due is not None and (due < stage.today - timedelta(days=_STALE_DAYS) or stage.chance(0.5))
    return Activity(
        account=scene.account,
        opportunity=scene.deal_on(day) if told.kind in _ABOUT_DEALS else None,
        kind=told.kind,
        happened_date=day,
        subject=stage.say(told.subject),
        said=stage.say(told.said),
        result=stage.say(told.result),
        next_step=step,
        next_step_date=due,
        next_step_done_date=min(due, stage.today) if is_done and due is not None else None,
        author=scene.owner,
        noted_at=stage.now,
    )


def _rival(stage: Stage, scene: Scene) -> Any:
    from openkam.records.activities.models import Activity

    rival = stage.say(RIVALS[int(stage.dice.integers(0, len(RIVALS)))])
    return Activity(
        account=scene.account,
        kind="RIVAL_VISIT",
        happened_date=stage.days_ago((1, 8)),
        rival=rival,
        subject=rival,
        author=scene.owner,
        noted_at=stage.now,
    )


def _attendees(scene: Scene, entry: Any, people: list[Any]) -> Any:
    from openkam.records.activities.models import Attendee

    return lambda: [Attendee(account=scene.account, activity=entry, person=person) for person in people]


def _companions(scene: Scene, entry: Any, *, is_there: bool) -> Any:
    from openkam.records.activities.models import Companion

    manager = scene.manager if is_there else None
    return lambda: [Companion(account=scene.account, activity=entry, user=manager)] if manager is not None else []


def _picked(stage: Stage, places: list[int], count: int) -> list[int]:
    if not places:
        return []
    chosen = stage.dice.choice(len(places), min(count, len(places)), replace=False)
    return [places[int(one)] for one in sorted(chosen)]


def _objections(stage: Stage, scene: Scene) -> list[Any]:
    from openkam.records.needs.models import Objection

    if not stage.chance(0.35):
        return []
    raised = stage.days_ago((20, 120))
    is_answered = scene.mood.name == "healthy" or stage.chance(0.3)
    known = [place for place, one in enumerate(scene.people) if not one.is_placeholder]
    return [
        Objection(
            account=scene.account,
            person=scene.people[known[0]] if known else None,
            text=stage.say(OBJECTIONS[int(stage.dice.integers(0, len(OBJECTIONS)))]),
            raised_date=raised,
            owner=scene.owner,
            answer=stage.say(ANSWER) if is_answered else "",
            answered_date=raised + timedelta(days=9) if is_answered else None,
            noted_by=scene.owner,
            noted_at=stage.now,
        )
    ]


def _facts(stage: Stage, scene: Scene) -> list[Any]:
    from openkam.records.archive.models import Fact

    found = []
    for item, values in FACTS.items():
        if stage.chance(0.75 if scene.mood.name == "healthy" else 0.35):
            day = stage.days_ago((30, 300))
            found.append(
                Fact(
                    account=scene.account,
                    item=item,
                    value=stage.say(values[int(stage.dice.integers(0, len(values)))]),
                    source=stage.say(SOURCE),
                    noticed_date=day,
                    confirmed_date=day + timedelta(days=14) if stage.chance(0.5) else None,
                    author=scene.owner,
                    noted_at=stage.now,
                )
            )
    return found
