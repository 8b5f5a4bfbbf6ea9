"""Figures of some accounts of a company are those of a ledger that holds only these accounts."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.insight.company import code_of
from tests.insight.standings import company_rows, evidence_of_rows, only, standing_of_evidence

from openkam.analysis.words import Text
from openkam.insight.report.evidence import Evidence
from openkam.insight.value.curves import curves_of, whale_position
from openkam.insight.value.largest import falling
from openkam.insight.value.layers import layers_of
from openkam.insight.value.levers import balance_of, headroom_of, loss_with
from openkam.insight.value.matrix import Quadrant, matrix_of
from openkam.insight.value.shown import Shown, shown_accounts
from openkam.insight.value.standing import Standing
from openkam.insight.value.watched import decliners_of, lost_of, one_offs_of

SOME = {code_of(number) for number in range(40) if number % 3 != 1} - {code_of(0)}
LABELS = [Text("Key", "大"), Text("Important", "重要"), Text("General", "一般"), Text("Small", "小")]


@pytest.fixture(scope="module")
def whole() -> Standing:
    return standing_of_evidence(evidence_of_rows(company_rows()))


@pytest.fixture(scope="module")
def part_evidence() -> Evidence:
    return evidence_of_rows(only(company_rows(), SOME))


@pytest.fixture(scope="module")
def part(part_evidence: Evidence) -> Standing:
    return standing_of_evidence(part_evidence)


def mask_of(standing: Standing) -> np.ndarray:
    return np.isin(standing.code, sorted(SOME))


def codes(standing: Standing, rows: np.ndarray) -> list[str]:
    return [str(code) for code in standing.code[rows]]


def both(whole: Standing, part: Standing, months: int, by_profit: bool) -> tuple[Shown, Shown]:
    return (
        shown_accounts(whole, mask_of(whole), months=months, by_profit=by_profit),
        shown_accounts(part, np.ones(part.count, bool), months=months, by_profit=by_profit),
    )


@pytest.mark.parametrize("by_profit", [True, False])
@pytest.mark.parametrize("months", [12, 24, 36])
def test_curves_of_a_mask_are_those_of_its_own_ledger(
    whole: Standing, part: Standing, months: int, by_profit: bool
) -> None:
    one, other = both(whole, part, months, by_profit)
    a, b = curves_of(one), curves_of(other)
    assert codes(whole, a.line.order) == codes(part, b.line.order)
    assert a.line.cumulative.tolist() == b.line.cumulative.tolist()
    assert (a.line.accounts_for_80, a.line.top_20_share, a.line_finding) == (
        b.line.accounts_for_80,
        b.line.top_20_share,
        b.line_finding,
    )
    assert (a.spread, a.spread_finding, a.curve_finding) == (b.spread, b.spread_finding, b.curve_finding)
    assert (a.curve is None) == (not by_profit)
    if a.curve is not None and b.curve is not None:
        assert a.curve.cumulative.tolist() == b.curve.cumulative.tolist()
        assert codes(whole, a.curve.order) == codes(part, b.curve.order)


def test_the_whole_period_gives_the_portfolio_of_the_report(part: Standing, part_evidence: Evidence) -> None:
    curves = curves_of(shown_accounts(part, np.ones(part.count, bool), months=36, by_profit=True))
    portfolio = part_evidence.portfolio
    assert curves.line.total == portfolio.line.total
    assert curves.line.accounts_for_80 == portfolio.line.accounts_for_80
    assert curves.line.cumulative.tolist() == portfolio.line.cumulative.tolist()
    assert curves.spread == portfolio.spread
    assert curves.curve is not None
    assert portfolio.curve is not None
    assert curves.curve.cumulative.tolist() == portfolio.curve.cumulative.tolist()
    assert curves.curve.peak_share == portfolio.curve.peak_share


@pytest.mark.parametrize("by_profit", [True, False])
def test_layers_watched_and_levers_of_a_mask_are_those_of_its_own_ledger(
    whole: Standing, part: Standing, by_profit: bool
) -> None:
    one, other = both(whole, part, 12, by_profit)
    place_of = dict(zip(whole.code.tolist(), whole.tier_place.tolist(), strict=True))
    places = np.array([place_of[code] for code in part.code.tolist()])
    assert layers_of(one, whole.tier_place, LABELS) == layers_of(other, places, LABELS)
    mask, everybody = mask_of(whole), np.ones(part.count, bool)
    for find in (decliners_of, lost_of, one_offs_of):
        a, b = find(whole, mask), find(part, everybody)
        assert codes(whole, a.rows) == codes(part, b.rows)
        assert (a.recent.tolist(), a.before.tolist(), a.finding) == (b.recent.tolist(), b.before.tolist(), b.finding)
    a_room, b_room = headroom_of(one, floor_share=0.1), headroom_of(other, floor_share=0.1)
    assert (a_room is None) == (b_room is None) == (not by_profit)
    if a_room is not None and b_room is not None:
        assert codes(whole, a_room.rows) == codes(part, b_room.rows)
        assert a_room.room.tolist() == b_room.room.tolist()
        assert a_room.finding == b_room.finding
    a_balance, b_balance = balance_of(one), balance_of(other)
    assert a_balance is not None
    assert b_balance is not None
    assert codes(whole, a_balance.over_served) == codes(part, b_balance.over_served)
    assert codes(whole, a_balance.under_served) == codes(part, b_balance.under_served)
    assert a_balance.finding == b_balance.finding


@pytest.mark.parametrize("by_profit", [True, False])
def test_a_loss_is_that_of_the_accounts_shown(whole: Standing, part: Standing, by_profit: bool) -> None:
    picked = sorted(SOME)[:3]
    a = loss_with(whole, mask_of(whole), np.flatnonzero(np.isin(whole.code, picked)), by_profit=by_profit)
    everybody = np.ones(part.count, bool)
    b = loss_with(part, everybody, np.flatnonzero(np.isin(part.code, picked)), by_profit=by_profit)
    assert a == b
    assert a.accounts == 3
    assert (a.loss.profit is None) == (not by_profit)
    hidden = np.flatnonzero(whole.code == code_of(0))
    assert loss_with(whole, mask_of(whole), hidden, by_profit=True).accounts == 0


def test_without_prices_nothing_depends_on_costs(whole: Standing) -> None:
    rows = company_rows()
    dearer = [{**row, "cost_amount": row["net_amount"] * 2} for row in rows[0]]
    other = standing_of_evidence(evidence_of_rows((dearer, rows[1], rows[2])))
    a, b = (shown_accounts(one, np.ones(one.count, bool), months=12, by_profit=False) for one in (whole, other))
    curves, others = curves_of(a), curves_of(b)
    assert curves.line.order.tolist() == others.line.order.tolist()
    assert (curves.line_finding, curves.curve_finding) == (others.line_finding, None)
    assert layers_of(a, whole.tier_place, LABELS) == layers_of(b, whole.tier_place, LABELS)
    assert matrix_of(a) is None
    assert matrix_of(b) is None
    assert headroom_of(a) is None
    balance, other_balance = balance_of(a), balance_of(b)
    assert balance is not None
    assert other_balance is not None
    assert balance.finding == other_balance.finding


def test_the_matrix_divides_at_the_averages(whole: Standing) -> None:
    matrix = matrix_of(shown_accounts(whole, np.ones(whole.count, bool), by_profit=True))
    assert matrix is not None
    assert sum(matrix.counts.values()) == len(matrix.rows)
    keep = matrix.of(Quadrant.KEEP)
    assert len(keep) == matrix.counts[Quadrant.KEEP] > 0
    position = {int(row): at for at, row in enumerate(matrix.rows)}
    assert all(matrix.current[position[int(row)]] > matrix.current_cut for row in keep)


def test_an_account_knows_its_place_on_the_whale_curve(whole: Standing) -> None:
    curves = curves_of(shown_accounts(whole, np.ones(whole.count, bool), by_profit=True))
    assert curves.curve is not None
    place, count, words = whale_position(curves, int(curves.curve.order[-1])) or (0, 0, Text("", ""))
    assert place == count == len(curves.curve.order)
    assert "away again" in words.en
    without = curves_of(shown_accounts(whole, np.ones(whole.count, bool), by_profit=False))
    assert whale_position(without, 0) is None


def test_a_ledger_of_less_than_two_years_compares_windows_that_are_not_kept(whole: Standing) -> None:
    young = replace(whole, movement_months=6)
    found = lost_of(young, np.ones(whole.count, bool))
    assert found.recent.tolist() == whole.net[:, -6:][found.rows].sum(axis=1).tolist()
    assert found.before.tolist() == whole.net[:, -12:-6][found.rows].sum(axis=1).tolist()


@given(st.lists(st.one_of(st.integers(-3, 3), st.integers(-(10**15), 10**15)), max_size=60))
def test_the_largest_stand_first_and_equals_as_they_stood(values: list[int]) -> None:
    given_ = np.array(values, np.int64)
    assert falling(given_).tolist() == np.argsort(-given_, kind="stable").tolist()


@pytest.mark.parametrize("share", [0.05, 0.6])
def test_some_accounts_are_picked_or_sorted_to_the_same_order(whole: Standing, share: float) -> None:
    rows = np.flatnonzero(np.random.default_rng(1).random(whole.count) < share)
    net = whole.windows["net_12"]
    assert whole.orders.falling("net_12", rows).tolist() == rows[np.argsort(-net[rows], kind="stable")].tolist()


def test_one_account_is_spoken_of_in_the_singular(whole: Standing) -> None:
    everybody = shown_accounts(whole, np.ones(whole.count, bool), by_profit=True)
    losing = everybody.rows[np.argmin(np.where(everybody.known, everybody.profit, 10**18))]
    mask = np.zeros(whole.count, bool)
    mask[losing] = True
    alone = curves_of(shown_accounts(whole, mask, by_profit=True))
    assert alone.spread_finding.en == "All net sales hang on one account."
    mask[everybody.falling[:9]] = True
    curve = curves_of(shown_accounts(whole, mask, by_profit=True)).curve_finding
    assert curve is not None
    assert curve.en.startswith("1 account loses money and eats ")
    assert "without it" in curve.en


def test_nobody_shown_is_told_in_words(whole: Standing) -> None:
    shown = shown_accounts(whole, np.zeros(whole.count, bool), by_profit=True)
    curves = curves_of(shown)
    assert curves.line_finding.en.startswith("None of the accounts")
    assert layers_of(shown, whole.tier_place, LABELS).finding == curves.line_finding
    matrix = matrix_of(shown)
    assert matrix is None or not len(matrix.rows)
    assert decliners_of(whole, np.zeros(whole.count, bool)).finding.en == "Nobody shown is declining."
    assert balance_of(shown) is None


def test_only_kept_periods_can_be_shown(whole: Standing) -> None:
    with pytest.raises(ValueError, match="7"):
        shown_accounts(whole, np.ones(whole.count, bool), months=7, by_profit=True)
