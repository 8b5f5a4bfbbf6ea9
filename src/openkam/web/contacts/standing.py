"""What colleagues wrote of a person at an account: opinions, relations, motives, ties … with their history."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from openkam.analysis.words import Language, Text
from openkam.core.access import Viewer
from openkam.records.accounts.models import Account
from openkam.records.contacts.kinds import BackgroundKind, OpinionKind, TieKind, TrustItem
from openkam.records.contacts.labels import BACKGROUNDS, INTERESTS, NEEDS, OPINIONS, PROGRESS, TIES, TRUST_ITEMS
from openkam.records.contacts.models import Background, BadExperience, Motive, Opinion, Person, Relation, Tie, TrustStep
from openkam.records.contacts.queries import holds_on
from openkam.records.contacts.scales import HIGHEST_TRUST, STANCES, value_label
from openkam.web.ui.charts.chart import Chart, Labels
from openkam.web.ui.charts.course import Course, Scale, Step, course_chart

_ORDER: Final = ("observed_date", "noted_at", "pk")
_STANCE_SCALE: Final = Scale({step: value_label("STANCE", str(step)) for step in STANCES} | {0: Text("", "")})
_TRUST_SCALE: Final = Scale({step: value_label("TRUST", str(step)) for step in range(HIGHEST_TRUST + 1)})
_LEVELS: Final = Scale(PROGRESS)


@dataclass(frozen=True)
class View:
    """One opinion as it is shown."""

    value: Text
    observed_date: date
    author: str
    evidence: str


@dataclass(frozen=True)
class ViewLine:
    """A kind of opinion: the one that holds, None where nobody has formed one, and earlier ones, the latest first."""

    kind: str
    label: Text
    latest: View | None
    earlier: Sequence[View]


@dataclass(frozen=True)
class Closeness:
    """How close a colleague is now and should be, since when, and why it changed."""

    name: str
    level: Text
    wanted: Text | None
    is_short: bool
    since: date
    reason: str


@dataclass(frozen=True)
class Line:
    """A line of text with its kind, source and row."""

    row: int
    kind: Text
    text: str
    note: str
    day: date | None
    author: str = ""


@dataclass(frozen=True)
class TrustLine:
    """One of the ten rules; `step` None: not yet kept."""

    item: str
    label: Text
    step: TrustStep | None


@dataclass(frozen=True)
class Standing:
    """Everything of class INTEL about a person at an account."""

    views: Sequence[ViewLine]
    stance: Chart
    trust_course: Chart
    motives: Sequence[Line]
    ties: Sequence[Line]
    backgrounds: Sequence[Line]
    wrongs: Sequence[BadExperience]
    mended: Sequence[BadExperience]
    trust: Sequence[TrustLine]

    @property
    def kept(self) -> int:
        """How many of the ten rules of trust were kept."""
        return sum(line.step is not None for line in self.trust)


@dataclass(frozen=True)
class Bonds:
    """Who of us knows him, and how that grew."""

    people: Sequence[Closeness]
    course: Chart


def standing_of(viewer: Viewer, account: Account, person: Person, language: Language) -> Standing:
    """Six queries; empty for who may not read it."""
    wrongs = BadExperience.objects.visible_to(viewer).filter(account=account, person=person).select_related("author")
    wrong = list(wrongs.order_by("-happened_date", "-pk"))
    opinions = _opinions(viewer, account, person)
    return Standing(
        views=[_view_line(kind, opinions.get(kind, [])) for kind in OpinionKind.values],
        stance=_stance_chart(opinions.get(OpinionKind.STANCE, []), viewer.today, language),
        trust_course=_trust_chart(opinions.get(OpinionKind.TRUST, []), viewer.today, language),
        motives=_motives(viewer, account, person),
        ties=_ties(viewer, account, person),
        backgrounds=_backgrounds(viewer, account, person),
        wrongs=[one for one in wrong if one.mended_date is None],
        mended=[one for one in wrong if one.mended_date is not None],
        trust=_trust(viewer, account, person),
    )


def bonds_of(viewer: Viewer, account: Account, person: Person, language: Language) -> Bonds:
    """One query: the latest level of each colleague, and all of them as lines."""
    rows = Relation.objects.visible_to(viewer).filter(account=account, person=person).select_related("colleague")
    by_colleague: dict[int, list[Relation]] = defaultdict(list)
    for row in rows.order_by(*_ORDER):
        by_colleague[row.colleague_id].append(row)
    latest = [
        Closeness(
            name=row.colleague.name,
            level=PROGRESS[row.level],
            wanted=None if row.wanted is None else PROGRESS[row.wanted],
            is_short=row.wanted is not None and row.wanted > row.level,
            since=_since(steps),
            reason=row.reason,
        )
        for steps in by_colleague.values()
        for row in steps[-1:]
    ]
    courses = [
        Course(steps[0].colleague.name, [Step(row.observed_date, row.level, row.reason) for row in steps])
        for steps in by_colleague.values()
    ]
    labels = Labels(
        Text("How close we came", "关系进展"),
        Text("One line a colleague; each step is a change that was noted.", "每位同事一条线，每一级是一次记录。"),
    )
    heads = (Text("Colleague", "同事"), Text("Relation", "关系"), Text("Reason", "原因"))
    return Bonds(
        sorted(latest, key=lambda one: one.name),
        course_chart(courses, _LEVELS, labels, until=viewer.today, heads=heads, language=language),
    )


def _since(steps: Sequence[Relation]) -> date:
    """The day from which the latest level holds without a break."""
    since = steps[-1].observed_date
    for row in reversed(steps):
        if row.level != steps[-1].level:
            break
        since = row.observed_date
    return since


def _opinions(viewer: Viewer, account: Account, person: Person) -> dict[str, list[Opinion]]:
    rows = Opinion.objects.visible_to(viewer).filter(account=account, person=person).select_related("author")
    by_kind: dict[str, list[Opinion]] = defaultdict(list)
    for row in rows.order_by(*_ORDER):
        by_kind[row.kind].append(row)
    return by_kind


def _view_line(kind: str, rows: Sequence[Opinion]) -> ViewLine:
    views = [View(value_label(kind, one.value), one.observed_date, one.author.name, one.evidence) for one in rows]
    return ViewLine(kind, OPINIONS[kind], views[-1] if views else None, views[-2::-1] if len(views) > 1 else ())


def _stance_chart(rows: Sequence[Opinion], until: date, language: Language) -> Chart:
    labels = Labels(
        Text("How the stance moved", "立场变化"),
        Text("Each point is an opinion of a named colleague with its evidence.", "每个点是某位同事的研判及依据。"),
    )
    return _rated(rows, _STANCE_SCALE, labels, head=Text("Stance", "立场"), until=until, language=language)


def _trust_chart(rows: Sequence[Opinion], until: date, language: Language) -> Chart:
    """How trust grew or fell, each change with what happened (R023)."""
    labels = Labels(
        Text("How trust moved, 0 to 10", "信任度变化（0–10分）"),
        Text(
            "Each point is a rating of a named colleague with what happened.", "每个点是某位同事的评分及所依据的事实。"
        ),
    )
    return _rated(rows, _TRUST_SCALE, labels, head=Text("Trust", "信任度"), until=until, language=language)


def _rated(
    rows: Sequence[Opinion], scale: Scale, labels: Labels, *, head: Text, until: date, language: Language
) -> Chart:
    steps = [Step(one.observed_date, int(one.value), f"{one.author.name}: {one.evidence}") for one in rows]
    heads = (Text("", ""), head, Text("Author and evidence", "记录人与依据"))
    courses = [Course("", steps)] if steps else []
    return course_chart(courses, scale, labels, until=until, heads=heads, language=language)


def _motives(viewer: Viewer, account: Account, person: Person) -> list[Line]:
    rows = Motive.objects.visible_to(viewer).filter(account=account, person=person).select_related("author")
    return [
        Line(one.pk, _motive_label(one), one.text, one.evidence, one.observed_date, one.author.name)
        for one in rows.order_by("kind", "-observed_date", "-pk")
    ]


def _motive_label(one: Motive) -> Text:
    label = INTERESTS[one.kind]
    if not one.need:
        return label
    return Text(f"{label.en}: {NEEDS[one.need].en}", f"{label.zh}：{NEEDS[one.need].zh}")


def _ties(viewer: Viewer, account: Account, person: Person) -> list[Line]:
    """Those that hold today, from either end."""
    rows = Tie.objects.visible_to(viewer).filter(holds_on(viewer.today), account=account)
    lines = []
    for one in rows.select_related("person", "other").order_by("kind", "pk"):
        if person.pk not in (one.person_id, one.other_id):
            continue
        other = one.other if one.person_id == person.pk else one.person
        if other.erased_at is None and other.merged_into_id is None:
            lines.append(Line(one.pk, _tie_label(one, person), other.name, one.evidence, one.since_date))
    return lines


def _tie_label(one: Tie, person: Person) -> Text:
    if one.kind == TieKind.INFLUENCES and one.other_id == person.pk:
        return Text("Is influenced by", "受其影响：")
    return TIES[one.kind]


def _backgrounds(viewer: Viewer, account: Account, person: Person) -> list[Line]:
    rows = Background.objects.visible_to(viewer).filter(account=account, person=person).select_related("colleague")
    return [
        Line(
            row=one.pk,
            kind=BACKGROUNDS[BackgroundKind(one.kind)],
            text=one.text,
            note=f"{one.source} · {one.consent}",
            day=None,
            author=one.colleague.name if one.colleague is not None else "",
        )
        for one in rows.order_by("kind", "pk")
    ]


def _trust(viewer: Viewer, account: Account, person: Person) -> list[TrustLine]:
    rows = TrustStep.objects.visible_to(viewer).filter(account=account, person=person).select_related("author")
    kept = {one.item: one for one in rows}
    return [TrustLine(item, TRUST_ITEMS[item], kept.get(item)) for item in TrustItem.values]
