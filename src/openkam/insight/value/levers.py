"""What could be changed: how far prices can fall, where the hours go, and what would go with an account that left."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from openkam.analysis.column import Array, Column
from openkam.analysis.methods.portfolio.discount import extra_volumes, headroom
from openkam.analysis.methods.portfolio.effort import OVER_SERVED, UNDER_SERVED, balanced
from openkam.analysis.methods.portfolio.loss import Loss, lost_with
from openkam.analysis.profit import enough_costs, known_by_costs
from openkam.analysis.schema import MONEY_SCALE
from openkam.analysis.words import Text
from openkam.core.figures import counted, money_text, share_text
from openkam.insight.value.shown import Shown
from openkam.insight.value.standing import Standing


@dataclass(frozen=True)
class Headroom:
    """How far prices can fall before an account earns too little (R094); accounts are indices into the standing.

    known      with known room, in the order of the standing
    known_room  float64, their largest further discount as a share of net sales; negative: below the floor already
    margins    float64, what they leave of their net sales
    below      how many are below the floor
    """

    known: Array
    known_room: Array
    margins: Array
    below: int
    floor_share: float
    finding: Text

    @cached_property
    def rows(self) -> Array:
        """Those with known room, the least room first."""
        found: Array = self.known[self._order]
        return found

    @cached_property
    def room(self) -> Array:
        """Their room, in the same order."""
        found: Array = self.known_room[self._order]
        return found

    @cached_property
    def volume(self) -> Array:
        """The share of extra volume that would pay for a discount of five hundredths; NaN: none would."""
        return extra_volumes(TRIED_DISCOUNT, self.margins[self._order])

    @cached_property
    def _order(self) -> Array:
        return np.argsort(self.known_room, kind="stable")


TRIED_DISCOUNT = 0.05


def headroom_of(shown: Shown, *, floor_share: float = 0.0) -> Headroom | None:
    """Discount room of the latest 12 months that leaves a contribution of `floor_share` of net sales.

    The contribution is gross profit less cost to serve where that is recorded. None where prices may not be read or
    costs are not known.
    """
    if not shown.by_profit:
        return None
    net, value = _money(shown.values("net_sales_12m")), _money(shown.values("current_value"))
    floor = np.rint(net.values * floor_share).astype(np.int64)
    room = headroom(value, net, floor)
    rows = np.flatnonzero(room.known)
    margins = value.values[rows] / np.maximum(net.values[rows], 1)
    below = int(np.count_nonzero(room.values[rows] < 0))
    finding = _room_finding(room, rows, below)
    return Headroom(shown.rows[rows], room.values[rows], margins, below, floor_share, finding)


@dataclass(frozen=True)
class Balance:
    """Accounts with much effort and little value (most hours first), and the reverse; indices into the standing.

    effort_share, value_share  float64 by row of `Shown`
    """

    over_served: Array
    under_served: Array
    effort_share: Array
    value_share: Array
    finding: Text


def balance_of(shown: Shown) -> Balance | None:
    """Effort of the latest 12 months against profit or sales (R052); None where no hours are logged."""
    hours = np.nan_to_num(shown.values("effort_hours"))
    if hours.sum() <= 0:
        return None
    earned = shown.values("gross_profit_12m" if shown.by_profit else "net_sales_12m")
    found = balanced(hours, np.nan_to_num(earned), "gross_profit" if shown.by_profit else "net_sales")
    over, under = np.flatnonzero(found.code == OVER_SERVED), np.flatnonzero(found.code == UNDER_SERVED)
    over = over[np.argsort(-found.effort_share[over], kind="stable")]
    under = under[np.argsort(-found.value_share[under], kind="stable")]
    words = Text(
        "{count} {hours} of the hours and {value} of the {what}.",
        "{count}占用{hours}的工时，只带来{value}的{what}。",
    )
    if not len(over):
        words = Text("Hours go where the {what} comes from.", "工时投在了带来{what}的地方。")
    finding = words.filled(
        count=counted(len(over), "account takes", "accounts take", "家客户"),
        hours=share_text(float(found.effort_share[over].sum())),
        value=share_text(float(found.value_share[over].sum())),
        what=shown.what,
    )
    return Balance(shown.rows[over], shown.rows[under], found.effort_share, found.value_share, finding)


@dataclass(frozen=True)
class LossWhatIf:
    """What a year would lose with some accounts (R034); profit is None where it may not be read or is not known."""

    loss: Loss
    accounts: int
    finding: Text


def loss_with(
    standing: Standing, mask: Array, picked: Array, *, by_profit: bool, fixed_cost: int | None = None
) -> LossWhatIf:
    """The latest 12 months of the accounts of a mask without the picked ones (indices into the standing).

    Picked accounts outside the mask are left out; `fixed_cost` is that of a year, int money.
    """
    rows = np.flatnonzero(mask)
    chosen = np.flatnonzero(np.isin(rows, picked)) if len(picked) else picked
    moved, covered = standing.moved[rows], standing.moved_covered[rows]
    profitable = enough_costs(int(moved.sum()), int(covered.sum()))
    known = known_by_costs(moved, covered, profitable) if by_profit and profitable else None
    net, profit = standing.windows["net_12"][rows], standing.windows["profit_12"][rows]
    loss = lost_with(net, profit, known, chosen, fixed_cost if by_profit else None)
    return LossWhatIf(loss, len(chosen), _loss_finding(loss, len(chosen)))


def _money(values: Array) -> Column:
    known = np.isfinite(values)
    return Column.of(np.rint(np.where(known, values, 0.0) * MONEY_SCALE).astype(np.int64), known)


def _room_finding(room: Column, rows: Array, below: int) -> Text:
    if not len(rows):
        return Text("The room for discounts is known of nobody shown.", "所示客户的折扣空间均未知。")
    if below:
        words = Text(
            "{count} below the floor already: no further discount, and prices or service to be looked at.",
            "{count}已低于底线：不应再给折扣，应检查价格或服务成本。",
        )
        return words.filled(count=counted(below, "account is", "accounts are", "家客户"))
    words = Text(
        "Everybody shown is above the floor; half of them could give up at most {middle}.",
        "所示客户都高于底线；其中一半的折扣空间不超过{middle}。",
    )
    return words.filled(middle=share_text(float(np.median(room.values[rows]))))


def _loss_finding(loss: Loss, accounts: int) -> Text:
    if not accounts:
        return Text("Pick accounts to see what would go with them.", "请选择客户，查看其流失的影响。")
    who = counted(accounts, "account", "accounts", "家客户")
    if loss.profit_lost is not None and loss.profit_lost_share is not None:
        words = Text(
            "Without {who} a year loses {net} of sales and {profit} of profit, {share} of it.",
            "失去{who}，一年将减少销售额{net}、毛利{profit}，占毛利的{share}。",
        )
        money, share = money_text(loss.profit_lost), share_text(loss.profit_lost_share)
        return words.filled(who=who, net=money_text(loss.net_lost), profit=money, share=share)
    words = Text(
        "Without {who} a year loses {net} of sales, {share} of them.", "失去{who}，一年将减少销售额{net}，占{share}。"
    )
    return words.filled(who=who, net=money_text(loss.net_lost), share=share_text(loss.net_lost_share or 0.0))
