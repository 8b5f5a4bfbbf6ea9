"""Who the accounts are: everyone in the lines, everyone in the customers table, rolled up to parents where wanted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from openkam.analysis import schema, summary
from openkam.analysis.column import Array
from openkam.analysis.facts import Customers
from openkam.analysis.words import Text
from openkam.core.problem import Problem
from openkam.ledger.engine import Engine
from openkam.ledger.money_columns import columns_with_money

_OWN: Final = ("customer_code", "customer_name")


@dataclass(frozen=True)
class Roster:
    """The accounts sorted by code; `of_line_account` maps the engine's account numbers to them, `index` their codes.

    `index` also holds the codes that were rolled up into a parent.
    """

    code: Array
    name: Array
    of_line_account: Array
    index: dict[str, int]
    customers: Customers | None


def read_roster(
    engine: Engine, line_accounts: Array, *, roll_up: bool, merged: Mapping[str, str] | None = None
) -> Roster:
    """The accounts of the lines (`line_accounts`: their codes by the engine's number) and of the customers table.

    `merged` names codes that stand for another one; a parent that was merged is the one it was merged into.
    """
    table, merged = _customers(engine), merged or {}
    tops = _tops(table) if roll_up else {}
    if merged:
        alone = {code: tops.get(main, main) for code, main in merged.items()}
        tops = {code: alone.get(top, top) for code, top in tops.items()} | alone
    line_codes = [str(code) for code in line_accounts]
    known = dict.fromkeys([*line_codes, *table.rows])
    codes = sorted({tops.get(code, code) for code in known})
    position = {code: number for number, code in enumerate(codes)}
    index = {code: position[tops.get(code, code)] for code in known} | position
    of_line_account = np.array([index[code] for code in line_codes], np.int32)
    return Roster(
        code=np.array(codes, dtype=str) if codes else np.zeros(0, "<U1"),
        name=_names(engine, codes, line_codes, table),
        of_line_account=of_line_account,
        index=index,
        customers=table.aligned(codes) if table.rows else None,
    )


@dataclass(frozen=True)
class _Table:
    """The customers table: the row of each code, its names, and its columns with None where unknown."""

    rows: dict[str, int]
    columns: dict[str, Array]

    def aligned(self, codes: Sequence[str]) -> Customers:
        """Its columns in the order of the accounts."""
        row = np.array([self.rows.get(code, -1) for code in codes])
        return Customers(
            {
                name: np.asarray(np.where(row >= 0, values[np.maximum(row, 0)], None))
                for name, values in self.columns.items()
                if name not in _OWN
            }
        )


def _customers(engine: Engine) -> _Table:
    if not engine.has(schema.CUSTOMERS.name):
        return _Table({}, {})
    inside = ", ".join(f"{name}, {name} is not null as {name}_known" for name in schema.CUSTOMERS.columns)
    asked = ", ".join(f"{_asked(name, kind)}, {name}_known" for name, kind in schema.CUSTOMERS.columns.items())
    found = columns_with_money(
        engine,
        f"select {asked} from (select {inside} from customers where customer_code <> '') as known"
        " order by customer_code, customer_name",
    )
    columns = {name: _or_none(found[name], found[f"{name}_known"]) for name in schema.CUSTOMERS.columns}
    return _Table({str(code): row for row, code in enumerate(found["customer_code"])}, columns)


def _asked(name: str, kind: str) -> str:
    return f"money({name}) as {name}" if kind == schema.MONEY else name


def _or_none(values: Array, known: Array) -> Array:
    objects = np.empty(len(values), object)
    objects[:] = values.tolist()
    blank = ~known | (values == "") if values.dtype.kind == "U" else ~known
    objects[blank] = None
    return objects


def _tops(table: _Table) -> dict[str, str]:
    """The topmost parent of every customer that has a parent."""
    if "parent_code" not in table.columns:
        raise Problem(
            Text("Rolling up to parent companies needs the customers table.", "按母公司合并需要客户表。"),
            remedy=Text(
                "Give it with --customers; its column parent_code names the parent.",
                "请用 --customers 提供，其中 parent_code 一列为母公司编码。",
            ),
        )
    parents = {code: table.columns["parent_code"][row] for code, row in table.rows.items()}
    return {code: _top(code, parents) for code in parents if parents[code]}


def _top(code: str, parents: dict[str, str | None]) -> str:
    path = [code]
    while (parent := parents.get(path[-1])) and parent != path[-1]:
        if parent in path:
            circle = " → ".join([*path[path.index(parent) :], parent])
            raise Problem(
                Text("Customers are each other's parent: {circle}.", "客户互为母公司，形成循环：{circle}。").filled(
                    circle=circle
                ),
                remedy=Text("Correct parent_code in the customers table.", "请更正客户表中的 parent_code。"),
                column="parent_code",
            )
        path.append(parent)
    return path[-1]


def _names(engine: Engine, codes: Sequence[str], line_codes: Sequence[str], table: _Table) -> Array:
    """The customers table's name, else the name most lines carry (then the latest, then by spelling), else the code."""
    given = {code: table.columns["customer_name"][row] for code, row in table.rows.items()}
    missing = any(not given.get(code) for code in line_codes)
    of_lines = dict(zip(line_codes, _line_names(engine, len(line_codes)), strict=True)) if missing else {}
    names = [given.get(code) or of_lines.get(code) or code for code in codes]
    return np.array(names, dtype=str) if names else np.zeros(0, "<U1")


def _line_names(engine: Engine, count: int) -> list[str]:
    found = engine.columns(summary.ACCOUNT_NAMES)
    names = [""] * count
    for account, name in zip(found["account"], found["name"], strict=True):
        names[account] = str(name)
    several = found["account"][~found["is_only_name"]]
    if len(several):
        wanted = ", ".join(str(number) for number in several)
        rows = engine.columns(summary.SEVERAL_NAMES.format(accounts=wanted))
        best: dict[int, tuple[int, int, str]] = {}
        for account, name, lines, day in zip(
            *(rows[key].tolist() for key in ("account", "customer_name", "line_count", "latest_day")), strict=True
        ):
            rank = (-lines, -day, name)
            if account not in best or rank < best[account]:
                best[account] = rank
        for account, (_, _, name) in best.items():
            names[account] = name
    return names
