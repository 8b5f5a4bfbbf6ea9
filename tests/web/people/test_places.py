"""Where everybody stands: no two on one place, superiors above, the whole shaped for a screen."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openkam.web.people.places import (
    CARD_HEIGHT,
    CARD_WIDTH,
    GONE,
    Item,
    Layout,
    border,
    hanging,
    layout,
)

ITEMS = st.lists(
    st.tuples(st.sampled_from(["", "Board", "Sales", "IT"]), st.integers(0, 3), st.none() | st.integers(0, 20)),
    max_size=20,
)

# The first draw of a process reads the constants of all modules, which takes seconds on a busy machine.
unhurried = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


def placed(drawn: list[tuple[str, int, int | None]]) -> Layout:
    """A layout of as many people as were drawn."""
    items = [
        Item(f"p{place}", column, band, f"p{superior}" if superior is not None else None, (0, str(place)))
        for place, (column, band, superior) in enumerate(drawn)
    ]
    return layout(items, ["u1", "u2"])


@unhurried
@given(ITEMS)
def test_everybody_has_a_place_of_his_own_inside_the_sheet(drawn: list[tuple[str, int, int | None]]) -> None:
    found = placed(drawn)
    places = [found.places[f"p{place}"] for place in range(len(drawn))]
    for number, (x, y) in enumerate(places):
        assert CARD_WIDTH / 2 <= x <= found.width - CARD_WIDTH / 2
        assert CARD_HEIGHT / 2 <= y <= found.height - CARD_HEIGHT / 2
        for other_x, other_y in places[:number]:
            assert abs(x - other_x) > CARD_WIDTH or abs(y - other_y) > CARD_HEIGHT


@unhurried
@given(ITEMS)
def test_an_upper_level_stands_above_a_lower_one(drawn: list[tuple[str, int, int | None]]) -> None:
    found = placed(drawn)
    for one, (_, band, _) in enumerate(drawn):
        for other, (_, below, _) in enumerate(drawn):
            if band < below:
                assert found.places[f"p{one}"][1] < found.places[f"p{other}"][1]


@unhurried
@given(ITEMS)
def test_a_superior_of_the_same_level_stands_above_who_reports_to_him(drawn: list[tuple[str, int, int | None]]) -> None:
    tree = [
        (column, band, above if above is not None and above < place else None)
        for place, (column, band, above) in enumerate(drawn)
    ]
    found = placed(tree)
    for place, (_, band, above) in enumerate(tree):
        if above is not None and tree[above][1] <= band:
            assert found.places[f"p{above}"][1] < found.places[f"p{place}"][1]


def test_nobody_needs_no_sheet() -> None:
    assert layout([]).places == {}


def test_eighty_people_in_nine_departments_fit_the_shape_of_a_screen() -> None:
    items = [Item(f"p{place}", f"department {place % 9}", min(2, place // 9)) for place in range(80)]
    found = layout(items)
    assert 1.0 < found.width / found.height < 3.5


def test_the_column_of_the_uppermost_is_in_the_middle_and_empty_chairs_at_the_end() -> None:
    items = [Item("a", "IT", 1), Item("b", "Board", 0), Item("c", "Plant", 1), Item("d", "", 1), Item("e", "?", 0)]
    assert [column.name for column in layout(items, last="?").columns] == ["IT", "Board", "Plant", "", "?"]


def test_who_left_stands_behind_the_others_of_his_cell() -> None:
    found = layout([Item("a", "IT", 1, None, (GONE, "")), Item("b", "IT", 1), Item("c", "IT", 1)])
    places = sorted(found.places, key=lambda key: (found.places[key][1], found.places[key][0]))
    assert places[-1] == "a"


def test_our_side_stands_below_everybody() -> None:
    found = layout([Item("a", "IT", 2)], ["u1"])
    assert found.places["u1"][1] > found.places["a"][1] + CARD_HEIGHT / 2


def test_a_line_of_reporting_touches_the_edges_of_both_cards() -> None:
    course = hanging((500.0, 100.0), (900.0, 400.0))
    assert course[0] == (500.0, 100.0 + CARD_HEIGHT / 2)
    assert course[-1] == (900.0 - CARD_WIDTH / 2, 400.0)


def test_a_straight_line_leaves_a_card_at_its_border() -> None:
    assert border((0.0, 0.0), (1000.0, 0.0)) == (CARD_WIDTH / 2, 0.0)
    assert border((0.0, 0.0), (0.0, -1000.0)) == (0.0, -CARD_HEIGHT / 2)
    assert border((5.0, 5.0), (5.0, 5.0)) == (5.0, 5.0)


def test_a_card_that_was_moved_far_makes_the_sheet_grow() -> None:
    found = layout([Item("a", "IT", 0)]).moved({"a": (5000.0, 3000.0), "stranger": (1.0, 1.0)})
    assert found.places == {"a": (5000.0, 3000.0)}
    assert found.width > 5000
    assert found.height > 3000
