"""Two developments side by side: what the one had and the other had not. Source: R151."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from openkam.analysis.words import Text
from openkam.core.access import Viewer
from openkam.records.accounts.models import Account
from openkam.records.activities.development import Development, Reach, developments
from openkam.records.activities.labels import kind_label
from openkam.records.contacts.labels import LEVELS, ROLES
from openkam.web.log.month import month_name
from openkam.web.policy import found_or_404

MOST_OFFERED = 200
_NO_NOTES = (Text("", ""), Text("", ""))


@dataclass(frozen=True)
class Line:
    """One measure of both; `ahead` is the place of the one that is further, None where they are even or it is no race.

    notes  what the figure is made of
    """

    label: Text
    figures: tuple[int | None, int | None]
    notes: tuple[Text, Text]
    ahead: int | None


@dataclass(frozen=True)
class Kinds:
    """How often each did one kind of thing."""

    label: Text
    counts: tuple[int, int]


@dataclass(frozen=True)
class ComparisonPage:
    """Everything the page shows; `accounts` and `lines` are empty until two were chosen."""

    title: Text
    accounts: Sequence[Account]
    developments: Sequence[Development]
    lines: Sequence[Line]
    kinds: Sequence[Kinds]
    outcomes: Sequence[Text]
    reach: Sequence[Sequence[tuple[Text, Reach]]]
    choices: Sequence[tuple[str, str]]
    chosen: tuple[str, str]


def comparison_page(viewer: Viewer, first: int | None, second: int | None) -> ComparisonPage:
    """The page.

    Raises Http404 where one of the two is not seen.
    """
    rows = Account.objects.visible_to(viewer).filter(activities__removed_at=None, activities__isnull=False)
    choices = [
        (str(key), name) for key, name in rows.distinct().order_by("name").values_list("pk", "name")[:MOST_OFFERED]
    ]
    chosen = (str(first or ""), str(second or ""))
    if first is None or second is None or first == second:
        title = Text("Compare two developments", "比较两个客户的开发过程")
        return ComparisonPage(title, (), (), (), (), (), (), choices, chosen)
    pair = [found_or_404(Account.objects.visible_to(viewer), pk=key) for key in (first, second)]
    found = developments(viewer, pair)
    one, other = (found[account.pk] for account in pair)
    lines = lines_of(one, other)
    return ComparisonPage(
        title=_title(pair, lines),
        accounts=pair,
        developments=(one, other),
        lines=lines,
        kinds=_kinds(one, other),
        outcomes=[_outcome(each) for each in (one, other)],
        reach=[[(month_name(step.month), step) for step in each.reach] for each in (one, other)],
        choices=choices,
        chosen=chosen,
    )


def lines_of(one: Development, other: Development) -> list[Line]:
    """The measures of coverage first, then what it took."""
    return [
        _line(Text("People met", "接触人数"), one.contacts, other.contacts),
        _line(
            Text("Levels", "接触层级"),
            len(one.levels),
            len(other.levels),
            (_listed([label for code, label in LEVELS.items() if code in each.levels]) for each in (one, other)),
        ),
        _line(
            Text("Departments", "接触部门"),
            len(one.departments),
            len(other.departments),
            (_listed([Text(name, name) for name in sorted(each.departments)]) for each in (one, other)),
        ),
        _line(
            Text("Posts", "接触岗位"),
            len(one.posts),
            len(other.posts),
        ),
        _line(
            Text("Buying roles", "采购角色"),
            len(one.roles),
            len(other.roles),
            (_listed([label for code, label in ROLES.items() if code in each.roles]) for each in (one, other)),
        ),
        _line(Text("Colleagues of ours", "我方参与人数"), one.ours, other.ours),
        Line(Text("Entries", "往来记录"), (one.entries, other.entries), _NO_NOTES, None),
        Line(Text("Days from first to latest", "历时天数"), (one.days, other.days), _NO_NOTES, None),
    ]


def _line(label: Text, one: int, other: int, notes: Iterable[Text] = _NO_NOTES) -> Line:
    ahead = None if one == other else int(other > one)
    first, second = notes
    return Line(label, (one, other), (first, second), ahead)


def _kinds(one: Development, other: Development) -> list[Kinds]:
    first, second = dict(one.kinds), dict(other.kinds)
    codes = sorted({*first, *second}, key=lambda code: -(first.get(code, 0) + second.get(code, 0)))
    return [Kinds(kind_label(code), (first.get(code, 0), second.get(code, 0))) for code in codes]


def _outcome(one: Development) -> Text:
    words = {
        "OPEN": Text("open", "进行中"),
        "WON": Text("won", "赢单"),
        "LOST": Text("lost", "丢单"),
        "STALLED": Text("stalled", "停滞"),
    }
    return words[one.deal.outcome] if one.deal is not None else Text("no deal noted", "无商机")


def _title(pair: Sequence[Account], lines: Sequence[Line]) -> Text:
    raced = [
        line for line in lines if line.figures[0] is not None and line.label not in (lines[-1].label, lines[-2].label)
    ]
    ahead = [sum(1 for line in raced if line.ahead == place) for place in (0, 1)]
    if ahead[0] == ahead[1]:
        return Text("Both cover the customer alike", "两者对客户的覆盖相当")
    place = int(ahead[1] > ahead[0])
    words = Text("{name} is ahead in {n} of {all} measures of coverage", "{name}在{all}项覆盖指标中有{n}项领先")
    return words.filled(name=pair[place].name, n=ahead[place], all=len(raced))


def _listed(texts: Sequence[Text]) -> Text:
    return Text(", ".join(text.en for text in texts), "、".join(text.zh for text in texts))
