"""One question, one address; what may not be read cannot be asked for."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import RequestFactory
from tests.cast import TODAY

from openkam.core.access import FieldClass, Role, Viewer
from openkam.core.problem import Problem
from openkam.web.accounts.listing.asked import Asked, Range, asked_of
from openkam.web.sight.columns import PROFIT, columns_of, shown_first

SELLER = Viewer(1, "bo", frozenset({Role.SELLER}), frozenset({FieldClass.COMPANY, FieldClass.TEAM}), TODAY)
READER = replace(SELLER, readable=SELLER.readable | {FieldClass.PRICE})
OPEN, ALL = columns_of(SELLER, None), columns_of(READER, None)


def given(query: str) -> Any:
    """A query string as a request carries it."""
    return RequestFactory().get(f"/?{query}").GET


def asked(query: str) -> Asked:
    return asked_of(given(query), ALL)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "q=haigang&tier=IMPORTANT&tier=KEY&region=East&owner=none&sort=-margin&page=3",
        "pattern=ONE_OFF&movement=LOST&industry=Steel&state=overridden&team=7",
        "from.gross_profit_12m=500000&to.margin=12.5&sort=name&columns=name%2Ctier%2Cowner",
    ],
)
def test_a_question_is_written_as_it_was_read(query: str) -> None:
    assert asked(query).query() == query


def test_values_nobody_knows_are_left_out() -> None:
    found = asked("pattern=ODD&movement=&state=1&owner=x&team=y&page=-2&utm=1")
    assert found == Asked()


def test_the_usual_columns_are_no_choice() -> None:
    usual = ",".join(shown_first(ALL))
    assert asked(f"columns={usual}").columns == ()
    assert asked("columns=margin").columns == ("name", "margin")


@pytest.mark.parametrize("query", ["sort={}", "sort=-{}", "columns=name,{}", "from.{}=1", "to.{}=1"])
def test_a_hidden_column_answers_as_one_that_is_not_there(query: str) -> None:
    with pytest.raises(Problem) as hidden:
        asked_of(given(query.format(PROFIT)), OPEN)
    with pytest.raises(Problem) as unknown:
        asked_of(given(query.format("nonsense")), OPEN)
    assert (hidden.value.to("en"), hidden.value.to("zh")) == (unknown.value.to("en"), unknown.value.to("zh"))
    assert asked_of(given(query.format(PROFIT)), ALL)


def test_words_and_drawings_have_no_range_and_a_drawing_no_order() -> None:
    for query in ("from.name=1", "from.months=1", "sort=months"):
        with pytest.raises(Problem):
            asked(query)


def test_a_range_is_read_in_the_units_of_people() -> None:
    assert asked("from.net_sales_12m=5万&to.net_sales_12m=1.2M").ranges == (Range("net_sales_12m", 50_000, 1_200_000),)


def test_prices_are_no_columns_of_those_who_may_not_read_them() -> None:
    closed = {"gross_profit_12m", "gross_profit", "margin", "profit_share", "future_value", "money_at_risk", "score"}
    assert set(ALL) - set(OPEN) == closed
