"""Vetoes and routes, from the columns of the customers table."""

from dataclasses import replace

import numpy as np
import pytest

from openkam.analysis.methods.grading.gates import gated, routed
from openkam.analysis.methods.grading.scheme import Gate
from tests.analysis.methods.made_schemes import route, scorecard

NEVER = np.array(["SUSTAINED", "SUSTAINED"])


def column(*values: object) -> np.ndarray:
    """A column of the customers table."""
    return np.array(values, object)


@pytest.mark.parametrize(
    ("gate", "columns", "pattern", "stopped"),
    [
        ("fit", {"product_fit": column(False, True)}, NEVER, [True, False]),
        ("fit", {"product_fit": column(True, None), "method_fit": column(False, None)}, NEVER, [True, False]),
        (
            "buying_structure",
            {
                "buying_structure": column("DISPERSED", "CENTRAL"),
                "branch_count": column(40, 40),
                "coverage_count": column(5, 5),
            },
            NEVER,
            [True, False],
        ),
        (
            "buying_structure",
            {
                "buying_structure": column("DISPERSED", "DISPERSED"),
                "branch_count": column(40, 40),
                "coverage_count": column(40, None),
            },
            NEVER,
            [False, False],
        ),
        ("purchase_pattern", {}, np.array(["ONE_OFF", "NEW"]), [True, False]),
        ("organisation_kind", {"organisation_kind": column("PERSON", "PUBLIC_BODY")}, NEVER, [True, False]),
        ("fit", {}, NEVER, [False, False]),
        ("buying_structure", {"buying_structure": column("DISPERSED", None)}, NEVER, [False, False]),
    ],
)
def test_a_gate_stops_what_is_known_to_fail_and_never_the_unknown(
    gate: str, columns: dict[str, np.ndarray], pattern: np.ndarray, stopped: list[bool]
) -> None:
    scheme = replace(scorecard(), gates=(Gate(gate, "GENERAL"),))
    found = gated(scheme, columns, pattern)
    assert found.stopped[gate].tolist() == stopped
    assert found.best_place.tolist() == [2 if one else 0 for one in stopped]


def test_a_gate_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="charm"):
        gated(replace(scorecard(), gates=(Gate("charm", "GENERAL"),)), {}, NEVER)


def test_a_route_opens_a_tier_and_the_best_one_counts() -> None:
    scheme = scorecard()
    tiers = (
        replace(scheme.tiers[0], routes=(route("NATIONAL_BODY", organisation_level="NATIONAL"),)),
        replace(scheme.tiers[1], routes=(route("PARTNER", contract_kind="STRATEGIC_PARTNER"),)),
        *scheme.tiers[2:],
    )
    columns = {
        "organisation_level": column("NATIONAL", None, "CITY"),
        "contract_kind": column("STRATEGIC_PARTNER", "STRATEGIC_PARTNER", None),
    }
    place, code = routed(replace(scheme, tiers=tiers), columns, 3)
    assert place.tolist() == [0, 1, 4]
    assert code.tolist() == ["NATIONAL_BODY", "PARTNER", ""]


def test_a_route_may_leave_some_out() -> None:
    scheme = scorecard()
    open_to = replace(route("BODY", organisation_level="CITY"), unless={"organisation_kind": ("ENTERPRISE",)})
    tiers = (replace(scheme.tiers[0], routes=(open_to,)), *scheme.tiers[1:])
    columns = {"organisation_level": column("CITY", "CITY"), "organisation_kind": column("ENTERPRISE", None)}
    assert routed(replace(scheme, tiers=tiers), columns, 2)[0].tolist() == [4, 0]
