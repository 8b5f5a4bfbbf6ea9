"""Lines whose amount looks like a slip of the decimal point: about 10, 100 or 1,000 times the usual one.

Two steps, so that it costs little: plain sums name the few lines that would matter, then only their products and
accounts are asked for medians.
"""

from datetime import timedelta
from typing import Final

import numpy as np

from openkam.analysis.facts import EPOCH
from openkam.analysis.quality import Suspect
from openkam.analysis.schema import MONEY_SCALE
from openkam.ledger.engine import Engine
from openkam.ledger.line_accounts import LineAccounts
from openkam.ledger.money_columns import columns_with_money
from openkam.ledger.scope import quoted

MATERIAL_SHARE: Final = 0.001
"""A slip matters from a thousandth of the company's sales on,"""

OUTWEIGHS: Final = 3
"""or where the line is more than three times all the other lines of its account together."""

LARGE_SLIPS: Final = (100, 1000)
TOLERANCE: Final = 0.4
TENFOLD: Final = (8.5, 11.5)
"""Prices vary by a factor of a few; a tenfold one is told from a dear one only where it is nearly ten."""

EXPLAINED: Final = 2
"""A large order at about the usual price is business, however much larger it is than the account's other lines."""

FEWEST_LINES: Final = 4
"""A median of fewer lines, the doubtful one among them, says nothing."""

MOST_CANDIDATES: Final = 500

Line = dict[str, str | int | float]

_CANDIDATES: Final = """
select invoice_number, cast(date_diff('day', date '1970-01-01', invoice_date) as integer) as day,
    coalesce(account_key, '') as account, coalesce(product_code, '') as product,
    cast(quantity as double) as quantity, money(net_amount) as net
from account_lines
where {condition}
order by abs(net_amount) desc, invoice_number, product, account, net_amount, quantity
limit {most}
"""

_PRICES: Final = """
select product_code as code, count(*) as line_count, percentile_disc(0.5) within group (order by price) as usual
from (
    select product_code, cast(net_amount as double) / cast(quantity as double) as price
    from account_lines where product_code in ({codes}) and net_amount > 0 and quantity > 0
) as prices
group by product_code
"""

_LINES: Final = """
select account_key as code, count(*) as line_count, percentile_disc(0.5) within group (order by amount) as usual
from (
    select account_key, cast(net_amount as double) as amount
    from account_lines where account_key in ({codes}) and net_amount > 0
) as amounts
group by account_key
"""


def suspect_lines(engine: Engine, sales: int, accounts: LineAccounts) -> tuple[Suspect, ...]:
    """The suspects among the `MOST_CANDIDATES` largest lines that matter, largest first.

    sales  the company's net amount (int money units)
    """
    material = max(int(abs(sales) * MATERIAL_SHARE), 1)
    rows = [*_lines(engine, f"net_amount > {_literal(material)} or net_amount < -{_literal(material)}")]
    rows += _outweighing(engine, accounts, material)
    prices = _usual(engine, _PRICES, [str(row["product"]) for row in rows if _is_product(str(row["product"]))])
    amounts = _usual(engine, _LINES, [str(row["account"]) for row in rows])
    found = [_judged(row, prices, amounts, material) for row in rows]
    return tuple(sorted((one for one in found if one), key=lambda one: (-abs(one.amount), one.invoice, one.product)))


def _lines(engine: Engine, condition: str) -> list[Line]:
    """The largest lines of a condition."""
    found = columns_with_money(engine, _CANDIDATES.format(condition=condition, most=MOST_CANDIDATES))
    names, columns = found.keys(), [values.tolist() for values in found.values()]
    return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]


def _outweighing(engine: Engine, accounts: LineAccounts, material: int) -> list[Line]:
    """The lines that outweigh all the others of their account, below the amount that matters to the company."""
    most, others = accounts.largest, accounts.net - accounts.largest
    at = np.flatnonzero((accounts.lines > 1) & (accounts.net > 0) & (most > OUTWEIGHS * others))
    at = at[np.argsort(-most[at], kind="stable")][:MOST_CANDIDATES]
    largest = dict(zip(accounts.key[at].tolist(), most[at].tolist(), strict=True))
    if not largest:
        return []
    codes = ", ".join(quoted(code) for code in largest)
    amounts = ", ".join(sorted({_literal(amount) for amount in largest.values()}))
    rows = _lines(engine, f"account_key in ({codes}) and net_amount in ({amounts})")
    return [row for row in rows if largest[str(row["account"])] == row["net"] and int(row["net"]) <= material]


def _literal(units: int) -> str:
    """Money units as a decimal of SQL."""
    return f"{units // MONEY_SCALE}.{units % MONEY_SCALE:04d}"


def _is_product(code: str) -> bool:
    """Postage, fees and manual entries have any price."""
    return any(sign.isdigit() for sign in code)


def _usual(engine: Engine, text: str, codes: list[str]) -> dict[str, float]:
    """The median of each code that has enough lines."""
    wanted = sorted({code for code in codes if code})
    if not wanted:
        return {}
    found = engine.columns(text.format(codes=", ".join(quoted(code) for code in wanted)))
    rows = zip(found["code"].tolist(), found["line_count"].tolist(), found["usual"].tolist(), strict=True)
    return {code: usual for code, count, usual in rows if count >= FEWEST_LINES and usual > 0}


def _judged(line: Line, prices: dict[str, float], amounts: dict[str, float], material: int) -> Suspect | None:
    """The line as a suspect, by the price of its product first, by the lines of its account where that is silent."""
    net, quantity = int(line["net"]), abs(float(line["quantity"]))
    by_price = prices.get(str(line["product"]), 0.0) * quantity * MONEY_SCALE
    if by_price and (_is_tenfold(abs(net) / by_price) or _is_large_slip(abs(net) / by_price)):
        return _suspect(line, by_price, "product")
    if by_price and abs(net) <= by_price * EXPLAINED:
        return None
    by_account = amounts.get(str(line["account"]), 0.0) * MONEY_SCALE if abs(net) > material else 0.0
    if by_account and _is_large_slip(abs(net) / by_account):
        return _suspect(line, by_account, "account")
    return None


def _is_tenfold(factor: float) -> bool:
    return TENFOLD[0] <= factor <= TENFOLD[1]


def _is_large_slip(factor: float) -> bool:
    return any(abs(factor / slip - 1) <= TOLERANCE for slip in LARGE_SLIPS)


def _suspect(line: Line, usual: float, by: str) -> Suspect:
    net = int(line["net"])
    amount = int(np.rint(usual)) * (1 if net > 0 else -1)
    return Suspect(
        invoice=str(line["invoice_number"]),
        day=EPOCH + timedelta(int(line["day"])),
        account=str(line["account"]),
        product=str(line["product"]),
        amount=net,
        usual=amount,
        factor=abs(net) / usual,
        by=by,
    )
