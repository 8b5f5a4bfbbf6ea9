"""Numbers written by people, as SQL: which mark is the decimal one, and the exact value of a cell."""

import re
from collections.abc import Callable
from typing import Final

from openkam.analysis.words import Text
from openkam.core.problem import Problem

Ask = Callable[[str], tuple[int, ...]]

BLANKS: Final = "' \t\r\n\u00a0\u3000\u202f'"
_ENDS: Final = (" ", "\t", "\u00a0", "\u3000")
NOTHING: Final = "['-', '–', '—', '--', 'n/a', 'N/A', '#N/A', 'NULL', 'null', 'nan', 'NaN', 'None', '无']"
"""Lists, not IN: the engine turns a long IN into a join over every row, also where a CASE would spare it."""
_SIGNS: Final = r"(?:[¥￥$€£₩₹元圆]|RMB|CNY|USD|EUR|GBP|JPY|HKD|US\$|HK\$)"
_GROUP: Final = r"^[+-]?\d{1,3}(?:%s\d{3})+(?:%s\d*)?$"
_INDIAN: Final = r"^[+-]?\d{1,2}(?:%s\d{2})+%s\d{3}(?:%s\d*)?$"
_STRAY_SHARE: Final = 100
"""Where fewer than one in so many telling cells say otherwise, those cells are set aside, not the file."""


def filled(cell: str) -> str:
    """The cell without surrounding blanks, NULL where nothing is left; a look at its ends spares most the work."""
    ends = " AND ".join(f"NOT suffix({cell}, '{blank}')" for blank in _ENDS)
    clean = f"ascii({cell}) > 32 AND ascii({cell}) NOT IN (160, 8239, 12288) AND {ends}"
    return f"CASE WHEN {clean} THEN {cell} ELSE nullif(trim({cell}, {BLANKS}), '') END"


def unfilled(cell: str, *, begins_visibly: bool) -> str:
    """Whether `filled` would change the cell; its beginning need not be looked at where it is known to be visible."""
    ends = " OR ".join(f"suffix({cell}, '{blank}')" for blank in _ENDS)
    begins = f"{cell} < '!' OR ({cell} >= '\u00a0' AND ascii({cell}) IN (160, 8239, 12288)) OR "
    return f"({'' if begins_visibly else begins}{ends})"


def once(value: str, name: str, body: str) -> str:
    """SQL that computes a value once and uses it under a name."""
    return f"list_transform([{value}], lambda {name}: {body})[1]"


def exact(cell: str, kind: str, mark: str) -> str:
    """The value of a filled text cell in a DECIMAL type, rounded half away from zero; NULL where it is no number."""
    careful = f"try_cast({plain(cell, mark)} AS {kind})"
    if mark == ".":
        return f"coalesce(try_cast({cell} AS {kind}), {careful})"
    simple = f"NOT contains({cell}, '.') AND NOT contains({cell}, ',')"
    return f"CASE WHEN {simple} THEN coalesce(try_cast({cell} AS {kind}), {careful}) ELSE {careful} END"


def is_nothing(cell: str) -> str:
    """Whether a cell of a number column is empty or holds a mark that people write for nothing."""
    return f"coalesce(list_contains({NOTHING}, {cell}), true)"


def plain(cell: str, mark: str) -> str:
    """The cell as a plain number with a point: signs of money and thousands are gone; NULL where it is no number."""
    group = "," if mark == "." else "."
    g, m = f"\\{group}", f"\\{mark}"
    grouped = f"{_GROUP % (g, m)}|{_INDIAN % (g, g, m)}"
    return once(
        _ascii(cell),
        "n",
        f"CASE WHEN regexp_matches(n, '^[+-]?(?:\\d+{m}?\\d*|{m}\\d+)(?:[eE][+-]?\\d+)?$') "
        f"THEN replace(n, '{mark}', '.') WHEN regexp_matches(n, '{grouped}') "
        f"THEN replace(replace(n, '{group}', ''), '{mark}', '.') END",
    )


