"""Harbour with its people and one deal, on a day that stands still."""

import pytest
from tests.cast import NOW, Cast, People, cast, harbour_people


@pytest.fixture
def company() -> Cast:
    """The cast."""
    return cast()


@pytest.fixture
def there(company: Cast) -> People:
    """Those at harbour, with one deal."""
    return harbour_people(company)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock stands still."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
