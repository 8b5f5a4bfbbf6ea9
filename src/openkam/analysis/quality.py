"""What is odd in a ledger: counted, summed and named, so that nobody mistakes it for business."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Tally:
    """How many lines, and their net amount (int money units of 1/10,000)."""

    count: int = 0
    amount: int = 0


@dataclass(frozen=True)
class CodeTally:
    """The lines of one code: a product code that is no product, or the first character of invoice numbers."""

    code: str
    count: int
    amount: int
    example: str = ""


@dataclass(frozen=True)
class Suspect:
    """A line whose amount is about 10, 100 or 1,000 times the usual one. Money in int units.

    `usual` is what the line would amount to at the median unit price of its product among the other lines, or, where
    the product tells nothing, the median line of the account; `by` says which: "product" or "account". `factor` is
    amount / usual.
    """

    invoice: str
    day: date
    account: str  # its code or name; "" for a line without a customer
    product: str
    amount: int
    usual: int
    factor: float
    by: str


@dataclass(frozen=True)
class Quality:
    """Oddities of the graded lines. Several may hold for one line; none of them is left out of the figures.

    negative_lines    credit notes and returns: lines with a negative amount
    opposite_sign     quantity and amount of opposite sign
    duplicates        lines equal in every column to another one; the first of each is not counted
    far_dates         lines more than a year away from all the others, or after `until` of the main body
    partial_month     first day of the last month where the lines stop well before its end, else None
    odd_codes         product codes without a digit where nearly all others have one (postage, manual, bank charges)
    odd_prefixes      first characters of invoice numbers that fewer than 1 % of the lines carry (bad debt, corrections)
    """

    lines: int
    without_customer: Tally = Tally()
    without_currency: Tally = Tally()
    negative_lines: Tally = Tally()
    zero_price: Tally = Tally()
    negative_price: Tally = Tally()
    opposite_sign: Tally = Tally()
    duplicates: Tally = Tally()
    far_dates: Tally = Tally()
    main_since: date | None = None
    main_until: date | None = None
    partial_month: date | None = None
    odd_codes: tuple[CodeTally, ...] = ()
    odd_prefixes: tuple[CodeTally, ...] = ()
    suspects: tuple[Suspect, ...] = field(default=())
