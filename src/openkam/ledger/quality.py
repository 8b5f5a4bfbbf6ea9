"""What is odd in the lines of a grading, asked of the engine that holds them."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

import numpy as np

from openkam.analysis import schema, summary
from openkam.analysis.column import Array
from openkam.analysis.facts import EPOCH
from openkam.analysis.quality import CodeTally, Quality, Tally
from openkam.ledger.engine import Engine
from openkam.ledger.facts import ReadLedger
from openkam.ledger.money_columns import columns_with_money
from openkam.ledger.scope import quoted
from openkam.ledger.suspects import suspect_lines

FAR_DAYS: Final = 366
"""A year without a single line parts the main body from dates that are slips of the pen."""

FAR_SHARE: Final = 0.01
ODD_SHARE: Final = 0.01
NUMBERED_SHARE: Final = 0.8
"""Where fewer of the product codes carry a digit, a code without one is nothing odd."""

MONTH_END_DAYS: Final = 3
"""A month whose last line lies this close to its end is over: weekends and holidays."""

_TALLY: Final = (
    "select found, money(net) as net from"
    " (select count(*) as found, sum(net_amount) as net from account_lines where {condition}) as tally"
)

_ODD: Final = "(net_amount < 0 and quantity > 0) or (net_amount > 0 and quantity < 0)"
_SIGNS: Final = f"""
select found, money(net) as net, odd, money(odd_net) as odd_net
from (
    select count(*) filter (where net_amount < 0) as found, sum(net_amount) filter (where net_amount < 0) as net,
        count(*) filter (where {_ODD}) as odd, sum(net_amount) filter (where {_ODD}) as odd_net
    from account_lines where net_amount < 0 or quantity < 0
) as signs
"""

_BY_CODE: Final = """
select code, found, money(net) as net
from (
    select product_code as code, count(*) as found, sum(net_amount) as net
    from account_lines where product_code in ({codes}) group by product_code
) as codes
order by code
"""

_PREFIX_COUNTS: Final = """
select substr(invoice_number, 1, 1) as prefix, count(*) as found
from account_lines group by substr(invoice_number, 1, 1)
"""
_PREFIXES: Final = """
select prefix, found, money(net) as net, example
from (
    select substr(invoice_number, 1, 1) as prefix, count(*) as found, sum(net_amount) as net,
        min(invoice_number) as example
    from account_lines where {condition}
    group by substr(invoice_number, 1, 1)
) as prefixes
order by prefix
"""

_MARK: Final = "hash(invoice_number, line_number, product_code, net_amount, quantity)"
"""Equal lines have equal marks; in a clean ledger no others have, which saves the comparison in full."""

_OF_INVOICE: Final = "hash(account_key, invoice_number)"
"""The mark of `summary.MARKED_LINES`."""

_COLUMNS: Final = ", ".join(schema.INVOICE_LINES.columns)
_DUPLICATES: Final = f"""
select found, copies_over, money(net) as net
from (
    select copies_over, count(*) as found, sum(net_amount) as net
    from (
        select {_COLUMNS}, cast(count(*) - 1 as bigint) as copies_over
        from account_lines where {{mark}} in ({{marks}})
        group by {_COLUMNS} having count(*) > 1
    ) as same
    group by copies_over
) as copies
"""


def ledger_quality(engine: Engine, read: ReadLedger) -> Quality:
    """The oddities of the lines that `read_ledger` has just read from the same engine."""
    days, counts = engine.columns(summary.DAYS).values()
    lines = int(counts.sum())
    first, last = _main_body(days, counts)
    unnamed = _tally(engine, "currency is null or currency = ''")
    company, seen = read.facts.company, read.oddities
    negative, opposite = (seen.negative, seen.opposite) if seen else _signs(engine)
    return Quality(
        lines=lines,
        without_customer=Tally(company.lines_without_customer, company.net - company.net_with_customer),
        without_currency=Tally() if unnamed.count == lines else unnamed,
        negative_lines=negative,
        zero_price=_tally(engine, "unit_price = 0", "unit_price is null and net_amount = 0"),
        negative_price=_tally(engine, "unit_price < 0"),
        opposite_sign=opposite,
        duplicates=_duplicates(engine, seen.repeated if seen else None),
        far_dates=_tally(engine, f"invoice_date < date '{first}'", f"invoice_date > date '{last}'"),
        main_since=first,
        main_until=last,
        partial_month=_partial_month(min(last, read.facts.until)),
        odd_codes=_odd_codes(engine),
        odd_prefixes=_odd_prefixes(engine, lines, seen.signs if seen else _signs_of_numbers(engine)),
        suspects=suspect_lines(engine, company.net, read.accounts),
    )


def _tally(engine: Engine, *conditions: str) -> Tally:
    """The lines of conditions that exclude each other; asked apart, each can skip whole parts of a Parquet file."""
    found = [columns_with_money(engine, _TALLY.format(condition=condition)) for condition in conditions]
    return Tally(sum(int(one["found"][0]) for one in found), sum(int(one["net"][0]) for one in found))


def _signs(engine: Engine) -> tuple[Tally, Tally]:
    """The negative lines, and the lines whose quantity has the other sign."""
    found = {name: int(values[0]) for name, values in columns_with_money(engine, _SIGNS).items()}
    return Tally(found["found"], found["net"]), Tally(found["odd"], found["odd_net"])


def _main_body(days: Array, counts: Array) -> tuple[date, date]:
    """The first and the last day that belong together; what lies a year apart and is hardly anything does not."""
    bounds = np.flatnonzero(np.diff(days) > FAR_DAYS) + 1
    parts = list(zip(np.split(days, bounds), np.split(counts, bounds), strict=True))
    whole = counts.sum()
    kept = [part for part, lines in parts if lines.sum() > max(FAR_SHARE * whole, 1)] or [days]
    return EPOCH + timedelta(int(kept[0][0])), EPOCH + timedelta(int(kept[-1][-1]))


def _partial_month(last: date) -> date | None:
    following = (last.replace(day=28) + timedelta(days=4)).replace(day=1)
    missing = (following - last).days - 1
    return last.replace(day=1) if missing > MONTH_END_DAYS else None


def _duplicates(engine: Engine, repeated: Array | None) -> Tally:
    """Lines that are equal in every column: found by a mark that costs little, then compared in full."""
    marks = engine.repeats(f"select {_MARK} as mark from account_lines") if repeated is None else repeated
    if not len(marks):
        return Tally()
    mark, listed = _MARK if repeated is None else _OF_INVOICE, ", ".join(str(mark) for mark in marks.tolist())
    found = columns_with_money(engine, _DUPLICATES.format(mark=mark, marks=listed))
    over = found["copies_over"]
    return Tally(int((found["found"] * over).sum()), int((found["net"] * over).sum()))


def _odd_codes(engine: Engine) -> tuple[CodeTally, ...]:
    """Product codes without a digit, where nearly all have one."""
    codes = engine.columns("select code from codes_of_product_code")["code"].tolist()
    odd = [code for code in codes if not any(sign.isdigit() for sign in code)]
    if not odd or len(codes) - len(odd) < NUMBERED_SHARE * len(codes):
        return ()
    found = columns_with_money(engine, _BY_CODE.format(codes=", ".join(quoted(code) for code in odd)))
    return tuple(
        CodeTally(str(code), int(lines), int(net))
        for code, lines, net in zip(found["code"], found["found"], found["net"], strict=True)
    )


def _odd_prefixes(engine: Engine, lines: int, signs: Mapping[str, int]) -> tuple[CodeTally, ...]:
    """Kinds of invoice numbers by their first character, all digits being one kind, that hardly any line has.

    signs  how many lines have an invoice number that begins with a character, by character
    """
    counts: Counter[str] = Counter()
    for sign, count in signs.items():
        counts[_kind(sign)] += count
    odd = {kind for kind, count in counts.items() if count < ODD_SHARE * lines}
    if not odd or sum(counts[kind] for kind in odd) >= 2 * ODD_SHARE * lines:
        return ()
    return _kinds(engine, " or ".join(_begins(sign) for sign in sorted(signs) if _kind(sign) in odd))


def _signs_of_numbers(engine: Engine) -> dict[str, int]:
    found = engine.columns(_PREFIX_COUNTS)
    return dict(zip(found["prefix"].tolist(), found["found"].tolist(), strict=True))


def _kind(sign: str) -> str:
    return "0" if sign.isdigit() else sign


def _begins(sign: str) -> str:
    """The condition of lines whose invoice numbers begin with a character, by which parts of a file can be skipped."""
    if not sign:
        return "invoice_number is null or invoice_number = ''"
    return f"(invoice_number >= {quoted(sign)} and invoice_number < {quoted(chr(ord(sign) + 1))})"


def _kinds(engine: Engine, condition: str) -> tuple[CodeTally, ...]:
    found = columns_with_money(engine, _PREFIXES.format(condition=condition))
    kinds: dict[str, CodeTally] = {}
    for prefix, count, net, example in zip(
        *(found[n].tolist() for n in ("prefix", "found", "net", "example")), strict=True
    ):
        kind = _kind(prefix)
        earlier = kinds.get(kind, CodeTally(kind, 0, 0, example))
        kinds[kind] = CodeTally(kind, earlier.count + count, earlier.amount + net, earlier.example)
    return tuple(kinds.values())
