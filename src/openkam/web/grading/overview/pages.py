"""How many accounts are key and what they bring, by which scheme, from which data, and for how long it holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Final

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.words import Text
from openkam.core.access import FieldClass, Right, Viewer
from openkam.core.figures import counted, currency_text, share_text
from openkam.core.prepared import Prepared
from openkam.insight.grading.currencies import CurrencyChoice, currency_choice
from openkam.insight.grading.models import Run
from openkam.insight.grading.queries import codes_merged_since, newer_ledger
from openkam.ledger.folder import DataFolder
from openkam.ledger.manifest import ledger_version
from openkam.web.grading.jobs import Work, work_of
from openkam.web.grading.sight import PROFIT, SALES, Sight, sight_of
from openkam.web.grading.tabs import Tabs, tabs_of

MOST_RUNS = 20
_WORTH_SAYING: Final = 0.1
"""The share of all sales from which a tier's profit is worth a word."""
_HEAVY: Final = 2.0
"""A tier whose share of sales is so many times its share of profit sells more than it earns (R092)."""


@dataclass(frozen=True)
class TierLine:
    """One tier: its accounts and their shares of what the viewer sees; None unknown or not to be read."""

    label: Text
    place: int
    is_key: bool
    accounts: int
    of_accounts: float | None
    of_sales: float | None
    of_profit: float | None
    is_heavy: bool
    calls: int | None
    visits: int | None
    href: str


@dataclass(frozen=True)
class RunLine:
    """One grading of the history; `compare` leads to what changed since the one before."""

    run: Run
    is_in_force: bool
    compare: str


@dataclass(frozen=True)
class OverviewPage:
    """Everything the overview shows; run is None before anything was published."""

    title: Text
    lead: Text
    tabs: Tabs
    run: Run | None
    run_currency: Text
    tiers: Sequence[TierLine]
    finding: Text
    reads_prices: bool
    without_profit: int
    is_expired: bool
    newer_ledger: int | None
    has_new_merges: bool
    runs: Sequence[RunLine]
    work: Work
    may_grade: bool
    may_try: bool
    has_ledger: bool
    currency: CurrencyChoice | None


def overview_page(viewer: Viewer, *, folder: DataFolder) -> OverviewPage:
    """A fixed number of queries."""
    sight = sight_of(viewer)
    version = ledger_version()
    tiers = _tiers(sight) if sight is not None else []
    run = sight.run if sight is not None else None
    return OverviewPage(
        title=_title(sight, tiers),
        lead=_lead(sight),
        tabs=tabs_of("overview"),
        run=run,
        run_currency=currency_text((run.currency or None) if run is not None else None),
        tiers=tiers,
        finding=_finding(tiers) if tiers else Text("", ""),
        reads_prices=viewer.reads(FieldClass.PRICE),
        without_profit=_without_profit(sight),
        is_expired=run is not None and run.is_expired(viewer.today),
        newer_ledger=newer_ledger(run, version),
        # Whoever sees a part only must not learn that somebody else's codes were merged.
        has_new_merges=run is not None and viewer.reads_all_accounts and bool(codes_merged_since(run)),
        runs=_runs(viewer, run),
        work=work_of(viewer, folder),
        may_grade=viewer.may(Right.PUBLISH_GRADES),
        may_try=viewer.may(Right.TRY_SCHEMES),
        has_ledger=version > 0,
        currency=currency_choice(viewer, folder) if viewer.may(Right.PUBLISH_GRADES) else None,
    )


def _tiers(sight: Sight) -> list[TierLine]:
    count, graded = len(sight.scheme.tiers), sight.seen.graded
    places = np.where(graded, sight.places, -1)
    accounts = _counts(places, count).tolist()
    sales = _shares(sight.seen.figures[SALES], places, count)
    profit = _shares(sight.seen.figures.get(PROFIT), places, count)
    lines = [_line(sight, place, accounts, sales[place], profit[place]) for place in range(count + 1)]
    return lines if accounts[count] else lines[:count]


def is_heavy(of_sales: float | None, of_profit: float | None) -> bool:
    """Much volume, little profit: at least a tenth of all sales, and twice the tier's share of profit or more."""
    if of_sales is None or of_profit is None:
        return False
    return of_sales >= _WORTH_SAYING and of_sales >= _HEAVY * max(of_profit, 0.0)


def _line(sight: Sight, place: int, accounts: list[int], sales: float | None, profit: float | None) -> TierLine:
    tier, whole = (sight.scheme.tiers[place] if place < len(sight.scheme.tiers) else None), sum(accounts)
    return TierLine(
        label=sight.tier(place),
        place=place,
        is_key=place in sight.scheme.key_places,
        accounts=accounts[place],
        of_accounts=accounts[place] / whole if whole else None,
        of_sales=sales,
        of_profit=profit,
        is_heavy=is_heavy(sales, profit),
        calls=tier.calls if tier else None,
        visits=tier.visits if tier else None,
        href=f"/accounts/?tier={tier.code if tier else 'none'}",
    )


