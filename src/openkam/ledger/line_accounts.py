"""The accounts that stand in the lines, as the engine numbers them, and what their lines add up to."""

from dataclasses import dataclass

from openkam.analysis import summary
from openkam.analysis.column import Array
from openkam.ledger.code_sets import listed_codes, one_word
from openkam.ledger.engine import Engine
from openkam.ledger.lines import Lines
from openkam.ledger.money_columns import columns_with_money


@dataclass(frozen=True)
class LineAccounts:
    """One row an account, in the order of the engine's numbers, which is that of the keys.

    key           its customer code, or the customer's name
    lines         how many lines it has
    net, largest  the sum of its lines and the largest of them, in int64 units
    bits          the sets of its codes in one word, by column, where the engine has made them
    """

    key: Array
    lines: Array
    net: Array
    largest: Array
    bits: dict[str, Array]


def keep_accounts(engine: Engine, codes: dict[str, int] | None) -> None:
    """Keep the tables `account_totals` and `accounts`; with `codes` (of `keep_codes`) the totals have sums and bits."""
    figures = "" if codes is None else summary.TOTAL_SUMS
    for column in one_word(codes or {}):
        figures += summary.SET_SUM.format(column=column, codes=listed_codes(engine, column))
    engine.keep("account_totals", summary.ACCOUNT_TOTALS.format(figures=figures))
    engine.keep("accounts", summary.ACCOUNTS)


def line_accounts(engine: Engine, codes: dict[str, int], read: Lines | None) -> LineAccounts:
    """The accounts of the tables that `keep_accounts` kept; their sums from `read` or, without it, from there too."""
    if read:
        found = engine.columns(summary.NUMBERED_TOTALS.format(figures=""))
        return LineAccounts(found["account_key"], found["line_count"], read.net, read.largest, {})
    named = one_word(codes)
    figures = summary.TOTALS + "".join(summary.SET.format(column=column) for column in named)
    found = columns_with_money(engine, summary.NUMBERED_TOTALS.format(figures=figures))
    bits = {column: found[f"{column}_bits"] for column in named}
    return LineAccounts(found["account_key"], found["line_count"], found["net"], found["largest"], bits)
