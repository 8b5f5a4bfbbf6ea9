"""Several cleaned files become one table: what is used, what is replaced, and the totals of both, which close."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from duckdb import DuckDBPyConnection

from openkam.analysis.schema import MONEY_SCALE
from openkam.analysis.words import Text
from openkam.core.money import LARGEST_UNITS, sum_too_large
from openkam.core.problem import Problem
from openkam.intake import copies
from openkam.intake.cleaning import Cleaned
from openkam.intake.columns import map_option
from openkam.intake.plausible import latest_of
from openkam.intake.reading import Reading
from openkam.intake.reasons import NOTES, reason_of
from openkam.intake.receipt import SET_ASIDE_KEPT, FileReceipt, Note, Receipt, SetAside


@dataclass(frozen=True)
class Combined:
    """`relations` are SQL after FROM, one a file, with row_id, the raw cells and the final `fault`;
    `used` is SQL of the usable rows with all columns of the table, of which the files have those in `columns`."""

    relations: tuple[str, ...]
    used: str
    receipt: Receipt
    columns: tuple[str, ...]


@dataclass(frozen=True)
class _Totals:
    """Sums of one file: (rows, amount, rows without readable amount) by fault; '' is usable.

    `moved` adds up the amounts of its days whatever their sign.
    """

    by_fault: dict[str, tuple[int, int, int]]
    by_day: dict[date, int]
    doubts: dict[str, int]
    moved: int

    @property
    def rows(self) -> int:
        return sum(count for count, _, _ in self.by_fault.values())


def combine(connection: DuckDBPyConnection, reading: Reading, cleaned: list[Cleaned]) -> Combined:
    """The one table of all files; raises a Problem where no row is usable."""
    totals = [_totals(connection, one, one.relation) for one in cleaned]
    relations = [one.relation for one in cleaned]
    latest = _latest(reading, totals)
    for i, one in enumerate(cleaned):
        if one.day and any(day > latest for day in totals[i].by_day):
            beyond = f"fault IS NULL AND \"{one.day}\" > DATE '{latest}'"
            late = f"CASE WHEN {beyond} THEN 'DATE_TOO_LATE:{one.day}' ELSE fault END"
            relations[i] = f"(SELECT * REPLACE ({late} AS fault) FROM {relations[i]})"
            totals[i] = _totals(connection, one, relations[i])
    found = copies.find(connection, reading, cleaned, relations)
    for i, condition in found.replaced.items():
        replaced = f"CASE WHEN {condition} THEN 'REPLACED:{found.key}' ELSE fault END"
        relations[i] = f"(SELECT * REPLACE ({replaced} AS fault) FROM {relations[i]})"
        totals[i] = _totals(connection, cleaned[i], relations[i])
    if sum(one.moved for one in totals) > LARGEST_UNITS:
        most = max(range(len(totals)), key=lambda i: totals[i].moved)
        raise sum_too_large(file=cleaned[most].loaded.receipt.name)
    receipt = _receipt(connection, cleaned, relations, totals, found)
    if receipt.rows_used == 0:
        raise _nothing_usable(reading, receipt)
    used = " UNION ALL ".join(
        _used_sql(reading, one, relation, total)
        for one, relation, total in zip(cleaned, relations, totals, strict=True)
    )
    filled = {name for one in cleaned for name in one.columns}
    return Combined(tuple(relations), used, receipt, tuple(name for name in reading.schema.columns if name in filled))


def _totals(connection: DuckDBPyConnection, one: Cleaned, relation: str) -> _Totals:
    amount = f'"{one.amount}"' if one.amount else "NULL"
    day = f'"{one.day}"' if one.day else "NULL"
    doubts = "".join(f', count("bad_{name}") FILTER (fault IS NULL)' for name in one.doubtful)
    rows = connection.execute(
        f"SELECT fault, {day}, count(*), CAST(sum({amount}) AS VARCHAR), "
        f"count(*) - count({amount}){doubts} FROM {relation} WHERE NOT is_blank GROUP BY ALL"
    ).fetchall()
    by_fault: dict[str, tuple[int, int, int]] = {}
    by_day: Counter[date] = Counter()
    found: Counter[str] = Counter()
    moved = 0
    for found_fault, at, count, amount_text, unreadable, *doubted in rows:
        fault = found_fault or ""  # here, not in the query, which would write it once a row
        have = by_fault.get(fault, (0, 0, 0))
        # A total's amount is that of the lines above it.
        more = (0, 0) if fault.startswith("TOTAL_ROW") else (_units(amount_text), unreadable)
        by_fault[fault] = (have[0] + count, have[1] + more[0], have[2] + more[1])
        moved += abs(more[0])
        if not fault and at is not None:
            by_day[at] += count
        found.update(dict(zip(one.doubtful, doubted, strict=True)))
    return _Totals(by_fault, dict(by_day), {name: count for name, count in found.items() if count}, moved)


def _units(amount: str | None) -> int:
    if amount is None:
        return 0
    whole, _, part = amount.partition(".")
    sign = -1 if whole.startswith("-") else 1
    return sign * (abs(int(whole)) * MONEY_SCALE + int(part.ljust(4, "0") or 0))


def _latest(reading: Reading, totals: list[_Totals]) -> date:
    if reading.latest_plausible:
        return reading.latest_plausible
    together: Counter[date] = Counter()
    for one in totals:
        together.update(one.by_day)
    return latest_of(together)


def _used_sql(reading: Reading, one: Cleaned, relation: str, totals: _Totals) -> str:
    columns = ", ".join(
        f'"{name}"' if name in one.columns else f'CAST(NULL AS {kind}) AS "{name}"'
        for name, kind in reading.schema.columns.items()
    )
    if set(totals.by_fault) <= {""} and not one.loaded.has_blanks:
        return f"SELECT {columns} FROM {relation}"
    return f"SELECT {columns} FROM {relation} WHERE fault IS NULL AND NOT is_blank"


def _receipt(
    connection: DuckDBPyConnection,
    cleaned: list[Cleaned],
    relations: list[str],
    totals: list[_Totals],
    found: copies.Copies,
) -> Receipt:
    reasons: Counter[str] = Counter()
    amounts: Counter[str] = Counter()
    unreadable: Counter[str] = Counter()
    files: list[FileReceipt] = []
    kept: list[SetAside] = []
    notes: list[Note] = []
    for one, relation, total in zip(cleaned, relations, totals, strict=True):
        for fault, (count, amount, blind) in total.by_fault.items():
            code = fault.split(":")[0]
            reasons[code] += count
            amounts[code] += amount
            unreadable[code] += blind
        for reject in one.loaded.rejected:
            reasons[reject.code] += 1
            unreadable[reject.code] += 1
        files.append(replace(one.loaded.receipt, rows_read=total.rows + len(one.loaded.rejected)))
        if total.by_fault.keys() - {""} or one.loaded.rejected:
            kept += _set_aside(connection, one, relation, files[-1], SET_ASIDE_KEPT - len(kept))
        notes += [*one.loaded.notes, *(_doubt(one, name, count) for name, count in total.doubts.items())]
    used, used_amount = reasons.pop("", 0), amounts.pop("", 0)
    return Receipt(
        files=tuple(files),
        rows_read=used + sum(reasons.values()),
        rows_used=used,
        rows_set_aside=sum(reasons.values()),
        rows_replaced=reasons["REPLACED"],
        amount_read=used_amount + sum(amounts.values()),
        amount_used=used_amount,
        amount_set_aside=sum(amounts.values()),
        amount_unreadable_rows=unreadable.total(),
        differing_copies=found.differing,
        differing_amount=found.differing_amount,
        clashing_copies=found.clashing,
        clashing_amount=found.clashing_amount,
        set_aside=tuple(kept),
        reasons={code: (count, amounts[code]) for code, count in _most_first(reasons)},
        unreadable={code: unreadable[code] for code, _ in _most_first(reasons) if unreadable[code]},
        notes=tuple(notes),
    )


def _most_first(reasons: Counter[str]) -> list[tuple[str, int]]:
    """The reasons there are, those of equally many rows by their code: the files come in any order of faults."""
    return sorted(((code, count) for code, count in reasons.items() if count), key=lambda one: (-one[1], one[0]))


def _set_aside(
    connection: DuckDBPyConnection, one: Cleaned, relation: str, file: FileReceipt, room: int
) -> list[SetAside]:
    if room <= 0:
        return []
    rows: list[tuple[Any, ...]] = connection.execute(
        f"SELECT row_id, fault, {raw_value(one)} FROM {faulty(one, relation)} ORDER BY row_id LIMIT {room}"
    ).fetchall()
    places = one.loaded.rows_of([row_id for row_id, _, _ in rows])
    found = []
    for (_, fault, value), row in zip(rows, places, strict=True):
        code, _, column = fault.partition(":")
        found.append((row, code, file.mapping.get(column, column), value or ""))
    found += [
        (reject.row, reject.code, reject.column, " ".join(reject.value.split())) for reject in one.loaded.rejected
    ]
    found.sort()
    return [
        SetAside(*one.loaded.place(row), column, value[:80], code, reason_of(code, column, value[:80]))
        for row, code, column, value in found[:room]
    ]


def faulty(one: Cleaned, relation: str) -> str:
    """SQL after FROM: the rows set aside with row_id, fault and the cells of the file as they were written."""
    return with_cells(one, f"(SELECT row_id, fault FROM {relation} WHERE fault IS NOT NULL AND NOT is_blank)")


def with_cells(one: Cleaned, rows: str) -> str:
    """SQL after FROM: these rows beside the cells of the file as they were written."""
    return f"{rows} JOIN {one.loaded.relation} USING (row_id)"


def raw_value(one: Cleaned) -> str:
    """SQL for the cell, as it was written, of the column that a fault names."""
    cases = " ".join(f"WHEN '{name}' THEN left({one.loaded.written(name)}, 200)" for name in one.loaded.kinds)
    value = f"CASE split_part(fault, ':', 2) {cases} END"
    return f"ltrim({value}, chr(39))" if one.loaded.is_sheet else value


def _doubt(one: Cleaned, name: str, count: int) -> Note:
    header = one.loaded.receipt.mapping.get(name, name)
    return Note(one.loaded.receipt.name, header, count, NOTES["DOUBT"].filled(count=count, column=header))


def _nothing_usable(reading: Reading, receipt: Receipt) -> Problem:
    name = receipt.files[0].name
    if receipt.rows_read == 0:
        return Problem(
            Text("The file has a header but no rows.", "文件只有表头，没有数据行。"),
            remedy=Text("Export it again with its lines.", "请连同明细一起重新导出。"),
            file=name,
        )
    code = next(iter(receipt.reasons))
    first = next((row for row in receipt.set_aside if row.code == code), None)
    return Problem(
        Text(
            "None of the {count} rows can be used. First reason: {reason}", "{count} 行数据均不可用。主要原因：{reason}"
        ).filled(count=receipt.rows_read, reason=first.reason if first else code),
        remedy=_remedy(reading, code, receipt.files[0].mapping, first.column if first else ""),
        file=first.file if first else name,
        row=first.row if first else None,
        column=(first.column or None) if first else None,
        value=(first.value or None) if first else None,
        code="NO_USABLE_ROW",
    )


def _remedy(reading: Reading, code: str, mapping: dict[str, str], column: str) -> Text:
    canonical = next((name for name, header in mapping.items() if header == column), column)
    return NOTES.get(f"REMEDY_{code}", NOTES["REMEDY"]).filled(map=map_option(reading.schema, canonical))