def decimal_mark(ask: Ask, relation: str, cells: list[str], delimiter: str, file: str) -> str:
    """`.` or `,`, decided by cells that can only be read one way.

    Raises a Problem where cells such as 1,234 leave it open or where both ways occur; with a comma between the
    columns a lone group of three is read as thousands, as everywhere the comma separates.
    """
    if not cells:
        return "."
    commas = " OR ".join(f"regexp_matches({cell}, '[,，．]')" for cell in cells)
    points = " OR ".join(f"contains({cell}, '.')" for cell in cells)
    if not any(ask(f"SELECT count(*) FROM {relation} WHERE {commas}")) and (
        delimiter == "," or not any(ask(f"SELECT count(*) FROM {relation} WHERE {points}"))
    ):
        return "."
    point, comma, opened = _evidence(ask, relation, cells)
    if point and comma:
        if comma * _STRAY_SHARE <= point:
            return "."
        if point * _STRAY_SHARE <= comma:
            return ","
        raise _unsettled(file, Text("both decimal points and decimal commas", "既有小数点又有小数逗号"))
    if point or comma:
        return "." if point else ","
    if opened and delimiter != ",":
        raise _unsettled(
            file, Text("only numbers such as 1,234 or 1.234", "只有 1,234 或 1.234 这类数字，无法区分千分位与小数点")
        )
    return "."


def points_hold(ask: Ask, relation: str, cells: list[str]) -> bool:
    """Whether the decimal mark is the point although these cells, unlike all others, are no plain numbers."""
    point, comma, _ = _evidence(ask, relation, cells)
    return comma * _STRAY_SHARE <= point


def looks_pointed(cells: list[str], *, unless: bool) -> bool:
    """Whether a handful of cells speak for the decimal point; `unless` where they say nothing."""
    if any(re.search(_only(",", r"\."), cell.strip("+- ")) for cell in cells):
        return False
    return unless or any(re.search(_only(r"\.", ","), cell.strip("+- ")) for cell in cells)


def _evidence(ask: Ask, relation: str, cells: list[str]) -> tuple[int, int, int]:
    """How many cells can only have a decimal point, only a decimal comma, or either."""
    totals = [0, 0, 0]
    for cell in cells:
        s = f"ltrim({_ascii(cell)}, '+-')"
        point, comma = (f"regexp_matches(s, '{_only(m, g)}')" for m, g in ((r"\.", ","), (",", r"\.")))
        opened = r"regexp_matches(s, '^[1-9]\d{0,2}[.,]\d{3}$')"
        found = ask(
            f"SELECT count(*) FILTER ({point}), count(*) FILTER ({comma}), count(*) FILTER ({opened}) "
            f"FROM (SELECT {s} AS s FROM {relation} WHERE contains({cell}, ',') OR contains({cell}, '.') "
            f"OR contains({cell}, '，') OR contains({cell}, '．'))"
        )
        totals = [have + more for have, more in zip(totals, found, strict=True)]
    return totals[0], totals[1], totals[2]


def _only(mark: str, group: str) -> str:
    decimals = rf"^\d*{mark}(?:\d{{1,2}}|\d{{4,}})$"
    zero = rf"^0{mark}\d+$"
    long_head = rf"^\d{{4,}}{mark}\d+$"
    grouped = rf"^\d{{1,3}}(?:{group}\d{{3}})+{mark}\d*$"
    groups = rf"^\d{{1,3}}(?:{group}\d{{3}}){{2,}}$"
    return "|".join((decimals, zero, long_head, grouped, groups))


def _ascii(cell: str) -> str:
    """Full-width forms, signs of money, brackets for negatives and a trailing minus brought to one form."""
    s = f"translate({cell}, '０１２３４５６７８９．，－−＋（）￥', '0123456789.,--+()¥')"
    s = f"regexp_replace({s}, '^(\\(?[+-]?)\\s*{_SIGNS}\\s*', '\\1')"
    s = f"regexp_replace({s}, '\\s*{_SIGNS}(-?\\)?)$', '\\1')"
    s = f"regexp_replace({s}, '[ \\x{{a0}}\\x{{202f}}\\x{{2009}}''’](\\d{{3}})\\b', '\\1', 'g')"
    s = f"regexp_replace({s}, '^\\(\\s*([^-+()]*)\\s*\\)$', '-\\1')"
    s = f"regexp_replace({s}, '^([^-+()]*)-$', '-\\1')"
    return f"regexp_replace({s}, '^([+-])\\s+', '\\1')"


def _unsettled(file: str, seen: Text) -> Problem:
    return Problem(
        Text("The decimal mark is unclear: {seen}.", "小数点写法不明确：{seen}。").filled(seen=seen),
        remedy=Text(
            "Say which: --decimal . or --decimal ,", "请指明：--decimal . （小数点）或 --decimal , （小数逗号）"
        ),
        file=file,
        code="DECIMAL_MARK",
    )
