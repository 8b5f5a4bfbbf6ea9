"""What an entry said before, wording by wording."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from openkam.analysis.words import Text
from openkam.core.access import Viewer
from openkam.records.activities.labels import KINDS, METHODS
from openkam.records.activities.models import Activity, EarlierWording
from openkam.records.activities.reach import reads_view
from openkam.records.activities.writing import content_of
from openkam.records.contacts.models import Person
from openkam.records.users.models import User

LABELS: Final = {
    "kind": Text("Kind", "类型"),
    "happened_date": Text("Day", "日期"),
    "precision": Text("Precision", "日期精度"),
    "subject": Text("Subject", "主题"),
    "said": Text("What the customer said", "客户原话"),
    "result": Text("Result", "结果"),
    "next_step": Text("Next step", "下一步"),
    "next_step_date": Text("Day of the next step", "下一步日期"),
    "rival": Text("Rival", "竞争对手"),
    "method": Text("How it was learned", "信息来源方式"),
    "referred": Text("Pointed us to", "指引我们去找"),
    "self_check": Text("Self-check", "倾听自查"),
    "attendees": Text("There", "客户方参加人"),
    "companions": Text("Of us", "我方参加人"),
    "aims": Text("Aims", "目标"),
    "our_view": Text("Our view", "我方看法"),
}
_BLANK: Final = Text("(blank)", "（空）")


@dataclass(frozen=True)
class Wording:
    """What differed before a change, and who made the change when."""

    was: Sequence[tuple[Text, Text]]
    author: str
    changed_at: datetime


def history_of(viewer: Viewer, entry: Activity) -> list[Wording]:
    """The latest change first; what he may not read is left out. Six queries."""
    is_told = reads_view(viewer, entry)
    rows = EarlierWording.objects.visible_to(viewer).filter(activity=entry).select_related("replaced_by")
    earlier = list((rows if is_told else rows.defer("our_view")).order_by("-replaced_at", "-pk"))
    if not earlier:
        return []
    newer: dict[str, Any] = content_of(entry) | ({"our_view": entry.our_view} if is_told else {})
    names = _names(viewer, earlier)
    found = []
    for row in earlier:
        before: dict[str, Any] = row.content | ({"our_view": row.our_view} if is_told else {})
        was = [
            (label, _words(name, before.get(name), names))
            for name, label in LABELS.items()
            if name in newer and before.get(name) != newer.get(name)
        ]
        author = row.replaced_by.name if row.replaced_by is not None else ""
        found.append(Wording(was, author, row.replaced_at))
        newer = before
    return found


def _names(viewer: Viewer, rows: list[EarlierWording]) -> dict[str, dict[int, str]]:
    """The people and colleagues the wordings speak of, as far as they are still known."""
    people = {key for row in rows for key in (*row.content.get("attendees", ()), row.content.get("referred") or 0)}
    ours = {key for row in rows for key in row.content.get("companions", ())}
    known = dict(Person.objects.visible_to(viewer).filter(pk__in=people).values_list("pk", "name"))
    colleagues = dict(User.objects.visible_to(viewer).filter(pk__in=ours).values_list("pk", "name"))
    return {"attendees": known, "referred": known, "companions": colleagues}


def _words(name: str, value: Any, names: dict[str, dict[int, str]]) -> Text:
    if value in (None, "", []):
        return _BLANK
    if name in _CODES:
        return _CODES[name].get(value, Text(value, value))
    if name in names:
        keys = value if isinstance(value, list) else [value]
        shown = [names[name].get(key, "–") for key in keys]
        return Text(", ".join(shown), "、".join(shown))
    text = f"{sum(value)} / {len(value)}" if name == "self_check" else str(value)
    if isinstance(value, list) and name != "self_check":
        return Text("; ".join(value), "；".join(value))
    return Text(text, text)


_CODES: Final[dict[str, dict[str, Text]]] = {
    "kind": {code.value: label for code, label in KINDS.items()},
    "method": {code.value: label for code, label in METHODS.items()},
    "precision": {"MONTH": Text("month only", "仅知月份"), "DAY": Text("the day", "确知日期")},
}
