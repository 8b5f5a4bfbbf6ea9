"""How the values of a dossier are told to the person it is about: in words, days as people write them, no codes."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from django.utils import timezone

from openkam.analysis.words import Text
from openkam.core.periods import day_text, month_text
from openkam.intake.contacts.models import ImportedRow
from openkam.records.activities.kinds import Precision
from openkam.records.activities.labels import KINDS, METHODS
from openkam.records.archive.items import ITEMS
from openkam.records.contacts.labels import (
    BACKGROUNDS,
    BASES,
    CHANNELS,
    INTERESTS,
    LANGUAGES,
    LEVELS,
    NEEDS,
    OPINIONS,
    PROGRESS,
    ROLES,
    TIES,
    TRUST_ITEMS,
)
from openkam.records.contacts.scales import DEGREES, MODES, value_label
from openkam.records.duplicates.models import PersonMatch

_IMPORTED: Final = {
    ImportedRow.Kind.ACCOUNT: Text("customer", "客户"),
    ImportedRow.Kind.PERSON: Text("person", "联系人"),
    ImportedRow.Kind.EMPLOYMENT: Text("post", "任职"),
    ImportedRow.Kind.ROLE: Text("buying role", "采购角色"),
    ImportedRow.Kind.RELATION: Text("relation", "关系"),
    ImportedRow.Kind.LINE: Text("reporting line", "汇报关系"),
    ImportedRow.Kind.TIE: Text("tie", "人员之间的关系"),
}
_MATCHED: Final = {
    PersonMatch.State.MERGED: Text("merged", "已合并"),
    PersonMatch.State.REFUSED: Text("two people", "不是同一人"),
    PersonMatch.State.UNDONE: Text("merge undone", "已撤销合并"),
}
_PRECISIONS: Final = {Precision.DAY: Text("to the day", "精确到日"), Precision.MONTH: Text("to the month", "精确到月")}
CODES: Final[dict[tuple[str, str], Mapping[Any, Text]]] = {
    ("activity", "kind"): KINDS,
    ("activity", "method"): METHODS,
    ("activity", "precision"): _PRECISIONS,
    ("background", "kind"): BACKGROUNDS,
    ("buyingrole", "role"): ROLES,
    ("dealrole", "role"): ROLES,
    ("dealview", "influence"): DEGREES,
    ("dealview", "mode"): MODES,
    ("employment", "level"): LEVELS,
    ("fact", "item"): {item.code: item.label for item in ITEMS},
    ("importedrow", "kind"): _IMPORTED,
    ("motive", "kind"): INTERESTS,
    ("motive", "need"): NEEDS,
    ("opinion", "kind"): OPINIONS,
    ("person", "basis"): BASES,
    ("person", "channel"): CHANNELS,
    ("person", "language"): LANGUAGES,
    ("personmatch", "state"): _MATCHED,
    ("relation", "level"): PROGRESS,
    ("relation", "wanted"): PROGRESS,
    ("tie", "kind"): TIES,
    ("truststep", "item"): TRUST_ITEMS,
}
"""What each stored code of a table is called."""
_YES, _NO, _NOTHING = Text("yes", "是"), Text("no", "否"), Text("", "")
_WORDINGS: Final = ("subject", "said", "result", "next_step")


def told(table: str, row: Mapping[str, object], name: str) -> Text:
    """One field of a row; nothing where nothing is known."""
    value = row[name]
    if value is None or value == "":
        return _NOTHING
    labels = CODES.get((table, name))
    if labels is not None and value in labels:
        return labels[value]
    if table == "opinion" and name == "value":
        return value_label(str(row["kind"]), str(value))
    if name == "happened_date" and row.get("precision") == Precision.MONTH and isinstance(value, date):
        return month_text(value)
    return _plainly(value)


def _plainly(value: object) -> Text:
    if isinstance(value, bool):
        return _YES if value else _NO
    if isinstance(value, datetime):
        here = timezone.localtime(value)
        on = day_text(here)
        return Text(f"{on.en} {here:%H:%M}", f"{on.zh} {here:%H:%M}")
    if isinstance(value, date):
        return day_text(value)
    if isinstance(value, dict):
        words = " · ".join(str(value[name]) for name in _WORDINGS if value.get(name))
        return Text(words, words)
    return Text(str(value), str(value))
