"""What the ledger knows about its accounts, as arrays: one purchase day a row, one account a row.

Everything a measure or a method needs is derived from these arrays, so it is written once for every engine.
"""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property

import numpy as np

from openkam.analysis.column import Array

EPOCH = date(1970, 1, 1)


def day_number(day: date) -> int:
    """Days since 1970-01-01, the way days are kept in arrays."""
    return (day - EPOCH).days


@dataclass(frozen=True)
class Events:
    """Account x day, sorted by account then day: what was invoiced to the account on that day.

    account   int32  index into the account arrays
    day       int32  day number
    net       int64  money, all lines, credit notes negative
    covered   int64  money, net of the lines whose cost is known
    cost      int64  money, cost of the lines whose cost is known
    discount  int64  money, 0 where unknown
    bought    int64  money, positive lines only; net - bought is what was returned or credited
    orders    int32  invoices of that day with a positive total; 0: nothing but credit notes or zero amounts
    """

    account: Array
    day: Array
    net: Array
    covered: Array
    cost: Array
    discount: Array
    bought: Array
    orders: Array

    @cached_property
    def starts(self) -> Array:
        """Where the events of each account begin that has any."""
        is_first = np.ones(len(self.account), bool)
        np.not_equal(self.account[1:], self.account[:-1], out=is_first[1:])
        return np.flatnonzero(is_first)

    @cached_property
    def profit(self) -> Array:
        """Money, over the lines whose cost is known."""
        profit: Array = self.covered - self.cost
        return profit

    @cached_property
    def is_purchase(self) -> Array:
        """Days with an invoice of positive total, bool."""
        is_purchase: Array = self.orders > 0
        return is_purchase

    def until(self, day: int) -> "Events":
        """The events up to a day number."""
        return _EarlierEvents(self, day)

    def summed(self, column: str, count: int, after: "Days | None" = None, until: "Days | None" = None) -> Array:
        """Exact int64 sums of a column by account, over the days after one and up to another.

        `count` is how many accounts there are; day numbers are one for all or one an account. The days of an account
        are one stretch, so a sum is the difference of two running ones.
        """
        totals, running = np.zeros(count, np.int64), self._running(column)
        accounts = self.account[self.starts]
        first = self.starts if after is None else self._ends(after, accounts)
        end = np.append(self.starts[1:], len(self)) if until is None else self._ends(until, accounts)
        totals[accounts] = running[end] - running[np.minimum(first, end)]
        return totals

    def _running(self, column: str) -> Array:
        """The sum of a column before each event, and at the end; where it runs over, differences stay exact."""
        known = self._sums.get(column)
        if known is None:
            known = self._sums[column] = np.zeros(len(self) + 1, np.int64)
            np.cumsum(getattr(self, column), out=known[1:], dtype=np.int64)
        return known

    @cached_property
    def _sums(self) -> dict[str, Array]:
        return {}

    def _ends(self, day: "Days", accounts: Array) -> Array:
        """Behind the last event of each account up to a day; all accounts are halved at once until it is found."""
        if isinstance(day, int) and day in self._places:
            return self._places[day]
        wanted = np.broadcast_to(day, accounts.shape) if isinstance(day, int) else day[accounts]
        low, high = self.starts, np.append(self.starts[1:], len(self))
        while (is_open := low < high).any():
            middle = (low + high) // 2
            is_later = self.day[np.minimum(middle, len(self) - 1)] > wanted
            low, high = np.where(is_open & ~is_later, middle + 1, low), np.where(is_open & is_later, middle, high)
        if isinstance(day, int):
            self._places[day] = low
        return low

    @cached_property
    def _places(self) -> dict[int, Array]:
        return {}

    def __len__(self) -> int:
        return len(self.account)


Days = int | Array
"""A day number for all accounts, or one for each."""


