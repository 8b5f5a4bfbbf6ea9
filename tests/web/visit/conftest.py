"""Harbour and its people, on a day that stands still."""

import pytest

from tests.cast import NOW, Cast, People, cast, harbour_people


@pytest.fixture
def company(monkeypatch: pytest.MonkeyPatch) -> Cast:
    """The cast with the people at harbour, on a day that stands still."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    return cast(graded=True)


@pytest.fixture
def people(company: Cast) -> People:
    """Those at harbour."""
    return harbour_people(company)
