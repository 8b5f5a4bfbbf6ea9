"""The queries that reduce invoice lines to account x invoice and to one row an account: nothing else reads lines.

Each text is written once, in DuckDB's dialect, and translated for other engines; so it keeps to words that mean the
same everywhere: no decimal arithmetic but sums, no integer division of signed numbers, no order that ties can shuffle.
`money(x)` stands for a decimal as whole units of 1/10,000; `ledger.money_columns` fills it in.
"""

from typing import Final

from openkam.analysis import schema

WORD_BITS: Final = 62
"""How many different codes share one word of a code set: a BIGINT without its sign."""

CODE_KEY: Final = "customer_code"
NAME_KEY: Final = "coalesce(nullif(customer_code, ''), nullif(customer_name, ''))"
"""The account of a line: its customer code or, where that is blank, the customer's name."""

BLANK_CODES: Final = """
select count(*) as blank
from (
    select 1 as one from {lines} where customer_code is null
    union all select 1 as one from {lines} where customer_code = ''
) as lines
"""
"""Asked apart, each can skip whole parts of a Parquet file."""

_COLUMNS = ", ".join(schema.INVOICE_LINES.columns)
ACCOUNT_LINES: Final = f"select {{key}} as account_key, {_COLUMNS} from {{lines}} where {{condition}}"
"""The lines of one grading, each with its account; the other queries read this view as `account_lines`."""

ACCOUNT_TOTALS: Final = """
select account_key, count(*) as line_count, any_value(nullif(customer_name, '')) as name,
    min(hash(nullif(customer_name, ''))) = max(hash(nullif(customer_name, ''))) as is_only_name {figures}
from account_lines
group by account_key
"""
"""Kept as the table `account_totals`; the row without a key holds the lines without a customer.

Any of its names may stand for an account until `is_only_name` says that it has one.
"""

ACCOUNTS: Final = """
select account_key, cast(row_number() over (order by account_key) - 1 as integer) as account
from account_totals where account_key is not null
"""
"""Kept as the table `accounts`: the engine's number of each account."""

NUMBERED_TOTALS: Final = """
select accounts.account_key, line_count {figures}
from account_totals
join accounts on accounts.account_key = account_totals.account_key
order by accounts.account
"""
TOTAL_SUMS: Final = ", sum(net_amount) as net, max(net_amount) as largest"
TOTALS: Final = ", money(net) as net, money(largest) as largest"
"""What the totals tell besides, where no reading of single lines has found it."""

SET: Final = ", {column}_bits"
SET_SUM: Final = (
    ", bit_or(cast(1 as bigint) << cast(nullif(array_position([{codes}], {column}), 0) - 1 as integer))"
    " as {column}_bits"
)
"""A code set of one word rides along with the totals; a blank code has no position."""

LOSS_LINES: Final = """
select account, line_count
from (
    select account_key, count(*) as line_count from account_lines
    where cost_amount > 0 and net_amount < cost_amount group by account_key
) as losses
join accounts on accounts.account_key = losses.account_key
"""

ACCOUNT_NAMES: Final = """
select account, name, is_only_name
from account_totals
join accounts on accounts.account_key = account_totals.account_key
"""

SEVERAL_NAMES: Final = """
select account, customer_name, count(*) as line_count,
    cast(date_diff('day', date '1970-01-01', max(invoice_date)) as integer) as latest_day
from account_lines
join accounts on accounts.account_key = account_lines.account_key
where customer_name <> '' and accounts.account in ({accounts})
group by account, customer_name
"""

INVOICE_SUMS: Final = {
    "net": ("net_amount", "true"),
    "cost": ("cost_amount", "cost_amount <> 0"),
    "discount": ("discount_amount", "discount_amount <> 0"),
    "returned": ("case when net_amount < 0 then net_amount end", "net_amount < 0"),
    "uncovered": ("case when cost_amount is null then net_amount end", "cost_amount is null"),
    "uncovered_moved": ("case when cost_amount is null then abs(net_amount) end", "cost_amount is null"),
}
"""What is summed up over an invoice, each with the lines it needs: without one such line the sum is 0 everywhere."""

ANY_LINE: Final = (
    "select count(*) as found from (select 1 as one from account_lines where {condition} limit 1) as lines"
)

INVOICES: Final = """
select account,
    cast(date_diff('day', date '1970-01-01', earliest_date) as integer) as earliest_day,
    cast(date_diff('day', date '1970-01-01', latest_date) as integer) as latest_day,
    {figures}
from (
    select account_key, min(invoice_date) as earliest_date, max(invoice_date) as latest_date, {sums}
    from account_lines
    group by account_key, invoice_number
) as invoices
join accounts on accounts.account_key = invoices.account_key
"""

