"""Through which door an act came, and as part of which request."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Origin:
    """channel  web, cli or job; request  an id that joins the lines of one request."""

    channel: str = "job"
    request: str = ""


_NOWHERE: Final = Origin()
_ORIGIN: Final = ContextVar("openkam_audit_origin", default=_NOWHERE)


def origin() -> Origin:
    """Where the present act comes from."""
    return _ORIGIN.get()


@contextmanager
def coming_from(channel: str, request: str = "") -> Iterator[None]:
    """Everything recorded inside came through this door."""
    token = _ORIGIN.set(Origin(channel, request))
    try:
        yield
    finally:
        _ORIGIN.reset(token)
