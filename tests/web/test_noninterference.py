"""Two worlds that differ only in what the viewer must not see give him the same answers everywhere.

Every address of the resolver is asked, and whatever its pages offer: filters, orders, searches, exports, links.
A new address takes part by itself.
"""

from collections.abc import Iterator
from datetime import timedelta
from difflib import unified_diff
from pathlib import Path

import pytest
from django.db import connections
from django.test import Client
from pytest_django import DjangoDbBlocker

from openkam.core.environment import SETTINGS
from openkam.ledger.folder import DataFolder
from openkam.records.users.models import User
from tests.cast import NOW, as_viewer
from tests.installation import shared_database_aside
from tests.web.crawl import Heard, ask, crawl
from tests.web.people_worlds import hidden_coaches_change, hidden_opinions_change, hidden_people_change
from tests.web.worlds import (
    Change,
    copied_world,
    enter,
    first_world,
    hidden_accounts_change,
    other_peoples_matters_change,
    prices_change,
)

WORDS = ["Company 1", "Otherwise", "Ghost", "C001", "X7", "secret", "999999", "2026-01-01"]
KEYS = {
    "pk": ["1", "5", "6", "7", "8", "45", "999999"],
    "number": ["1", "2", "99"],
    "token": ["none"],
    "mark": ["none"],
    "aim": ["1", "999999"],
    "deal": ["1", "999999"],
    "objection": ["1", "999999"],
    "entry": ["1", "999999"],
}
PORTFOLIO_LISTS = [
    *("all", "vital", "losses", "decliners", "lost", "one_offs", "room", "room.0"),
    *("over", "under", "tier.KEY", "quadrant.KEEP", "quadrant.INVEST", "nonsense"),
]
EXTRA = [
    "/accounts/?sort=gross_profit_12m",
    "/accounts/?sort=-margin",
    "/accounts/?sort=no_such_column",
    "/accounts/?q=Otherwise",
    "/accounts/export.csv?sort=-gross_profit_12m",
    "/search/?q=Ghost",
    "/search/?q=Company",
    "/search/?q=Deal",
    "/explain/?measure=gross_profit_12m&account=5",
    "/portfolio/?pick=5&pick=6&pick=7&fixed=500000&floor=20&find=Company",
    "/portfolio/?months=36&region=North",
    "/portfolio/concentration/?months=24",
    *(f"/portfolio/accounts/?which={which}" for which in PORTFOLIO_LISTS),
    *(f"/accounts/{key}/archive/group/?day={NOW.date() - timedelta(days=30)}" for key in KEYS["pk"]),
]
DECLARED = {
    ("root", "/users/reading/"): "who opens accounts to the company is shown how many more everybody will see",
}
"""Differences that are meant, each with the reason."""
PEOPLE = (hidden_people_change, hidden_opinions_change, hidden_coaches_change)
VIEWERS: list[tuple[str, tuple[Change, ...], int]] = [
    ("fang", (hidden_accounts_change, other_peoples_matters_change, *PEOPLE), 40),
    ("bo", (hidden_accounts_change, other_peoples_matters_change, prices_change, *PEOPLE), 120),
    ("wei", (hidden_accounts_change, other_peoples_matters_change, *PEOPLE), 25),
    ("ops", (hidden_opinions_change, hidden_coaches_change), 25),
    ("compliance", (prices_change, hidden_opinions_change, hidden_coaches_change), 40),
    ("root", (hidden_accounts_change, *PEOPLE), 10),
]
"""Everybody is asked at every address; how many of the variants its pages offer is asked besides differs.

The one from whom most is hidden is asked most.
"""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Iterator[DataFolder]:
    """The first world, made once."""
    with django_db_blocker.unblock(), shared_database_aside(), pytest.MonkeyPatch.context() as patch:
        for setting in SETTINGS:
            patch.delenv(setting.name, raising=False)
        folder = first_world(Path(tmp_path_factory.mktemp("worlds")) / "first")
        yield folder


@pytest.fixture
def _still(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock stands still."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.mark.usefixtures("_still")
@pytest.mark.parametrize(("login", "changes", "most"), VIEWERS, ids=[login for login, *_ in VIEWERS])
def test_what_is_hidden_changes_nothing(
    world: DataFolder,
    login: str,
    changes: tuple[Change, ...],
    *,
    most: int,
    tmp_path: Path,
    django_db_blocker: DjangoDbBlocker,
) -> None:
    with django_db_blocker.unblock():
        heard = heard_in(copied_world(world, tmp_path / "one", login).path, login, most)
        other = copied_world(world, tmp_path / "other", login, changes)
        again = heard_in(other.path, login, most, list(heard))
        connections.close_all()
    assert not [url for url, one in heard.items() if one.status >= 500], (
        "a broken page tells nothing, and proves nothing"
    )
    told = [
        difference(url, heard[url], again[url])
        for url in heard
        if heard[url] != again[url] and (login, url.partition("?")[0]) not in DECLARED
    ]
    assert not told, f"{len(told)} of {len(heard)} answers tell {login} what he must not know:\n" + "\n".join(told[:12])


def heard_in(place: Path, login: str, most: int, urls: list[str] | None = None) -> dict[str, Heard]:
    """What a world answers: everything it offers, or exactly these addresses in this order."""
    enter(place)
    client = Client()
    user = User.objects.get(login=login)
    client.force_login(user)
    if urls is not None:
        return {url: ask(client, url) for url in urls}
    return crawl(client, as_viewer(user), KEYS, WORDS, most) | {url: ask(client, url) for url in EXTRA}


def difference(url: str, one: Heard, other: Heard) -> str:
    """The first lines that differ."""
    if one.status != other.status:
        return f"{url}: {one.status} and {other.status}"
    before = [f"{name}: {value}" for name, value in one.headers] + one.body.splitlines()
    after = [f"{name}: {value}" for name, value in other.headers] + other.body.splitlines()
    lines = [
        line for line in unified_diff(before, after, lineterm="", n=0) if not line.startswith(("---", "+++", "@@"))
    ]
    return f"{url}:\n    " + "\n    ".join(line[:200] for line in lines[:6])
