"""What addresses of the map ask for and what is typed on it."""

from datetime import date

import pytest
from django.test import RequestFactory

from openkam.core.problem import Problem
from openkam.web.people.forms import Asked, asked_of, line_form, moved_of, person_form

TODAY = date(2026, 7, 1)


def asked_in(query: str) -> Asked:
    """What the part of an address after its path asks for."""
    return asked_of(RequestFactory().get(f"/{query}").GET)


@pytest.mark.parametrize(
    "asked",
    [
        Asked(),
        Asked(day=date(2026, 3, 1), opportunity=7, shows_known=True),
        Asked(closed=frozenset()),
        Asked(closed=frozenset({"", "采购部", "R&D"})),
    ],
)
def test_an_address_asks_the_same_again(asked: Asked) -> None:
    assert asked_in(asked.query()) == asked


@pytest.mark.parametrize("query", ["day=2026-13-40", "opportunity=x", "opportunity=" + "9" * 40, "known=yes"])
def test_what_cannot_be_read_was_not_asked(query: str) -> None:
    assert asked_in(f"?{query}") == Asked()


def test_a_department_is_toggled() -> None:
    asked = Asked().toggled("IT", frozenset({"Board"}))
    assert asked.closed == {"IT", "Board"}
    assert asked.toggled("IT", frozenset({"IT"})).closed == frozenset()


def test_places_of_moved_cards_are_read_and_nonsense_left_out() -> None:
    assert moved_of("p1:10,20.5;p2:x,1;;p3:1;dR%26D:0,-8") == {"p1": (10.0, 20.5), "dR&D": (0.0, -8.0)}


def test_a_line_needs_a_person_and_a_day() -> None:
    with pytest.raises(Problem):
        line_form({"person": "", "superior": "4"}, TODAY)
    with pytest.raises(Problem):
        line_form({"person": "3", "superior": "4", "since": "soon"}, TODAY)
    with pytest.raises(Problem):
        line_form({"person": "9" * 5000, "superior": "4", "since": ""}, TODAY)
    assert asked_in("?day=0001-01-01&opportunity=" + "9" * 5000) == Asked(), "no year can be counted back from there"
    form = line_form({"person": "3", "superior": "", "since": ""}, TODAY)
    assert (form.person, form.superior, form.since) == (3, None, TODAY)


def test_a_person_needs_a_name_or_a_title_and_a_source() -> None:
    with pytest.raises(Problem):
        person_form({"source": "card"})
    with pytest.raises(Problem):
        person_form({"name": "王强"})
    chair = person_form({"title": "CFO", "source": "their annual report"})
    assert chair.is_placeholder
    assert not person_form({"name": "王强", "source": "card"}).is_placeholder
