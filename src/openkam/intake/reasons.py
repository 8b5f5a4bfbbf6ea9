"""Why a row was set aside: one sentence for each code, in both languages."""

from typing import Final

from openkam.analysis.words import Text
from openkam.core.figures import counted, exact_money

REASONS: Final = {
    "MISSING": Text('"{column}" is empty.', "“{column}”为空。"),
    "UNREADABLE_DATE": Text('"{value}" in "{column}" is not a date.', "“{column}”中的“{value}”不是日期。"),
    "IMPOSSIBLE_DATE": Text(
        'There is no such day: "{value}" in "{column}".', "“{column}”中的“{value}”不是真实存在的日期。"
    ),
    "DATE_TOO_EARLY": Text("{value} is before 1990.", "日期 {value} 早于 1990 年。"),
    "DATE_TOO_LATE": Text("{value} lies far after all other dates.", "日期 {value} 远晚于其他日期。"),
    "UNREADABLE_NUMBER": Text('"{value}" in "{column}" is not a number.', "“{column}”中的“{value}”不是数字。"),
    "NUMBER_OUT_OF_RANGE": Text('"{value}" in "{column}" is too large.', "“{column}”中的“{value}”超出可处理范围。"),
    "OPPOSITE_SIGN": Text(
        "The quantity is negative and the amount positive: one of them is wrong.",
        "数量为负而金额为正，两者必有一误。",
    ),
    "TOTAL_ROW": Text("This is a total, not a line.", "这是合计行，不是明细。"),
    "TOO_FEW_CELLS": Text("The row has fewer cells than the header.", "该行单元格数少于表头。"),
    "TOO_MANY_CELLS": Text("The row has more cells than the header.", "该行单元格数多于表头。"),
    "CELL_TOO_LARGE": Text("A cell of the row is larger than a megabyte.", "该行有单元格超过 1 MB。"),
    "UNREADABLE_CELL": Text("A quotation mark in the row is out of place.", "该行引号位置有误，无法读取。"),
    "REPLACED": Text("A later copy takes its place.", "已被后来的版本取代。"),
}
COMPLETES: Final = Text(
    "Nothing is wrong here: this row completes its invoice, which is loaded again as a whole.",
    "此行无误，仅为补全整张发票，以便整张重新导入。",
)


def reason_of(code: str, column: str, value: str) -> Text:
    """The sentence of a code with its figures."""
    return REASONS[code].filled(column=column, value=value)


NO_CUSTOMER: Final = "NO_CUSTOMER"
DOUBLED: Final = "DOUBLED"
_ODDITIES: Final = {
    NO_CUSTOMER: Text(
        "Without a customer: {lines}, {amount} in all. They count in the company's totals only.",
        "未注明客户：{lines}，金额合计 {amount}，只计入公司合计。",
    ),
    DOUBLED: Text(
        "Doubled in every column: {lines}, {amount} in all. They count; take them out of the file if they are slips.",
        "各列与另一行完全相同（疑似重复）：{lines}，金额合计 {amount}。仍会计入；如属误录，请从文件中删除。",
    ),
}


def oddity_of(code: str, lines: int, amount: int) -> Text:
    """What is odd in how many lines; amount in units of 1/10,000."""
    said = counted(lines, "line", "lines", " 行")
    return _ODDITIES[code].filled(lines=said, amount=exact_money(amount))


NOTES: Final = {
    "DOUBT": Text(
        '{count} cells of "{column}" could not be read and count as unknown.',
        "“{column}”中有 {count} 个单元格无法读取，按未知处理。",
    ),
    "REMEDY": Text(
        "Correct the rows and load the file again; check that the headers name what the columns hold.",
        "请更正数据后重新导入；并检查表头与列内容是否一致。",
    ),
    "REMEDY_UNREADABLE_DATE": Text(
        "Write dates as 2024-01-31, or say which column holds the date: {map}",
        "请将日期写成 2024-01-31，或指明日期所在列：{map}",
    ),
    "REMEDY_UNREADABLE_NUMBER": Text(
        "Check the decimal mark (--decimal . or --decimal ,) and which column holds the amount ({map}).",
        "请检查小数点写法（--decimal . 或 --decimal ,）以及金额所在列（{map}）。",
    ),
    "REMEDY_DATE_TOO_EARLY": Text(
        "Correct the dates: key accounts are graded on lines from 1990 on.", "请更正日期：仅支持 1990 年以后的数据。"
    ),
    "REMEDY_DATE_TOO_LATE": Text("Correct the dates.", "请更正日期。"),
    "REMEDY_OPPOSITE_SIGN": Text("Give credit notes and returns a negative amount.", "请将贷项与退货的金额写为负数。"),
    "REMEDY_TOO_FEW_CELLS": Text("Check the delimiter and the quotation marks.", "请检查分隔符与引号。"),
    "REMEDY_TOO_MANY_CELLS": Text("Check the delimiter and the quotation marks.", "请检查分隔符与引号。"),
}
