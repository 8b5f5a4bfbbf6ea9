"""Where Django keeps sessions: our table, which also knows who is signed in, from where and since when."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db.models.functions import Now

from openkam.core.prepared import Prepared
from openkam.records.users.models import Session

_SEEN_EVERY: Final = timedelta(minutes=5)
_LONGEST: Final = timedelta(days=30)


def _of_key(key: str) -> Any:
    return Session.objects.filter(session_key=key, expire_date__gt=Now())


_OF_KEY: Final[Prepared[Session]] = Prepared(_of_key)


class SessionStore(DatabaseStore):
    """A session; `device` and `address` are set by the door before the session is saved."""

    device: str = ""
    address: str | None = None
    _row: Session | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Our table instead of Django's."""
        return Session

    def _get_session_from_db(self) -> Session | None:
        found = [] if self.session_key is None else _OF_KEY(self.session_key)
        self._row = next(iter(found), None)
        if self._row is None:
            self._session_key = None
        return self._row

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """The row to write; what it knew before stays."""
        made: Any = super().create_model_instance(data)
        # Django has just counted the expiry from this moment; no second clock is asked.
        now = made.expire_date - timedelta(seconds=self.get_expiry_age())
        before = self._row if self._row is not None and self._row.pk == made.pk else None
        user = data.get(SESSION_KEY)
        made.user_id = None if user is None else int(user)
        made.begun_at = before.begun_at if before and before.begun_at else now
        made.latest_at = now
        made.device = (self.device or (before.device if before else ""))[:200]
        made.address = self.address or (before.address if before else None)
        return made

    def seen(self, *, device: str, address: str | None, now: datetime) -> None:
        """Remember from where somebody comes; written at most every five minutes, so that reading writes nothing.

        Who is at work stays signed in: the hours of idleness count anew, up to thirty days in all.
        """
        self.device, self.address = device[:200], address
        row = self._row
        if row is None or (row.latest_at is not None and now - row.latest_at < _SEEN_EVERY):
            return
        row.device, row.address, row.latest_at = self.device, self.address, now
        ends_at = min(now + timedelta(seconds=self.get_expiry_age()), (row.begun_at or now) + _LONGEST)
        Session.objects.filter(pk=row.pk).update(
            device=row.device, address=row.address, latest_at=now, expire_date=ends_at
        )
