"""From cells as they were written to typed columns, as one SQL relation with a fault for every unusable row."""

from dataclasses import dataclass
from typing import Final

from duckdb import DuckDBPyConnection

from openkam.analysis.schema import COUNT, DAY, FLAG, SHARE, TEXT
from openkam.core.spreadsheet import FORMULA_STARTS
from openkam.intake import days, numbers, vocabulary
from openkam.intake.columns import column_types
from openkam.intake.deriving import TAXED, derive
from openkam.intake.loaded import Loaded
from openkam.intake.plausible import EARLIEST
from openkam.intake.reading import Reading
from openkam.intake.text_file import literal

TOTALS: Final = (
    "合计",
    "总计",
    "小计",
    "本页合计",
    "total",
    "totals",
    "grand total",
    "subtotal",
    "sub total",
    "sum",
    "summe",
)
_NAMING: Final = ("customer_code", "customer_name", "invoice_number")
_FORMULA_SIGNS: Final = ", ".join(literal(sign) for sign in FORMULA_STARTS)
_FEW: Final = 100
"""Where at most one cell in so many rows must be parsed, parsing it at each look is cheaper than a copy of all."""


@dataclass(frozen=True)
class Cleaned:
    """`relation` is SQL after FROM: row_id, is_blank, the `columns` of the table, `fault` (NULL: usable; else
    `CODE:column`), and `bad_<column>` for the `doubtful` columns, whose cell may be unreadable in a usable row.

    `amount` is the column of the control totals, `day` the one by which stray dates are found.
    """

    loaded: Loaded
    relation: str
    columns: tuple[str, ...]
    doubtful: tuple[str, ...]
    amount: str | None
    day: str | None


def clean(connection: DuckDBPyConnection, reading: Reading, loaded: Loaded, key: str) -> Cleaned:
    """The relation of one file; raises a Problem where the file leaves its decimal mark or day order open.

    A file whose cells have types already, or had plain ones, is cleaned in place, as a query; where much text is to
    be parsed, that is done once, into a table.
    """
    typed = _Typing(connection, reading, loaded)
    faults = {name: fault for name in loaded.kinds if (fault := typed.fault(name))}
    derived = derive(reading, set(loaded.kinds))
    present = set(loaded.kinds) | set(derived)
    columns = tuple(name for name in reading.schema.columns if name in present)
    doubtful = tuple(name for name in faults if name not in reading.schema.needed)
    cells = ", ".join(_raw(loaded, name) for name in loaded.kinds)
    values = ", ".join(f'{typed.value(name)} AS "{name}"' for name in loaded.kinds)
    marks = "".join(f', {fault} AS "bad_{name}"' for name, fault in faults.items())
    # Each level names what the next one uses more than once, so that no expression is ever written out twice.
    raw = f"(SELECT row_id, is_blank, {cells} FROM {loaded.relation})"
    level = f"(SELECT *{marks} FROM (SELECT *, {values} FROM {raw}))"
    for name, sql in derived.items():
        level = f"(SELECT * {_with(name, sql, name in loaded.kinds)} FROM {level})"
    shown = ", ".join(f'"{name}"' for name in columns)
    doubts = "".join(f', "bad_{name}"' for name in doubtful)
    fault = _fault(reading, columns, faults, set(loaded.kinds), typed.sure)
    relation = f"(SELECT row_id, is_blank, {shown}, {fault} AS fault{doubts} FROM {level})"
    if not typed.is_in_place or derived.keys() & {"net_amount", "discount_amount", "cost_amount"}:
        connection.execute(f"CREATE TABLE clean_{key} AS SELECT * FROM {relation}")
        relation = f"clean_{key}"
    amount = next((name for name in ("net_amount", "amount") if name in columns), None)
    day = next((name for name in reading.schema.needed if reading.schema.columns[name] == DAY), None)
    return Cleaned(loaded, relation, columns, doubtful, amount, day)


