"""Texts of many accounts in little memory: what goes in comes out, row by row."""

import numpy as np
import pytest

from openkam.web.sight.packed import Names, Wording

GIVEN = (("海港 Harbour", "", "Ünï"), (), ("𠀀 rare", "海港 Harbour"))


def test_names_come_out_as_they_went_in() -> None:
    names = Names.of(GIVEN)
    whole = [name for part in GIVEN for name in part]
    assert len(names) == len(whole)
    assert [names[row] for row in range(len(whole))] == whole
    assert list(names) == whole
    with pytest.raises(IndexError):
        names[len(whole)]


def test_the_same_names_are_equal_whatever_lists_they_came_in() -> None:
    one, other = Names.of([("ab", "c")]), Names.of([("ab",), ("c",)])
    assert one == other
    assert hash(one) == hash(other)
    assert one != Names.of([("a", "bc")])


def test_nobody_has_no_names() -> None:
    assert list(Names.of([])) == []


def test_words_are_numbered_in_the_order_of_their_coming_the_blank_first() -> None:
    made = Wording()
    made.add(("East", "", "West"))
    made.add(("West", "East"))
    assert made.words.vocabulary == ("", "East", "West")
    assert made.words.index.tolist() == [1, 0, 2, 2, 1]
    assert made.words.where(["West", "North"]).tolist() == [False, False, True, True, False]
    assert np.array_equal(Wording().words.index, [])
