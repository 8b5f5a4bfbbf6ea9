"""How many different products, categories and branches an account has, counted exactly from sets of bits or pairs."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from openkam.analysis import summary
from openkam.analysis.column import Array
from openkam.ledger.engine import Engine
from openkam.ledger.marks import Numbered
from openkam.ledger.runs import has_repeats
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
    """Marks of 32 bits that stand for the codes of a column: `asked` is their SQL.

    numbers  from 0 for the codes; blank cells have the number `blank`, which comes after all of them
    """

    asked: str
    numbers: Numbered
    blank: int

    def pairs(self, account: Array, marks: Array, most: int) -> Array:
        """The different pairs of an account, a number below `most`, and the mark of a code, as one number each."""
        width = self.blank + 1
        kind = np.uint32 if most * width < 1 << _MARK_BITS else np.int64
        key: Array = self.numbers.of(marks).astype(kind)
        key += account.astype(kind) * width
        if most * width > len(key):
            return different(key)
        is_there = np.zeros(most * width, bool)
        is_there[key] = True
        return np.flatnonzero(is_there).astype(kind)

    def counted(self, pairs: Array, account_of: Array, count: int) -> Array:
        """How many different codes each of `count` accounts has, of the pairs of one or several readings; int32.

        Accounts that `account_of` unites are counted as one; those it does not know are left out.
        """
        width = self.blank + 1
        pairs = different(pairs)
        if has_repeats(account_of):
            pairs = pairs[: np.searchsorted(pairs, pairs.dtype.type(len(account_of) * width))]
            account = account_of[pairs // width].astype(np.int64)
            pairs = different(account * width + pairs % width)
            account_of = np.arange(count)
        first = np.arange(len(account_of)) * width
        found = np.zeros(count, np.int32)
        ends = [np.searchsorted(pairs, bounds.astype(pairs.dtype)) for bounds in (first, first + self.blank)]
        found[account_of] = ends[1] - ends[0]
        return found


def code_marks(engine: Engine, column: str) -> CodeMarks | None:
    """Marks that differ for all codes of a column, out of a few that are tried; None where no try is good.

    Of 20,000 codes two have the same mark in one try of twenty, of 200,000 nearly always. `keep_codes` comes before.
    """
    for shift in _SHIFTS:
        code, blank, null = (_MARK.format(name=name, shift=shift) for name in ("code", "''", "cast(null as varchar)"))
        codes = engine.columns(f"select {code} as mark from codes_of_{column}")["mark"]
        blanks = engine.columns(f"select {blank} as mark union all select {null} as mark")["mark"]
        marks = np.concatenate([codes, blanks])
        if not has_repeats(marks):
            numbers = np.minimum(np.arange(len(marks)), len(codes))
            return CodeMarks(_MARK.format(name=column, shift=shift), Numbered(marks, numbers), len(codes))
    return None


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
