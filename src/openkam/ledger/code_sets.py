"""How many different products, categories and branches an account has, counted exactly from sets of bits or pairs."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from openkam.analysis import summary
from openkam.analysis.column import Array
from openkam.ledger.engine import Engine
from openkam.ledger.scope import quoted

CODE_COLUMNS: Final = ("product_code", "product_category", "branch")
_WORDS: Final = 1 << 24

_MARK_BITS: Final = 32
_MARK: Final = f"cast((hash({{name}}) >> {{shift}}) & {(1 << _MARK_BITS) - 1} as uinteger)"
_SHIFTS: Final = (32, 16, 0)
"""Of an engine's hash of 64 bits."""


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


def listed_codes(engine: Engine, column: str) -> str:
    """The codes of a column as a list of SQL, in the order of their bits; only for columns of `one_word`."""
    codes = engine.columns(f"select code from codes_of_{column} order by word, bit")["code"]
    return ", ".join(quoted(str(code)) for code in codes)


@dataclass(frozen=True)
class CodeMarks:
    """Numbers of 32 bits that stand for the codes of a column: `asked` is their SQL, `blank` those of blank cells."""

    asked: str
    blank: Array

    def known(self, pairs: Array) -> Array:
        """The different ones of some pairs, sorted, without those of blank cells."""
        pairs = different(pairs)
        return np.asarray(pairs[~np.isin(pairs.astype(np.uint32), self.blank)])


def pairs_of(account: Array, marks: Array) -> Array:
    """The different pairs of an account (int64) and the mark of a code, as one number each, sorted."""
    return different((account << _MARK_BITS) | marks)


def code_marks(engine: Engine, column: str) -> CodeMarks | None:
    """Marks that differ for all codes of a column, out of a few that are tried; None where no try is good.

    Of 20,000 codes two have the same mark in one try of twenty, of 200,000 nearly always. `keep_codes` comes before.
    """
    for shift in _SHIFTS:
        code, blank, null = (_MARK.format(name=name, shift=shift) for name in ("code", "''", "cast(null as varchar)"))
        marks = engine.columns(f"select {code} as mark from codes_of_{column}")["mark"]
        blanks = engine.columns(f"select {blank} as mark union all select {null} as mark")["mark"]
        if len(np.unique(np.concatenate([marks, blanks]))) == len(marks) + len(blanks):
            return CodeMarks(_MARK.format(name=column, shift=shift), blanks)
    return None


def count_pairs(pairs: Array, account_of: Array, count: int) -> Array:
    """How many different codes each account has, of sorted different pairs; int32.

    Accounts that `account_of` unites are counted as one.
    """
    if len(np.unique(account_of)) == len(account_of):
        found = np.zeros(count, np.int32)
        found[account_of] = _by_account(pairs, len(account_of))
        return found
    account = account_of[pairs >> _MARK_BITS].astype(np.int64)
    return _by_account(different((account << _MARK_BITS) | (pairs & ((1 << _MARK_BITS) - 1))), count)


def _by_account(pairs: Array, count: int) -> Array:
    bounds = np.searchsorted(pairs, np.arange(count + 1, dtype=np.int64) << _MARK_BITS)
    return np.diff(bounds).astype(np.int32)


def different(keys: Array) -> Array:
    """The different ones of some keys, which are sorted where they are: many times faster than `np.unique`."""
    keys.sort()
    return np.asarray(keys[np.append(True, keys[1:] != keys[:-1])[: len(keys)]])


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
