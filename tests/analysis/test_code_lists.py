"""Codes of the true columns of each row."""

import numpy as np

from openkam.analysis.code_lists import codes_where


def test_each_row_lists_its_codes() -> None:
    mask = np.array([[True, False], [True, True], [False, False]])
    assert codes_where(mask, ("a", "b")) == (("a",), ("a", "b"), ())


def test_no_columns_or_no_rows() -> None:
    assert codes_where(np.zeros((2, 0), bool), ()) == ((), ())
    assert codes_where(np.zeros((0, 2), bool), ("a", "b")) == ()
