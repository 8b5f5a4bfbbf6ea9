"""A value of a change as readers of the trail see it: people by name, codes by their words, moments as clocks say."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from django.utils import timezone

from openkam.analysis.words import Text
from openkam.core.money import cents
from openkam.intake.uploads.labels import TABLES
from openkam.web.audit.codes import CODES, rows_text
from openkam.web.audit.labels import BATCH
from openkam.web.audit.names import Named
from openkam.web.audit.tiers import Tiers

Names = Mapping[tuple[str, str], Named]
_LONGEST: Final = 120
_NO_TIERS: Final[Tiers] = MappingProxyType({})
_DIGEST: Final = "digest:"
SEALED_VALUE: Final = Text("sealed value", "已加密")
NOTHING: Final = Text("nothing", "无")
_RECORDS: Final = {
    **dict.fromkeys(("manager", "owner", "member", "user", "colleague"), "user"),
    **dict.fromkeys(("person", "superior", "other", "confirmed_by"), "person"),
    "account": "account",
}
"""Fields whose values are keys of records, and of which kind."""


def people_in(change: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Kind and key of the users, people and accounts a change speaks of."""
    for field in _RECORDS.keys() & change.keys():
        for side in change[field] if isinstance(change[field], list) else ():
            yield from (
                (_RECORDS[field], str(one)) for one in (side if isinstance(side, list) else [side]) if one is not None
            )


def value_text(field: str, value: Any, names: Names, tiers: Tiers = _NO_TIERS) -> Text:
    """One side of a change; a value that may only be compared is `SEALED_VALUE`, `tiers` are called as these."""
    if value is None or value in ("", []):
        return NOTHING
    if isinstance(value, dict):
        return rows_text(value)
    if isinstance(value, bool):
        return Text("yes", "是") if value else Text("no", "否")
    parts = [_part(field, one, names, tiers) for one in (value if isinstance(value, list) else [value])]
    return Text(_cut(", ".join(one.en for one in parts)), _cut("、".join(one.zh for one in parts)))


def _part(field: str, value: Any, names: Names, tiers: Tiers) -> Text:
    if isinstance(value, list):
        # Keys that follow each other are kept as the first and the last of them.
        return _same("–".join(str(one) for one in dict.fromkeys(value)))
    if value is None:
        return NOTHING
    return SEALED_VALUE if str(value).startswith(_DIGEST) else _known(field, str(value), names, tiers)


def _known(field: str, text: str, names: Names, tiers: Tiers) -> Text:
    known = names.get((_RECORDS.get(field, ""), text))
    if known is not None:
        return _same(known.name)
    if field.startswith(BATCH):
        return _rows(text)
    if field == "amount_units" and text.isdigit():
        return _same(cents(int(text)))
    if field.endswith("_at"):
        return _same(_moment(text))
    if field == "tier" and text in tiers:
        return tiers[text]
    return CODES.get(field, {}).get(text, _same(text))


def _rows(text: str) -> Text:
    table, _, rows = text.partition(": ")
    return Text("{table}: {rows} rows", "{table} {rows} 行").filled(table=TABLES.get(table, _same(table)), rows=rows)


def _moment(text: str) -> str:
    try:
        return f"{timezone.localtime(datetime.fromisoformat(text)):%Y-%m-%d %H:%M}"
    except ValueError:
        return text


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _same(text: str) -> Text:
    return Text(text, text)
