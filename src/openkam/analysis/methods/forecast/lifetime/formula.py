"""The textbook lifetime value with its assumptions in the open (requirement R228)."""

from decimal import Decimal


def steady_value(margin: Decimal, retention: Decimal, discount: Decimal) -> Decimal:
    """m r / (1 + d - r): a yearly margin that stays, each year kept with probability r, discounted by d, for ever.

    The first margin comes after a year. ValueError where r is no probability or d does not exceed r - 1.
    """
    _check(retention)
    if 1 + discount - retention <= 0:
        raise ValueError("the discount rate must exceed the retention rate less one, or the value is endless")
    return margin * retention / (1 + discount - retention)


def value_of_years(margins: list[Decimal], retention: Decimal, discount: Decimal) -> Decimal:
    """Sum over the years t = 1.. of m_t r^t / (1 + d)^t, for margins that differ from year to year."""
    _check(retention)
    if discount <= -1:
        raise ValueError("the discount rate must be above -1")
    years = enumerate(margins, start=1)
    return sum((margin * retention**t / (1 + discount) ** t for t, margin in years), Decimal(0))


def _check(retention: Decimal) -> None:
    if not 0 <= retention <= 1:
        raise ValueError("the retention rate lies between 0 and 1")