class _Typing:
    """How the cells of one file become typed values: its decimal mark and day order are settled once."""

    def __init__(self, connection: DuckDBPyConnection, reading: Reading, loaded: Loaded) -> None:
        self.loaded = loaded
        self.types = column_types(reading.schema)
        texts = [name for name, kind in loaded.kinds.items() if kind == TEXT]
        parsed = [name for name in texts if self.types[name] != TEXT] + list(loaded.rests)
        cells = {name: self.cell(name, "rest_" if name in loaded.rests else "") for name in parsed}

        def ask(sql: str) -> tuple[int, ...]:
            row = connection.execute(sql).fetchone()
            return tuple(int(value or 0) for value in row or ())

        def find(sql: str) -> days.Found | None:
            row = connection.execute(sql).fetchone()
            return (*loaded.place(loaded.rows_of([row[0]])[0]), str(row[1])) if row else None

        name = loaded.receipt.name
        number_cells = [self.evidence(n) for n in parsed if self._is_number(n)]
        self.mark = (
            loaded.mark
            or reading.decimal_mark
            or numbers.decimal_mark(ask, loaded.relation, number_cells, loaded.receipt.delimiter, name)
        )
        day_cells = {loaded.receipt.mapping[n]: cells[n] for n in parsed if self.types[n] == DAY}
        self.day_first = reading.day_first
        if self.day_first is None:
            self.day_first = days.day_first(ask, find, loaded.relation, day_cells)
        self.whole = self._whole_codes(connection, texts) if loaded.is_text else set()
        few = sum(loaded.rests.values()) * _FEW <= loaded.rows
        self.tidy = self._tidy(connection, texts) if few else set()
        self.is_in_place = few and self.tidy.issuperset(texts)
        self.sure = {name for name in loaded.promises.full if self._stays(name)}

    def _stays(self, name: str) -> bool:
        """Whether every cell there is becomes a usable value."""
        kind, wanted = self.loaded.kinds[name], self.types[name]
        if wanted == DAY:
            return self._is_dated(name)
        return name in self.tidy or _always_fits(kind, wanted)

    def _is_dated(self, name: str) -> bool:
        return self.loaded.kinds[name] == DAY and name in self.loaded.promises.dated

    def _is_number(self, name: str) -> bool:
        return self.types[name] not in (TEXT, DAY, FLAG)

    def cell(self, name: str, prefix: str = "") -> str:
        """The filled cell; the apostrophe of a sheet's text cell is taken off."""
        cell = f'"{prefix}{name}"'
        if self.loaded.is_sheet and self.types[name] != TEXT:
            return f"CASE WHEN starts_with({cell}, chr(39)) THEN {numbers.filled(f'substr({cell}, 2)')} ELSE {cell} END"
        return numbers.filled(cell)

    def evidence(self, name: str) -> str:
        """The cell where it tells how numbers are written: in a sheet, only where it is text."""
        cell = f'"rest_{name}"' if name in self.loaded.rests else f'"{name}"'
        return f"(CASE WHEN starts_with({cell}, chr(39)) THEN substr({cell}, 2) END)" if self.loaded.is_sheet else cell

    def _tidy(self, connection: DuckDBPyConnection, texts: list[str]) -> set[str]:
        """Text columns whose cells all stay as they are: nothing to trim, to leave out or to look up."""
        asked = [n for n in texts if self.types[n] == TEXT and n not in vocabulary.WORDS and n not in self.whole]
        untidy = {name: _untidy(name, begins_bare=name in self.loaded.promises.bare) for name in asked}
        return set(asked) - self.loaded.columns_where(connection, untidy)

    def _whole_codes(self, connection: DuckDBPyConnection, texts: list[str]) -> set[str]:
        """Code columns in which every filled cell is a whole number written as 17850.0."""
        codes = [name for name in texts if self.types[name] == TEXT and name.endswith(("_code", "_number", "seller"))]
        pointed = self.loaded.columns_where(connection, {name: f"suffix(\"{name}\", '.0')" for name in codes})
        other = {name: f"""NOT regexp_full_match("{name}", '\\d+\\.0')""" for name in codes if name in pointed}
        return pointed - self.loaded.columns_where(connection, other)

    def value(self, name: str) -> str:
        """SQL for the typed value of a column of `raw_` cells."""
        kind, wanted = self.loaded.kinds[name], self.types[name]
        raw = f'"raw_{name}"'
        if name in self.loaded.rests:
            return f'CASE WHEN {raw} IS NULL THEN "plain_{name}" ELSE {self._parsed(name)} END'
        if kind != TEXT:
            return raw if wanted == DAY and self._is_dated(name) else _typed_value(raw, kind, wanted)
        return self._parsed(name)

    def _parsed(self, name: str) -> str:
        wanted, raw = self.types[name], f'"raw_{name}"'
        if wanted == TEXT:
            return raw if name in self.tidy else self._text(name)
        cell = self.cell(name, "raw_")
        if wanted == DAY:
            return days.date_of(f"({cell})", day_first=self.day_first, is_sheet=self.loaded.is_sheet)
        if wanted == FLAG:
            return vocabulary.flag_of(cell)
        return self._number(name, cell, wanted)

    def _number(self, name: str, cell: str, wanted: str) -> str:
        kind = "DECIMAL(18, 8)" if wanted in (SHARE, COUNT) else wanted
        read = vocabulary.rate_of if name.endswith("_rate") else numbers.exact
        value = read(f"({cell})", kind, self.mark)
        if self.loaded.is_sheet:
            value = (
                f'CASE WHEN starts_with("raw_{name}", chr(39)) THEN {value} ELSE try_cast("raw_{name}" AS {kind}) END'
            )
        return value if kind == wanted else f"CAST({value} AS {wanted})"

    def _text(self, name: str) -> str:
        cell = _unmarked(numbers.filled(f'"raw_{name}"'))
        if name in self.whole:
            cell = f"regexp_replace({cell}, '\\.0$', '')"
        if name in vocabulary.WORDS:
            return vocabulary.code_of(name, cell)
        if name in _NAMING:
            return f"CASE WHEN {_says_nothing(cell)} THEN NULL ELSE {cell} END"
        return vocabulary.currency_of(cell) if name.endswith("currency") else cell

    def fault(self, name: str) -> str | None:
        """SQL for the code of what is wrong with a cell that is there and gave no value; None: nothing can be."""
        kind, wanted = self.loaded.kinds[name], self.types[name]
        if kind != TEXT and name not in self.loaded.rests:
            is_sound = self.loaded.is_text or (wanted == DAY and self._is_dated(name))
            return None if is_sound else _typed_fault(f'"raw_{name}"', name, kind, wanted)
        if wanted == TEXT and name not in vocabulary.WORDS:
            return None
        cell = self.cell(name, "raw_")
        if wanted == DAY:
            shaped = days.has_shape(f"({cell})")
            why = f"CASE WHEN {shaped} THEN 'IMPOSSIBLE_DATE' ELSE 'UNREADABLE_DATE' END"
        elif wanted in (TEXT, FLAG):
            why = "'UNKNOWN_WORD'"
        else:
            large = f"try_cast({numbers.plain(cell, self.mark)} AS DOUBLE) IS NOT NULL"
            what = f"CASE WHEN {large} THEN 'NUMBER_OUT_OF_RANGE' ELSE 'UNREADABLE_NUMBER' END"
            why = f"CASE WHEN {numbers.is_nothing(cell)} THEN NULL ELSE {what} END"
        return f'CASE WHEN "{name}" IS NOT NULL OR {cell} IS NULL THEN NULL ELSE {why} END'


