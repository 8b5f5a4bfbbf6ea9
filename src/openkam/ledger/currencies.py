"""The currencies of the published invoice lines, and those a table of rates converts to."""

from dataclasses import dataclass
from functools import lru_cache

from openkam.ledger.folder import DataFolder
from openkam.ledger.money_columns import columns_with_money
from openkam.ledger.tables import open_ledger

_SQL = """
select currency, line_count, customer_count, money(net) as net
from (
    select coalesce(currency, '') as currency, count(*) as line_count, sum(net_amount) as net,
        count(distinct customer_code) as customer_count
    from invoice_lines group by coalesce(currency, '')
) as currencies
order by customer_count desc, line_count desc, currency
"""
_TARGETS = "select distinct to_currency from rates where coalesce(to_currency, '') <> '' order by 1"


@dataclass(frozen=True)
class CurrencyLine:
    """The lines in one currency; `code` is blank where they name none.

    customers  customer codes with a line in it; one that buys in two currencies counts in both
    net        net sales of all lines, in 1/10,000 of it
    """

    code: str
    customers: int
    lines: int
    net: int


@dataclass(frozen=True)
class Currencies:
    """What the ledger holds, the one with most customers first; `targets` of its rates, () where there are none."""

    held: tuple[CurrencyLine, ...]
    has_rates: bool
    targets: tuple[str, ...]

    @property
    def named(self) -> tuple[str, ...]:
        """Those that lines name."""
        return tuple(one.code for one in self.held if one.code)


def currencies_of(folder: DataFolder, version: int) -> Currencies:
    """The currencies of this version of the ledger, counted once a process and version."""
    return _counted(folder, version)


@lru_cache(maxsize=8)
def _counted(folder: DataFolder, _version: int) -> Currencies:
    engine = open_ledger(folder).engine
    if not engine.has("invoice_lines"):
        return Currencies((), has_rates=False, targets=())
    found = columns_with_money(engine, _SQL)
    rows = zip(found["currency"], found["customer_count"], found["line_count"], found["net"], strict=True)
    held = tuple(CurrencyLine(str(code), int(customers), int(lines), int(net)) for code, customers, lines, net in rows)
    has_rates = engine.has("rates")
    targets = engine.columns(_TARGETS)["to_currency"].tolist() if has_rates else []
    return Currencies(held, has_rates, tuple(str(one) for one in targets))
