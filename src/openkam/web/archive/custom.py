"""The fields a company keeps of its accounts besides ours: on the archive page, and where they are defined."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from openkam.analysis.words import Text
from openkam.core.access import Viewer
from openkam.core.periods import day_text
from openkam.core.problem import Problem
from openkam.records.accounts.models import Account
from openkam.records.archive.custom_values import NO, YES
from openkam.records.archive.kinds import FieldKind
from openkam.records.archive.labels import FIELD_KINDS
from openkam.records.archive.models import CustomField, CustomValue

YES_AND_NO = ((YES, Text("yes", "是")), (NO, Text("no", "否")))


@dataclass(frozen=True)
class CustomLine:
    """A field of one's own and what an account has in it; `shown` in words, "" unknown, `kept` as a sheet keeps it."""

    field: CustomField
    label: Text
    value: str
    shown: Text
    kept: Text | float | date
    choices: Sequence[tuple[str, Text | str]]
    entry: str


def custom_lines(viewer: Viewer, account: Account) -> list[CustomLine]:
    """The fields in use, in the order they were made. Two queries."""
    fields = CustomField.objects.visible_to(viewer).filter(retired_at=None).order_by("pk")
    rows = CustomValue.objects.visible_to(viewer).filter(account=account)
    values = dict(rows.values_list("field_id", "value"))
    return [_line(one, values.get(one.pk, "")) for one in fields]


def _line(one: CustomField, value: str) -> CustomLine:
    entries = {FieldKind.NUMBER: "text", FieldKind.DATE: "date", FieldKind.TEXT: "text"}
    choices: list[tuple[str, Text | str]] = []
    if one.kind == FieldKind.CHOICE:
        choices = [("", Text("unknown", "未知")), *((choice, choice) for choice in one.choices)]
    elif one.kind == FieldKind.YES_NO:
        choices = [("", Text("unknown", "未知")), *YES_AND_NO]
    entry = entries.get(FieldKind(one.kind), "select")
    return CustomLine(one, Text(one.label_en, one.label_zh), value, *_told(FieldKind(one.kind), value), choices, entry)


def _told(kind: FieldKind, value: str) -> tuple[Text, Text | float | date]:
    """In words, and as a sheet keeps it."""
    if value and kind is FieldKind.NUMBER:
        number = Decimal(value)
        return Text(f"{number:,f}", f"{number:,f}"), int(number) if number == int(number) else float(number)
    if value and kind is FieldKind.DATE:
        day = date.fromisoformat(value)
        return day_text(day), day
    words = (dict(YES_AND_NO).get(value) if kind is FieldKind.YES_NO else None) or Text(value, value)
    return words, words


@dataclass(frozen=True)
class DefinedField:
    """A field as sales operations sees it."""

    field: CustomField
    label: Text
    kind: Text


@dataclass(frozen=True)
class FieldsPage:
    """The fields in use and those retired; `draft` is what had been typed, `done` what was just done."""

    title: Text
    fields: Sequence[DefinedField]
    retired: Sequence[DefinedField]
    kinds: Sequence[tuple[str, Text]]
    done: Text | None = None
    problem: Problem | None = None
    draft: dict[str, str] = field(default_factory=dict)


def fields_page(
    viewer: Viewer, *, done: Text | None = None, problem: Problem | None = None, draft: dict[str, str] | None = None
) -> FieldsPage:
    """The page."""
    rows = [
        (one, DefinedField(one, Text(one.label_en, one.label_zh), FIELD_KINDS[FieldKind(one.kind)]))
        for one in CustomField.objects.visible_to(viewer).order_by("pk")
    ]
    used = [line for one, line in rows if one.retired_at is None]
    title = Text("{n} fields of our own", "{n}个自定义字段").filled(n=len(used))
    if not used:
        title = Text("No field of our own yet", "尚无自定义字段")
    elif len(used) == 1:
        title = Text("1 field of our own", "1个自定义字段")
    retired = [line for one, line in rows if one.retired_at]
    return FieldsPage(title, used, retired, list(FIELD_KINDS.items()), done, problem, draft or {})
