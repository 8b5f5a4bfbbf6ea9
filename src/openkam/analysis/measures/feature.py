"""Customer features: how long it is with us, how broadly it buys and how large it is (R187, R224).

Industry, region and kind of organisation are words, not figures: schemes read them from the customers table.
"""

from typing import Final

import numpy as np

from openkam.analysis.column import Array, Column
from openkam.analysis.customer_columns import number_column
from openkam.analysis.facts import Facts, months_back
from openkam.analysis.history import purchases
from openkam.analysis.measure import Indicator, Measure, Unit
from openkam.analysis.words import Text


def tenure_months(facts: Facts) -> Column:
    """Whole months from the earliest purchase."""
    bought = purchases(facts)
    return Column.of(months_back(bought.earliest, facts.until), bought.known)


def coverage_share(facts: Facts) -> Column:
    """Branches our team can serve over all branches."""
    branches, covered = number_column(facts, "branch_count"), number_column(facts, "coverage_count")
    known = branches.known & covered.known & (branches.values > 0)
    return Column.of(np.minimum(covered.values / np.where(known, branches.values, 1), 1.0), known)


def _counted(count: Array) -> Column:
    return Column.of(count.astype(np.int64), count > 0)


FEATURE: Final = (
    Measure(
        "tenure_months",
        Indicator.FEATURE,
        Unit.MONTHS,
        Text("Tenure", "合作月数"),
        Text(
            "Whole months from the first purchase in the ledger to the closing day: what is known at least. Whoever "
            "bought before the ledger begins is not credited with more.",
            "从账本中首次采购到截止日的整月数，即已知的最短合作时间；账本开始之前的合作无从得知，不额外计分。",
        ),
        "R050",
        tenure_months,
    ),
    Measure(
        "product_breadth",
        Indicator.FEATURE,
        Unit.COUNT,
        Text("Products bought", "采购产品数"),
        Text("Different product codes bought.", "购买过的不同产品编码数。"),
        "R224",
        lambda facts: _counted(facts.products),
    ),
    Measure(
        "category_breadth",
        Indicator.FEATURE,
        Unit.COUNT,
        Text("Categories bought", "采购品类数"),
        Text("Different product categories bought.", "购买过的不同产品品类数。"),
        "R224",
        lambda facts: _counted(facts.categories),
    ),
    Measure(
        "branches",
        Indicator.FEATURE,
        Unit.COUNT,
        Text("Branches served", "已供货分支数"),
        Text("Different branches of the account that were invoiced.", "开过票的不同分支机构数。"),
        "R187, R225",
        lambda facts: _counted(facts.branches),
    ),
    Measure(
        "branch_count",
        Indicator.FEATURE,
        Unit.COUNT,
        Text("Branches of the customer", "客户分支机构数"),
        Text("Branches the customer has, as recorded in the customers table.", "客户表中登记的分支机构数。"),
        "R042, R187",
        lambda facts: number_column(facts, "branch_count"),
    ),
    Measure(
        "coverage_share",
        Indicator.FEATURE,
        Unit.SHARE,
        Text("Branches we can serve", "分支覆盖率"),
        Text(
            "Branches our team can serve / branches of the customer, from the customers table.",
            "我方可服务的分支数 ÷ 客户分支机构数（取自客户表）。",
        ),
        "R042",
        coverage_share,
    ),
)