def _without_profit(sight: Sight | None) -> int:
    """Graded accounts whose profit is unknown: they are in no share of profit."""
    profit = sight.seen.figures.get(PROFIT) if sight is not None and sight.prices else None
    return 0 if sight is None or profit is None else int((sight.seen.graded & ~np.isfinite(profit)).sum())


def _shares(values: Array | None, places: Array, count: int) -> list[float | None]:
    """What each tier has of the sum over all graded accounts whose figure is known, as the portfolio counts.

    Unknown where there is no sum to speak of, and for a tier of which nobody's figure is known.
    """
    if values is None:
        return [None] * (count + 1)
    is_known = np.isfinite(values)
    sums = _counts(places, count, np.where(is_known, values, 0.0))
    total = float(sums.sum())
    if total <= 0:
        return [None] * (count + 1)
    untold = (_counts(places, count) > 0) & (_counts(places, count, is_known) == 0)
    return [None if no else one / total for one, no in zip(sums.tolist(), untold.tolist(), strict=True)]


def _counts(places: Array, count: int, values: Array | None = None) -> Array:
    """By place how many accounts stand there, or what their values add up to; place -1 is no account of the grading."""
    return np.bincount(places + 1, values, minlength=count + 2)[1:]


def _title(sight: Sight | None, tiers: Sequence[TierLine]) -> Text:
    if sight is None:
        return Text("Nobody is graded yet", "尚未分级")
    key = [one for one in tiers if one.is_key]
    by_profit = sight.run.by_profit and sight.prices
    shares = [one.of_profit if by_profit else one.of_sales for one in key]
    known = [share for share in shares if share is not None]
    named = Text("{name} v{number}", "“{name}”第{number}版")
    scheme = named.filled(name=label_of(sight.run), number=sight.run.scheme.number)
    number = sum(one.accounts for one in key)
    if not known or not number:
        count = counted(number, "key account", "key accounts", "家大客户")
        return Text("{count}, by {scheme}", "按{scheme}，共{count}").filled(count=count, scheme=scheme)
    count = counted(number, "key account brings", "key accounts bring", "家大客户")
    words = (
        Text("{count} {share} of a year's profit, by {scheme}", "按{scheme}，{count}贡献了近12个月毛利的{share}")
        if by_profit
        else Text("{count} {share} of a year's sales, by {scheme}", "按{scheme}，{count}贡献了近12个月销售额的{share}")
    )
    return words.filled(count=count, share=share_text(sum(known), 0), scheme=scheme)


def label_of(run: Run) -> Text:
    """The name of the scheme of a run."""
    return Text(run.scheme.label_en, run.scheme.label_zh)


def _lead(sight: Sight | None) -> Text:
    if sight is None:
        return Text(
            "Once a ledger is graded, this page says who is key, by which rule, and what would change.",
            "账本分级之后，这里会说明谁是大客户、按哪条规则、规则一变会有什么变化。",
        )
    count = counted(int(sight.seen.graded.sum()), "account", "accounts", "家客户")
    words = Text("The {count} you see, nobody else's; latest 12 months.", "仅统计您可见的{count}；取近12个月。")
    if sight.viewer.reads_all_accounts:
        words = Text("All {count}; sales and profit of the latest 12 months.", "全公司{count}；金额取近12个月。")
    return words.filled(count=count)


def _finding(tiers: Sequence[TierLine]) -> Text:
    heavy = next((one for one in tiers if one.is_heavy), None)
    if heavy is not None:
        return Text(
            "{tier}: {sales} of sales, but only {profit} of profit",
            "{tier}占销售额{sales}，却只占毛利{profit}",
        ).filled(tier=heavy.label, sales=share_text(heavy.of_sales or 0.0, 0), profit=_signed(heavy.of_profit or 0.0))
    most = max(tiers, key=lambda one: one.accounts)
    return Text("The largest tier is “{tier}”: {share} of the accounts", "客户最多的是“{tier}”，占{share}").filled(
        tier=most.label, share=share_text(most.of_accounts or 0.0, 0)
    )


def _signed(share: float) -> str:
    return f"−{share_text(-share, 0)}" if share < 0 else share_text(share, 0)


def _runs(viewer: Viewer, in_force: Run | None) -> list[RunLine]:
    rows, lines = _LATEST(viewer), []
    for run, before in zip_longest(rows, rows[1:]):
        compare = f"/grading/runs/?before={before.number}&after={run.number}" if before is not None else ""
        lines.append(RunLine(run, in_force is not None and run.pk == in_force.pk, compare))
    return lines[:MOST_RUNS]


def _latest(viewer: Viewer) -> Any:
    # The report, the scheme and the merges of a large company are long, and a line of the history tells none of them.
    runs = Run.objects.visible_to(viewer).defer("report", "merged", "used_scheme", "scheme__text")
    return runs.exclude(columns="").select_related("scheme", "graded_by").order_by("-number")[: MOST_RUNS + 1]


_LATEST: Final[Prepared[Run]] = Prepared(_latest)
