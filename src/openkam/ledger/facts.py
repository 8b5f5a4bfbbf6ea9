"""The facts of one grading, read from whatever engine holds the lines."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from openkam.analysis import summary
from openkam.analysis.column import Array
from openkam.analysis.facts import EPOCH, Company, Events, Facts
from openkam.analysis.words import Text
from openkam.core.money import SUM_TOO_LARGE, sum_too_large
from openkam.core.problem import Problem
from openkam.ledger.code_sets import CODE_COLUMNS, count_codes, distinct_codes, keep_codes
from openkam.ledger.engine import Engine
from openkam.ledger.invoices import Invoices, read_invoices, sums_needed
from openkam.ledger.line_accounts import LineAccounts, keep_accounts, line_accounts
from openkam.ledger.lines import Lines, Oddities, read_lines
from openkam.ledger.money_columns import columns_with_money
from openkam.ledger.roster import read_roster
from openkam.ledger.scope import Scope, open_scope
from openkam.ledger.side_tables import read_payments, read_service


@dataclass(frozen=True)
class ReadLedger:
    """The facts, the accounts of the lines they were made of, and what was noticed where single lines were read."""

    facts: Facts
    accounts: LineAccounts
    oddities: Oddities | None


def ledger_facts(
    engine: Engine,
    *,
    since: date | None,
    until: date | None,
    currency: str | None = None,
    roll_up: bool = False,
    merged: Mapping[str, str] | None = None,
) -> Facts:
    """Everything the measures need about the lines of `invoice_lines` from `since` to `until`, both included.

    None stands for the first or the last invoice date. An account is a customer code, or a customer name where the
    code is blank; customers of the customers table without a line are accounts with `lines == 0`. With `roll_up` an
    account is the topmost parent; `merged` names codes that stand for another one of the same customer. Raises
    Problem where currencies would be mixed, parents form a circle, or the days hold no line.
    """
    return read_ledger(engine, since=since, until=until, currency=currency, roll_up=roll_up, merged=merged).facts


def read_ledger(
    engine: Engine,
    *,
    since: date | None,
    until: date | None,
    currency: str | None = None,
    roll_up: bool = False,
    merged: Mapping[str, str] | None = None,
) -> ReadLedger:
    """`ledger_facts` with what the reading found besides, which `ledger_quality` need not look for again."""
    scope = open_scope(engine, since=since, until=until, currency=currency)
    try:
        return _read(engine, scope, (since, until), roll_up=roll_up, merged=merged or {})
    except Problem as problem:
        raise (_with_largest(engine) if problem.code == SUM_TOO_LARGE else problem) from problem


def _with_largest(engine: Engine) -> Problem:
    """The problem of sums that are too large, with the invoice that does most to it."""
    found = engine.columns(
        "select invoice_number as name, cast(sum(abs(net_amount)) as varchar) as moved from account_lines "
        "group by invoice_number order by sum(abs(net_amount)) desc, invoice_number limit 1"
    )
    return sum_too_large(value=f"{found['name'][0]}: {found['moved'][0]}")


def _read(
    engine: Engine,
    scope: Scope,
    period: tuple[date | None, date | None],
    *,
    roll_up: bool,
    merged: Mapping[str, str],
) -> ReadLedger:
    engine.keep("lines_by_day", summary.LINES_BY_DAY)
    codes, sums = keep_codes(engine), sums_needed(engine)
    read = _lines(engine, sums, codes)
    accounts = line_accounts(engine, codes, read)
    roster = read_roster(engine, accounts.key, roll_up=roll_up, merged=merged)
    of, count = roster.of_line_account, len(roster.code)
    known = read.breadth(of, count) if read else {}
    invoices = read_invoices(engine, read.invoices if read else None, sums, of, count)
    unnamed = _unnamed(engine)
    days = _days(invoices.events, unnamed, *period)
    lines = _united(np.add, accounts.lines, of, count)
    asked = [column for column in CODE_COLUMNS if codes[column] and column not in known]
    breadth = known | {column: _breadth(engine, column, accounts.bits.get(column), of, count) for column in asked}
    none = np.zeros(count, np.int32)
    payments, unused_payments = read_payments(engine, roster.index, scope.currency)
    service, unused_service = read_service(engine, roster.index, scope.currency)
    facts = Facts(
        since=days[0],
        until=days[1],
        currency=scope.currency,
        company=_company(lines, invoices, unnamed, scope.lines_outside),
        code=roster.code,
        name=roster.name,
        lines=lines,
        loss_lines=_united(np.add, read.loss_lines if read else _loss_lines(engine, len(of)), of, count),
        moved=invoices.moved,
        moved_covered=invoices.moved_covered,
        products=breadth.get("product_code", none),
        categories=breadth.get("product_category", none),
        branches=breadth.get("branch", none),
        invoices=invoices.invoices,
        credit_notes=invoices.credit_notes,
        largest_line=_united(np.maximum, accounts.largest, of, count),
        events=invoices.events,
        customers=roster.customers,
        payments=payments,
        service=service,
        cut=scope.cut,
        left_out=(*unused_payments, *unused_service),
    )
    return ReadLedger(facts, accounts, read.oddities if read else None)


def _lines(engine: Engine, sums: tuple[str, ...], codes: dict[str, int]) -> Lines | None:
    """The lines themselves where the engine hands them over; otherwise it sums up the accounts."""
    if engine.is_near:
        keep_accounts(engine, None)
        if read := read_lines(engine, sums, codes):
            return read
    keep_accounts(engine, codes)
    return None


def _loss_lines(engine: Engine, count: int) -> Array:
    """How many lines of each account of the lines were sold below their cost."""
    found = engine.columns(summary.LOSS_LINES)
    return np.bincount(found["account"], weights=found["line_count"], minlength=count).astype(np.int64)


def _breadth(engine: Engine, column: str, bits: Array | None, account_of: Array, count: int) -> Array:
    """How many different codes of a column each account has, `bits` being their sets in one word."""
    if bits is None:
        return distinct_codes(engine, column, account_of, count)
    return count_codes(account_of, np.zeros(len(bits), np.int32), bits, count)


def _united(join: np.ufunc, values: Array, account_of: Array, count: int) -> Array:
    """Figures of line accounts joined into those of accounts; 0 where an account has no line."""
    united = np.full(count, np.iinfo(np.int64).min if join is np.maximum else 0, np.int64)
    join.at(united, account_of, values)
    united[np.bincount(account_of, minlength=count) == 0] = 0
    return united


def _unnamed(engine: Engine) -> dict[str, int]:
    """The totals of the lines without a customer."""
    if not engine.columns(summary.ANY_UNNAMED)["found"][0]:
        return dict.fromkeys(summary.UNNAMED, 0)
    found = columns_with_money(engine, summary.UNNAMED_TOTALS)
    return {name: int(values[0]) for name, values in found.items()}


def _days(events: Events, unnamed: dict[str, int], since: date | None, until: date | None) -> tuple[date, date]:
    """The period as wanted, open ends filled from the lines."""
    days = [int(day) for day in (events.day.min(), events.day.max())] if len(events) else []
    if unnamed["line_count"]:
        days += [unnamed["earliest_day"], unnamed["latest_day"]]
    if not days:
        raise Problem(
            Text(
                "There is no invoice line between {since} and {until}.", "{since} 至 {until} 之间没有发票明细。"
            ).filled(since=str(since or "…"), until=str(until or "…")),
            remedy=Text("Choose other days with --since and --until.", "请用 --since 和 --until 选择其他日期。"),
        )
    return since or EPOCH + timedelta(min(days)), until or EPOCH + timedelta(max(days))


def _company(lines: Array, invoices: Invoices, unnamed: dict[str, int], outside: int) -> Company:
    events = invoices.events
    named = int(events.net.sum())
    return Company(
        lines=int(lines.sum()) + unnamed["line_count"],
        lines_without_customer=unnamed["line_count"],
        net=named + unnamed["net"],
        net_with_customer=named,
        covered=int(events.covered.sum()) + unnamed["net"] - unnamed["uncovered"],
        cost=int(events.cost.sum()) + unnamed["cost"],
        moved=int(invoices.moved.sum()) + unnamed["moved"],
        moved_covered=int(invoices.moved_covered.sum()) + unnamed["moved"] - unnamed["uncovered_moved"],
        lines_outside=outside,
    )
