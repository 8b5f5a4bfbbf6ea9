"""Figures summed up any tree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openkam.analysis.methods.portfolio.group import Circle, Total, with_subsidiaries

FIGURES = st.one_of(st.none(), st.integers(-(10**12), 10**12))


@st.composite
def trees(draw: st.DrawFn) -> tuple[dict[int, int | None], dict[int, int | None]]:
    """A forest in any order of its keys, and a figure or none for each company."""
    count = draw(st.integers(1, 30))
    names = draw(st.permutations(range(count)))
    parents = {names[0]: None} | {
        names[place]: draw(st.one_of(st.none(), st.sampled_from(names[:place]))) for place in range(1, count)
    }
    return parents, {key: draw(FIGURES) for key in parents}


def below(parents: dict[int, int | None], top: int) -> set[int]:
    """Plainly: everybody whose line upwards meets the top."""
    found = set()
    for key in parents:
        place: int | None = key
        while place is not None and place != top:
            place = parents[place]
        if place == top:
            found.add(key)
    return found


@given(trees())
def test_the_roll_up_equals_the_plain_sum(forest: tuple[dict[int, int | None], dict[int, int | None]]) -> None:
    parents, figures = forest
    totals = with_subsidiaries(parents, figures)
    assert set(totals) == set(parents)
    for key, total in totals.items():
        known = [figure for one in below(parents, key) if (figure := figures[one]) is not None]
        assert total == Total(figures[key], sum(known) if known else None, len(known), len(below(parents, key)))


@given(trees(), st.data())
def test_a_circle_is_found(forest: tuple[dict[int, int | None], dict[int, int | None]], data: st.DataObject) -> None:
    parents, figures = forest
    top = data.draw(st.sampled_from(sorted(parents)))
    parents[top] = data.draw(st.sampled_from(sorted(below(parents, top))))
    with pytest.raises(Circle):
        with_subsidiaries(parents, figures)


def test_a_parent_outside_counts_as_none() -> None:
    assert with_subsidiaries({1: 99}, {1: 5}) == {1: Total(5, 5, 1, 1)}
