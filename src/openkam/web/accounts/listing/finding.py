"""What the list says, in one sentence: how few of these accounts bring most of the profit."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from openkam.analysis.words import Text
from openkam.core.figures import counted, share_text
from openkam.web.accounts.listing.answer import Answer
from openkam.web.sight.columns import PROFIT

MOST: Final = 0.8
LEAST_ACCOUNTS: Final = 5
"""Of fewer accounts it is no finding that a few of them bring most."""
KNOWN_ENOUGH: Final = 0.5


_NO_FIT: Final = Text("No account fits", "没有符合条件的客户")
_NONE: Final = Text("No accounts yet", "还没有客户")


@dataclass(frozen=True)
class Finding:
    """The sentence, and by which money the list is led."""

    title: Text
    lead: Text


def finding(answer: Answer) -> Finding:
    """From what the viewer sees and asked for."""
    if answer.asked.words:
        return _found(answer)
    key = answer.asked.with_(columns=(), sort="", down=True)
    return answer.scene.parts.of(("finding", key), lambda: _found(answer))  # type: ignore[no-any-return]


def _found(answer: Answer) -> Finding:
    return Finding(_title(answer), _lead(answer))


def _title(answer: Answer) -> Text:
    values = answer.seen.figures[answer.first][answer.sifted.rows] if answer.run is not None else np.zeros(0)
    known = values[np.isfinite(values)]
    if answer.asked.sort:  # else they stand in this order already
        known = np.sort(known)[::-1]
    total = float(known.sum())
    if len(known) < LEAST_ACCOUNTS or total <= 0 or len(known) < KNOWN_ENOUGH * len(values):
        return _count(answer)
    reached = np.cumsum(known)
    few = int(np.searchsorted(np.maximum.accumulate(reached), MOST * total)) + 1
    of = Text("profit", "毛利") if answer.first == PROFIT else Text("sales", "销售额")
    words = Text("{few} {share} of {of}", "{few}贡献了{share}的{of}")
    if answer.asked.is_filtered:
        words = Text(
            "{few} of these {all} accounts {bring} {share} of their {of}",
            "这{all}家客户中，{few}家{bring}{share}的{of}",
        )
        bring = Text("brings" if few == 1 else "bring", "贡献了")
        return words.filled(few=f"{few:,}", all=f"{answer.count:,}", bring=bring, share=share_text(MOST), of=of)
    brings = counted(few, "account brings", "accounts bring", "家客户")
    return words.filled(few=brings, share=share_text(MOST), of=of)


def _count(answer: Answer) -> Text:
    if not answer.count:
        return _NO_FIT if answer.seen.count else _NONE
    place = min(answer.sifted.tier[answer.sifted.rows].tolist())
    if place >= len(answer.tiers):
        return _accounts(answer.count)
    best = int((answer.sifted.tier[answer.sifted.rows] == place).sum())
    if best == answer.count:
        return Text("{count}: {tier}", "{count}：{tier}").filled(count=_accounts(best), tier=answer.tiers[place].label)
    return Text("{count}, {best} of them: {tier}", "{count}，其中{tier} {best} 家").filled(
        count=_accounts(answer.count), best=f"{best:,}", tier=answer.tiers[place].label
    )


def _lead(answer: Answer) -> Text:
    if answer.run is None:
        return Text(
            "Nothing is graded yet: accounts stand by name until a ledger is loaded and graded.",
            "尚未分级：导入账本并分级之前，客户按名称排列。",
        )
    if answer.first == PROFIT:
        return Text("Profit is that of the latest 12 months.", "毛利按近12个月计。")
    if answer.run.by_profit:
        return Text("Sales are the net sales of the latest 12 months.", "销售额按近12个月净额计。")
    return Text(
        "Sales are the net sales of the latest 12 months: too few costs are known to speak of profit.",
        "销售额按近12个月净额计：成本数据不足，无法按毛利分析。",
    )


def _accounts(count: int) -> Text:
    return counted(count, "account", "accounts", "家客户")
