"""What-if of a scheme and the figures of a portfolio on kept arrays: `python -m tests.bench.what_if [accounts]`.

Synthetic accounts with log-normal sales; medians of the CPU time of nine runs after one that opens the files.
"""

import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

import numpy as np

from openkam.analysis.catalogue import MEASURES
from openkam.analysis.measure import Unit
from openkam.analysis.methods.grading.calibration import known_share, ladders
from openkam.analysis.methods.grading.gates import GATES
from openkam.analysis.schema import MONEY_SCALE
from openkam.analysis.words import Text
from openkam.insight.grading.schemes import SHIPPED, load_scheme
from openkam.insight.value.standing import MONTHS, WINDOWS, Columns, Standing, open_standing, write_standing

TURNS = 9


def synthetic(accounts: int, seed: int = 5) -> Standing:
    """Accounts that buy every month, at log-normal size, three years long."""
    random = np.random.default_rng(seed)
    size = np.sort(random.lognormal(9, 1.6, accounts))[::-1]
    net = (size[:, None] * random.uniform(0.3, 1.7, (accounts, MONTHS)) * MONEY_SCALE / 12).astype(np.int64)
    profit = (net * random.normal(0.22, 0.12, (accounts, 1))).astype(np.int64)
    values = {code: _values(one.unit, size, random) for code, one in MEASURES.items()}
    values |= {"net_sales_12m": net[:, -12:].sum(axis=1) / MONEY_SCALE}
    values |= dict.fromkeys(
        ("gross_profit_12m", "contribution_12m", "current_value"), profit[:, -12:].sum(axis=1) / MONEY_SCALE
    )
    order = random.permutation(accounts)
    return Standing(
        since=date(2023, 7, 1),
        until=date(2026, 6, 30),
        currency="CNY",
        by_profit=True,
        months=36,
        movement_months=12,
        account=np.arange(1, accounts + 1),
        code=np.array([f"C{number:07d}" for number in range(accounts)]),
        net=net[order],
        profit=profit[order],
        latest=random.integers(0, 14, accounts),
        lines=random.integers(1, 400, accounts),
        moved=np.full(accounts, 1000),
        moved_covered=np.full(accounts, 1000),
        rank=order + 1,
        sales_rank=order + 1,
        pattern=random.choice(np.array(["SUSTAINED", "ONE_OFF", "OCCASIONAL", "NEW"]), accounts),
        movement=random.choice(np.array(["LOST", "DECLINING", "GROWING", "STABLE"]), accounts),
        tier_place=random.integers(0, 4, accounts),
        plain_place=random.integers(0, 4, accounts),
        invoices=random.integers(1, 200, accounts),
        windows=Columns(
            {f"net_{m}": net[order][:, -m:].sum(axis=1) for m in WINDOWS}
            | {f"profit_{m}": profit[order][:, -m:].sum(axis=1) for m in WINDOWS}
        ),
        values=Columns({code: column[order] for code, column in values.items()}),
        gates=Columns({code: random.random(accounts) < 0.05 for code in GATES}),
        texts=Columns({"contract_kind": random.integers(-1, 3, accounts).astype(np.int32)}),
        methods=Columns({name: random.integers(0, 4, accounts) for name in ("single", "pyramid", "scorecard")}),
        vocabulary={"contract_kind": ["FRAMEWORK", "GROUP_CONTRACT", "STRATEGIC_PARTNER"]},
        ladders=ladders(values, values),
        known_shares={code: known_share(column) for code, column in values.items()},
        method_tiers={
            name: [("A", "A", "A", True), ("B", "B", "B", False)] * 2 for name in ("single", "pyramid", "scorecard")
        },
    )


def _values(unit: Unit, size: Any, random: np.random.Generator) -> Any:
    count = len(size)
    match unit:
        case Unit.MONEY:
            return size * random.uniform(0.5, 1.5, count)
        case Unit.SHARE:
            return random.uniform(-0.2, 1.0, count)
        case Unit.RATING:
            return np.where(random.random(count) < 0.6, random.uniform(0, 10, count), np.nan)
        case _:
            return random.uniform(0, 60, count)


def timed(name: str, work: Callable[[], object]) -> None:
    """Print the median of some runs in milliseconds."""
    work()
    times = []
    for _ in range(TURNS):
        start = process_time()
        work()
        times.append(process_time() - start)
    sys.stdout.write(f"{name:<42} {1000 * median(times):8.1f} ms\n")


def main(accounts: int) -> None:
    """Write the arrays, open them as a page would, and time each figure."""
    from openkam.insight.grading.side_by_side import kept_methods, three_tiers
    from openkam.insight.grading.what_if import effect_of, plain_tiers
    from openkam.insight.value.curves import curves_of
    from openkam.insight.value.layers import layers_of
    from openkam.insight.value.levers import balance_of, headroom_of, loss_with
    from openkam.insight.value.matrix import matrix_of
    from openkam.insight.value.shown import shown_accounts
    from openkam.insight.value.watched import decliners_of, lost_of, one_offs_of

    with tempfile.TemporaryDirectory() as place:
        write_standing(Path(place) / "run", synthetic(accounts))
        standing = open_standing(Path(place) / "run")
        sys.stdout.write(f"{accounts:,} accounts\n")
        for name in SHIPPED:
            scheme = load_scheme(name)
            timed(
                f"effect of scheme {name}",
                lambda scheme=scheme: effect_of(standing, scheme, scheme, before_places=standing.plain_place),
            )
        scheme, _ = plain_tiers(standing, load_scheme("scorecard"))
        heavier = replace(scheme, criteria=(replace(scheme.criteria[0], weight=60.0), *scheme.criteria[1:]))
        timed("effect of a moved slider, both sides", lambda: effect_of(standing, heavier, scheme))
        timed("three methods with a scheme being tried", lambda: three_tiers(standing, scheme))
        timed("three methods as kept", lambda: kept_methods(standing, scheme))
        everybody = np.ones(standing.count, bool)
        shown = shown_accounts(standing, everybody, months=12, by_profit=True)
        labels = [Text(code, code) for code in "ABCD"]
        timed("portfolio: accounts shown", lambda: shown_accounts(standing, everybody, months=12, by_profit=True))
        timed("portfolio: Pareto, whale, concentration", lambda: curves_of(shown))
        timed("portfolio: matrix", lambda: matrix_of(shown))
        timed("portfolio: tiers", lambda: layers_of(shown, standing.tier_place, labels))
        timed("portfolio: decliners", lambda: decliners_of(standing, everybody))
        timed("portfolio: lost", lambda: lost_of(standing, everybody))
        timed("portfolio: one-offs", lambda: one_offs_of(standing, everybody))
        timed("portfolio: discount room", lambda: headroom_of(shown))
        timed("portfolio: effort balance", lambda: balance_of(shown))
        timed("portfolio: loss of five", lambda: loss_with(standing, everybody, np.arange(5), by_profit=True))


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openkam.config.settings")
    django.setup()
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
