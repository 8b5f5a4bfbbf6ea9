"""The accounts of a report as JSON, a column at a time: by objects they would cost several times as much."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from json import JSONEncoder
from json.encoder import encode_basestring
from typing import Any, Final

import numpy as np

from openkam.analysis.catalogue import MEASURES
from openkam.analysis.column import Array, Column
from openkam.analysis.measure import Unit
from openkam.analysis.words import Language, Text
from openkam.core.money import cents_of
from openkam.insight.report.account import TierWord
from openkam.insight.report.sentences.steps import GAP, NOW, TO, Steps
from openkam.insight.report.sentences.words import measure_label
from openkam.insight.report.verdicts import Columns, Verdicts

SHARE_PLACES: Final = 6
Parts = list[str]


def account_rows(accounts: Verdicts, language: Language) -> Iterator[str]:
    """Each account as a JSON object."""
    for columns in accounts.columns():
        yield from _objects(_parts(columns, language))


def _parts(columns: Columns, language: Language) -> dict[str, Parts]:
    """The JSON under each key, by account."""
    fields: Mapping[str, Any] = columns.fields
    texts, codes = _reasons(columns, language)
    figures = {code: _figures(code, column) for code, column in columns.measures.items()}

    def label(tier: TierWord | None) -> str:
        return _NULL if tier is None else encode_basestring(tier.label.to(language))

    return {
        # A field of the name of a measure holds the same figures, which are written once.
        **{name: figures.get(name) or written(fields[name]) for name, written in _BEFORE_TIER.items()},
        "tier": _tiers(fields["tier"]),
        "tier_label": _alike(fields["tier"], label),
        **{name: figures.get(name) or written(fields[name]) for name, written in _AFTER_TIER.items()},
        "tiers": list(_objects({name: _tiers(words) for name, words in columns.other_tiers.items()})),
        "missing": _alike(fields["missing"], _missing),
        "vetoes": _alike(fields["vetoes"], _codes),
        "next_step": _steps(columns, language),
        "figures": list(_objects(figures)),
        "reasons": texts,
        "reason_codes": codes,
    }


def _reasons(columns: Columns, language: Language) -> tuple[Parts, Parts]:
    """The sentences about each account, and their codes."""
    texts: Parts = []
    codes: Parts = []
    for one in columns.sentences:
        texts += map(encode_basestring, one.texts(one.words, language))
        codes += [one.code] * len(one.accounts)
    about = np.concatenate([np.zeros(0, np.int64), *(one.accounts for one in columns.sentences)])
    # Sorted by account; what is said of one keeps its order.
    order = np.argsort(about, kind="stable")
    texts, codes = (np.array(said, object)[order].tolist() for said in (texts, codes))
    first, last = (np.searchsorted(about[order], columns.accounts, side).tolist() for side in ("left", "right"))
    slices = [slice(*ends) for ends in zip(first, last, strict=True)]
    return [f"[{', '.join(texts[own])}]" for own in slices], [_codes(tuple(codes[own])) for own in slices]


def _objects(parts: dict[str, Parts]) -> Iterator[str]:
    """An object of each account from the parts under its keys."""
    pattern = ", ".join(f'"{name}": %s' for name in parts)
    return map(f"{{{pattern}}}".__mod__, zip(*parts.values(), strict=True))


def _alike(values: list[Any], written: Callable[[Any], str]) -> Parts:
    """What many accounts have in common is written once: they share few tiers and lists of codes, as objects too."""
    texts = {key: written(one) for key, one in {id(one): one for one in values}.items()}
    return [texts[id(one)] for one in values]


def _texts(values: Iterable[str | None]) -> Parts:
    return [_NULL if value is None else encode_basestring(value) for value in values]


def _names(values: Iterable[str]) -> Parts:
    return _texts(value or None for value in values)


def _amounts(column: Column) -> Parts:
    return _where_known(column.known, [f'"{amount}"' for amount in cents_of(column.values.astype(np.int64))])


def numbers(column: Column) -> Parts:
    """Counts as they are, what has a fraction to six places."""
    if not column.known.any():
        return [_NULL] * len(column)
    values = np.where(column.known, column.values, np.zeros(1, column.values.dtype))
    plain = values.tolist() if values.dtype.kind in "iu" else _rounded(values).tolist()
    # Written by the encoder in one go; no number holds a comma.
    return _where_known(column.known, _encoded(plain)[1:-1].split(", "))


_encoded: Final = JSONEncoder(allow_nan=False).encode


def _rounded(values: Array) -> Array:
    """Each value as `round` rounds it; it is asked only where the next digits are so near to a half that they might
    tip in the multiplication."""
    scaled = values * 10.0**SHARE_PLACES
    rounded: Array = np.rint(scaled) / 10.0**SHARE_PLACES
    doubtful = (np.abs(scaled) >= _EXACT) | (np.abs(scaled - np.floor(scaled) - 0.5) < _NEAR)
    for place in np.flatnonzero(doubtful).tolist():
        rounded[place] = round(float(values[place]), SHARE_PLACES)
    return rounded


_EXACT: Final = 1e9
_NEAR: Final = 1e-6
"""Below 1e9 a product is off by at most 1e-7, so whatever is not this near to a half falls to the right side of it."""


def _where_known(known: Array, written: Parts) -> Parts:
    if known.all():
        return written
    return [text if is_known else _NULL for text, is_known in zip(written, known.tolist(), strict=True)]


def _tiers(words: list[TierWord | None]) -> Parts:
    return _alike(words, lambda word: _NULL if word is None else encode_basestring(word.code))


def _missing(missing: tuple[tuple[str, Text], ...]) -> str:
    return _codes(tuple(code for code, _ in missing))


def _figures(code: str, column: Column) -> Parts:
    """A measure in its own unit; money as text."""
    return _amounts(column) if MEASURES[code].unit is Unit.MONEY else numbers(column)


def _steps(columns: Columns, language: Language) -> Parts:
    """The way of each account to a better tier."""
    found = dict.fromkeys(columns.accounts, _NULL)
    for one in columns.sentences:
        if isinstance(one, Steps):
            count, label = len(one.accounts), measure_label(one.measure).to(language)
            parts = {
                "measure": [_written(one.measure)] * count,
                "label": [_written(label)] * count,
                "from": _texts(one.texts(NOW, language)),
                "to": _texts(one.texts(TO, language)),
                "gap": _texts(one.texts(GAP, language)),
                "tier": [_written(one.tier.code)] * count,
            }
            found.update(zip(one.accounts.tolist(), _objects(parts), strict=True))
    return list(found.values())


_written: Final = JSONEncoder(ensure_ascii=False, check_circular=False).encode


@cache
def _codes(codes: tuple[str, ...]) -> str:
    return _written(codes)


_NULL: Final = "null"
_BEFORE_TIER: Final[dict[str, Callable[[Any], Parts]]] = {
    "account": _texts,
    "name": _names,
    "rank": numbers,
    "net_sales": _amounts,
    "gross_sales": _amounts,
    "returns": _amounts,
    "gross_profit": _amounts,
    "margin": numbers,
    "sales_share": numbers,
    "profit_share": numbers,
}
_AFTER_TIER: Final[dict[str, Callable[[Any], Parts]]] = {
    "plain_tier": _tiers,
    "scheme": _texts,
    "score": numbers,
    "score_low": numbers,
    "score_high": numbers,
    "coverage": numbers,
    "pattern": _texts,
    "movement": _texts,
    "trend": numbers,
    "future_value": _amounts,
    "criteria_met": numbers,
}
