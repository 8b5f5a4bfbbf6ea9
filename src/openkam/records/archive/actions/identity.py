"""What an account is: its other names, its numbers, its industry and region, its kind and level."""

from datetime import datetime

from django.db import transaction

from openkam.analysis.words import Text
from openkam.core.access import Right, Viewer, require
from openkam.core.audit.actions import record
from openkam.core.problem import Problem
from openkam.records.accounts.merging import write_search_text
from openkam.records.accounts.models import Account, Alias, TaxNumber
from openkam.records.accounts.proposing import propose_same_numbers, weigh_by_names
from openkam.records.accounts.reach import changeable_one
from openkam.records.accounts.refusals import gone
from openkam.records.archive.code_lists import VERSIONS, current_version
from openkam.records.archive.coding import industry_code, region_code
from openkam.records.archive.kinds import OrganisationKind, OrganisationLevel, Subject
from openkam.records.archive.models import Classification, Organisation
from openkam.records.archive.tax_numbers import checked
from openkam.records.archive.words import chosen, written

MOST_ALIASES = 20


@transaction.atomic
def add_alias(*, viewer: Viewer, account: Account, name: str, kind: str, now: datetime) -> Alias:
    """From now on the account is found by this name, too."""
    require(viewer, Right.RECORD_CUSTOMERS)
    known = changeable_one(viewer, account)
    given = written(name, 255, Text("The name", "名称"))
    if known.aliases.count() >= MOST_ALIASES and not known.aliases.filter(name=given).exists():
        raise Problem(
            Text("An account keeps at most {most} other names.", "一个客户最多保存{most}个别名。").filled(
                most=MOST_ALIASES
            ),
            remedy=Text("Remove one that nobody uses.", "请先删除不再使用的别名。"),
        )
    alias, _ = Alias.objects.update_or_create(
        account=known,
        name=given,
        defaults={"kind": chosen(kind, Alias.Kind.values), "noted_by_id": viewer.user, "noted_at": now},
    )
    write_search_text(known)
    record(viewer, "add_alias", kind="account", key=known.pk, change={"alias": [None, given]}, now=now)
    return alias


@transaction.atomic
def remove_alias(*, viewer: Viewer, account: Account, alias: Alias, now: datetime) -> None:
    """The account is no longer found by this name."""
    require(viewer, Right.RECORD_CUSTOMERS)
    known = changeable_one(viewer, account)
    row = Alias.objects.filter(pk=alias.pk, account=known).first()
    if row is None:
        raise gone()
    row.delete()
    write_search_text(known)
    record(viewer, "remove_alias", kind="account", key=known.pk, change={"alias": [row.name, None]}, now=now)


@transaction.atomic
def set_tax_number(
    *, viewer: Viewer, account: Account, kind: str, number: str, now: datetime, source: str = ""
) -> TaxNumber:
    """The account's number in a register; an earlier one of the same register is replaced.

    Where another account carries the same, sales operations is asked whether the two are one; nobody else is told.
    """
    require(viewer, Right.RECORD_CUSTOMERS)
    known = changeable_one(viewer, account)
    plain = checked(kind, number)
    before = TaxNumber.objects.filter(account=known, kind=kind).first()
    row, _ = TaxNumber.objects.update_or_create(
        account=known,
        kind=kind,
        defaults={
            "number": plain,
            "source": written(source, 200, Text("The source", "来源"), may_be_blank=True),
            "noted_by_id": viewer.user,
            "noted_at": now,
        },
    )
    write_search_text(known)
    weigh_by_names(known.pk)
    propose_same_numbers([known.pk], now)
    change = {"register": [None, kind], "number": [before.number if before else None, plain]}
    record(viewer, "set_tax_number", kind="account", key=known.pk, change=change, now=now)
    return row


@transaction.atomic
def remove_tax_number(*, viewer: Viewer, account: Account, number: TaxNumber, now: datetime) -> None:
    """A number that was wrong goes."""
    require(viewer, Right.RECORD_CUSTOMERS)
    known = changeable_one(viewer, account)
    row = TaxNumber.objects.filter(pk=number.pk, account=known).first()
    if row is None:
        raise gone()
    row.delete()
    write_search_text(known)
    weigh_by_names(known.pk)
    change = {"register": [row.kind, None], "number": [row.number, None]}
    record(viewer, "remove_tax_number", kind="account", key=known.pk, change=change, now=now)


@transaction.atomic
def classify(
    *, viewer: Viewer, account: Account, subject: str, words: str, now: datetime, version: str = ""
) -> Classification | None:
    """Which code of a public list the account has; blank words take a code away, so that the files' word counts again.

    Raises Problem where the words mean no code of the list, or several.
    """
    require(viewer, Right.RECORD_CUSTOMERS)
    known = changeable_one(viewer, account)
    about = Subject(chosen(subject, Subject.values))
    of_list = chosen(version or current_version(about), list(VERSIONS[about]))
    rows = Classification.objects.filter(account=known, subject=about, version=of_list)
    before = rows.first()
    if not words.strip():
        rows.delete()
        row, code = None, None
    else:
        code = _one_code(about, words, of_list)
        row, _ = Classification.objects.update_or_create(
            account=known,
            subject=about,
            version=of_list,
            defaults={"code": code, "noted_by_id": viewer.user, "noted_at": now},
        )
    change = {"list": [None, of_list], "code": [before.code if before else None, code]}
    record(viewer, "classify", kind="account", key=known.pk, change=change, now=now)
    return row


@transaction.atomic
def set_organisation(*, viewer: Viewer, account: Account, kind: str, level: str, now: datetime) -> Organisation:
    """What the account is and on which level it stands; blank leaves it to the files."""
    require(viewer, Right.RECORD_CUSTOMERS)
    known = changeable_one(viewer, account)
    before = Organisation.objects.filter(account=known).first()
    row, _ = Organisation.objects.update_or_create(
        account=known,
        defaults={
            "kind": chosen(kind, OrganisationKind.values, may_be_blank=True),
            "level": chosen(level, OrganisationLevel.values, may_be_blank=True),
            "noted_by_id": viewer.user,
            "noted_at": now,
        },
    )
    change = {
        "organisation": [before.kind if before else None, row.kind],
        "standing": [before.level if before else None, row.level],
    }
    record(viewer, "set_organisation", kind="account", key=known.pk, change=change, now=now)
    return row


def _one_code(subject: Subject, words: str, version: str) -> str:
    find = industry_code if subject is Subject.INDUSTRY else region_code
    code = find(words[:200], version)
    if code:
        return code
    examples = {
        Subject.INDUSTRY: Text(
            "a code or a name, such as C34 or 通用设备制造业", "代码或名称，如 C34 或 通用设备制造业"
        ),
        Subject.REGION: Text(
            "a code or a name, such as 320500 or 江苏省苏州市", "代码或名称，如 320500 或 江苏省苏州市"
        ),
    }
    raise Problem(
        Text("{list} has no such code, or several fit.", "{list} 中没有这一项，或有多项符合。").filled(list=version),
        remedy=Text("Write {example}.", "请填写{example}。").filled(example=examples[subject]),
        value=words[:40],
    )
