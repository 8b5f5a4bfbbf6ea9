"""Names and proxies that are believed."""

import pytest

from openkam.config.hosts import allowed_hosts, trusted_proxies
from openkam.core.environment import HOSTS, PROXIES


def test_without_settings_only_this_machine_is_answered_and_no_proxy_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(HOSTS.name, raising=False)
    monkeypatch.delenv(PROXIES.name, raising=False)
    assert allowed_hosts() == ["localhost", "127.0.0.1", "[::1]"]
    assert trusted_proxies() == []


def test_names_are_separated_by_blanks_or_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HOSTS.name, "kam.example.com, sales.example.com  10.1.2.3")
    monkeypatch.setenv(PROXIES.name, "10.0.0.0/8")
    assert allowed_hosts()[3:] == ["kam.example.com", "sales.example.com", "10.1.2.3"]
    assert trusted_proxies() == ["10.0.0.0/8"]
