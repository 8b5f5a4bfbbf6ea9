"""Who sees which rows about users: names are for everybody, the rest for himself and whoever manages users."""

from typing import Any, Generic, Self

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.sessions.base_session import BaseSessionManager

from openkam.core.access import Right, Row_co, Rows, Viewer


class HouseRows(Rows[Row_co], Generic[Row_co]):
    """What everybody in the company knows: who works here, who manages whom, how far records are open."""

    def visible_to(self, viewer: Viewer) -> Self:
        """All of it for everybody who is something here."""
        return self.all() if viewer.may(Right.SIGNED_IN) else self.none()


class UserRows(HouseRows[Row_co], Generic[Row_co]):
    """Users: everybody sees names; the fields beyond the name are of classes that need MANAGE_USERS."""


class OwnRows(Rows[Row_co], Generic[Row_co]):
    """What concerns one user alone: where he is signed in, his recovery codes."""

    def visible_to(self, viewer: Viewer) -> Self:
        """His own."""
        return self.filter(user=viewer.user) if viewer.may(Right.SIGNED_IN) else self.none()


class ManagedRows(OwnRows[Row_co], Generic[Row_co]):
    """What concerns one user and whoever manages users."""

    def visible_to(self, viewer: Viewer) -> Self:
        """His own; all for whoever manages users."""
        return self.all() if viewer.may(Right.MANAGE_USERS) else super().visible_to(viewer)


class UserManager(BaseUserManager[Any]):
    """The way Django's sign-in finds a user, and a door finds rows."""

    def get_queryset(self) -> Any:
        """Rows with `visible_to`."""
        return UserRows(self.model, using=self._db)

    def visible_to(self, viewer: Viewer) -> Any:
        """The users this viewer may know of."""
        return self.get_queryset().visible_to(viewer)

    def get_by_natural_key(self, username: str | None) -> Any:
        """Logins are stored in lower case, so that Lin and lin are one person."""
        return super().get_by_natural_key((username or "").strip().lower())


class SessionManager(BaseSessionManager[Any]):
    """The way Django's session store finds a session, and a door its owner's."""

    def get_queryset(self) -> Any:
        """Rows with `visible_to`."""
        return OwnRows(self.model, using=self._db)

    def visible_to(self, viewer: Viewer) -> Any:
        """Where the viewer is signed in."""
        return self.get_queryset().visible_to(viewer)
