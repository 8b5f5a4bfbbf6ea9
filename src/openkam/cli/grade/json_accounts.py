"""The accounts of a report as JSON, a column at a time: by objects they would cost several times as much."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from json import JSONEncoder
from json.encoder import encode_basestring
from typing import Any, Final

from openkam.analysis.catalogue import MEASURES
from openkam.analysis.measure import Unit
from openkam.analysis.words import Language
from openkam.core.money import cents
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
    fields, (texts, codes) = columns.fields, _reasons(columns, language)
    tier = fields["tier"]
    return {
        **{name: written(fields[name]) for name, written in _BEFORE_TIER.items()},
        "tier": _tiers(tier),
        "tier_label": _texts(None if word is None else word.label.to(language) for word in tier),
        **{name: written(fields[name]) for name, written in _AFTER_TIER.items()},
        "tiers": list(_objects({name: _tiers(words) for name, words in columns.other_tiers.items()})),
        "missing": [_codes(tuple(code for code, _ in one)) for one in fields["missing"]],
        "vetoes": [_codes(one) for one in fields["vetoes"]],
        "next_step": _steps(columns, language),
        "figures": list(_objects({code: _figures(code, values) for code, values in columns.measures.items()})),
        "reasons": texts,
        "reason_codes": codes,
    }


def _reasons(columns: Columns, language: Language) -> tuple[Parts, Parts]:
    """The sentences about each account, and their codes."""
    texts: dict[int, Parts] = {index: [] for index in columns.accounts}
    codes: dict[int, Parts] = {index: [] for index in columns.accounts}
    for one in columns.sentences:
        written = map(encode_basestring, one.texts(one.words, language))
        for index, text in zip(one.accounts.tolist(), written, strict=True):
            texts[index].append(text)
            codes[index].append(one.code)
    return [f"[{', '.join(said)}]" for said in texts.values()], [_codes(tuple(said)) for said in codes.values()]


def _objects(parts: dict[str, Parts]) -> Iterator[str]:
    """An object of each account from the parts under its keys."""
    pattern = ", ".join(f'"{name}": %s' for name in parts)
    return map(f"{{{pattern}}}".__mod__, zip(*parts.values(), strict=True))


def _texts(values: Iterable[str | None]) -> Parts:
    return ["null" if value is None else encode_basestring(value) for value in values]


def _names(values: Iterable[str]) -> Parts:
    return _texts(value or None for value in values)


def _amounts(values: Iterable[int | None]) -> Parts:
    return ["null" if value is None else f'"{cents(value)}"' for value in values]


def _numbers(values: list[Any]) -> Parts:
    # Written by the encoder in one go; no number holds a comma.
    return _encoded(values)[1:-1].split(", ")


_encoded: Final = JSONEncoder(allow_nan=False).encode


def _shares(values: list[Any]) -> Parts:
    return _numbers([None if value is None else round(value, SHARE_PLACES) for value in values])


def _tiers(words: Iterable[TierWord | None]) -> Parts:
    return _texts(None if word is None else word.code for word in words)


def _figures(code: str, values: list[Any]) -> Parts:
    """A measure in its own unit; money as text."""
    if MEASURES[code].unit is Unit.MONEY:
        return _amounts(None if value is None else int(value) for value in values)
    return _shares(values)


def _steps(columns: Columns, language: Language) -> Parts:
    """The way of each account to a better tier."""
    found = dict.fromkeys(columns.accounts, "null")
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


_BEFORE_TIER: Final[dict[str, Callable[[list[Any]], Parts]]] = {
    "account": _texts,
    "name": _names,
    "rank": _numbers,
    "net_sales": _amounts,
    "gross_sales": _amounts,
    "returns": _amounts,
    "gross_profit": _amounts,
    "margin": _shares,
    "sales_share": _shares,
    "profit_share": _shares,
}
_AFTER_TIER: Final[dict[str, Callable[[list[Any]], Parts]]] = {
    "plain_tier": _tiers,
    "scheme": _texts,
    "score": _shares,
    "score_low": _shares,
    "score_high": _shares,
    "coverage": _shares,
    "pattern": _texts,
    "movement": _texts,
    "trend": _shares,
    "future_value": _amounts,
    "criteria_met": _numbers,
}
