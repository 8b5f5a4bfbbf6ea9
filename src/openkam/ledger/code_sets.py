"""How many different products, categories and branches an account has, counted exactly from sets of bits."""

from typing import Final

import numpy as np

from openkam.analysis import summary
from openkam.analysis.column import Array
from openkam.ledger.engine import Engine

CODE_COLUMNS: Final = ("product_code", "product_category", "branch")
_WORDS: Final = 1 << 24


def keep_codes(engine: Engine) -> dict[str, int]:
    """Number the codes of each column in a table `codes_of_<column>`; answers how many there are."""
    counts = {}
    for column in CODE_COLUMNS:
        engine.keep(f"codes_of_{column}", summary.CODES.format(column=column))
        counts[column] = int(engine.columns(f"select count(*) as codes from codes_of_{column}")["codes"][0])
    return counts


def one_word(counts: dict[str, int]) -> list[str]:
    """The columns whose codes fit one word of bits: their sets can ride along with another query over accounts."""
    return [column for column, codes in counts.items() if 0 < codes <= summary.WORD_BITS]


def distinct_codes(engine: Engine, column: str, account_of: Array, count: int) -> Array:
    """How many different non-blank codes of a column of `account_lines` each account has; int32, 0 where none is known.

    Accounts that `account_of` unites are counted as one: their sets are united first. `keep_codes` comes before.
    """
    found = engine.columns(summary.CODE_SETS.format(column=column))
    return count_codes(account_of[found["account"]], found["word"], found["bits"], count)


def count_codes(account: Array, word: Array, bits: Array, count: int) -> Array:
    """How many bits each account has, words of the same account and place united first; int32."""
    if not len(account):
        return np.zeros(count, np.int32)
    key = account.astype(np.int64) * _WORDS + word
    order = np.argsort(key)
    key = key[order]
    starts = np.flatnonzero(np.r_[True, key[1:] != key[:-1]])
    united = np.bitwise_or.reduceat(bits[order], starts)
    return np.bincount(key[starts] // _WORDS, weights=np.bitwise_count(united), minlength=count).astype(np.int32)
