"""Where a user put the cards of a people map: his own, kept for him, taken back once."""

import pytest
from tests.cast import NOW, Cast, as_viewer, cast

from openkam.core.access import Denied
from openkam.core.audit.models import AuditLine
from openkam.core.problem import Problem
from openkam.records.accounts.map_actions import FARTHEST, MOST_PLACES, keep_places, take_back_places
from openkam.records.accounts.models import MapPlaces


@pytest.fixture
def company(db: None) -> Cast:
    """The company."""
    return cast()


def test_places_are_kept_for_who_put_them_there_and_for_nobody_else(company: Cast) -> None:
    fang, wei = as_viewer(company.fang), as_viewer(company.wei)
    keep_places(viewer=fang, account=company.harbour, places={"p7": (100.4, -20.0)}, now=NOW)
    assert MapPlaces.objects.visible_to(fang).get().places == {"p7": [100, -20]}
    assert not MapPlaces.objects.visible_to(wei).exists()
    keep_places(viewer=wei, account=company.harbour, places={"rBUYER": (1.0, 2.0)}, now=NOW)
    assert MapPlaces.objects.visible_to(fang).get().places == {"p7": [100, -20]}
    assert AuditLine.objects.filter(action="arrange_map").count() == 2


def test_the_latest_change_is_taken_back_and_brought_back(company: Cast) -> None:
    fang, harbour = as_viewer(company.fang), company.harbour
    first, second = {"p7": (1.0, 1.0)}, {"p7": (1.0, 1.0), "dSales": (5.0, 5.0)}
    for places in (first, second, second):
        keep_places(viewer=fang, account=harbour, places=places, now=NOW)
    assert take_back_places(viewer=fang, account=harbour, now=NOW).places == {"p7": [1, 1]}
    assert take_back_places(viewer=fang, account=harbour, now=NOW).places == {"p7": [1, 1], "dSales": [5, 5]}


def test_what_names_no_card_or_lies_beyond_any_map_is_left_out(company: Cast) -> None:
    places = {"u7": (1.0, 1.0), "p": (1.0, 1.0), "p1": (FARTHEST + 1, 0.0), "p2": (float("nan"), 0.0), "p3": (3.0, 3.0)}
    kept = keep_places(viewer=as_viewer(company.fang), account=company.harbour, places=places, now=NOW)
    assert kept.places == {"p3": [3, 3]}
    many = {f"p{key}": (1.0, 1.0) for key in range(MOST_PLACES + 5)}
    kept = keep_places(viewer=as_viewer(company.fang), account=company.harbour, places=many, now=NOW)
    assert len(kept.places) == MOST_PLACES


def test_who_does_not_see_the_account_keeps_nothing(company: Cast) -> None:
    for act in (take_back_places, keep_places):
        more = {"places": {"p1": (1.0, 1.0)}} if act is keep_places else {}
        with pytest.raises(Problem):
            act(viewer=as_viewer(company.mei), account=company.harbour, now=NOW, **more)
        with pytest.raises(Denied):
            act(viewer=as_viewer(company.root), account=company.harbour, now=NOW, **more)
    assert not MapPlaces.objects.exists()
