"""Lines of several currencies in one: each amount at the latest rate known on its invoice date, to 1/10,000."""

from openkam.analysis import schema
from openkam.analysis.words import Text
from openkam.core.problem import Problem
from openkam.ledger.engine import Engine

_PERIODS = """
select currency, rate, rate_date as since_date,
    coalesce(lead(rate_date) over (partition by currency order by rate_date), date '9999-12-31') as until_date
from (select currency, rate_date, max(rate) as rate from rates where {condition} group by currency, rate_date) as daily
"""

_AMBIGUOUS = """
select currency, cast(rate_date as varchar) as day from rates where {condition}
group by currency, rate_date having min(rate) < max(rate) order by currency, rate_date
"""

_MISSING = """
select lines.currency, cast(min(invoice_date) as varchar) as day, count(*) as line_count
from invoice_lines as lines
left join rate_periods as periods
    on periods.currency = lines.currency and invoice_date >= since_date and invoice_date < until_date
where {days} and lines.currency <> '' and lines.currency <> '{target}' and rate is null
group by lines.currency order by lines.currency
"""

_CONVERTED = """
select {columns}
from invoice_lines as lines
left join rate_periods as periods
    on periods.currency = lines.currency and invoice_date >= since_date and invoice_date < until_date
    and lines.currency <> '{target}'
"""

_AMOUNTS = ("net_amount", "discount_amount", "cost_amount")
_WIDE = "decimal(19, 4)"
"""Nineteen digits: the engine gives two factors of at most eighteen a product of eighteen, which a million bursts."""


RATES_FILE = Text(
    "A rates file has the columns currency, to_currency, rate_date (the day from which the rate holds) and rate "
    "(the price of one unit of currency in to_currency), for example USD, CNY, 2025-01-01, 7.10.",
    "汇率文件的列：currency（币种）、to_currency（折算为）、rate_date（自该日起有效）、"
    "rate（1 单位该币种折合多少目标币种），例如 USD、CNY、2025-01-01、7.10。",
)


def rate_target(engine: Engine, named: list[str]) -> str:
    """The one currency the rate table converts to; where it names none, the one of the lines that has no rate."""
    targets = _distinct(engine, "to_currency")
    if not targets:
        targets = sorted(set(named) - set(_distinct(engine, "currency")))
    if len(targets) == 1:
        return targets[0]
    raise Problem(
        Text(
            "The rate table does not name one currency to convert to (it names: {names}).",
            "汇率表没有唯一的目标币种（表中为：{names}）。",
        ).filled(names=", ".join(_distinct(engine, "to_currency")) or "-"),
        remedy=Text("Say which one with --currency. {file}", "请用 --currency 指定。{file}").filled(file=RATES_FILE),
        column="to_currency",
    )


def convert_lines(engine: Engine, days: str, target: str) -> None:
    """Make the view `converted_lines`: invoice lines whose amounts are in `target`.

    A rate holds from its day until the next one; halves round away from zero. Lines that name no currency are taken to
    be in `target`. Raises Problem where a line is older than the first rate of its currency, or a day has two rates.
    """
    literal = target.replace("'", "''")
    keep_rates(engine, target)
    _refuse_gaps(engine, days, literal, target)
    columns = ", ".join(_converted_column(name, literal) for name in schema.INVOICE_LINES.columns)
    engine.view("converted_lines", _CONVERTED.format(columns=columns, target=literal))


def keep_rates(engine: Engine, target: str) -> None:
    """Make the table `rate_periods`: each rate to `target` with the days it holds, the end not included.

    Raises Problem where a day has two rates.
    """
    literal = target.replace("'", "''")
    condition = f"(to_currency is null or to_currency = '' or to_currency = '{literal}')"
    _refuse_two_rates(engine, condition)
    engine.keep("rate_periods", _PERIODS.format(condition=condition))


def converted_amount(name: str, kind: str) -> str:
    """The SQL of an amount at the rate beside it, to 1/10,000; as it is where there is no rate."""
    return f"case when rate is null then {name} else cast(cast({name} as {_WIDE}) * rate as {kind}) end"


def _distinct(engine: Engine, column: str) -> list[str]:
    found = engine.columns(f"select distinct {column} as name from rates where {column} <> '' order by name")["name"]
    return [str(name) for name in found]


def _converted_column(name: str, literal: str) -> str:
    if name == "currency":
        return f"'{literal}' as currency"
    if name not in _AMOUNTS:
        return f"lines.{name}"
    return f"{converted_amount(name, schema.INVOICE_LINES.columns[name])} as {name}"


def _refuse_two_rates(engine: Engine, condition: str) -> None:
    found = engine.columns(_AMBIGUOUS.format(condition=condition))
    if len(found["currency"]):
        raise Problem(
            Text("{currency} has two different rates on {day}.", "{currency} 在 {day} 有两个不同的汇率。").filled(
                currency=str(found["currency"][0]), day=str(found["day"][0])
            ),
            remedy=Text("Keep one rate a currency and day.", "每种币种每天只保留一个汇率。"),
        )


def _refuse_gaps(engine: Engine, days: str, literal: str, target: str) -> None:
    found = engine.columns(_MISSING.format(days=days, target=literal))
    if len(found["currency"]):
        gaps = [f"{name} {day}" for name, day in zip(found["currency"], found["day"], strict=True)]
        raise Problem(
            Text(
                "No rate to {target} is known for lines of these currencies and days: {gaps}.",
                "以下币种从这些日期起没有折算为 {target} 的汇率：{gaps}。",
            ).filled(target=target, gaps=", ".join(gaps)),
            remedy=Text(
                "Add a rate dated on or before that day to the rate table. {file}",
                "请在汇率表中补上该日期或更早日期的汇率。{file}",
            ).filled(file=RATES_FILE),
        )
