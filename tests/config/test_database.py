"""One setting chooses the database, and its address never leaks."""

from pathlib import Path

import pytest

from openkam.config.database import database
from openkam.core.problem import Problem


def test_postgresql_is_read_from_one_address(tmp_path: Path) -> None:
    found = database("postgresql://lin:p%40ss@db.local:6543/kam?sslmode=require", tmp_path / "x.sqlite3")
    assert found["ENGINE"] == "django.db.backends.postgresql"
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"]) == ("lin", "p@ss", "db.local", "6543")
    assert (found["NAME"], found["OPTIONS"]) == ("kam", {"sslmode": "require", "prepare_threshold": 2})
    assert (found["CONN_MAX_AGE"], found["CONN_HEALTH_CHECKS"]) == (600, True)


@pytest.mark.parametrize(("written", "threshold"), [("off", None), ("0", 0), ("7", 7)])
def test_behind_a_pooler_the_address_turns_kept_plans_off(written: str, threshold: int | None, tmp_path: Path) -> None:
    found = database(f"postgresql://lin@db/kam?prepare_threshold={written}", tmp_path / "x.sqlite3")
    assert found["OPTIONS"] == {"prepare_threshold": threshold}


@pytest.mark.parametrize(
    "url",
    [
        "mysql://lin:sesame@x/y",
        "postgresql://lin:sesame@x",
        "postgresql://lin:sesame@x:port/y",
        "postgresql://lin:sesame@x/y?prepare_threshold=of",
    ],
)
def test_another_address_is_refused_without_being_shown(url: str, tmp_path: Path) -> None:
    with pytest.raises(Problem) as caught:
        database(url, tmp_path / "x.sqlite3")
    assert "sesame" not in caught.value.to("en") + caught.value.to("zh") + repr(caught.value)