MARKED_LINES: Final = """
select hash(account_key) as account_mark, hash(account_key, invoice_number) as mark,
    cast(date_diff('day', date '1970-01-01', invoice_date) as integer) as day,
    cast(hash(line_number) >> 32 as uinteger) as look, unicode(invoice_number) as first_sign,
    (net_amount < 0 and quantity > 0) or (net_amount > 0 and quantity < 0) as is_opposite, {figures}
from account_lines where {condition}
"""
MARKED_FIGURES: Final = {
    "net": "net_amount as net",
    "cost": "cost_amount as cost",
    "discount": "discount_amount as discount",
    "uncovered": "cost_amount is null as is_uncovered",
}
ACCOUNT_MARKS: Final = """
select account, hash(account_key) as mark from accounts
union all select cast(count(*) as integer) as account, hash(cast(null as varchar)) as mark from accounts
"""
"""The lines themselves with marks instead of text, for an engine that hands them over faster than it groups them.

Two of four million invoices have the same mark of 64 bits in one of two million ledgers. Such an engine makes doubles
of decimals while it hands them over, which costs nothing. Lines without an account have the number after the last one.
"""

LINES_BY_DAY: Final = """
select cast(date_diff('day', date '1970-01-01', invoice_date) as integer) as day, count(*) as line_count
from account_lines group by invoice_date
"""
"""Kept as the table `lines_by_day`."""

DAYS: Final = "select day, line_count from lines_by_day order by day"

SPLIT_INVOICES: Final = """
select account,
    cast(date_diff('day', date '1970-01-01', invoice_date) as integer) as day,
    {figures}
from (
    select lines.account_key, invoice_date, {sums}
    from account_lines as lines
    join (
        select account_key, invoice_number from account_lines group by account_key, invoice_number
        having min(invoice_date) < max(invoice_date)
    ) as split on split.account_key = lines.account_key and split.invoice_number = lines.invoice_number
    group by lines.account_key, lines.invoice_number, invoice_date
) as invoices
join accounts on accounts.account_key = invoices.account_key
"""
"""The invoices whose lines carry several dates, one row a date: rare, and the only ones that need a second look."""

CODES: Final = f"""
select code,
    cast(number // {WORD_BITS} as integer) as word,
    cast(1 as bigint) << cast(number % {WORD_BITS} as integer) as bit
from (
    select code, row_number() over (order by code) - 1 as number
    from (select {{column}} as code from account_lines where {{column}} <> '' group by {{column}}) as codes
) as numbered
"""
"""Every code of a column with its place in a set of bits."""

CODE_SETS: Final = """
select account, word, bits
from (
    select account_key, word, bit_or(bit) as bits
    from account_lines
    join codes_of_{column} as codes on codes.code = account_lines.{column}
    group by account_key, word
) as sets
join accounts on accounts.account_key = sets.account_key
"""
"""Which codes an account has, as bits: counted exactly, united over accounts, a tenth of the rows of the pairs."""

ANY_UNNAMED: Final = "select count(*) as found from account_totals where account_key is null"
UNNAMED: Final = ("line_count", "net", "cost", "moved", "uncovered", "uncovered_moved", "earliest_day", "latest_day")
UNNAMED_TOTALS: Final = """
select line_count, money(net) as net, money(cost) as cost, money(moved) as moved, money(uncovered) as uncovered,
    money(uncovered_moved) as uncovered_moved,
    cast(date_diff('day', date '1970-01-01', earliest_date) as integer) as earliest_day,
    cast(date_diff('day', date '1970-01-01', latest_date) as integer) as latest_day
from (
    select count(*) as line_count, sum(net_amount) as net, sum(cost_amount) as cost, sum(abs(net_amount)) as moved,
        sum(net_amount) filter (where cost_amount is null) as uncovered,
        sum(abs(net_amount)) filter (where cost_amount is null) as uncovered_moved,
        min(invoice_date) as earliest_date, max(invoice_date) as latest_date
    from account_lines
    where account_key is null
) as unnamed
"""
"""The lines without a customer: they count in the company's totals only."""

CURRENCIES: Final = """
select currency, line_count, money(net) as net
from (
    select coalesce(currency, '') as currency, count(*) as line_count, sum(net_amount) as net
    from invoice_lines where {condition} group by coalesce(currency, '')
) as currencies
order by currency
"""

CURRENCY_NAMES: Final = "select distinct currency from invoice_lines where {condition}"
OUTSIDE: Final = "select count(*) as line_count from invoice_lines where not ({condition})"
