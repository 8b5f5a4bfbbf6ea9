"""What a reader should know before believing a scheme on this ledger."""

from typing import Final

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.facts import Facts
from openkam.analysis.methods.grading.scheme import Method, Scheme
from openkam.analysis.words import Text

MANY_KEY_ACCOUNTS: Final = 60
MANY_SHARE: Final = 0.25

ONE_METHOD: Final = Text(
    "The chosen scheme looks at one figure only. Used alone that is dangerous: the other methods see {count} "
    "accounts differently.",
    "所选方案只看一项指标，单独使用很危险：另外两种方法对{count}家客户的判断不同。",
)
SALES_ONLY: Final = Text(
    "Costs are unknown, so all methods rest on net sales: a large account that earns nothing cannot be told.",
    "成本未知，各种方法都以销售额为依据，无法识别卖得多却不赚钱的客户。",
)
OTHER_CURRENCY: Final = Text(
    "The cuts of this scheme are in {scheme}, the ledger is in {ledger}: copy the scheme and change its amounts.",
    "该方案的分界金额以{scheme}计，账本以{ledger}计：请复制方案并修改金额。",
)
MANY_KEY: Final = Text(
    "{key} of {all} accounts are key. Few teams can look after more than 50: raise the cuts.",
    "{all}家客户中有{key}家被列为大客户，很少有团队能照顾好50家以上：请提高分界。",
)


def method_warnings(chosen: Scheme, measure: str, differing: int) -> tuple[Text, ...]:
    """Warn of one method used alone (R087), and of methods that all see the same figure.

    measure    the money that the pyramid was built on
    differing  accounts that the methods see differently
    """
    warnings = []
    if chosen.method in {Method.SINGLE, Method.PYRAMID}:
        warnings.append(ONE_METHOD.filled(count=f"{differing:,}"))
    if measure == "net_sales_12m":
        warnings.append(SALES_ONLY)
    return tuple(warnings)


def scheme_warnings(facts: Facts, scheme: Scheme, tier: Array, is_calibrated: bool) -> tuple[Text, ...]:
    """Warn of cuts in another currency, and of more key accounts than anybody can look after."""
    warnings = []
    if scheme.currency is not None and facts.currency is not None and scheme.currency != facts.currency:
        warnings.append(OTHER_CURRENCY.filled(scheme=scheme.currency, ledger=facts.currency))
    buying = facts.lines > 0
    key, count = int(np.isin(tier[buying], scheme.key_places).sum()), int(buying.sum())
    if is_calibrated and key > MANY_KEY_ACCOUNTS and key > MANY_SHARE * count:
        warnings.append(MANY_KEY.filled(key=f"{key:,}", all=f"{count:,}"))
    return tuple(warnings)