def _raw(loaded: Loaded, name: str) -> str:
    if name in loaded.rests:
        return f'"rest_{name}" AS "raw_{name}", "{name}" AS "plain_{name}"'
    return f'"{name}" AS "raw_{name}"'


def _untidy(name: str, *, begins_bare: bool) -> str:
    cell = f'"{name}"'
    checks = [numbers.unfilled(cell, begins_visibly=begins_bare)]
    if not begins_bare:
        # An apostrophe in front, asked by the order of texts: that costs a fifth of a look with starts_with.
        checks.append(f"({cell} >= chr(39) AND {cell} < '(')")
    if name in _NAMING:
        checks.append(f"({_says_nothing(cell)})")
    if name.endswith("currency"):
        checks.append(vocabulary.is_no_code(cell))
    return " OR ".join(checks)


def _unmarked(cell: str) -> str:
    """The cell without the apostrophe that keeps a spreadsheet from running it as a formula."""
    marked = f"starts_with({cell}, chr(39)) AND list_contains([{_FORMULA_SIGNS}], substr({cell}, 2, 1))"
    return f"CASE WHEN {marked} THEN substr({cell}, 2) ELSE {cell} END"


def _says_nothing(cell: str) -> str:
    return f"strlen({cell}) <= 4 AND list_contains({numbers.NOTHING}, {cell})"


