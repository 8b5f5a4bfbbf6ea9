"""Figures in business units, measured once."""

from datetime import date

import numpy as np
from tests.analysis.ledger_facts import facts_of

from openkam.insight.grading.measured import Figures


def test_money_is_in_currency_units_and_equals_the_cut_written_the_same() -> None:
    figures = Figures(facts_of([("A", date(2025, 12, 1), 9_999.99, None)])).now(("net_sales_12m", "active_months"))
    assert figures["net_sales_12m"].tolist() == [9_999.99]
    assert figures["active_months"].tolist() == [1]


def test_unknown_is_nan_and_not_zero() -> None:
    figures = Figures(facts_of([("A", date(2025, 12, 1), 5.0, None)])).now(("gross_profit_12m",))
    assert np.isnan(figures["gross_profit_12m"]).all()


def test_an_earlier_day_sees_only_what_was_known_then_and_is_measured_once() -> None:
    figures = Figures(facts_of([("A", date(2025, 1, 5), 5.0, None), ("A", date(2025, 12, 1), 7.0, None)]))
    then = figures.on(date(2025, 6, 30), ("net_sales_12m",))["net_sales_12m"]
    assert then.tolist() == [5]
    assert figures.on(date(2025, 6, 30), ("net_sales_12m", "invoices"))["net_sales_12m"] is then
