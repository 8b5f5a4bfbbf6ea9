"""How many different products, categories and branches an account has, counted exactly from sets of bits."""

import numpy as np

from openkam.analysis import summary
from openkam.analysis.column import Array
from openkam.ledger.engine import Engine

_WORDS = 1 << 24


def distinct_codes(engine: Engine, column: str, account_of: Array, count: int) -> Array:
    """How many different non-blank codes of a column of `account_lines` each account has; int32, 0 where none is known.

    Accounts that `account_of` unites are counted as one: their sets are united first.
    """
    codes = f"codes_of_{column}"
    engine.keep(codes, summary.CODES.format(column=column))
    found = engine.columns(summary.CODE_SETS.format(column=column, codes=codes))
    if not len(found["account"]):
        return np.zeros(count, np.int32)
    key = account_of[found["account"]].astype(np.int64) * _WORDS + found["word"]
    order = np.argsort(key)
    key = key[order]
    starts = np.flatnonzero(np.r_[True, key[1:] != key[:-1]])
    united = np.bitwise_or.reduceat(found["bits"][order], starts)
    return np.bincount(key[starts] // _WORDS, weights=np.bitwise_count(united), minlength=count).astype(np.int32)