def _with(name: str, sql: str, there: bool) -> str:
    return f'REPLACE ({sql} AS "{name}")' if there else f', {sql} AS "{name}"'


def _fault(
    reading: Reading, columns: tuple[str, ...], faults: dict[str, str], present: set[str], sure: set[str]
) -> str:
    """SQL for the fault of a row; a `sure` column has none that need be looked for."""
    cases: list[tuple[str, str]] = []
    if reading.table == "invoice_lines" and not sure.issuperset(("invoice_number", "invoice_date")):
        cases.append((_is_total(present, faults), "'TOTAL_ROW:invoice_number'"))
    for name in reading.schema.needed:
        cases += _needed_cases(reading, name, faults, present) if name not in sure else ()
    if reading.table == "payments":
        owners = [f'"{n}" IS NULL' for n in ("customer_code", "invoice_number") if n in columns]
        cases.append((" AND ".join(owners), "'MISSING:customer_code'"))
    if {"quantity", "net_amount"} <= set(columns):
        cases.append(("quantity < 0 AND net_amount > 0", "'OPPOSITE_SIGN:quantity'"))
    whens = " ".join(f"WHEN {when} THEN {then}" for when, then in cases)
    return f"CASE {whens} END" if cases else "CAST(NULL AS VARCHAR)"


def _needed_cases(reading: Reading, name: str, faults: dict[str, str], present: set[str]) -> list[tuple[str, str]]:
    if name == "net_amount" and name not in present:
        parts = TAXED if set(TAXED) <= present else ("quantity", "unit_price")
        cases = [case for part in parts for case in _cell_cases(part, faults)]
        if parts != TAXED:
            cases += _discount_cases(faults, present)
        return [*cases, ("net_amount IS NULL", "'NUMBER_OUT_OF_RANGE:net_amount'")]
    cases = _cell_cases(name, faults)
    if reading.schema.columns[name] == DAY:
        cases.append((f"\"{name}\" < DATE '{EARLIEST}'", f"'DATE_TOO_EARLY:{name}'"))
    return cases


def _discount_cases(faults: dict[str, str], present: set[str]) -> list[tuple[str, str]]:
    """A discount that is there and cannot be read is no discount of zero: the row would count at its full price."""
    filled = [name for name in ("discount_rate", "discount_amount") if name in present]
    cases = [(f'"bad_{name}" IS NOT NULL', f"\"bad_{name}\" || ':{name}'") for name in filled if name in faults]
    if filled == ["discount_rate"] and {"quantity", "unit_price"} <= present:
        cases.append(("discount_rate IS NOT NULL AND discount_amount IS NULL", "'NUMBER_OUT_OF_RANGE:discount_rate'"))
    return cases


