"""How Django knows the user of a session."""

from typing import Any, Final

from django.contrib.auth.backends import ModelBackend

from openkam.core.prepared import Prepared
from openkam.records.users.models import User


def _of_key(key: int) -> Any:
    return User.objects.get_queryset().filter(pk=key)


_OF_KEY: Final[Prepared[User]] = Prepared(_of_key)


class UserBackend(ModelBackend):
    """Django's own, with the one query that every page asks prepared."""

    def get_user(self, user_id: Any) -> Any:
        """The user, None where he is gone or not active."""
        user = next(iter(_OF_KEY(int(user_id))), None)
        return user if user is not None and self.user_can_authenticate(user) else None
