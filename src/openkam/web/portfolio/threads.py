"""On how few threads the sales hang: each figure of concentration with its meaning, formula and origin."""

from collections.abc import Sequence
from dataclasses import dataclass

from openkam.analysis.methods.portfolio.concentration import Concentration, concentration
from openkam.analysis.words import Text
from openkam.insight.grading.models import Run
from openkam.web.portfolio.scope import Scope


@dataclass(frozen=True)
class Thread:
    """A figure; `kind` is share or number, None unknown."""

    code: str
    label: Text
    value: float | None
    kind: str
    note: Text
    formula: Text


@dataclass(frozen=True)
class ThreadsPage:
    """All of them, and what they were computed from; `net` is int money."""

    threads: Sequence[Thread]
    run: Run | None
    months: int
    accounts: int
    net: int
    floored: int
    rows: str
    back: str


def threads_page(scope: Scope) -> ThreadsPage:
    """How the figures come about."""
    query = scope.asked.query()
    back = f"/portfolio/?{query}#concentration"
    if scope.standing is None:
        return ThreadsPage((), scope.run, scope.asked.months, 0, 0, 0, "", back)
    shown = scope.shown
    spread = concentration(shown.net)
    return ThreadsPage(
        threads=threads_of(spread),
        run=scope.run,
        months=shown.months,
        accounts=len(shown.rows),
        net=int(shown.net.sum()),
        floored=spread.floored_count,
        rows=scope.list_address("all"),
        back=back,
    )


def threads_of(spread: Concentration) -> tuple[Thread, ...]:
    """The figures of the page, the plainest first."""
    return (*_largest(spread), *_spread(spread))


def _largest(spread: Concentration) -> tuple[Thread, ...]:
    return (
        Thread(
            "cr1",
            Text("Largest account (CR1)", "最大客户（CR1）"),
            spread.cr1,
            "share",
            Text("gone with one customer", "一家流失即失去"),
            Text(
                "Net sales of the largest account over net sales of all accounts shown.",
                "最大客户的净销售额 ÷ 所示全部客户的净销售额。",
            ),
        ),
        Thread(
            "cr5",
            Text("Five largest (CR5)", "前五大（CR5）"),
            spread.cr5,
            "share",
            Text("of net sales", "占净销售额"),
            Text(
                "Net sales of the five largest accounts over net sales of all accounts shown; above 100% where others "
                "returned more than they bought.",
                "前五大客户的净销售额 ÷ 所示全部客户的净销售额；其他客户退货多于采购时可超过100%。",
            ),
        ),
    )


def _spread(spread: Concentration) -> tuple[Thread, ...]:
    return (
        Thread(
            "effective",
            Text("Effective customers", "有效客户数"),
            spread.effective_customers,
            "number",
            Text("equal ones would be as fragile", "同等规模的客户同样脆弱"),
            Text("One over HHI.", "HHI的倒数。"),
        ),
        Thread(
            "hhi",
            Text("HHI", "赫芬达尔指数（HHI）"),
            spread.hhi,
            "index",
            Text("1: one account is everything", "1表示只有一家客户"),
            Text(
                "The share of each account in net sales, squared, added up.",
                "每家客户的净销售额占比，平方后求和。",
            ),
        ),
        Thread(
            "gini",
            Text("Gini", "基尼系数"),
            spread.gini,
            "index",
            Text("0: all are equal", "0表示完全均等"),
            Text(
                "How far the sales are from being spread evenly: 0 all accounts buy the same, 1 one buys everything. "
                "Accounts that returned more than they bought count as 0.",
                "销售额分布偏离均等的程度：0为各家相同，1为全部集中于一家；退货多于采购的客户按0计。",
            ),
        ),
    )
