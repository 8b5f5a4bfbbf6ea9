"""The rows behind a figure, as a table: heads, cells, and how many there are."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from openkam.analysis.words import Text
from openkam.core.access import FieldClass, Viewer
from openkam.core.money import amount_of
from openkam.insight.grading.models import Run
from openkam.ledger.account_lines import Page, invoice_lines, other_rows
from openkam.ledger.engine import Engine
from openkam.records.accounts.models import Account, AccountCode, Rating
from openkam.web.explain.inputs import Source, since_of

CHUNK: Final = 5_000


@dataclass(frozen=True)
class Head:
    """A column of the rows: `kind` is text, money, number or day; `name` is the key of its cells."""

    name: str
    label: Text
    kind: str


_LINES: Final = (
    Head("day", Text("Date", "日期"), "day"),
    Head("invoice_number", Text("Invoice", "发票号"), "text"),
    Head("product_code", Text("Product", "产品"), "text"),
    Head("product_category", Text("Category", "品类"), "text"),
    Head("quantity", Text("Quantity", "数量"), "number"),
    Head("net", Text("Net amount", "净额"), "money"),
)
_PRICED: Final = (Head("cost", Text("Cost", "成本"), "money"), Head("discount", Text("Discount", "折扣"), "money"))
_PAYMENTS: Final = (
    Head("invoice_number", Text("Invoice", "发票号"), "text"),
    Head("due", Text("Due", "到期日"), "day"),
    Head("paid", Text("Paid", "回款日"), "day"),
    Head("amount", Text("Amount", "金额"), "money"),
)
_SERVICE: Final = (
    Head("day", Text("Date", "日期"), "day"),
    Head("cost_kind", Text("Kind", "类型"), "text"),
    Head("hours", Text("Hours", "工时"), "number"),
)
_RATINGS: Final = (
    Head("day", Text("Date", "日期"), "day"),
    Head("value", Text("Rating", "评分"), "number"),
    Head("evidence", Text("Evidence", "依据"), "text"),
    Head("author", Text("Rated by", "评分人"), "text"),
)


@dataclass(frozen=True)
class RowsBehind:
    """Some of the rows; cells are text, Decimal, float, date or None for unknown."""

    heads: Sequence[Head]
    rows: Sequence[Sequence[Any]]
    total: int


@dataclass(frozen=True)
class Behind:
    """What to read: of which account, for which measure, in which run."""

    viewer: Viewer
    account: Account
    run: Run
    measure: str
    source: Source

    def page(self, engine: Engine, start: int, count: int) -> RowsBehind:
        """Rows from a place on, the newest first."""
        heads, found = self.heads(), self._read(engine, start, count)
        return RowsBehind(
            heads, [[_cell(head, row.get(head.name)) for head in heads] for row in found.rows], found.total
        )

    def every(self, engine: Engine) -> Iterator[Sequence[Any]]:
        """All rows, some thousand at a time."""
        start, total = 0, 1
        while start < total:
            found = self.page(engine, start, CHUNK)
            yield from found.rows
            start, total = start + CHUNK, found.total

    def heads(self) -> Sequence[Head]:
        """The columns: cost and discount only for readers of prices."""
        if self.source is Source.LINES:
            return (*_LINES, *_PRICED) if self.viewer.reads(FieldClass.PRICE) else _LINES
        return {Source.PAYMENTS: _PAYMENTS, Source.SERVICE: _SERVICE, Source.RATINGS: _RATINGS}.get(self.source, ())

    def _read(self, engine: Engine, start: int, count: int) -> Page:
        read: dict[Source, Callable[[], Page]] = {
            Source.LINES: lambda: invoice_lines(
                engine,
                self._codes(),
                since=since_of(self.measure, self.run.since_date, self.run.until_date),
                until=self.run.until_date,
                currency=self.run.currency,
                prices=self.viewer.reads(FieldClass.PRICE),
                start=start,
                count=count,
            ),
            Source.PAYMENTS: lambda: other_rows(engine, "payments", self._codes(), start=start, count=count),
            Source.SERVICE: lambda: other_rows(engine, "cost_to_serve", self._codes(), start=start, count=count),
            Source.RATINGS: lambda: self._ratings(start, count),
        }
        return read[self.source]() if self.source in read else Page((), 0)

    def _codes(self) -> list[str]:
        rows = AccountCode.objects.visible_to(self.viewer).filter(account=self.account)
        return list(rows.values_list("code", flat=True))

    def _ratings(self, start: int, count: int) -> Page:
        rows = Rating.objects.visible_to(self.viewer).filter(account=self.account, measure=self.measure)
        found = rows.select_related("rated_by").order_by("-rated_date", "-pk")[start : start + count]
        told = [
            {"day": row.rated_date, "value": float(row.value), "evidence": row.evidence, "author": row.rated_by.name}
            for row in found
        ]
        return Page(told, rows.count())


def _cell(head: Head, value: Any) -> str | float | Decimal | date | None:
    if value is None or value == "":
        return None
    if head.kind == "money":
        return amount_of(value)
    if head.kind == "day" and isinstance(value, str):
        return date.fromisoformat(value)
    return value  # type: ignore[no-any-return]
