"""Under which names the server answers, and which proxies it believes."""

from typing import Final

from openkam.core.environment import HOSTS, PROXIES

LOOPBACK: Final = ("localhost", "127.0.0.1", "[::1]")


def allowed_hosts() -> list[str]:
    """This machine's own names, and what OPENKAM_HOSTS adds; a star there is refused by nobody but is never ours."""
    return [*LOOPBACK, *_words(HOSTS.value())]


def trusted_proxies() -> list[str]:
    """The addresses whose X-Forwarded-For and X-Forwarded-Proto are believed; none without the setting."""
    return _words(PROXIES.value())


def _words(text: str) -> list[str]:
    return [word for word in text.replace(",", " ").split() if word]
