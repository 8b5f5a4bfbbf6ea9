"""The catalogue: every measure is complete and answers one value an account."""

import string
from datetime import date

import numpy as np
import pytest

from openkam.analysis.catalogue import MEASURES, measure
from openkam.analysis.measure import Indicator, Unit
from tests.analysis.ledger_facts import facts_of, month_end

EMPTY = facts_of([], customers={})
SMALL = facts_of(
    [("A", month_end(1), 10.0, 5.0), ("B", month_end(0), -3.0, None)],
    customers={"C": {}},
    payments=[("A", None, month_end(0), 2.0)],
    service=[("A", month_end(0), 1.0, 1.0)],
)
# Forecasting is tested where it is written.
PLAIN = [one for one in MEASURES.values() if one.code != "future_value"]
PROMISED = """net_sales net_sales_12m gross_sales returns gross_profit gross_profit_12m margin contribution
contribution_12m discount_share invoices average_invoice active_months tenure_months longest_gap_days
days_since_purchase trend product_breadth category_breadth branches growth predictability overdue_amount open_amount
collection_days_simple collection_days_count_back collection_days_best collection_days credit_use_share profit_share
sales_share current_value future_value loss_impact share_of_wallet value_fit criteria_fit goal_link potential
behaviour_value influence_value effort_hours effort_share return_on_time"""


def test_every_promised_measure_is_there():
    assert set(PROMISED.split()) <= set(MEASURES)


def test_codes_are_unique_and_every_class_is_filled():
    assert all(code == one.code for code, one in MEASURES.items())
    assert {one.indicator for one in MEASURES.values()} == set(Indicator)


@pytest.mark.parametrize("one", MEASURES.values(), ids=list(MEASURES))
def test_a_measure_speaks_both_languages(one):
    for text in (one.label, one.formula):
        assert text.en
        assert any("一" <= letter <= "鿿" for letter in text.zh)
        assert not [field for _, field, _, _ in string.Formatter().parse(text.en + text.zh) if field]
    assert one.formula.en.endswith(".")
    assert one.formula.zh.endswith("。")
    assert one.source


def test_labels_differ():
    for language in ("en", "zh"):
        labels = [one.label.to(language) for one in MEASURES.values()]
        assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("facts", [EMPTY, SMALL, SMALL.as_of(date(2020, 1, 1))], ids=["empty", "small", "before"])
@pytest.mark.parametrize("one", PLAIN, ids=[one.code for one in PLAIN])
def test_a_measure_answers_every_account_and_blanks_what_it_does_not_know(one, facts):
    column = one.of(facts)
    assert column.values.shape == column.known.shape == (facts.count,)
    assert not column.values[~column.known].any()
    assert np.isfinite(column.values.astype(float)).all()
    if one.unit is Unit.MONEY and column.known.any():
        assert column.values.dtype == np.int64


def test_an_unknown_code_is_answered_with_the_nearest():
    with pytest.raises(KeyError, match="net_sales"):
        measure("net_sale")
    with pytest.raises(KeyError, match="active_months"):
        measure("xyzzy")
