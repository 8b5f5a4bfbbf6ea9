"""Fields a company makes for itself, and what its accounts have in them."""

import re
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from openkam.analysis.words import Text
from openkam.core.access import Right, Viewer, require
from openkam.core.audit.actions import record
from openkam.core.problem import Problem
from openkam.records.accounts.models import Account
from openkam.records.accounts.reach import changeable_one
from openkam.records.accounts.refusals import gone
from openkam.records.archive.custom_values import parsed
from openkam.records.archive.kinds import FieldKind
from openkam.records.archive.models import CustomField, CustomValue
from openkam.records.archive.words import chosen, written

MOST_FIELDS = 40
MOST_CHOICES = 40
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


@transaction.atomic
def define_field(
    *,
    viewer: Viewer,
    code: str,
    label_zh: str,
    label_en: str,
    kind: str,
    now: datetime,
    choices: Sequence[str] = (),
) -> CustomField:
    """A new field on every archive page; sales operations defines it for the whole company.

    Raises Problem where the code is taken, or a field of choices has fewer than two.
    """
    require(viewer, Right.MATCH_ACCOUNTS)
    name = code.strip().lower()
    if not _NAME.fullmatch(name):
        raise Problem(
            Text("The short name is not possible.", "字段代码无效。"),
            remedy=Text(
                "Small letters, figures and _, such as fleet_size.", "请用小写字母、数字和下划线，如 fleet_size。"
            ),
            value=code[:40],
        )
    if CustomField.objects.filter(code=name).exists():
        raise Problem(
            Text("There is a field of this short name.", "已有相同代码的字段。"),
            remedy=Text("Choose another one, or bring that one back.", "请换一个代码，或恢复原字段。"),
            value=name,
        )
    if CustomField.objects.filter(retired_at=None).count() >= MOST_FIELDS:
        raise Problem(
            Text("There are {most} fields already.", "已有{most}个自定义字段。").filled(most=MOST_FIELDS),
            remedy=Text("Retire one that nobody fills.", "请先停用无人填写的字段。"),
        )
    of_kind = FieldKind(chosen(kind, FieldKind.values))
    field = CustomField.objects.create(
        code=name,
        label_zh=written(label_zh, 80, Text("The Chinese name", "中文名称")),
        label_en=written(label_en, 80, Text("The English name", "英文名称")),
        kind=of_kind,
        choices=_choices(choices) if of_kind is FieldKind.CHOICE else [],
    )
    change = {"code": [None, name], "field_kind": [None, of_kind]}
    record(viewer, "define_field", kind="customfield", key=field.pk, change=change, now=now)
    return field


@transaction.atomic
def retire_field(*, viewer: Viewer, field: CustomField, now: datetime) -> CustomField:
    """The field is offered no more; what accounts have in it stays and comes back with it."""
    require(viewer, Right.MATCH_ACCOUNTS)
    return _set_retired(viewer, field, now, now)


@transaction.atomic
def reinstate_field(*, viewer: Viewer, field: CustomField, now: datetime) -> CustomField:
    """A retired field is offered again."""
    require(viewer, Right.MATCH_ACCOUNTS)
    return _set_retired(viewer, field, None, now)


@transaction.atomic
def set_custom_value(
    *, viewer: Viewer, account: Account, field: CustomField, value: str, now: datetime
) -> CustomValue | None:
    """What the account has in a field; blank takes it away.

    Raises Problem where the value is not of the field's kind.
    """
    require(viewer, Right.RECORD_CUSTOMERS)
    known = changeable_one(viewer, account)
    about = CustomField.objects.visible_to(viewer).filter(pk=field.pk, retired_at=None).first()
    if about is None:
        raise gone()
    rows = CustomValue.objects.filter(account=known, field=about)
    before = rows.first()
    kept = parsed(about, written(value, 500, Text("The value", "内容"), may_be_blank=True))
    if not kept:
        rows.delete()
        row = None
    else:
        row, _ = CustomValue.objects.update_or_create(
            account=known, field=about, defaults={"value": kept, "author_id": viewer.user, "noted_at": now}
        )
    change = {"field": [None, about.code], "content": [before.value if before else None, kept or None]}
    record(viewer, "set_custom_value", kind="account", key=known.pk, change=change, now=now)
    return row


def _set_retired(viewer: Viewer, field: CustomField, retired_at: datetime | None, now: datetime) -> CustomField:
    known = CustomField.objects.visible_to(viewer).filter(pk=field.pk).first()
    if known is None or (known.retired_at is None) == (retired_at is None):
        raise gone()
    known.retired_at = retired_at
    known.save(update_fields=["retired_at"])
    state = "retired" if retired_at else "in use"
    record(viewer, "retire_field", kind="customfield", key=known.pk, change={"state": [None, state]}, now=now)
    return known


def _choices(given: Sequence[str]) -> list[str]:
    found = list(dict.fromkeys(one.strip() for one in given if one.strip()))
    if not 1 < len(found) <= MOST_CHOICES or any(len(one) > len("x" * 80) for one in found):
        raise Problem(
            Text("A field of choices needs two to {most} of them.", "选项字段需要2至{most}个选项。").filled(
                most=MOST_CHOICES
            ),
            remedy=Text("Write one a line, each of at most 80 characters.", "每行一个，每个不超过80字。"),
        )
    return [written(one, 80, Text("A choice", "选项")) for one in found]
