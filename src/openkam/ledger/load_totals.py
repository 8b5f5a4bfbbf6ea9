"""Control totals of the loads that stand behind one version of the ledger."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, Sum

from openkam.analysis.schema import MONEY_SCALE
from openkam.ledger.models import Batch, PublishedAmount, PublishedFile


@dataclass(frozen=True)
class LoadTotals:
    """What all published loads of one table read and what became of it; amounts are int money of whatever currency.

    rows_read = rows_used + rows_set_aside + rows_replaced, and so for the amounts. A row is replaced by a later copy in
    its own load or by a later load; the amount replaced inside a load counts as set aside.
    """

    table: str
    batches: tuple[int, ...]
    rows_read: int
    rows_used: int
    rows_set_aside: int
    rows_replaced: int
    amount_read: int
    amount_used: int
    amount_set_aside: int
    amount_replaced: int


def load_totals(version: int) -> dict[str, LoadTotals]:
    """By table, the totals of the loads published and not rolled back in this version of the ledger."""
    batches = Batch.objects.filter(version__number__lte=version).filter(
        Q(rolled_back_in=None) | Q(rolled_back_in__number__gt=version)
    )
    tables = sorted(set(batches.values_list("table", flat=True)))
    return {table: _of_table(table, list(batches.filter(table=table).order_by("number")), version) for table in tables}


def _of_table(table: str, batches: list[Batch], version: int) -> LoadTotals:
    live = Q(removed_in=None) | Q(removed_in__number__gt=version)
    files = PublishedFile.objects.filter(live, table=table, added_in__number__lte=version)
    rows_used = files.aggregate(total=Sum("rows"))["total"] or 0
    held = sum(PublishedAmount.objects.filter(file__in=files).values_list("amount", flat=True), Decimal(0))
    superseded = sum(batch.rows_used for batch in batches) - rows_used
    replaced = sum(batch.rows_replaced for batch in batches)
    loaded = sum((batch.amount_used for batch in batches), Decimal(0))
    return LoadTotals(
        table=table,
        batches=tuple(batch.number for batch in batches if batch.rows_set_aside > batch.rows_replaced),
        rows_read=sum(batch.rows_read for batch in batches),
        rows_used=rows_used,
        rows_set_aside=sum(batch.rows_set_aside for batch in batches) - replaced,
        rows_replaced=replaced + superseded,
        amount_read=_units(sum((batch.amount_read for batch in batches), Decimal(0))),
        amount_used=_units(held),
        amount_set_aside=_units(sum((batch.amount_set_aside for batch in batches), Decimal(0))),
        amount_replaced=_units(loaded - held),
    )


def _units(amount: Decimal) -> int:
    return int(amount * MONEY_SCALE)
