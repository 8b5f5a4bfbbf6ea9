"""The time zone of an installation."""

import pytest

from openkam.config.zone import time_zone
from openkam.core.environment import TIME_ZONE


def test_the_setting_wins_over_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    monkeypatch.setenv(TIME_ZONE.name, "Asia/Shanghai")
    assert time_zone() == "Asia/Shanghai"


def test_a_name_nobody_knows_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(TIME_ZONE.name, "Middle/Earth")
    monkeypatch.setenv("TZ", ":Europe/Berlin")
    assert time_zone() == "Europe/Berlin"
