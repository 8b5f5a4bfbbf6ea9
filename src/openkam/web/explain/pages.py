"""What a figure says about itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from urllib.parse import urlencode

from django.http import Http404

from openkam.analysis.catalogue import MEASURES
from openkam.analysis.measure import Measure, Unit
from openkam.analysis.schema import MONEY_SCALE
from openkam.analysis.words import Text
from openkam.core.access import FieldClass, Viewer
from openkam.core.periods import period_text
from openkam.insight.grading.confidential import PRICE_MEASURES
from openkam.insight.grading.models import Grade, Run
from openkam.insight.grading.queries import grades_of, run_in_force, verdict_of
from openkam.insight.report.account import SHOWN_MEASURES
from openkam.ledger.folder import DataFolder
from openkam.ledger.tables import open_ledger
from openkam.records.accounts.models import Account
from openkam.web.explain.inputs import INPUTS, MARGIN_12M, Source, since_of, source_of
from openkam.web.explain.rows import Behind, RowsBehind
from openkam.web.policy import found_or_404
from openkam.web.typed import key_of

ROWS: Final = 50
_SOURCES: Final = {
    Source.LINES: Text("invoice lines", "发票明细"),
    Source.PAYMENTS: Text("payments", "回款"),
    Source.SERVICE: Text("hours and costs of serving", "服务工时与费用"),
    Source.RATINGS: Text("ratings of people", "人工评分"),
    Source.CUSTOMER: Text("the customers table", "客户表"),
}


@dataclass(frozen=True)
class Figure:
    """A measure with its value: `kind` is its unit; None unknown. Without `is_kept` the grading kept no such figure."""

    code: str
    label: Text
    value: Any
    kind: str
    href: str
    is_kept: bool = True


@dataclass(frozen=True)
class ExplainPage:
    """The panel; run, account and rows are None where there are none."""

    figure: Figure
    formula: Text
    source: Text
    account: Account | None
    run: Run | None
    period: Text | None
    ledger_now: int | None
    inputs: Sequence[Figure]
    rows: RowsBehind | None
    first: int
    earlier: str
    later: str
    export: str


def explain_page(viewer: Viewer, *, measure: str, account: str, start: int, folder: DataFolder) -> ExplainPage:
    """The formula of a measure, and of an account its figure with everything it rests on.

    Raises Http404 for a measure that is not there or that this viewer may not read, and for an account he does not see.
    """
    known, run = readable(viewer, measure), run_in_force()
    if not account:
        return _general(known, run)
    row = account_of(viewer, account)
    values = figures_of(viewer, row, run)
    behind = Behind(viewer, row, run, measure, source_of(measure)) if run is not None else None
    ledger = open_ledger(folder) if behind is not None else None
    rows = behind.page(ledger.engine, start, ROWS) if behind is not None and ledger is not None else None
    total = rows.total if rows is not None else 0
    return ExplainPage(
        figure=_figure(known, values, row),
        formula=known.formula,
        source=_SOURCES[source_of(measure)],
        account=row,
        run=run,
        period=_period(measure, run),
        ledger_now=ledger.version if ledger is not None else None,
        inputs=_inputs(viewer, measure, values, row),
        rows=rows,
        first=start + 1,
        earlier=address(measure, row.pk, max(0, start - ROWS)) if start else "",
        later=address(measure, row.pk, start + ROWS) if start + ROWS < total else "",
        export=f"/explain/rows.csv?{urlencode({'measure': measure, 'account': row.pk})}" if total else "",
    )


def readable(viewer: Viewer, code: str) -> Measure:
    """The measure.

    Raises Http404 where there is none, or where it is not this viewer's to read: nobody can tell which.
    """
    if code not in MEASURES or not _may_read(viewer, code):
        raise Http404
    return MEASURES[code]


def account_of(viewer: Viewer, key: str) -> Account:
    """The account of an address.

    Raises Http404 where the viewer sees none.
    """
    return found_or_404(Account.objects.visible_to(viewer), pk=key_of(key))


def figures_of(viewer: Viewer, account: Account, run: Run | None) -> dict[str, Any]:
    """What is known of the account in the run, by measure: money as Decimal, all else in its own unit."""
    grade: Grade | None = grades_of(viewer, run).filter(account=account).first() if run is not None else None
    verdict = verdict_of(viewer, grade) if grade is not None else None
    if grade is None or verdict is None:
        return {}
    found = {code: _plain(code, value) for code, value in verdict.measures.items() if code in MEASURES}
    fields = {field.name for field in Grade._meta.concrete_fields} & set(MEASURES)
    return found | {code: getattr(grade, code) for code in fields if _may_read(viewer, code)}


def address(measure: str, account: int, start: int = 0) -> str:
    """Where a figure of an account explains itself."""
    return "/explain/?" + urlencode({"measure": measure, "account": account} | ({"start": start} if start else {}))


def _general(measure: Measure, run: Run | None) -> ExplainPage:
    """A figure that is not of one account: its formula and its run."""
    return ExplainPage(
        figure=Figure(measure.code, measure.label, None, "", ""),
        formula=measure.formula,
        source=_SOURCES[source_of(measure.code)],
        account=None,
        run=run,
        period=_period(measure.code, run),
        ledger_now=None,
        inputs=[],
        rows=None,
        first=0,
        earlier="",
        later="",
        export="",
    )


def _period(measure: str, run: Run | None) -> Text | None:
    if run is None:
        return None
    return period_text(since_of(measure, run.since_date, run.until_date), run.until_date)


def _figure(measure: Measure, values: dict[str, Any], account: Account) -> Figure:
    value, href = values.get(measure.code), address(measure.code, account.pk)
    return Figure(measure.code, measure.label, value, measure.unit.value, href, measure.code in values)


def _inputs(viewer: Viewer, measure: str, values: dict[str, Any], account: Account) -> list[Figure]:
    read = [code for code in INPUTS.get(measure, ()) if code == MARGIN_12M or _may_read(viewer, code)]
    return [_year_margin(values) if code == MARGIN_12M else _figure(MEASURES[code], values, account) for code in read]


def _year_margin(values: dict[str, Any]) -> Figure:
    """An input of the year's profit only: who reads that one reads this one."""
    profit, sales = values.get("gross_profit_12m"), values.get("net_sales_12m")
    margin = float(profit) / float(sales) if profit is not None and sales else None
    return Figure(MARGIN_12M, Text("Margin, 12 months", "近12个月毛利率"), margin, Unit.SHARE.value, "")


def _plain(code: str, value: Any) -> Any:
    """Figures shown with every account are kept in 1/10,000, others as the scheme saw them."""
    if value is None or MEASURES[code].unit is not Unit.MONEY:
        return value
    return Decimal(int(value)) / MONEY_SCALE if code in SHOWN_MEASURES else Decimal(str(value))


def _may_read(viewer: Viewer, code: str) -> bool:
    return viewer.reads(FieldClass.PRICE) or code not in PRICE_MEASURES
