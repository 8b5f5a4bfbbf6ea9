"""Peers are told only where there are enough of them."""

import numpy as np
import pytest
from tests.insight.standings import company_rows, evidence_of_rows, standing_of_evidence

from openkam.insight.value.peers import LEAST_PEERS, peers_of
from openkam.insight.value.standing import Standing


@pytest.fixture(scope="module")
def standing() -> Standing:
    return standing_of_evidence(evidence_of_rows(company_rows()))


def test_peers_are_like_the_account_and_without_it(standing: Standing) -> None:
    account = int(np.argmin(standing.sales_rank))
    peers = peers_of(standing, np.ones(standing.count, bool), account, ("margin", "growth"))
    assert peers is not None
    assert len(peers.rows) >= LEAST_PEERS
    assert account not in peers.rows
    assert [one.measure for one in peers.figures] == ["margin", "growth"]
    margins = standing.values["margin"][peers.rows]
    assert peers.figures[0].median == pytest.approx(float(np.median(margins[np.isfinite(margins)])))


def test_a_small_view_has_no_peers(standing: Standing) -> None:
    mask = np.zeros(standing.count, bool)
    mask[:4] = True
    assert peers_of(standing, mask, 0, ("margin",)) is None
