"""The wallet: what part of what a customer spends on our kind of goods comes to us."""

import numpy as np

from openkam.analysis.column import Column
from openkam.analysis.customer_columns import money_column
from openkam.analysis.facts import Facts


def wallet(facts: Facts) -> Column:
    """What the customer spends a year as recorded in the customers table (int64 money); never less than it buys
    from us, because what we delivered was spent."""
    sales = facts.sum_of("net", 12)
    recorded = money_column(facts, "wallet_amount")
    known = recorded.known & (recorded.values > 0)
    return Column.of(np.maximum(recorded.values, sales), known)


def share_of_wallet(facts: Facts) -> Column:
    """Net sales of the latest 12 months over the wallet, 0 to 1 (methods.md 4.4)."""
    whole = wallet(facts)
    sales = np.maximum(facts.sum_of("net", 12), 0)
    return Column.of(sales / np.where(whole.known, whole.values, 1), whole.known)


def wallet_gap(facts: Facts) -> Column:
    """What the customer spends elsewhere, int64 money."""
    whole = wallet(facts)
    sales = np.maximum(facts.sum_of("net", 12), 0)
    return Column.of(np.where(whole.known, whole.values, sales).astype(np.int64) - sales, whole.known)


def share_by_rank(rank: float, suppliers: int) -> float:
    """The share of a supplier ranked `rank` among `suppliers` by the wallet allocation rule (methods.md 4.4).

    (1 - rank / (n + 1)) x 2 / n; tied ranks are averaged by the caller. The shares of all ranks add up to 1.
    """
    return (1 - rank / (suppliers + 1)) * 2 / suppliers
