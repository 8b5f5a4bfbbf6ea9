"""Criteria card: what each criterion found, passed, failed or unknown, and how many of them are passed."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.methods.grading.conditions import judged
from openkam.analysis.methods.grading.scheme import Criterion


class Finding(IntEnum):
    """What a criterion says about an account."""

    UNKNOWN = -1
    FAILED = 0
    PASSED = 1


@dataclass(frozen=True)
class Cards:
    """One card an account: findings int8 (accounts, criteria) with the values of `Finding`."""

    findings: Array

    @property
    def passed(self) -> Array:
        """How many criteria are passed."""
        return np.asarray((self.findings == Finding.PASSED).sum(axis=1), np.float64)

    @property
    def possible(self) -> Array:
        """How many are passed or cannot be told."""
        return np.asarray((self.findings != Finding.FAILED).sum(axis=1), np.float64)


def cards(criteria: tuple[Criterion, ...], values: Mapping[str, Array], count: int) -> Cards:
    """The six criteria (R047 to R053), or any others: passed when all conditions hold, failed when one surely fails.

    `values` are float64 business units by measure, NaN unknown.
    """
    findings = np.full((count, len(criteria)), Finding.PASSED, np.int8)
    for index, criterion in enumerate(criteria):
        judgements = [judged(condition, values) for condition in criterion.conditions]
        for judgement in judgements:
            findings[~judgement.known & (findings[:, index] == Finding.PASSED), index] = Finding.UNKNOWN
        for judgement in judgements:
            findings[judgement.fails, index] = Finding.FAILED
    return Cards(findings)
