"""A small file of invoice lines as an ERP exports them: to look at, or to try the product with."""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO
from typing import Final

from openkam.analysis.words import Language, Text

_MONTHS: Final = 18
_HEADERS: Final = (
    Text("Invoice number", "发票号"),
    Text("Line number", "行号"),
    Text("Invoice date", "开票日期"),
    Text("Customer code", "客户编码"),
    Text("Customer name", "客户名称"),
    Text("Product code", "产品编码"),
    Text("Product category", "产品类别"),
    Text("Quantity", "数量"),
    Text("Unit price", "不含税单价"),
    Text("Net amount", "不含税金额"),
    Text("Cost amount", "成本金额"),
    Text("Currency", "币种"),
    Text("Seller", "业务员"),
)
# Who buys: name, every how many months, pieces a time, and by how many pieces a time that changes.
_CUSTOMERS: Final = (
    (Text("Northgate Machinery Ltd.", "北门机械有限公司"), 1, 40, 1),
    (Text("Eastlake Pumps Co., Ltd.", "东湖泵业有限公司"), 1, 60, -3),
    (Text("Silverhill Foods Group", "银山食品集团"), 2, 75, 0),
    (Text("Ferry Road Tools Ltd.", "渡口工具有限公司"), 3, 18, 1),
    (Text("Maple Court Clinics", "枫园医院"), 4, 12, 0),
    (Text("Harbour Crane Works", "港湾起重设备厂"), 17, 200, 0),
)
_PRODUCTS: Final = (
    ("P100", Text("Drives", "驱动器"), Decimal("880.00"), Decimal("598.40")),
    ("P210", Text("Sensors", "传感器"), Decimal("126.50"), Decimal("72.10")),
    ("P305", Text("Service", "服务"), Decimal("450.00"), Decimal("390.00")),
)
_SELLERS: Final = (Text("Lin", "林晓峰"), Text("Mei", "梅海宁"))


def sample_lines(language: Language, until: date) -> bytes:
    """CSV in UTF-8 with a mark that spreadsheets know: invoices of the 18 months before the day's own.

    The same day gives the same file. One invoice is credited, one customer bought once, one buys less and less.
    """
    out = StringIO(newline="")
    written = csv.writer(out, lineterminator="\r\n")
    written.writerow([header.to(language) for header in _HEADERS])
    written.writerows(_rows(language, until))
    return out.getvalue().encode("utf-8-sig")


def _rows(language: Language, until: date) -> Iterator[list[str]]:
    number = 1000
    for passed in range(_MONTHS):
        day = _month_before(until, _MONTHS - passed) + timedelta(days=9)
        for place, (_, every, pieces, change) in enumerate(_CUSTOMERS):
            if passed % every == every - 1:
                number += 1
                yield from _invoice(language, (number, day), place, pieces + change * passed)
    yield from _invoice(language, (number + 1, day), len(_CUSTOMERS) - 1, -20)


def _invoice(language: Language, head: tuple[int, date], place: int, pieces: int) -> Iterator[list[str]]:
    """Its lines; `head` is number and day, `place` that of the customer, `pieces` below 0 go back."""
    number, day = head
    customer, seller = _CUSTOMERS[place][0].to(language), _SELLERS[place % len(_SELLERS)].to(language)
    for line, (code, category, price, cost) in enumerate(_PRODUCTS, start=1):
        quantity = pieces // line if pieces > 0 else -(-pieces // line)
        what = [code, category.to(language), str(quantity), str(price), str(quantity * price), str(quantity * cost)]
        yield [f"INV{number}", str(line), day.isoformat(), f"C{place + 1:03}", customer, *what, "CNY", seller]


def _month_before(day: date, months: int) -> date:
    """The first day of the month so many before the day's."""
    since = day.year * 12 + day.month - 1 - months
    return date(since // 12, since % 12 + 1, 1)
