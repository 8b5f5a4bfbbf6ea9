"""Which header of a file is which column of the contract."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from openkam.analysis.schema import INVOICE_LINES, MONEY, Table
from openkam.analysis.words import Text
from openkam.core.problem import Problem

DERIVED: Final = {
    "invoice_lines": {
        "discount_rate": "DECIMAL(18, 8)",
        "unit_cost": "DECIMAL(18, 6)",
        "gross_amount": MONEY,
        "tax_rate": "DECIMAL(18, 8)",
    }
}
"""Columns a file may have in the place of one of the contract, and their types."""

_CANONICAL, _EXACT, _LOOSE = range(3)
_TAXED: Final = frozenset({"gross_amount", "tax_rate"})
"""Wanted only together, and only where there is no net amount."""

_VITAL: Final = frozenset(
    {
        "invoice_number",
        "invoice_date",
        "customer_code",
        "quantity",
        "unit_price",
        "net_amount",
        "discount_amount",
        "discount_rate",
        "cost_amount",
        "unit_cost",
        "currency",
        "due_date",
        "paid_date",
        "amount",
        "hours",
        "rate",
        "rate_date",
        "credit_limit_amount",
    }
)
"""Columns where a wrong choice changes money: two headers that claim one equally are a Problem."""


@dataclass(frozen=True)
class Recognised:
    """`mapping`: canonical column -> header; `unused`: headers nobody needs; `unclear`: header -> why it is unused."""

    mapping: dict[str, str]
    unused: tuple[str, ...]
    unclear: dict[str, Text]


def column_types(table: Table) -> dict[str, str]:
    """The columns that are looked for in a file of this table, with their types."""
    return table.columns | DERIVED.get(table.name, {})


def known_headers(table: Table, headers: list[str]) -> int:
    """How many of these cells are headers of the table: it tells a header row from a title."""
    found = {_best(table, header)[2] for header in headers if header}
    return len(found - {""})


@dataclass(frozen=True)
class Suggested:
    """`mapping`: canonical column -> header as far as the headers say it; `contested`: column -> headers that claim it
    equally, none of which is in the mapping; `settled`: columns that are chosen or deliberately left out."""

    mapping: dict[str, str]
    contested: dict[str, list[str]]
    settled: frozenset[str]


def recognise(table: Table, headers: list[str], mapping: dict[str, str], file: str) -> Recognised:
    """The columns of a file by its headers; `mapping` (canonical -> header) comes first.

    Raises a Problem where the mapping names what does not exist, where two headers claim one column equally,
    or where a needed column is missing.
    """
    suggested = suggest(table, headers, mapping, file)
    for canonical, equal in suggested.contested.items():
        raise _two_claims(table, canonical, equal, file)
    chosen = suggested.mapping
    unused = tuple(header for header in headers if header and header not in chosen.values())
    unclear = {header: why for header in unused if (why := _unclear(table, header))}
    found = Recognised(chosen, unused, unclear)
    _check_needed(table, found, headers, set(suggested.settled), file)
    return found


def suggest(table: Table, headers: list[str], mapping: dict[str, str], file: str) -> Suggested:
    """What the headers say by themselves, after `mapping`; also where that is not enough to read the file.

    Raises a Problem where the mapping names what does not exist.
    """
    chosen = _named(table, headers, mapping, file)
    taken = set(chosen.values())
    claims: dict[str, list[tuple[int, int, str]]] = {}
    for header in headers:
        rank, place, canonical = _best(table, header)
        if header not in taken and canonical and canonical not in chosen and canonical not in mapping:
            claims.setdefault(canonical, []).append((rank, place, header))
    contested = {}
    for canonical, ranked in claims.items():
        ranked.sort()
        equal = [header for rank, _, header in ranked if rank == ranked[0][0]]
        if len(equal) > 1 and canonical in _VITAL:
            contested[canonical] = equal
        else:
            chosen[canonical] = ranked[0][2]
    settled = frozenset(chosen) | frozenset(mapping)
    if "net_amount" in chosen or not chosen.keys() >= _TAXED:
        chosen = {name: header for name, header in chosen.items() if name not in _TAXED or name in mapping}
    return Suggested({name: chosen[name] for name in column_types(table) if name in chosen}, contested, settled)


def _named(table: Table, headers: list[str], mapping: dict[str, str], file: str) -> dict[str, str]:
    chosen = {}
    for canonical, header in mapping.items():
        if canonical not in column_types(table):
            raise Problem(
                Text('There is no column "{column}" in {table}.', "{table} 中没有“{column}”这一列。").filled(
                    column=canonical, table=table.name
                ),
                remedy=Text("Columns: {columns}", "可用的列：{columns}").filled(columns=", ".join(column_types(table))),
                file=file,
            )
        if not header:
            continue
        same = [found for found in headers if found == header] or [h for h in headers if _plain(h) == _plain(header)]
        if not same:
            raise Problem(
                Text('The file has no column "{header}".', "文件中没有“{header}”这一列。").filled(header=header),
                remedy=_headers_found(headers),
                file=file,
                column=header,
            )
        chosen[canonical] = same[0]
    return chosen


def _best(table: Table, header: str) -> tuple[int, int, str]:
    plain, bare = _plain(header), _plain(re.sub(r"[(（\[【].*?[)）\]】]", "", header))
    if header.strip() in column_types(table):
        return _CANONICAL, 0, header.strip()
    aliases = _aliases(table.name)
    return aliases.get(plain) or aliases.get(bare) or (_LOOSE, 0, "")


@cache
def _aliases(table: str) -> dict[str, tuple[int, int, str]]:
    found: dict[str, tuple[int, int, str]] = {}
    for canonical, words in _book()[table].items():
        for rank, kind in ((_EXACT, "exact"), (_LOOSE, "loose")):
            for place, word in enumerate((*words[kind], *([canonical] if kind == "exact" else ()))):
                found.setdefault(_plain(word), (rank, place, canonical))
    return found


@cache
def _book() -> dict[str, dict[str, Any]]:
    return tomllib.loads(files("openkam.intake").joinpath("columns.toml").read_text(encoding="utf-8"))


def _plain(header: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", header).casefold())


def _unclear(table: Table, header: str) -> Text | None:
    if table.name != "invoice_lines":
        return None
    for words in _book()["unclear"].values():
        if _plain(header) in {_plain(word) for word in words["headers"]}:
            return Text(words["en"], words["zh"]).filled(header=header)
    return None


def _check_needed(table: Table, found: Recognised, headers: list[str], settled: set[str], file: str) -> None:
    there = found.mapping.keys()
    missing = [name for name in table.needed if name not in there]
    if table.name == "invoice_lines":
        if "net_amount" in missing and there >= _TAXED:
            missing.remove("net_amount")
        elif "net_amount" in missing and {"quantity", "unit_price"} <= there:
            missing.remove("net_amount")
            _check_discount(settled, found.unclear, file)
        if not {"customer_code", "customer_name"} & there:
            missing.append("customer_code")
    if table.name == "payments" and not {"customer_code", "invoice_number"} & there:
        missing.append("customer_code")
    if missing:
        raise _missing(table, missing, headers, list(found.unclear.values()), file)


def _check_discount(settled: set[str], unclear: dict[str, Text], file: str) -> None:
    """Quantity x price without its discount would be too large: an unclear discount has to be settled first."""
    if {"discount_amount", "discount_rate"} & settled:
        return
    for header in unclear:
        if _plain(header) in {_plain(word) for word in _book()["unclear"]["discount"]["headers"]}:
            raise Problem(
                Text(
                    "The net amount must be computed from quantity and price, but the discount is unclear: "
                    'is "{header}" a rate or an amount?',
                    "净额需由数量与单价计算，但折扣含义不明：“{header}”是折扣率还是折扣金额？",
                ).filled(header=header),
                remedy=Text(
                    'Add --map discount_rate="{header}" or --map discount_amount="{header}" '
                    "(or --map discount_rate= to leave it out).",
                    '请加上 --map discount_rate="{header}" 或 --map discount_amount="{header}"'
                    "（不采用则写 --map discount_rate=）。",
                ).filled(header=header),
                file=file,
                column=header,
                code="DISCOUNT",
            )


def _missing(table: Table, missing: list[str], headers: list[str], unclear: list[Text], file: str) -> Problem:
    shown = [header for header in headers if header]
    remedy = Text(
        "Headers found: {headers}. Say which one it is: {maps}", "现有表头：{headers}。请指明对应列：{maps}"
    ).filled(headers=", ".join(shown[:60]), maps=" ".join(map_option(table, name) for name in missing))
    if table is not INVOICE_LINES:
        known = Text("Columns of {table}: {columns}.", "{table} 可用的列：{columns}。")
        unclear = [*unclear, known.filled(table=table.name, columns=", ".join(column_types(table)))]
    for why in unclear:
        remedy = Text(f"{remedy.en} {why.en}", f"{remedy.zh} {why.zh}")
    return Problem(
        Text("Needed columns are missing: {missing}.", "缺少必需的列：{missing}。").filled(missing=", ".join(missing)),
        remedy=remedy,
        file=file,
        row=1,
        code="MISSING_COLUMNS",
    )


def _two_claims(table: Table, canonical: str, claims: list[str], file: str) -> Problem:
    return Problem(
        Text("{headers} may both be {column}.", "{headers} 都可能是 {column}。").filled(
            headers=", ".join(f'"{header}"' for header in claims), column=canonical
        ),
        remedy=Text("Say which: {maps}", "请指明：{maps}").filled(
            maps=" / ".join(map_option(table, canonical, f'"{header}"') for header in claims)
        ),
        file=file,
        column=claims[0],
        code="TWO_CLAIMS",
    )


def map_option(table: Table, canonical: str, header: str = "…") -> str:
    """The option as it must be typed: columns of the invoice lines need no table before them."""
    place = "" if table is INVOICE_LINES else f"{table.name}."
    return f"--map {place}{canonical}={header}"


def _headers_found(headers: list[str]) -> Text:
    return Text("Headers found: {headers}", "现有表头：{headers}").filled(headers=", ".join(h for h in headers if h))
