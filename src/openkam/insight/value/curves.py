"""How few accounts bring how much, what the others eat, and on how few threads it hangs (R032, R045, R088)."""

from dataclasses import dataclass, replace

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.methods.portfolio.concentration import Concentration, concentration
from openkam.analysis.methods.portfolio.pareto import Pareto, pareto
from openkam.analysis.methods.portfolio.whale import Whale, whale_along
from openkam.analysis.words import Text
from openkam.core.figures import counted, money_text, number_text, share_text
from openkam.insight.value.shown import Shown

NOBODY: Text = Text("None of the accounts shown bought anything in these months.", "所示客户在此期间没有采购。")
_IS_PROFIT: Text = Text("Gross profit is", "毛利")
_ARE_SALES: Text = Text("Net sales are", "净销售额")
CONCENTRATED_SHARE = 0.5
"""Below half of the total in the best fifth nobody should speak of a Pareto portfolio."""


@dataclass(frozen=True)
class Curves:
    """The curves of the accounts shown; `order` of both curves are indices into the standing.

    title   the Pareto sentence in its shortest form, line_finding what more there is to tell
    line    Pareto by profit or net sales
    curve   whale curve by profit; None where profit is not known or may not be read
    spread  concentration of net sales
    """

    line: Pareto
    curve: Whale | None
    spread: Concentration
    title: Text
    line_finding: Text
    curve_finding: Text | None
    spread_finding: Text


def curves_of(shown: Shown) -> Curves:
    """Pareto, whale curve and concentration with what they say."""
    rows = shown.falling
    ordered = shown.standing.windows[f"{'profit' if shown.by_profit else 'net'}_{shown.months}"][rows]
    line = pareto(ordered)
    line = replace(line, order=rows[line.order])
    curve = whale_along(ordered, line.order, line.cumulative) if shown.by_profit else None
    spread = concentration(shown.net)
    return Curves(
        line=line,
        curve=curve,
        spread=spread,
        title=_title(shown, line),
        line_finding=_line_finding(shown, line),
        curve_finding=None if curve is None else _curve_finding(curve),
        spread_finding=_spread_finding(spread),
    )


def whale_position(curves: Curves, account: int) -> tuple[int, int, Text] | None:
    """The place of an account (index of the standing) on the whale curve, of how many, and what that means.

    None where there is no curve or the account is not on it.
    """
    curve = curves.curve
    if curve is None:
        return None
    found = np.flatnonzero(curve.order == account)
    if not len(found):
        return None
    place, count = int(found[0]) + 1, len(curve.order)
    alone = int(curve.cumulative[place - 1]) - (int(curve.cumulative[place - 2]) if place > 1 else 0)
    words = Text(
        "Place {place} of {count} by profit: it adds {money}.", "按毛利排第{place}位，共{count}家：贡献{money}。"
    )
    if alone < 0:
        words = Text(
            "Place {place} of {count} by profit: it takes {money} away again.",
            "按毛利排第{place}位，共{count}家：吃掉{money}。",
        )
    return place, count, words.filled(place=f"{place:,}", count=f"{count:,}", money=money_text(abs(alone)))


def cumulative_shares(cumulative: Array, total: int) -> Array | None:
    """A running total as shares of the total; None where that is not positive."""
    return cumulative / total if total > 0 else None


def _title(shown: Shown, line: Pareto) -> Text:
    if not line.accounts:
        return NOBODY
    if line.accounts_for_80 is None or line.top_20_share is None:
        return Text("Together these accounts bring no {what}", "这些客户合计没有带来{what}").filled(what=shown.what)
    if line.top_20_share < CONCENTRATED_SHARE:
        words = Text("{verb} not concentrated on few accounts", "{verb}并不集中在少数客户")
        return words.filled(verb=_IS_PROFIT if shown.by_profit else _ARE_SALES)
    few = counted(line.accounts_for_80, "account brings", "accounts bring", "家客户")
    return Text("{few} 80% of the {what}", "{few}贡献了80%的{what}").filled(few=few, what=shown.what)


def _line_finding(shown: Shown, line: Pareto) -> Text:
    if not line.accounts:
        return NOBODY
    if line.accounts_for_80_share is None or line.top_20_share is None:
        words = Text("Without {what} in sum there are no shares of it.", "{what}合计不为正，无法计算占比。")
        return words.filled(what=shown.what)
    if line.accounts == 1:
        return Text("Only one account is shown: it brings everything.", "只有一家客户，全部由它贡献。")
    words = Text(
        "The best 20% of the {all} accounts bring {best}; it takes {share} of them to reach 80%.",
        "{all}家客户中，前20%贡献{best}；{share}的客户贡献到80%。",
    )
    return words.filled(
        all=f"{line.accounts:,}", best=share_text(line.top_20_share), share=share_text(line.accounts_for_80_share)
    )


def _curve_finding(curve: Whale) -> Text:
    if not len(curve.order):
        return NOBODY
    if curve.total <= 0:
        words = Text(
            "Together these accounts lose {loss}; those that earn bring {peak}.",
            "这些客户合计亏损{loss}；盈利的客户带来{peak}。",
        )
        return words.filled(loss=money_text(-curve.total), peak=money_text(curve.peak_amount))
    if not curve.loss_making:
        return Text("None of these accounts makes a loss.", "所示客户中没有亏损的。")
    words = Text(
        "{count} {eaten}, {erosion} of the profit: without {them} it would be {peak} of what it is.",
        "{count}，吃掉{eaten}，相当于毛利的{erosion}；没有{them}，毛利可达现在的{peak}。",
    )
    return words.filled(
        count=counted(curve.loss_making, "account loses money and eats", "accounts lose money and eat", "家客户亏损"),
        them=Text("it", "它") if curve.loss_making == 1 else Text("them", "它们"),
        eaten=money_text(curve.erosion_amount),
        erosion=share_text(curve.erosion_share or 0.0),
        peak=share_text(curve.peak_share or 0.0),
    )


def _spread_finding(spread: Concentration) -> Text:
    if spread.cr1 is None or spread.cr5 is None or spread.effective_customers is None:
        return Text("Without net sales there is no concentration to tell.", "没有净销售额，无法计算集中度。")
    if spread.effective_customers == 1:
        return Text("All net sales hang on one account.", "净销售额全部来自一家客户。")
    words = Text(
        "The largest account brings {one} of net sales, the five largest {five}: as fragile as {like} equal accounts.",
        "最大客户占净销售额的{one}，前五大占{five}：相当于只有{like}家同等规模的客户。",
    )
    like = number_text(spread.effective_customers)
    return words.filled(one=share_text(spread.cr1), five=share_text(min(spread.cr5, 1.0)), like=like)
