"""Columns that follow from other columns of a file, as SQL."""

from typing import Final

from openkam.analysis.schema import MONEY, MONEY_SCALE
from openkam.core.currencies import currency_code
from openkam.intake.reading import Reading
from openkam.intake.text_file import literal

TAXED: Final = ("gross_amount", "tax_rate")
"""From these two the net amount follows."""

_FULL: Final = "CAST(quantity AS DECIMAL(19, 6)) * unit_price"
"""Nineteen digits: the engine gives two factors of at most eighteen a product of eighteen, which a million bursts."""
_WIDE: Final = "DECIMAL(28, 10)"
"""Room for a product with a rate: 28 digits and 8 more stay within the 38 of the engine."""
_RATE_SCALE: Final = 10**8

_DISCOUNT_SHARE: Final = """CASE
    WHEN max(discount_rate) OVER () > 1 THEN CASE WHEN discount_rate BETWEEN 0 AND 100 THEN discount_rate / 100 END
    WHEN discount_rate < 0 THEN NULL
    WHEN discount_rate = 1 AND count(*) FILTER (WHERE discount_rate > 0 AND discount_rate < 1) OVER () = 0 THEN NULL
    ELSE discount_rate END"""
"""A column of rates is in percent or in shares as a whole, never cell by cell: beside 5 and 2.5, a 1 is one percent.
A lone 1 among zeros may be either and is told, not guessed."""


def derive(reading: Reading, present: set[str]) -> dict[str, str]:
    """Columns that follow from others, each from columns there or derived before it: the discount from its rate, the
    net amount, the cost from the unit cost, the currency of the reading."""
    derived: dict[str, str] = {}
    if "discount_rate" in present and "discount_amount" not in present and {"quantity", "unit_price"} <= present:
        share = f"try_cast({_DISCOUNT_SHARE} AS DECIMAL(10, 8))"
        derived["discount_amount"] = f"try_cast(try_cast({_FULL} AS {_WIDE}) * {share} AS {MONEY})"
    if reading.table == "invoice_lines" and "net_amount" not in present and set(TAXED) <= present:
        derived["net_amount"] = _untaxed()
    elif reading.table == "invoice_lines" and "net_amount" not in present:
        discount = " - coalesce(discount_amount, 0)" if "discount_amount" in present | derived.keys() else ""
        derived["net_amount"] = f"try_cast({_FULL}{discount} AS {MONEY})"
    if "cost_amount" not in present and {"unit_cost", "quantity"} <= present:
        derived["cost_amount"] = f"try_cast({_FULL.replace('unit_price', 'unit_cost')} AS {MONEY})"
    if reading.currency and "currency" in reading.schema.columns:
        own = "currency" if "currency" in present else "NULL"
        derived["currency"] = f"coalesce({own}, {literal(currency_code(reading.currency))})"
    return derived


def _untaxed() -> str:
    """Gross / (1 + rate) in whole numbers, to 1/10,000, halves away from zero; NULL for a rate that is none."""
    gross = f"CAST(CAST(gross_amount AS DECIMAL(28, 4)) * {MONEY_SCALE} AS HUGEINT)"
    share = f"CASE WHEN tax_rate >= 1 THEN CAST(tax_rate AS {_WIDE}) / 100 ELSE tax_rate END"
    divisor = f"({_RATE_SCALE} + CAST(CAST({share} AS {_WIDE}) * {_RATE_SCALE} AS HUGEINT))"
    units = f"sign({gross}) * ((abs({gross}) * {2 * _RATE_SCALE} + {divisor}) // (2 * {divisor}))"
    money = f"try_cast(CAST({units} AS DECIMAL(30, 0)) * CAST(0.0001 AS DECIMAL(5, 4)) AS {MONEY})"
    return f"CASE WHEN tax_rate BETWEEN 0 AND 100 THEN {money} END"
