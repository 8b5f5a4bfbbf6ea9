"""What the files leave open, asked so that a click answers it: nothing that changes money is ever guessed."""

import re
from dataclasses import dataclass
from typing import Final

from openkam.analysis.words import Text
from openkam.core.currencies import NAMES
from openkam.core.figures import CURRENCIES
from openkam.core.problem import Problem
from openkam.intake.uploads.choices import UNNAMED
from openkam.intake.uploads.labels import TABLES, column_label
from openkam.intake.uploads.models import UploadFile
from openkam.intake.uploads.standing import Standing, TableStanding

_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LEAVE_OUT: Final = Text("Leave this column out", "不采用此列")


@dataclass(frozen=True)
class Option:
    """One answer."""

    value: str
    label: Text
    hint: Text | None = None


@dataclass(frozen=True)
class Question:
    """`name` is that of the form field; `why` says what in the file raises it."""

    name: str
    text: Text
    why: Text
    options: tuple[Option, ...]


def open_questions(standing: Standing, currencies: list[str]) -> list[Question]:
    """Everything somebody has to say before the files can be read; `currencies` are those known from earlier loads."""
    asked = [_kind(file) for file in (*standing.unknown, *standing.unreadable)]
    for table in standing.tables:
        asked += _of_table(table, currencies)
    return asked


def _of_table(table: TableStanding, currencies: list[str]) -> list[Question]:
    asked = [_claims(table, canonical, headers) for canonical, headers in table.understood.suggested.contested.items()]
    problem = table.understood.problem
    if problem and problem.code == "DISCOUNT":
        asked.append(_discount(table, problem))
    if table.asks_currency:
        asked.append(_currency(table, currencies))
    found = table.finding.problem if table.finding else None
    if found and found.code == "DAY_ORDER":
        asked.append(_day_order(table, found))
    if found and found.code == "DECIMAL_MARK":
        asked.append(_decimal_mark(table, found))
    return asked


def _kind(file: UploadFile) -> Question:
    problem = file.look.get("problem")
    left_out = Option(UploadFile.LEFT_OUT, Text("Leave this file out", "不使用此文件"))
    if problem:
        return Question(
            f"kind-{file.position}",
            Text("{file} cannot be read.", "无法读取 {file}。").filled(file=file.name),
            Text(f"{problem['what'][0]} {problem['remedy'][0]}", f"{problem['what'][1]}{problem['remedy'][1]}"),
            (left_out,),
        )
    headers = "、".join(file.look["headers"][:8])
    return Question(
        f"kind-{file.position}",
        Text("What is in {file}?", "{file} 里是什么数据？").filled(file=file.name),
        Text("Its headers do not tell: {headers}", "仅凭表头无法判断：{headers}").filled(headers=headers),
        (*(Option(name, label) for name, label in TABLES.items()), left_out),
    )


def _claims(table: TableStanding, canonical: str, headers: list[str]) -> Question:
    options = tuple(Option(header, Text(header, header), _samples(table, header)) for header in headers)
    return Question(
        f"map-{table.table}-{canonical}",
        Text("Which column is “{column}”?", "哪一列是“{column}”？").filled(column=column_label(canonical)),
        Text("Several columns may be meant, and the choice changes figures.", "有多列都可能，选错会影响数据。"),
        (*options, Option("", LEAVE_OUT)),
    )


def _discount(table: TableStanding, problem: Problem) -> Question:
    header = problem.column or ""
    return Question(
        f"discount-{table.table}",
        Text("What is “{header}”?", "“{header}”是什么？").filled(header=header),
        Text(
            "The net amount is computed from quantity and price, so the discount must be clear.",
            "净额由数量与单价计算，因此折扣的含义必须明确。",
        ),
        (
            Option(f"discount_rate={header}", Text("A rate, such as 5 %", "折扣率，如 5%"), _samples(table, header)),
            Option(f"discount_amount={header}", Text("An amount of money", "折扣金额"), _samples(table, header)),
            Option("discount_rate=", LEAVE_OUT),
        ),
    )


def _currency(table: TableStanding, currencies: list[str]) -> Question:
    known = [code for code in currencies if code in NAMES]
    codes = list(dict.fromkeys([*known, "CNY", "USD", "EUR", "HKD", "JPY", "GBP"]))
    used = Text("as in earlier loads", "与之前的数据一致")
    return Question(
        f"currency-{table.table}",
        Text("In which currency are the amounts?", "金额是什么币种？"),
        Text("{table}: no column names it.", "{table}：没有币种列。").filled(table=TABLES[table.table]),
        (
            *(Option(code, _named(code), used if code in known else None) for code in codes),
            Option(UNNAMED, Text("One currency only, no name needed", "只有一种货币，无需注明")),
        ),
    )


def _named(code: str) -> Text:
    return Text(code, f"{CURRENCIES[code]}（{code}）") if code in CURRENCIES else Text(code, code)


def _day_order(table: TableStanding, problem: Problem) -> Question:
    value = problem.value or ""
    day, month = Text("Day first", "日在前"), Text("Month first", "月在前")
    numbers = [int(part) for part in re.findall(r"\d+", value)[:2]]
    hints: tuple[Text | None, Text | None] = (None, None)
    if len(numbers) == len(hints) and all(1 <= number <= len(_MONTHS) for number in numbers):
        hints = (_day_of(value, *numbers), _day_of(value, *reversed(numbers)))
    return Question(
        f"day-{table.table}",
        Text("How are the dates written?", "日期是怎么写的？"),
        problem.what,
        (Option("day", day, hints[0]), Option("month", month, hints[1])),
    )


def _day_of(value: str, day: int, month: int) -> Text:
    return Text(f"{value} is {day} {_MONTHS[month - 1]}", f"{value} 是 {month} 月 {day} 日")


def _decimal_mark(table: TableStanding, problem: Problem) -> Question:
    return Question(
        f"mark-{table.table}",
        Text("What does the decimal mark look like?", "小数点是哪一个？"),
        problem.what,
        (
            Option("point", Text("Point", "点"), Text("1,234.56 · 1.234 is one and a bit", "1,234.56；1.234 约等于一")),
            Option(
                "comma", Text("Comma", "逗号"), Text("1.234,56 · 1,234 is one and a bit", "1.234,56；1,234 约等于一")
            ),
        ),
    )


def _samples(table: TableStanding, header: str) -> Text | None:
    values = " · ".join(table.understood.samples.get(header, []))
    return Text(values, values) if values else None
