"""A customer's own financial statements, year by year."""

from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction

from openkam.analysis.methods.statements.ratios import Figures
from openkam.analysis.words import Text
from openkam.core.access import Right, Viewer, require
from openkam.core.audit.actions import record
from openkam.core.problem import Problem
from openkam.records.accounts.models import Account
from openkam.records.accounts.reach import changeable_one
from openkam.records.accounts.refusals import gone
from openkam.records.archive.models import Statement
from openkam.records.archive.words import past_day, written

EARLIEST_YEAR = 1980
_SIGNED = frozenset({"net_profit"})


@transaction.atomic
def note_statement(
    *,
    viewer: Viewer,
    account: Account,
    year: int,
    currency: str,
    figures: Figures,
    source: str,
    now: datetime,
    figures_date: date | None = None,
    loans_note: str = "",
) -> Statement:
    """The statements of a year in 1/10,000 of the currency; those noted before for the same year are replaced.

    Raises Problem where nothing is known, or the parts are larger than the whole.
    """
    require(viewer, Right.RECORD_CUSTOMERS)
    known = changeable_one(viewer, account)
    _check(year, currency, figures, viewer.today)
    before = Statement.objects.filter(account=known, year=year).first()
    row, _ = Statement.objects.update_or_create(
        account=known,
        year=year,
        defaults={
            **asdict(figures),
            "currency": currency,
            "loans_note": written(loans_note, 300, Text("The note", "备注"), may_be_blank=True),
            "source": written(source, 200, Text("The source", "来源")),
            "figures_date": past_day(figures_date or min(date(year, 12, 31), viewer.today), viewer.today),
            "author_id": viewer.user,
            "noted_at": now,
        },
    )
    change = {
        name: [getattr(before, name) if before else None, value]
        for name, value in asdict(figures).items()
        if value is not None or (before and getattr(before, name) is not None)
    }
    record(viewer, "note_statement", kind="account", key=known.pk, change={"year": [None, year], **change}, now=now)
    return row


@transaction.atomic
def remove_statement(*, viewer: Viewer, account: Account, year: int, now: datetime) -> None:
    """The statements of a year go; the trail keeps who noted them."""
    require(viewer, Right.RECORD_CUSTOMERS)
    known = changeable_one(viewer, account)
    row = Statement.objects.filter(account=known, year=year).first()
    if row is None:
        raise gone()
    row.delete()
    record(viewer, "remove_statement", kind="account", key=known.pk, change={"year": [year, None]}, now=now)


def _check(year: int, currency: str, figures: Figures, today: date) -> None:
    given = {name: value for name, value in asdict(figures).items() if value is not None}
    if not EARLIEST_YEAR <= year <= today.year:
        raise Problem(
            Text("This year is not possible.", "年份无效。"),
            remedy=Text("Write a closed year, such as 2025.", "请填写已结束的年度，如 2025。"),
            value=str(year),
        )
    if not (currency.isascii() and currency.isalpha() and len(currency) == len("CNY")):
        raise Problem(
            Text("The currency is missing.", "缺少币种。"),
            remedy=Text("Write its code, such as CNY.", "请填写币种代码，如 CNY。"),
            value=currency[:40],
        )
    if not given:
        raise Problem(
            Text("No figure is filled in.", "没有填写任何数字。"),
            remedy=Text("Fill in at least one; leave unknown ones empty.", "请至少填写一项，未知的留空。"),
        )
    if any(value < 0 for name, value in given.items() if name not in _SIGNED):
        raise Problem(
            Text("Only the profit may be negative.", "除净利润外，数字不能为负。"),
            remedy=Text("Check the signs.", "请检查正负号。"),
        )
    whole = given.get("total_assets")
    if whole is not None and any(given.get(part, 0) > whole for part in ("current_assets", "receivables", "inventory")):
        raise Problem(
            Text("A part of the assets is larger than all of them.", "部分资产大于资产总计。"),
            remedy=Text("Check the figures and their units.", "请核对数字和单位。"),
        )