class _EarlierEvents(Events):
    """The events up to a day; a column is cut out when it is asked for, because few questions need all of them."""

    def __init__(self, whole: Events, day: int) -> None:
        self.__dict__.update(_whole=whole, _day=day)

    @cached_property
    def profit(self) -> Array:
        """Money, over the lines whose cost is known."""
        return self._cut("profit")

    @cached_property
    def is_purchase(self) -> Array:
        """Days with an invoice of positive total, bool."""
        return self._cut("is_purchase")

    def summed(self, column: str, count: int, after: Days | None = None, until: Days | None = None) -> Array:
        """The same sums, told from the whole, whose running sums are at hand."""
        day: int = self.__dict__["_day"]
        whole: Events = self.__dict__["_whole"]
        last = day if until is None else np.minimum(until, day) if not isinstance(until, int) else min(until, day)
        return whole.summed(column, count, after, last)

    def __getattr__(self, name: str) -> Array:
        if name not in Events.__dataclass_fields__:
            raise AttributeError(name)
        column = self.__dict__[name] = self._cut(name)
        return column

    def _cut(self, name: str) -> Array:
        column: Array = getattr(self.__dict__["_whole"], name)[self._mask]
        return column

    @cached_property
    def _mask(self) -> Array:
        mask: Array = self.__dict__["_whole"].day <= self.__dict__["_day"]
        return mask


@dataclass(frozen=True)
class Customers:
    """The customers table aligned with the accounts: columns of `schema.CUSTOMERS` (without code and name).

    `columns[name]` is an object array (str, int money units, float, bool) with None where unknown.
    """

    columns: dict[str, Array]

    def column(self, name: str, count: int) -> Array:
        """A column, all None where the table did not have it."""
        return self.columns.get(name, np.full(count, None, object))


@dataclass(frozen=True)
class Payments:
    """Rows of the payments table: account index (int32, -1 not an account), due and paid day numbers
    (int32, -1 unknown or still open), amount (int64 money), invoice (str, "" where not named)."""

    account: Array
    invoice: Array
    due_day: Array
    paid_day: Array
    amount: Array


@dataclass(frozen=True)
class Service:
    """Rows of cost to serve: account index (int32), day number, hours (float64), amount (int64 money), kind (str)."""

    account: Array
    day: Array
    kind: Array
    hours: Array
    amount: Array


@dataclass(frozen=True)
class Company:
    """Totals over all usable lines, also those without a customer. Money is int64 in 1/10,000."""

    lines: int
    lines_without_customer: int
    net: int
    net_with_customer: int
    covered: int  # net of the lines whose cost is known
    cost: int
    moved: int  # sum of the absolute net amounts
    moved_covered: int  # the same over the lines whose cost is known
    lines_outside: int = 0  # usable lines before `since` or after `until`, in none of these totals


class LeftOutReason(StrEnum):
    """Why rows of a further table count nowhere."""

    OTHER_CURRENCY = "OTHER_CURRENCY"
    NO_RATE = "NO_RATE"
    NO_ACCOUNT = "NO_ACCOUNT"


@dataclass(frozen=True)
class LeftOut:
    """Rows of payments or cost to serve that count nowhere; amount is int money of `currency` ("": the ledger's)."""

    table: str
    reason: LeftOutReason
    rows: int
    amount: int
    currency: str = ""


