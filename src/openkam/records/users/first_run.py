"""Whether anybody works here yet."""


def has_users() -> bool:
    """False until the first administrator was created."""
    from openkam.records.users.models import User

    return User.objects.exists()
