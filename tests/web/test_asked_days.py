"""A day in an address that is none, or has not come: today is shown, and the page says so."""

from datetime import timedelta

import pytest
from django.test import Client

from openkam.records.users.models import User
from tests.cast import NOW, TODAY, Cast, cast, harbour_people

pytestmark = pytest.mark.django_db
NO_DAY = {"en": "There is no day 2026-02-31; today is shown.", "zh": "“2026-02-31”不是有效日期，现显示今天。"}
TO_COME = {"en": "has not come yet; today is shown.", "zh": "尚未到来，现显示今天。"}
PLACES = ("log/replay/", "people/", "archive/group/")


@pytest.fixture
def company(monkeypatch: pytest.MonkeyPatch) -> Cast:
    """The cast with the people at harbour; the clock stands still."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    found = cast(graded=True)
    harbour_people(found)
    return found


def told(client: Client, user: User, language: str, address: str) -> str:
    """What the banner of a page warns of; blank where there is none."""
    User.objects.filter(pk=user.pk).update(language=language)
    client.force_login(user)
    page = client.get(address).content.decode()
    return page.partition('class="banner warning" role="status"')[2].partition("</div></div>")[0]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("place", PLACES)
def test_a_page_of_a_past_day_says_that_it_shows_today(
    client: Client, company: Cast, place: str, language: str
) -> None:
    here = f"/accounts/{company.harbour.pk}/{place}?day="
    assert NO_DAY[language] in told(client, company.fang, language, f"{here}2026-02-31")
    later = (TODAY + timedelta(days=40)).isoformat()
    assert TO_COME[language] in told(client, company.fang, language, f"{here}{later}")
    assert "<b>" not in told(client, company.fang, language, f"{here}<b>x")
    for day in ("", TODAY.isoformat(), (TODAY - timedelta(days=9)).isoformat()):
        shown = told(client, company.fang, language, f"{here}{day}")
        assert TO_COME[language] not in shown
        assert NO_DAY[language] not in shown


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_tree_of_managers_says_so_too_and_knows_days_to_come(client: Client, company: Cast, language: str) -> None:
    assert NO_DAY[language] in told(client, company.root, language, "/users/tree/?day=2026-02-31")
    assert not told(client, company.root, language, f"/users/tree/?day={TODAY + timedelta(days=40)}")


@pytest.mark.parametrize(("language", "words"), [("en", "The replay goes back to"), ("zh", "回放最早到")])
def test_the_replay_says_how_far_it_goes_back(client: Client, company: Cast, language: str, words: str) -> None:
    assert words in told(client, company.fang, language, f"/accounts/{company.harbour.pk}/log/replay/?day=1950-01-01")


def test_the_notice_of_the_map_goes_with_the_next_day_that_is_chosen(client: Client, company: Cast) -> None:
    client.force_login(company.fang)
    here = f"/accounts/{company.harbour.pk}/people/?day="
    for day, count in (("2026-02-31", 1), ("2026-03-01", 0)):
        region = client.get(f"{here}{day}", headers={"HX-Request": "true"}).content.decode()
        assert region.count('class="banner warning"') == count