@dataclass(frozen=True)
class Facts:
    """All arrays of one ledger between two days (both included), aligned by account and sorted by code.

    code, name         str
    lines              int64  lines of the account
    loss_lines         int64  lines sold below cost
    moved              int64  money, sum of absolute net amounts
    moved_covered      int64  money, the same over lines whose cost is known
    products           int32  distinct product codes bought; 0 unknown
    categories         int32  distinct product categories; 0 unknown
    branches           int32  distinct branches that were invoiced; 0 unknown
    invoices           int32  distinct invoice numbers with a positive total
    credit_notes       int32  distinct invoice numbers with a negative total
    largest_line       int64  money, the largest single line

    `cut` says that the ledger has lines before `since`; `left_out` which rows of further tables count nowhere.
    """

    since: date
    until: date
    currency: str | None
    company: Company
    code: Array
    name: Array
    lines: Array
    loss_lines: Array
    moved: Array
    moved_covered: Array
    products: Array
    categories: Array
    branches: Array
    invoices: Array
    credit_notes: Array
    largest_line: Array
    events: Events
    customers: Customers | None = None
    payments: Payments | None = None
    service: Service | None = None
    cut: bool = False
    left_out: tuple[LeftOut, ...] = ()

    @property
    def count(self) -> int:
        """How many accounts there are."""
        return len(self.code)

    def as_of(self, day: date) -> "Facts":
        """What was known on an earlier day: later events are left out, per-account counts stay as they are."""
        return replace(self, until=day, events=self.events.until(day_number(day)))

    def sum_by_account(self, values: Array, mask: Array | None = None) -> Array:
        """Exact int64 sums of an event column by account."""
        chosen = values if mask is None else np.where(mask, values, 0)
        totals = np.zeros(self.count, np.int64)
        if len(chosen):
            starts = self.events.starts
            totals[self.events.account[starts]] = np.add.reduceat(chosen.astype(np.int64, copy=False), starts)
        return totals

    def sum_of(self, column: str, months: int | None = None, back: int = 0) -> Array:
        """Exact int64 sums of an event column by account, over a `window` or (months None) all the time before it.

        column  a field of `Events`, or `profit` or `is_purchase`
        """
        after = None if months is None else day_number(months_before(self.until, back + months))
        until = None if months is None and not back else day_number(months_before(self.until, back))
        return self.events.summed(column, self.count, after, until)

    def month_of_event(self) -> Array:
        """How many whole months before `until` each event lies: 0 is the month that ends on `until`."""
        return self._month_of_event

    @cached_property
    def _month_of_event(self) -> Array:
        months = months_back(self.events.day, self.until).astype(np.int32)
        months.setflags(write=False)
        return months

    def window(self, months: int, back: int = 0) -> Array:
        """The mask of the events in the `months` months that end `back` months before `until`."""
        found = self._windows.get((months, back))
        if found is None:
            month = self.month_of_event()
            found = self._windows[months, back] = (month >= back) & (month < back + months)
            found.setflags(write=False)
        return found

    @cached_property
    def _windows(self) -> dict[tuple[int, int], Array]:
        return {}


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month; the last day of a month stays the last day of a month.

    It is the last day that lies at least so many `months_back`.
    """
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    length = monthrange(year, month + 1)[1]
    closes = day.day == monthrange(day.year, day.month)[1]
    return date(year, month + 1, length if closes else min(day.day, length))


def months_back(day: Array, until: date) -> Array:
    """Whole months between each day number and `until`; months end on the day of the month of `until`.

    Where `until` closes a calendar month the months are calendar months. Source: design of the closed periods.
    """
    if len(day) == 0:
        return np.zeros(0, np.int64)
    # A ledger has millions of events on a few thousand days: the calendar is asked once for each day of its span.
    first, final = int(day.min()), int(day.max())
    if final - first < len(day):
        table: Array = _months_back(np.arange(first, final + 1), until)
        return np.take(table, day - first)
    return _months_back(day, until)


def _months_back(day: Array, until: date) -> Array:
    days = day.astype("datetime64[D]")
    month = days.astype("datetime64[M]").astype(np.int64)
    in_month = (days - days.astype("datetime64[M]").astype("datetime64[D]")).astype(np.int64) + 1
    end = np.datetime64(until, "D")
    closes_month = (end + 1).astype("datetime64[M]") != end.astype("datetime64[M]")
    anchor = 31 if closes_month else until.day
    back: Array = end.astype("datetime64[M]").astype(np.int64) - month - (in_month > anchor)
    return back
