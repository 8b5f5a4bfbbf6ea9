"""The main reason of a move names what changed: the figure, the weight, or the cuts of a criterion."""

from dataclasses import replace
from typing import Any

import pytest

from openkam.analysis.methods.grading.scheme import Scheme
from openkam.insight.grading.queries import VerdictView
from openkam.insight.grading.schemes import load_scheme
from openkam.web.grading.runs.reasons import Pair, main_reason

STEPS = (0.0, 3.0, 6.0, 9.0, 12.0)
SCHEME = replace(load_scheme(), criteria=tuple(replace(one, breakpoints=STEPS) for one in load_scheme().criteria))
MONTHS = SCHEME.criteria[0].code


def seen(months: float | None, *, weight: float, points: float | None) -> VerdictView:
    """A verdict that looks at one criterion only."""
    criterion: dict[str, Any] = {
        "code": MONTHS, "en": "Months with purchases", "zh": "采购月数", "measure": "active_months",
        "value": months, "weight": weight, "points": points, "contribution": None, "finding": None,
    }  # fmt: skip
    return VerdictView((), {}, (criterion,), None, (), (), {}, (), {})


def told(before: VerdictView, after: VerdictView, schemes: tuple[Scheme, Scheme] = (SCHEME, SCHEME)) -> str:
    """The reason in both languages; blank where there is none."""
    rises = float(after.criteria[0]["points"]) * float(after.criteria[0]["weight"]) > float(
        before.criteria[0]["points"]
    ) * float(before.criteria[0]["weight"])
    found = main_reason(Pair(before, after, True), schemes, rises=rises)
    return f"{found.en} | {found.zh}" if found is not None else ""


def test_a_figure_that_stayed_is_not_named_where_its_weight_changed() -> None:
    words = told(seen(12, weight=10, points=100), seen(12, weight=7.55, points=100))
    assert words == (
        "weight of Months with purchases 10% → 7.55% (−2.5 points) | 采购月数的权重：10% → 7.55%（−2.5分）"
    )
    assert told(seen(12, weight=10, points=100), seen(12, weight=20, points=100)).startswith(
        "weight of Months with purchases 10% → 20% (+10 points)"
    )


def test_a_figure_that_changed_is_named_as_before() -> None:
    words = told(seen(12, weight=10, points=100), seen(6, weight=10, points=50))
    assert words == "Months with purchases 12 months → 6 months (−5 points) | 采购月数：12个月 → 6个月（−5分）"


def test_figure_and_weight_that_changed_both_are_both_named() -> None:
    words = told(seen(12, weight=20, points=100), seen(6, weight=10, points=50))
    assert words == (
        "Months with purchases 12 months → 6 months, its weight 20% → 10% (−15 points) | "
        "采购月数：12个月 → 6个月，权重20% → 10%（−15分）"
    )


def test_another_scheme_that_measures_the_same_figure_otherwise_changed_its_cuts() -> None:
    schemes = (SCHEME, replace(SCHEME, code="ours"))
    words = told(seen(6, weight=20, points=75), seen(6, weight=20, points=50), schemes)
    assert words == "cuts of Months with purchases changed (−5 points) | 采购月数的分界线有变（−5分）"


@pytest.mark.parametrize(
    ("version", "words"),
    [
        (1, "the cuts were read anew from the ledger (−10 points) | 分界线按新账本重新测定（−10分）"),
        (2, "the cuts are others now (−10 points) | 分界线有变（−10分）"),
    ],
)
def test_cuts_are_the_ledgers_only_within_one_version(version: int, words: str) -> None:
    steeper = tuple(replace(one, breakpoints=tuple(2 * step for step in STEPS)) for one in SCHEME.criteria)
    schemes = (replace(SCHEME, version=1), replace(SCHEME, version=version, criteria=steeper))
    assert told(seen(12, weight=20, points=100), seen(12, weight=20, points=50), schemes) == words
