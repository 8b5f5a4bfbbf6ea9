"""From all accounts to those asked for, in the order asked for."""

from typing import Any

import numpy as np
from django.test import RequestFactory
from tests.cast import TODAY

from openkam.core.access import FieldClass, Role, Viewer
from openkam.web.accounts.listing.asked import asked_of
from openkam.web.accounts.listing.sifting import Known, Sifted, sifted
from openkam.web.sight.columns import COLUMNS, PROFIT, columns_of
from openkam.web.sight.packed import Names, Words
from openkam.web.sight.seen import Seen

VIEWER = Viewer(1, "ops", frozenset({Role.SALES_OPERATIONS}), frozenset(FieldClass), TODAY)
ALLOWED = columns_of(VIEWER, None)
UNIT = 10_000.0


def given(query: str) -> Any:
    """A query string as a request carries it."""
    return RequestFactory().get(f"/?{query}").GET


def seen() -> Seen:
    """Five accounts: profits 30, unknown, 10, -5, 20."""
    figures = {column.code: np.full(5, np.nan) for column in COLUMNS if column.is_figure}
    figures[PROFIT] = np.array([30, np.nan, 10, -5, 20]) * UNIT
    figures["margin"] = np.array([0.12, 0.3, np.nan, -0.1, 0.12])
    return Seen(
        account=np.array([11, 12, 13, 14, 15]),
        name=Names.of([("海港", "阿尔法", "Beta", "alpha", "中华")]),
        owner=np.array([1, 2, 0, 1, 2]),
        region=Words(("", "East", "West"), np.array([1, 2, 0, 1, 2])),
        industry=Words(("", "Steel"), np.array([1, 1, 0, 0, 0])),
        graded=np.array([True, True, True, True, False]),
        tier=np.array([0, 1, 99, 1, 99], np.int16),
        pattern=Words(("", "SUSTAINED"), np.array([1, 1, 0, 1, 0])),
        movement=Words(("", "LOST", "GROWING"), np.array([1, 2, 0, 1, 0])),
        figures=figures,
    )


def asked(query: str, **known: Any) -> Sifted:
    usual = {
        "places": {"KEY": 0, "SMALL": 1},
        "overrides": {},
        "team": None,
        "found": None,
        "owners": {1: "方", 2: "薄"},
        "codes": (),
        "is_expired": False,
    }
    return sifted(seen(), asked_of(given(query), ALLOWED), Known(**(usual | known)), ALLOWED, PROFIT)


def rows(query: str, **known: Any) -> list[int]:
    return asked(query, **known).rows.tolist()


def test_profit_leads_and_the_unknown_stand_last() -> None:
    assert rows("") == [0, 4, 2, 3, 1]


def test_the_unknown_stand_last_either_way() -> None:
    assert rows("sort=gross_profit_12m") == [3, 2, 4, 0, 1]
    assert rows("sort=-margin") == [1, 0, 4, 3, 2]
    assert rows("sort=margin") == [3, 0, 4, 1, 2]


def test_equals_stand_in_the_order_of_profit() -> None:
    assert rows("sort=-tier") == [0, 3, 1, 4, 2]
    assert rows("sort=tier") == [3, 1, 0, 4, 2]


def test_names_stand_by_their_sound() -> None:
    assert rows("sort=name") == [3, 2, 1, 0, 4]  # alpha, Beta, 阿, 海, 中
    assert rows("sort=-owner")[-1] == 2


def test_filters_narrow() -> None:
    assert rows("tier=KEY") == [0]
    assert rows("tier=none") == [4, 2]
    assert rows("region=East") == [0, 3]
    assert rows("region=none") == [2]
    assert rows("owner=2&owner=none") == [4, 2, 1]
    assert rows("movement=LOST&pattern=SUSTAINED") == [0, 3]
    assert rows("", team=frozenset({1})) == [0, 3]
    assert rows("q=x", found=np.array([12, 99])) == [1]


def test_a_range_takes_its_ends_in_and_the_unknown_out() -> None:
    assert rows("from.gross_profit_12m=10&to.gross_profit_12m=20") == [4, 2]
    assert rows("from.margin=12") == [0, 4, 1]


def test_an_override_moves_the_tier_that_stands() -> None:
    found = asked("tier=KEY", overrides={13: 0, 999: 1})
    assert found.rows.tolist() == [0, 2]
    assert rows("state=overridden", overrides={13: 0}) == [2]


def test_expired_are_the_graded_of_an_old_run() -> None:
    assert rows("state=expired") == []
    assert rows("state=expired", is_expired=True) == [0, 2, 3, 1]


def test_a_chip_counts_what_its_choice_would_leave() -> None:
    facets = asked("tier=KEY&movement=LOST").facets
    assert facets["tier"] == {"KEY": 1, "SMALL": 1}
    assert facets["movement"] == {"LOST": 1}
    assert asked("").facets["tier"] == {"KEY": 1, "SMALL": 2, "none": 2}
