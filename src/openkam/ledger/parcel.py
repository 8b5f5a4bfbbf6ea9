"""Facts as plain arrays and JSON, so that they cross from a child process without anything that could run."""

from dataclasses import asdict, fields
from datetime import date
from typing import Any, Final

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.facts import Company, Customers, Events, Facts, LeftOut, LeftOutReason, Payments, Service

_RECORDS: Final = {"events": Events, "payments": Payments, "service": Service}
_PLAIN: Final = ("since", "until", "currency", "company", "customers", "cut", "left_out", *_RECORDS)
_KINDS: Final = {str: "text", int: "whole", float: "real", bool: "flag"}


def pack(facts: Facts) -> tuple[dict[str, Any], dict[str, Array]]:
    """A JSON-ready dict and arrays of numbers, text as UTF-8 bytes and offsets; `unpack` makes equal facts of them."""
    meta: dict[str, Any] = {
        "since": facts.since.isoformat(),
        "until": facts.until.isoformat(),
        "currency": facts.currency,
        "company": {field.name: int(getattr(facts.company, field.name)) for field in fields(Company)},
        "records": [name for name in _RECORDS if getattr(facts, name) is not None],
        "customers": None,
        "cut": facts.cut,
        "left_out": [asdict(one) for one in facts.left_out],
    }
    arrays: dict[str, Array] = {}
    for name in _own_arrays():
        _put(arrays, name, getattr(facts, name))
    for record in meta["records"]:
        for field in fields(_RECORDS[record]):
            _put(arrays, f"{record}.{field.name}", getattr(getattr(facts, record), field.name))
    if facts.customers is not None:
        meta["customers"] = {
            name: _put_objects(arrays, f"customers.{name}", column) for name, column in facts.customers.columns.items()
        }
    return meta, arrays


def unpack(meta: dict[str, Any], arrays: dict[str, Array]) -> Facts:
    """The facts that `pack` was given."""
    records: dict[str, Any] = {
        name: kind(**{field.name: _take(arrays, f"{name}.{field.name}") for field in fields(kind)})
        for name, kind in _RECORDS.items()
        if name in meta["records"]
    }
    records |= {name: _take(arrays, name) for name in _own_arrays()}
    kinds = meta["customers"]
    return Facts(
        since=date.fromisoformat(meta["since"]),
        until=date.fromisoformat(meta["until"]),
        currency=meta["currency"],
        company=Company(**meta["company"]),
        customers=None if kinds is None else Customers({n: _take_objects(arrays, f"customers.{n}") for n in kinds}),
        cut=meta["cut"],
        left_out=tuple(LeftOut(**one | {"reason": LeftOutReason(one["reason"])}) for one in meta["left_out"]),
        **records,
    )


def _own_arrays() -> list[str]:
    return [field.name for field in fields(Facts) if field.name not in _PLAIN]


def _put(arrays: dict[str, Array], name: str, values: Array) -> None:
    if values.dtype.kind != "U":
        arrays[name] = values
        return
    encoded = [text.encode() for text in values.tolist()]
    arrays[f"{name}#text"] = np.frombuffer(b"".join(encoded), np.uint8)
    arrays[f"{name}#ends"] = np.cumsum([len(text) for text in encoded], dtype=np.int64)


def _take(arrays: dict[str, Array], name: str) -> Array:
    if name in arrays:
        return arrays[name]
    text, ends = arrays[f"{name}#text"].tobytes(), arrays[f"{name}#ends"].tolist()
    texts = [text[start:end].decode() for start, end in zip([0, *ends], ends, strict=False)]
    return np.array(texts, dtype=str) if texts else np.zeros(0, "<U1")


def _put_objects(arrays: dict[str, Array], name: str, values: Array) -> str:
    """Put a column of objects with gaps; answers what kind of objects they are."""
    known = np.array([value is not None for value in values], bool)
    kinds = {_KINDS[type(value)] for value in values[known]}
    kind = kinds.pop() if len(kinds) == 1 else "text"
    if kinds:
        raise TypeError(f"{name} holds values of several kinds")
    blank: dict[str, Any] = {"text": "", "whole": 0, "real": 0.0, "flag": False}
    dtype = {"text": str, "whole": np.int64, "real": np.float64, "flag": bool}[kind]
    filled = [value if value is not None else blank[kind] for value in values]
    _put(arrays, name, np.array(filled, dtype=dtype) if filled else np.zeros(0, "<U1"))
    arrays[f"{name}#known"] = known
    return kind


def _take_objects(arrays: dict[str, Array], name: str) -> Array:
    column = np.empty(len(arrays[f"{name}#known"]), object)
    column[:] = _take(arrays, name).tolist()
    column[~arrays[f"{name}#known"]] = None
    return column
