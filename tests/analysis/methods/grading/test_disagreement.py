"""Who is key by one method and not by another."""

import numpy as np

from openkam.analysis.methods.grading.disagreement import Opinion, disagreements


def opinion(*places: int, tiers: int = 4) -> Opinion:
    """A method whose first tier is key."""
    place = np.array(places)
    return Opinion(place, place == 0, tiers)


def test_top_by_revenue_and_bottom_by_scorecard_is_named_with_the_tiers_of_each() -> None:
    found = disagreements({"single": opinion(0, 0, 3), "scorecard": opinion(3, 0, 3)}, np.array([500, 900, 10]))
    assert len(found) == 1
    assert found[0].account == 0
    assert found[0].places == {"single": 0, "scorecard": 3}
    assert (found[0].key_by, found[0].not_key_by) == (("single",), ("scorecard",))
    assert (found[0].levels, found[0].money) == (3, 500)


def test_two_levels_apart_counts_even_where_nobody_says_key_and_one_level_does_not() -> None:
    found = disagreements({"single": opinion(1, 1), "pyramid": opinion(3, 2)}, np.array([1, 1]))
    assert [one.account for one in found] == [0]


def test_most_money_comes_first_also_where_it_is_lost() -> None:
    found = disagreements({"single": opinion(0, 0, 0), "pyramid": opinion(1, 1, 1)}, np.array([5, -90, 5]))
    assert [one.account for one in found] == [1, 0, 2]


def test_levels_of_schemes_of_different_length_are_not_compared() -> None:
    found = disagreements({"single": opinion(1, tiers=4), "segments": opinion(3, tiers=5)}, np.array([5]))
    assert found == []


def test_no_tier_is_compared_with_no_level_but_key_against_none_is_said() -> None:
    assert disagreements({"single": opinion(-1), "pyramid": opinion(1)}, np.array([5])) == []
    three = {"single": opinion(-1), "pyramid": opinion(1), "scorecard": opinion(3)}
    assert [one.levels for one in disagreements(three, np.array([5]))] == [2]
    nobody = {"single": opinion(-1), "pyramid": opinion(-1)}
    assert disagreements(nobody, np.array([5])) == []
    [key] = disagreements({"single": opinion(-1), "pyramid": opinion(0)}, np.array([5]))
    assert (key.levels, key.key_by) == (0, ("pyramid",))
