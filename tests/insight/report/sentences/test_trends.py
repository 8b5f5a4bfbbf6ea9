"""What is said of the trend of accounts whose sums of a year are alike."""

import numpy as np
from tests.insight.standings import company_rows, evidence_of_rows

from openkam.analysis.methods.rhythm.movement import STABLE
from openkam.insight.report.sentences.reasons import movement_reasons


def test_a_stable_account_with_a_trend_is_told_to_be_stable_first() -> None:
    evidence = evidence_of_rows(company_rows())
    found = [one for one in movement_reasons(evidence, np.arange(evidence.facts.count)) if one.code == "trend"]
    stable = evidence.movements.code == STABLE
    told = [(account, one.words.en) for one in found for account in one.accounts.tolist()]
    assert any(stable[account] for account, _ in told)
    assert all(words.startswith("Stable") == stable[account] for account, words in told)
