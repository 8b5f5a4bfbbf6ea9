"""The page of an account's people: the finding, the map, and the same as a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from markupsafe import Markup

from openkam.analysis.words import Language, Text
from openkam.core.access import Right, Viewer
from openkam.core.periods import day_text
from openkam.core.problem import Problem
from openkam.records.accounts.models import Account, MapPlaces
from openkam.records.contacts.labels import LEVELS as LEVEL_LABELS
from openkam.records.contacts.labels import PROGRESS, ROLES
from openkam.records.opportunities.models import Opportunity
from openkam.web.people.drawing import drawing
from openkam.web.people.findings import Findings, findings_of
from openkam.web.people.forms import Asked
from openkam.web.people.picture import Picture, picture_of
from openkam.web.people.scene import LEVELS, Figure, Scene, scene_of
from openkam.web.people.stops import Stop, stops_of
from openkam.web.people.told import Told, told_of
from openkam.web.people.trust import trust_chart
from openkam.web.people.wording import (
    FRESHNESS_MARKS,
    NO_LEVEL,
    freshness,
    influence_text,
    joined,
    met_text,
    roles_of,
    stance_text,
    tie_sentences,
)
from openkam.web.policy import found_or_404
from openkam.web.ui.charts.chart import Chart

NOTHING: Final = Text("", "")


@dataclass(frozen=True)
class PersonRow:
    """A person as the table says it; stance and influence None where unknown."""

    key: int
    name: str
    title: str
    department: str
    level: Text
    roles: Text
    stance: Text | None
    influence: Text | None
    mark: str
    met: Text
    superior: str
    known_by: Text
    note: Text


@dataclass(frozen=True)
class PeoplePage:
    """Everything the page shows; `query` asks the same map again, `notice` says why another day is shown than asked.

    told  what the act led to that this page follows
    """

    account: Account
    asked: Asked
    day: date
    today: date
    lead: Text
    findings: Findings
    rows: Sequence[PersonRow]
    ties: Sequence[Text]
    trust: Chart
    picture: Picture
    whose: Text
    svg: Markup
    stops: Sequence[Stop]
    deals: Sequence[tuple[str, str | Text]]
    departments: Sequence[tuple[str, str, bool]]
    shows_opinions: bool
    may_change: bool
    query: str
    people: Sequence[tuple[str, str]]
    levels: Sequence[tuple[str, Text]]
    roles: Sequence[tuple[str, Text]]
    problem: Problem | None
    draft: Mapping[str, str]
    notice: Text | None
    told: Told | None

    @property
    def place(self) -> int:
        """Which stop is shown: the latest not after the day."""
        passed = [place for place, stop in enumerate(self.stops) if stop.day <= self.day]
        return passed[-1] if passed else 0

    def at(self, place: int) -> str:
        """The address of the map on the day of a stop, blank where there is none."""
        if not 0 <= place < len(self.stops):
            return ""
        day = self.stops[place].day
        return (
            f"/accounts/{self.account.pk}/people/" + replace(self.asked, day=None if day == self.today else day).query()
        )


def account_seen(viewer: Viewer, key: int) -> Account:
    """The account.

    Raises Http404 where the viewer sees none of this key.
    """
    return found_or_404(Account.objects.visible_to(viewer), pk=key)


def picture_page(viewer: Viewer, account: Account, asked: Asked, language: Language) -> Picture:
    """The picture alone, for the script, the file and the page."""
    day = min(asked.day, viewer.today) if asked.day is not None else viewer.today
    deals = Opportunity.objects.visible_to(viewer).filter(account=account, pk=asked.opportunity or 0)
    scene = scene_of(viewer, account, day, deals.values_list("pk", flat=True).first())
    kept = MapPlaces.objects.visible_to(viewer).filter(account=account).values_list("places", flat=True).first()
    where = {key: (float(x), float(y)) for key, (x, y) in (kept or {}).items()}
    return picture_of(viewer, scene, closed=asked.closed, language=language).with_places(where)


def people_page(
    viewer: Viewer,
    key: int,
    asked: Asked,
    language: Language,
    *,
    problem: Problem | None = None,
    draft: Mapping[str, str] | None = None,
    notice: Text | None = None,
    done: str = "",
) -> PeoplePage:
    """The page, a fixed number of queries; `problem` and `draft` are what was refused and what had been typed.

    Raises Http404 where the viewer sees no such account.
    """
    account = account_seen(viewer, key)
    picture = picture_page(viewer, account, asked, language)
    scene = picture.scene
    found = findings_of(scene)
    deals = Opportunity.objects.visible_to(viewer).filter(account=account).order_by("-opened_date", "-pk")
    named = {str(pk): name for pk, name in deals.values_list("pk", "name")}
    rows = [_row(one, scene) for one in _in_order(scene)]
    is_own = Account.objects.writable_by(viewer).filter(pk=account.pk).exists()
    may_change = is_own and viewer.may(Right.RECORD_CUSTOMERS) and scene.day == viewer.today
    return PeoplePage(
        account=account,
        asked=asked,
        day=scene.day,
        today=viewer.today,
        lead=_lead(scene, viewer.today, named.get(str(asked.opportunity), "")),
        findings=found,
        rows=rows,
        ties=tie_sentences(scene),
        trust=trust_chart(viewer, account, scene.day, language),
        picture=picture,
        whose=whose_map(account, scene.day),
        svg=drawing(picture, language, title=found.title, shows_known=asked.shows_known),
        stops=stops_of(viewer, account, viewer.today),
        deals=[("", Text("The whole account", "整个客户")), *named.items()],
        departments=_departments(picture, asked, language),
        shows_opinions=is_own or any(one.chair.opinions for one in scene.figures),
        may_change=may_change,
        query=asked.query(),
        people=[(str(one.key), one.chair.name) for one in _in_order(scene) if not one.has_left],
        levels=[("", NO_LEVEL), *((code, LEVEL_LABELS[code]) for code in LEVELS if code)],
        roles=[("", Text("none, or not known", "无，或尚不清楚")), *ROLES.items()],
        problem=problem,
        draft=draft or {},
        notice=notice,
        told=told_of(done, scene, may_change=may_change),
    )


def whose_map(account: Account, day: date) -> Text:
    """What a picture of the map is headed with: the account and the day."""
    return Text("{name} · {day}", "{name} · {day}").filled(name=account.name, day=day_text(day))


def _lead(scene: Scene, today: date, deal: str) -> Text:
    parts = []
    if scene.day != today:
        parts.append(Text("As it stood on {day}.", "{day}的情况。").filled(day=day_text(scene.day)))
    if deal:
        parts.append(Text(f"Only who has a part in “{deal}”.", f"仅显示参与“{deal}”的人员。"))
    return Text(" ".join(part.en for part in parts), "".join(part.zh for part in parts))


def _departments(picture: Picture, asked: Asked, language: Language) -> list[tuple[str, str, bool]]:
    """Each department with the address that collapses or opens it, and whether it is collapsed."""
    names = sorted({one.chair.department for one in picture.scene.figures})
    place = f"/accounts/{picture.scene.account.pk}/people/"
    return [
        (
            picture.column_label(name).to(language),
            place + asked.toggled(name, picture.closed).query(),
            name in picture.closed,
        )
        for name in names
    ]


def _in_order(scene: Scene) -> list[Figure]:
    """By level from above, those who left at the end, then department and name."""
    return sorted(
        scene.figures,
        key=lambda one: (one.has_left, LEVELS.index(one.chair.level), one.chair.department, one.chair.name, one.key),
    )


def _row(one: Figure, scene: Scene) -> PersonRow:
    chair = one.chair
    superior = scene.by_key.get(chair.superior or 0)
    known = [
        Text(f"{some.name} ({PROGRESS[some.level].en})", f"{some.name}（{PROGRESS[some.level].zh}）")
        for some in chair.known_by
    ]
    return PersonRow(
        key=one.key,
        name=chair.name,
        title=chair.title,
        department=chair.department,
        level=LEVEL_LABELS.get(chair.level, NO_LEVEL),
        roles=joined(roles_of(one)),
        stance=stance_text(one.stance) if one.stance is not None else None,
        influence=influence_text(one.influence) if one.influence else None,
        mark=FRESHNESS_MARKS[freshness(one, scene.day)],
        met=met_text(one, scene.day),
        superior=superior.chair.name if superior is not None else "",
        known_by=Text(", ".join(some.en for some in known), "、".join(some.zh for some in known)),
        note=_note(one),
    )


def _note(one: Figure) -> Text:
    if one.has_left and one.chair.until_date is not None:
        return Text("left on {day}", "已于{day}离任").filled(day=day_text(one.chair.until_date))
    if one.chair.is_placeholder:
        return Text("empty chair", "空缺席位")
    return Text("not part of this deal", "不参与该商机") if one.is_aside else NOTHING