def _cell_cases(name: str, faults: dict[str, str]) -> list[tuple[str, str]]:
    bad = [(f'"bad_{name}" IS NOT NULL', f"\"bad_{name}\" || ':{name}'")] if name in faults else []
    return [*bad, (f'"{name}" IS NULL', f"'MISSING:{name}'")]


def _is_total(present: set[str], faults: dict[str, str]) -> str:
    words = ", ".join(literal(word) for word in TOTALS)
    fields: list[str] = [
        n for n in ("invoice_number", "customer_code", "customer_name", "product_code") if n in present
    ]
    if "invoice_date" in faults:
        fields.append("raw_invoice_date")
    said = " OR ".join(
        f"list_contains([{words}], lower(rtrim(CAST(\"{name}\" AS VARCHAR), ' :：')))" for name in fields
    )
    return f"CASE WHEN invoice_number IS NULL OR invoice_date IS NULL THEN {said} ELSE false END"


def _typed_value(raw: str, kind: str, wanted: str) -> str:
    is_float = kind in ("FLOAT", "DOUBLE")
    if wanted == TEXT and is_float:
        whole = f"{raw} = trunc({raw}) AND abs({raw}) < 1e15"
        as_code = f"CASE WHEN {whole} THEN CAST(CAST({raw} AS BIGINT) AS VARCHAR) ELSE CAST({raw} AS VARCHAR) END"
        return f"CASE WHEN isfinite({raw}) THEN {as_code} END"
    if wanted == TEXT:
        return f"CAST({raw} AS VARCHAR)"
    if wanted == DAY:
        return _typed_day(raw, kind)
    if wanted == SHARE:
        return f"CASE WHEN isfinite(CAST({raw} AS DOUBLE)) THEN CAST({raw} AS DOUBLE) END"
    if kind.replace(" ", "") == wanted.replace(" ", ""):
        return raw
    return _rounded(raw, kind, wanted) if is_float else f"try_cast({raw} AS {wanted})"


def _typed_day(raw: str, kind: str) -> str:
    if kind == "TIMESTAMP WITH TIME ZONE":
        return f"CAST({raw} AT TIME ZONE 'UTC' AS DATE)"
    if kind.startswith(("DATE", "TIMESTAMP")):
        return f"CASE WHEN isfinite({raw}) THEN CAST({raw} AS DATE) END"
    # 20240131 kept as a whole number.
    return days.date_of(f"CAST(CAST({raw} AS BIGINT) AS VARCHAR)", day_first=None, is_sheet=False)


def _rounded(raw: str, kind: str, wanted: str) -> str:
    """The decimal a person would write for the float: its shortest form, rounded half away from zero."""
    if kind == "FLOAT" or wanted == COUNT:
        return f"try_cast(CAST({raw} AS VARCHAR) AS {wanted})"
    return f"try_cast({raw} AS {wanted})"


def _typed_fault(raw: str, name: str, kind: str, wanted: str) -> str | None:
    if wanted == TEXT or _always_fits(kind, wanted):
        return None
    if wanted == DAY:
        why = "'UNREADABLE_DATE'"
    else:
        why = "'NUMBER_OUT_OF_RANGE'" if not kind.startswith("DATE") else "'UNREADABLE_NUMBER'"
    given = f"{raw} IS NULL OR isnan({raw})" if kind in ("FLOAT", "DOUBLE") else f"{raw} IS NULL"
    return f'CASE WHEN {given} OR "{name}" IS NOT NULL THEN NULL ELSE {why} END'


def _always_fits(kind: str, wanted: str) -> bool:
    """Whether every value of one decimal type has a place in the other."""
    if not (kind.startswith("DECIMAL(") and wanted.startswith("DECIMAL(")):
        return False
    (have, places), (room, most) = (map(int, one[8:-1].split(",")) for one in (kind, wanted))
    return have - places < room - most or (have - places == room - most and places <= most)
