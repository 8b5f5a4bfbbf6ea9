"""Two runs compared account by account, the six criteria, and what the key accounts bring, from kept arrays."""

from dataclasses import replace

import numpy as np
from tests.insight.company import OPERATIONS, Company, company

from openkam.core.access import FieldClass
from openkam.insight.grading.criteria_card import criteria_card
from openkam.insight.grading.key_share import key_shares
from openkam.insight.grading.moved import ABSENT, moved_between
from openkam.insight.grading.standing import standing_of

__all__ = ["company"]


def test_only_seen_accounts_are_compared_the_largest_first(company: Company) -> None:
    later = standing_of(company.run, company.folder)
    earlier = replace(later.where(np.arange(later.count) > 0), tier_place=np.full(later.count - 1, 3))
    moved = moved_between(earlier, later, later.account[:5])
    assert sorted(moved.account.tolist()) == sorted(later.account[:5].tolist())
    assert (np.diff(moved.money) <= 0).all()
    new = moved.account == later.account[0]
    assert moved.before[new].tolist() == [ABSENT]
    assert set(moved.before[~new].tolist()) == {3}
    places = dict(zip(later.account.tolist(), later.tier_place.tolist(), strict=True))
    assert moved.after.tolist() == [places[key] for key in moved.account.tolist()]


def test_an_account_that_left_is_absent_afterwards(company: Company) -> None:
    earlier = standing_of(company.run, company.folder)
    moved = moved_between(earlier, earlier.where(np.zeros(earlier.count, bool)), earlier.account)
    assert set(moved.after.tolist()) == {ABSENT}


def test_criteria_that_rest_on_profit_are_closed_without_prices(company: Company) -> None:
    standing = standing_of(company.run, company.folder)
    whole = criteria_card(standing, OPERATIONS)
    part = criteria_card(standing, replace(OPERATIONS, readable=frozenset({FieldClass.TEAM})))
    closed = {one.code for one in whole.criteria} - {one.code for one in part.criteria}
    assert (whole.closed, part.closed, closed) == (0, 2, {"profit_share", "loss_impact"})
    assert whole.findings.shape == (standing.count, 6)


def test_key_accounts_before_and_after_are_counted_with_their_share(company: Company) -> None:
    standing = standing_of(company.run, company.folder)
    everybody, nobody = np.ones(standing.count, bool), np.zeros(standing.count, bool)
    shares = key_shares(standing, nobody, everybody, everybody)
    assert (shares.both, shares.only_before, shares.only_after) == (0, 0, standing.count)
    assert (shares.profit_before, shares.profit_after) == (0.0, 1.0)
    assert key_shares(standing, everybody, everybody, nobody).profit_after is None
