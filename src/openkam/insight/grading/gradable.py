"""Whether a ledger can answer who is key at all."""

from typing import Final

import numpy as np

from openkam.analysis.facts import Facts
from openkam.analysis.words import Text
from openkam.core.problem import Problem

FEWEST_ACCOUNTS: Final = 2


def ensure_gradable(facts: Facts) -> None:
    """Raise Problem where no line names a customer, or all lines belong to one: there is nothing to compare."""
    buying = int(np.count_nonzero(facts.lines))
    if buying == 0:
        raise Problem(
            Text("No line names a customer: there is no account to grade.", "没有一行写明客户，无从分级。"),
            remedy=Text(
                "Name the column with --map customer_code=COLUMN, or export it too.",
                "请用 --map customer_code=列名 指定客户列，或连同客户一起导出。",
            ),
        )
    if buying < FEWEST_ACCOUNTS:
        raise Problem(
            Text(
                "All lines belong to one customer ({account}): who is key shows only beside others.",
                "所有明细都属于同一个客户（{account}）：只有一家，分不出谁是大客户。",
            ).filled(account=str(facts.code[np.argmax(facts.lines)])),
            remedy=Text(
                "Give the lines of at least two customers, or a longer period.",
                "请至少提供两家客户的明细，或放宽期间。",
            ),
        )
