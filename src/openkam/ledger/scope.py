"""Which lines one grading reads: the days, the currency, and the account each line belongs to."""

from dataclasses import dataclass
from datetime import date

from openkam.analysis import summary
from openkam.analysis.words import Text
from openkam.core.currencies import currency_code
from openkam.core.money import cents
from openkam.core.problem import Problem
from openkam.ledger.engine import Engine
from openkam.ledger.money_columns import columns_with_money
from openkam.ledger.rates import RATES_FILE, convert_lines, rate_target


@dataclass(frozen=True)
class Scope:
    """What was read: the ledger's currency (None where no line names one) and how many lines lie outside the days.

    `cut` says that some of those lie before the first day.
    """

    currency: str | None
    lines_outside: int
    cut: bool


def open_scope(engine: Engine, *, since: date | None, until: date | None, currency: str | None) -> Scope:
    """Make the view `account_lines` (see `analysis.summary`) of these days and this currency, by whatever name.

    Raises Problem where lines of several currencies would have to be added up.
    """
    days = _days(since, until)
    source, chosen, condition = _one_currency(engine, days, currency_code(currency) if currency else None)
    blank = engine.columns(summary.BLANK_CODES.format(lines=source))["blank"]
    key = summary.NAME_KEY if blank[0] else summary.CODE_KEY
    engine.view("account_lines", summary.ACCOUNT_LINES.format(key=key, lines=source, condition=condition))
    outside = _outside(engine, days)
    return Scope(chosen, outside, cut=bool(outside and since and _outside(engine, _days(since, None))))


def _days(since: date | None, until: date | None) -> str:
    """Both ends belong to the period."""
    ends = [f"invoice_date >= date '{since}'" if since else "", f"invoice_date <= date '{until}'" if until else ""]
    return " and ".join(end for end in ends if end) or "true"


def _one_currency(engine: Engine, days: str, wanted: str | None) -> tuple[str, str | None, str]:
    """The table to read, the currency of its amounts, and the condition that keeps to days and currency."""
    found = engine.columns(summary.CURRENCY_NAMES.format(condition=days))["currency"]
    named = sorted({str(name) for name in found} - {""})
    if not named:
        return "invoice_lines", wanted, days
    if named == [wanted] or (wanted is None and len(named) == 1 and not _converts(engine, named)):
        return "invoice_lines", named[0], days
    if engine.has("rates"):
        target = wanted or rate_target(engine, named)
        convert_lines(engine, days, target)
        return "converted_lines", target, days
    if wanted in named:
        return "invoice_lines", wanted, f"{days} and currency = {quoted(wanted or '')}"
    raise _currency_problem(engine, days, wanted)


def _converts(engine: Engine, named: list[str]) -> bool:
    """Whether a rate table asks for another currency than the only one of the ledger."""
    return engine.has("rates") and [rate_target(engine, named)] != named


def quoted(text: str) -> str:
    """A text as a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"


def _outside(engine: Engine, days: str) -> int:
    if days == "true":
        return 0
    return int(engine.columns(summary.OUTSIDE.format(condition=days))["line_count"][0])


def _currency_problem(engine: Engine, days: str, wanted: str | None) -> Problem:
    found = columns_with_money(engine, summary.CURRENCIES.format(condition=days))
    rows = list(zip(found["currency"], found["net"], found["line_count"], strict=True))
    en = "; ".join(f"{name or 'none named'} {cents(net)} ({count} lines)" for name, net, count in rows)
    zh = "；".join(f"{name or '未注明'} {cents(net)}（{count} 行）" for name, net, count in rows)
    amounts = Text(en, zh)
    if wanted:
        return Problem(
            Text(
                "No invoice line is in {wanted}. The ledger has: {amounts}.",
                "没有以 {wanted} 计价的发票明细。账中有：{amounts}。",
            ).filled(wanted=wanted, amounts=amounts),
            remedy=Text(
                "Choose one of these with --currency, or give a table of dated rates with --rates.",
                "请用 --currency 选其中一种，或用 --rates 提供带日期的汇率表。",
            ),
        )
    return Problem(
        Text(
            "The lines are in several currencies and cannot be added up: {amounts}.",
            "发票明细有多种币种，不能直接相加：{amounts}。",
        ).filled(amounts=amounts),
        remedy=Text(
            "--currency X grades the lines in that currency only; --rates FILE converts all of them by dated rates. "
            "{file}",
            "用 --currency X 只对该币种的明细分级；或用 --rates 文件，按当日汇率折算后合并分级。{file}",
        ).filled(file=RATES_FILE),
    )
